"""Who may open the pages of an application, and what counts as having made it."""

from accounts.models import CITY_ROLES, STAFF
from accounts.permissions import Rule, register, roles_on

register(
    {
        "benefits.read": Rule("給付金の申請を見る", roles=(*STAFF, *CITY_ROLES)),
        "benefits.write": Rule("給付金の申請を受ける", roles=STAFF),
        "benefits.decide": Rule("給付金を審査・決裁する", roles=CITY_ROLES, decides=True),
    }
)


def roles_of(user, application):
    """The roles a person holds towards an application: at its agency (D15)."""
    return roles_on(user, application.agency)


def makers(application):
    """Those who wrote, explained or drafted what is to be decided (D17, E-34)."""
    wrote = application.history.exclude(history_user=None).values_list("history_user", flat=True)
    return {application.author_id, application.explained_by_id, application.drafted_by_id, *wrote}
