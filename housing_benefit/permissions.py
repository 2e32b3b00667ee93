"""Who may open the pages of an application, and what counts as having made it."""

from accounts.models import CITY_ROLES, STAFF, Role
from accounts.permissions import Rule, register, roles_on
from cases.permissions import writes_sheet
from rules.refusals import refuse

register(
    {
        "benefits.read": Rule("給付金の申請を見る", roles=(*STAFF, *CITY_ROLES)),
        "benefits.write": Rule("給付金の申請を受ける", roles=STAFF),
        "benefits.report": Rule("給付金の中断・中止のわけを報告する", roles=(*STAFF, Role.OFFICER)),
        "benefits.account": Rule("口座の変更を書き、確かめる", roles=(*STAFF, *CITY_ROLES)),
        "benefits.decide": Rule("給付金を審査・決裁する", roles=CITY_ROLES, decides=True),
    }
)


def roles_of(user, application):
    """The roles a person holds towards an application: at its agency (D15)."""
    return roles_on(user, application.agency)


def why_not_writer(user, application):
    """E-03 to all but those in charge, and 就労支援員: the benefit is for early work (D15)."""
    if writes_sheet(user, application.episode) or Role.EMPLOYMENT in roles_of(user, application):
        return None
    return refuse("E-03", roles="主任相談支援員・担当・副担当・就労支援員")


def acting_roles(user, application):
    """The roles with which one moves an application on: of the agency, only who writes it."""
    roles = roles_of(user, application)
    return roles if why_not_writer(user, application) is None else roles - set(STAFF)


def makers(application):
    """Those who wrote, explained or drafted what is to be decided (D17, E-34).

    Who signed a step of its 決裁 has made nothing of it: a maker could not have.
    """
    wrote = application.history.exclude(history_user=None).values_list("history_user", flat=True)
    ids = {application.author_id, application.explained_by_id, application.drafted_by_id, *wrote}
    return ids - set(application.signatures.values_list("acted_by", flat=True))


def order_makers(order):
    """Those who reported or drafted what is to be decided (D17, E-34)."""
    return {order.author_id, order.drafted_by_id}
