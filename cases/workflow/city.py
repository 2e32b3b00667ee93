"""What a step shows to the city of a 委託先's case (D16)."""

from accounts.permissions import is_city_staff
from cases.models import Case, CaseGrant, CityAccess
from rules.calendar import today
from rules.refusals import Refused, refuse


def open_to_city(case: Case, scope, *, by, reason, named=(), on=None) -> None:
    """Let the city see what this step brings it (D16); a restricted case only who is named."""
    if not case.agency.is_contracted:
        return
    if case.is_restricted:
        for user in named:
            if not CaseGrant.objects.filter(case=case, user=user).exists():
                grant = CaseGrant(case=case, user=user, reason=reason)
                grant._history_user = by
                grant.save()
        city = [
            g.user for g in case.grants.select_related("user") if is_city_staff(g.user, case.agency)
        ]
        if not city:
            raise Refused(
                refuse(
                    "E-01",
                    field="named",
                    item="この台帳を見てよい自治体の担当者・決裁者",
                    remedy="閲覧制限のある台帳です。主任が自治体の人を名指してから、進めてください。",
                )
            )
    if case.city_accesses.filter(scope=scope, until__isnull=True).exists():
        return
    access = CityAccess(case=case, scope=scope, since=on or today(), reason=reason)
    access._history_user = by
    access.save()
