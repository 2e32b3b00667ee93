"""例外による提供: judged, and read by the 主任 (§5.2, E-07)."""

from django.db import transaction

from accounts.models import STAFF, Role
from cases.models import Case, Exemption
from cases.permissions import roles_of
from cases.workflow.story import check_day, not_staff, tell
from rules.calendar import today
from rules.refusals import Refused, refuse


@transaction.atomic
def judge_exemption(
    case: Case, *, by, on, recipient, ground, reason, no_consent="", judged_by=None
) -> Exemption:
    """Keep on what something may leave without a consent: for one giving to one recipient.

    Refuses whoever is not of the agency (E-03), a day to come (E-35), and what is not said
    (E-07): ground, reason, who judged, and, but where a law demands it, why no consent could
    be had. A 主任 who judges knows; any other 主任 is told on their home.
    """
    if not roles_of(by, case.episode) & set(STAFF):
        raise Refused(not_staff())
    check_day(on, "判断した日")
    asked = {
        "recipient": recipient,
        "ground": ground,
        "reason": reason,
        "no_consent": no_consent or ground == Exemption.Ground.LAW,
        "judged_by": judged_by,
    }
    if missing := [refuse("E-07", field=name) for name, given in asked.items() if not given]:
        raise Refused(*missing)
    row = Exemption(
        case=case,
        recipient=recipient,
        ground=ground,
        reason=reason,
        no_consent=no_consent,
        judged_on=on,
        judged_by=judged_by,
    )
    if Role.CHIEF in roles_of(judged_by, case.episode):
        row.noted_on, row.noted_by = on, judged_by
    row._history_user = by
    row.save()
    words = f"同意のない提供を判断しました：{recipient}（{row.get_ground_display()}）"
    tell(case.episode, "judge_exemption", words, by=by, on=on, reason=reason)
    return row


@transaction.atomic
def note_exemption(row: Exemption, *, by) -> None:
    """The 主任 has read it (E-03); once (E-08)."""
    if Role.CHIEF not in roles_of(by, row.case.episode):
        raise Refused(refuse("E-03", roles=Role.CHIEF.label))
    if row.noted_on:
        raise Refused(
            refuse(
                "E-08",
                state="主任が確かめた例外",
                operation="もう一度確かめる",
                options="提供の記録を見る",
            )
        )
    row.noted_on, row.noted_by = today(), by
    row._history_user = by
    row.save()
    words = f"同意のない提供を、主任が確かめました：{row.recipient}"
    tell(row.case.episode, "note_exemption", words, by=by)
