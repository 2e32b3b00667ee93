"""The filters of the case list: read from its address, applied, and told in words.

All of them stand in the query string, so that an address is a list one can pass on or
keep under a name. What is in nobody's list (an unknown stage, a page number) is dropped.
"""

import re
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q
from django.http import QueryDict

from accounts.models import STAFF, User
from cases.models import Deadline, Episode
from cases.standards import case_rules
from cases.workflow.outreach import agencies_of, at_stage, stages_known, with_stage
from reports.day import HARD, is_mine
from rules.calendar import today
from rules.finding import LONGEST, Word, read_words
from rules.profile import profile_for
from rules.text import number_in


def is_late(_user) -> Q:
    """Something of the case is overdue."""
    late = Deadline.objects.filter(case=OuterRef("pk"), done_on__isnull=True, due_on__lt=today())
    return Q(Exists(late))


# とくに見るもの: the word in the address, the words on the page, what must hold.
FLAGS = {
    "mine": ("自分が関わる", is_mine),
    "open": ("いま続いている", lambda _user: Q(episode__state__in=Episode.OPEN)),
    "late": ("期限を過ぎている", is_late),
    "hard": ("困難ケース", lambda _user: HARD),
}
NOBODY = "none"  # the value of 担当 for cases that have none
NOWHERE = "none"  # the value of 町村 for cases whose address names none
A_CODE = re.compile(r"[a-z_]{1,20}")
LIKE_A_DATE = re.compile(r"[0-9０-９]+[年月./．／]")


@dataclass(frozen=True)
class CaseFilters:
    """さがす言葉, 段階, とくに見るもの, 担当, アウトリーチの段階 and 町村 of the case list."""

    text: str = ""
    states: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    lead: str = ""
    stage: str = ""
    town: str = ""

    @classmethod
    def read(cls, params: QueryDict) -> "CaseFilters":
        lead = params.get("lead", "")
        return cls(
            text=" ".join(params.get("q", "").replace("\x00", " ")[:LONGEST].split()),
            states=tuple(code for code in Episode.State.values if code in params.getlist("state")),
            flags=tuple(name for name in FLAGS if name in params),
            lead=lead if lead == NOBODY or number_in(lead) is not None else "",
            stage=stage if A_CODE.fullmatch(stage := params.get("stage", "")) else "",
            town=" ".join(params.get("town", "").replace("\x00", " ").split())[:40],
        )

    @cached_property
    def words(self) -> list[Word]:
        return read_words(self.text)

    @property
    def query(self) -> str:
        """The query string of exactly these filters."""
        states, flags = (("state", code) for code in self.states), ((f, "on") for f in self.flags)
        pairs = [("q", self.text), *states, *flags, ("lead", self.lead)]
        pairs += [("stage", self.stage), ("town", self.town)]
        return urlencode([(name, value) for name, value in pairs if value])

    def among(self, cases, user):
        """Those of the cases that all filters hold of."""
        if self.text:
            cases = cases.found_by(self.words) if self.words else cases.none()
        if self.states:
            cases = cases.filter(episode__state__in=self.states)
        for name in self.flags:
            cases = cases.filter(FLAGS[name][1](user))
        if self.lead == NOBODY:
            cases = cases.filter(episode__lead__isnull=True)
        elif self.lead:
            cases = cases.filter(episode__lead=int(self.lead))
        if self.stage:
            stage = stages_of(user).get(self.stage)
            cases = with_stage(cases).filter(at_stage(stage)) if stage else cases.none()
        if self.town:
            cases = cases.filter(town="" if self.town == NOWHERE else self.town)
        return cases

    def conditions(self, user) -> list[dict[str, str]]:
        """Each filter in words, with the query string that is left without it."""
        found = []
        if self.text:
            found.append((f"さがす言葉：{self.text}", replace(self, text="")))
        for code in self.states:
            rest = tuple(other for other in self.states if other != code)
            found.append((f"段階：{Episode.State(code).label}", replace(self, states=rest)))
        for name in self.flags:
            rest = tuple(other for other in self.flags if other != name)
            found.append((FLAGS[name][0], replace(self, flags=rest)))
        if self.lead:
            found.append((f"担当：{lead_name(user, self.lead)}", replace(self, lead="")))
        if self.stage:
            stage = stages_of(user).get(self.stage)
            words = stage.label if stage else "この自治体にない段階"
            found.append((f"アウトリーチの段階：{words}", replace(self, stage="")))
        if self.town:
            words = "わからない" if self.town == NOWHERE else self.town
            found.append((f"町村：{words}", replace(self, town="")))
        return [{"text": text, "without": rest.query} for text, rest in found]

    def hints(self) -> list[str]:
        """What can be tried when nothing was found."""
        if self.text and not self.words:
            return ["文字か数字を1つ以上入れてください。"]
        hints = []
        if len(self.words) > 1:
            hints.append(
                "言葉を1つにする（いまは、すべての言葉に当てはまるケースだけをさがしました）"
            )
        if any(word.key and not word.key.isascii() for word in self.words):
            hints.append("ふりがなや、氏名の一部でさがす（例：たかの、野）")
        if any(word.key.isdigit() and len(word.key) > 4 for word in self.words):
            hints.append("電話の下4けたでさがす")
        if any(word.birth and word.birth.month for word in self.words):
            hints.append("生まれた年だけでさがす（例：昭和50年、S50、1975）")
        elif any(LIKE_A_DATE.search(word.typed) and not word.birth for word in self.words):
            hints.append("生年月日は元号か4桁の西暦をつける（例：S50.4.1、1975/4/1）")
        if self.states or self.flags or self.lead or self.stage or self.town:
            hints.append("段階や担当などの条件を外す")
        return hints


def stages_of(user):
    """The アウトリーチの段階 of one's agencies, by their codes; the city sees those of its own."""
    stages = stages_known(agencies_of(user, STAFF))
    for city in user.city_codes() if user.city_ids() else ():
        rules = case_rules(profile_for(city))
        stages |= {row.code: row for row in rules.stages if rules.family_outreach}
    return stages


def towns_of(user):
    """The 町村 of the municipalities one works in, in the order of their 要綱."""
    codes = user.city_codes()
    return [town for code in codes for town in profile_for(code).table("agencies").towns]


def colleagues(user):
    """The staff of one's own agencies: who can be 担当."""
    return User.objects.filter(
        memberships__organisation__in=user.organisation_ids(STAFF), memberships__role__in=STAFF
    ).distinct()


def lead_name(user, lead: str) -> str:
    """The name of a 担当 one works with; others are not named."""
    if lead == NOBODY:
        return "未定"
    found = colleagues(user).filter(pk=int(lead)).first()
    return found.name if found else "ほかの職員"
