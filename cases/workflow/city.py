"""What a step shows to the city of a 委託先's case (D16)."""

import datetime as dt

from django.db import transaction

from accounts.models import Role
from accounts.permissions import is_city_staff
from cases.models import Case, CaseGrant, CityAccess
from cases.permissions import roles_of
from cases.workflow.story import tell
from rules.calendar import today, wareki
from rules.refusals import Refused, refuse


def open_to_city(case: Case, scope, *, by, reason, named=(), on=None) -> None:
    """Let the city see what this step brings it (D16); a restricted case: whom the 主任 named."""
    if not case.agency.is_contracted:
        return
    if case.is_restricted:
        new = [user for user in named if not case.grants.filter(user=user).exists()]
        if new and Role.CHIEF not in roles_of(by, case.episode):
            raise Refused(refuse("E-03", roles=Role.CHIEF.label))
        for user in new:
            grant = CaseGrant(case=case, user=user, reason=reason)
            grant._history_user = by
            grant.save()
        if refusal := nobody_named(case):
            raise Refused(refusal)
    if case.city_accesses.filter(scope=scope, until__isnull=True).exists():
        return
    access = CityAccess(case=case, scope=scope, since=on or today(), reason=reason)
    access._history_user = by
    access.save()


def nobody_named(case: Case):
    """E-01 for a restricted case of which nobody at the city was named (D16); else None."""
    grants = case.grants.select_related("user") if case.is_restricted else ()
    if not case.is_restricted or any(is_city_staff(row.user, case.agency) for row in grants):
        return None
    return refuse(
        "E-01",
        field="named",
        item="この台帳を見てよい自治体の担当者・決裁者",
        remedy="閲覧制限のある台帳です。主任が自治体の人を名指してから、進めてください。",
    )


@transaction.atomic
def open_for_audit(user, number: str, *, reason: str, until: dt.date) -> Case:
    """監査: the city looks into a 委託先's case before 提出, for a reason and until a day (D16).

    The story of the case tells it. A restricted 台帳 stays closed, as if it were not there.
    Raises E-01 for a number or a reason that is missing, E-02 for a last day before today.
    """
    if not reason:
        raise Refused(refuse("E-01", field="reason", item="監査のわけ"))
    if until < today():
        raise Refused(refuse("E-02", field="until", later="見終える日", earlier="今日"))
    cases = Case.objects.filter(
        agency__municipality__in=user.city_ids(), withdrawn_on=None, number=number
    )
    case = cases.select_related("agency").order_by("pk").first()
    if case is None or (
        case.is_restricted and not Case.objects.visible_to(user).filter(pk=case.pk).exists()
    ):
        raise Refused(
            refuse(
                "E-01",
                field="number",
                item="台帳番号",
                remedy="この番号の台帳は見つかりません。機関に番号を確かめてください。",
            )
        )
    if not Case.objects.visible_to(user).filter(pk=case.pk).exists():
        words = f"監査：{reason}"
        open_row = CityAccess(
            case=case, scope=CityAccess.Scope.CASE, since=today(), until=until, reason=words
        )
        open_row._history_user = user
        open_row.save()
        told = f"{user.city_names()[0]}が監査のために台帳を開きました（{wareki(until)}まで）"
        tell(case.episode, "audit", told, by=user, reason=reason)
    return case
