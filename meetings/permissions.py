"""Who may open the pages of a meeting."""

from accounts.models import CITY_ROLES, STAFF, Role
from accounts.permissions import Rule, register, roles_on

register(
    {
        "meetings.read": Rule("支援調整会議を見る", roles=(*STAFF, *CITY_ROLES)),
        "meetings.prepare": Rule("会議を準備する", roles=(Role.CHIEF, Role.COUNSELOR)),
        "meetings.table": Rule("会議に付議する", roles=STAFF),
    }
)


def roles_of(user, meeting):
    """The roles a person holds towards a meeting: those at its agency (D15)."""
    return roles_on(user, meeting.agency)
