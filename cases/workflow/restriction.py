"""閲覧制限: who alone may see a 台帳 (DV等支援措置)."""

from django.db import transaction

from accounts.models import STAFF, Role, User
from cases.models import Case, CaseGrant
from cases.permissions import roles_of
from cases.workflow.story import newest_line, tell
from rules.refusals import Refused, refuse, stale


def restriction_version(case: Case) -> int:
    """The newest line about it, in this 相談."""
    return newest_line(case.episode, "restrict")


@transaction.atomic
def restrict(case: Case, *, by, reason: str, named=(), on=None, version: int | None = None) -> None:
    """主任 names with a reason who of the agency alone sees the 台帳; nobody named: all again.

    Refuses others (E-03), no reason (E-01), names without a 主任, who alone could take it back
    (E-01), somebody from elsewhere (E-31), and a saving after ``version`` of it (E-08). Whom the
    主任 named at the city at 付議 or 提出 stays named as long as it is restricted (D16).
    """
    if Role.CHIEF not in roles_of(by, case.episode):
        raise Refused(refuse("E-03", roles=Role.CHIEF.label))
    Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if version is not None and restriction_version(case) != version:
        raise Refused(stale("閲覧制限の保存"))
    if not reason:
        raise Refused(refuse("E-01", field="reason", item="理由"))
    check_named(case, named)
    colleagues = User.objects.filter(memberships__organisation=case.agency)
    grants = case.grants.filter(user__in=colleagues) if named else case.grants.all()
    for row in grants.exclude(user__in=named):
        row._history_user = by
        row.delete()
    for user in named:
        if not case.grants.filter(user=user).exists():
            grant = CaseGrant(case=case, user=user, reason=reason[:200])
            grant._history_user = by
            grant.save()
    case.is_restricted = bool(named)
    case._history_user = by
    case.save()
    names = "、".join(user.name for user in named)
    words = f"閲覧制限：見られるのは{names}です" if named else "閲覧制限を解きました"
    tell(case.episode, "restrict", words, by=by, on=on, reason=reason)


def check_named(case: Case, named) -> None:
    """Colleagues only (E-31), a 主任 among them (E-01)."""
    if not named:
        return
    place = case.agency
    known = set(User.objects.working_at(place, STAFF).values_list("pk", flat=True))
    known |= set(case.grants.values_list("user", flat=True))
    for user in named:
        if user.pk not in known:
            raise Refused(
                refuse(
                    "E-31",
                    field="named",
                    organisation=place,
                    post=f"{user.name}さん",
                    remedy="この機関の職員から選んでください。",
                )
            )
    chiefs = User.objects.working_at(place, (Role.CHIEF,)).values_list("pk", flat=True)
    if not {user.pk for user in named} & set(chiefs):
        remedy = "制限を見なおせるのは主任だけです。主任を1人は選んでください。"
        raise Refused(refuse("E-01", field="named", item="見られる主任", remedy=remedy))
