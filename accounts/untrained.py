"""未受講 (手引き 第Ⅵ章1): who holds a post without what it asks for, and until when."""

import datetime as dt
from dataclasses import dataclass

from accounts.models import Membership, Role, User
from accounts.staffing import Register
from rules.calendar import today


@dataclass(frozen=True)
class Untrained:
    """A post somebody holds for the time being; ``due``: by when the 養成研修 is to be taken."""

    user: User
    post: str
    due: dt.date | None

    @property
    def label(self) -> str:
        return Role(self.post).label

    @property
    def is_late(self) -> bool:
        return self.due is not None and self.due < today()


def untrained(organisation, members: list[Membership]) -> list[Untrained]:
    """Whose 養成研修 is still to come of those who work there today; the first due first."""
    if organisation.is_city_office:
        return []
    register = Register(organisation)
    posts: dict[User, list[str]] = {}
    for row in members:
        posts.setdefault(row.user, []).append(row.role)
    found = [
        Untrained(user, warned.subject, reason.train_by if reason else None)
        for user, held in posts.items()
        for warned, reason in register.open_points(user, held)
        if warned.refusal.code == "E-20"
    ]
    return sorted(found, key=lambda row: (row.due is None, row.due or today(), row.user.pk))
