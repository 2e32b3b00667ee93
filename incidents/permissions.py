"""Who may open the pages of 苦情, 事故 and ヒヤリハット, and what they hold towards one."""

from accounts.models import STAFF, Role
from accounts.permissions import Rule, register, roles_on

HANDLER = "handler"
ROLE_LABELS = dict(Role.choices) | {HANDLER: "対応者"}

register(
    {
        "incidents.read": Rule("苦情・事故を見る"),
        "incidents.read_procedure": Rule("苦情の手順を見る", roles=(*STAFF, Role.ADMIN)),
        "incidents.keep_procedure": Rule("苦情の手順を定める", roles=(Role.CHIEF, Role.ADMIN)),
        "incidents.read_statements": Rule("運営情報を見る"),
        "incidents.keep_statements": Rule("運営情報を書く", roles=(Role.CHIEF, Role.ADMIN)),
        "incidents.record": Rule("苦情・事故・ヒヤリハットを記録する", roles=STAFF),
        "incidents.move": Rule("苦情・事故に対応する", roles=(*STAFF, Role.OFFICER)),
    }
)


def roles_of(user, record):
    """The roles a person holds at the agency of an incident or of a near miss."""
    return roles_on(user, record.agency)


def roles_towards(user, complaint):
    """The same of a complaint, and whether one handles it; nobody is judge of themselves."""
    roles = roles_on(user, complaint.agency)
    if complaint.pk and complaint.subjects.filter(user=user).exists():
        return set()
    return roles | {HANDLER} if roles and complaint.handler_id == user.pk else roles
