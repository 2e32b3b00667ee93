"""One story of a book while it is being told, and the table of what may happen in one."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from accounts.models import CITY_ROLES, Role, User
from cases.models import Case
from plans.models import Plan
from reports.demo.office import Office
from rules.transitions import Transition

Step = Callable[["Tale", dict[str, Any], dt.date], None]
STEPS: dict[str, Step] = {}


def step(name: str) -> Callable[[Step], Step]:
    """Teach the stories a step: ``do = "name"``."""

    def learn(act: Step) -> Step:
        STEPS[name] = act
        return act

    return learn


class Tale:
    """The story of one 台帳, and its 台帳 as it is now."""

    def __init__(self, story: dict[str, Any], office: Office) -> None:
        self.story, self.office, self.clock = story, office, office.clock
        self.pk: int | None = None
        self._case: Case | None = None

    @property
    def name(self) -> str:
        return str(self.story.get("key") or self.story["person"]["call_name"])

    def turn_page(self) -> None:
        """Before every step: nobody at the office works from an old copy."""
        self._case = None

    @property
    def case(self) -> Case:
        if self._case is None:
            rows = Case.objects.select_related("agency__municipality", "person", "episode__lead")
            self._case = rows.get(pk=self.pk)
            self._case.episode.case = self._case
        return self._case

    @property
    def plan(self) -> Plan:
        return self.case.episode.plans.order_by("-number")[0]

    def actor(self, row: dict[str, Any], move: Transition | None = None) -> User:
        """Who does it: who is named, else the post that the move is for, else the 担当."""
        if "by" in row:
            return self.office.people[row.pop("by")]
        if move and (move.decides or set(move.roles) <= set(CITY_ROLES)):
            return self.who(move.roles[0])
        if move and move.roles == (Role.CHIEF,):
            return self.chief
        return self.case.episode.lead or self.office.people[self.story["by"]]

    def who(self, role: str) -> User:
        """Of the agency where the 台帳 is now: it may have been moved."""
        places = self.office.places.items()
        return self.office.who(role, next(key for key, at in places if at == self.case.agency))

    @property
    def chief(self) -> User:
        return self.who(Role.CHIEF)
