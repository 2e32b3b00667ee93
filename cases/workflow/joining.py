"""Two 台帳 that turn out to be one person are joined; both numbers stay findable (D10, D33)."""

from django.db import transaction

from cases.models import Case
from cases.permissions import is_in_charge
from cases.workflow.story import tell
from rules.refusals import Refused, refuse


@transaction.atomic
def join_cases(kept: Case, other: Case, *, by, reason: str) -> Case:
    """``other`` goes into ``kept``: its notes and courses are read there, nothing is rewritten.

    By someone in charge of both (E-03), within one agency (E-08), with a reason (E-01),
    and not while both have a course under way (E-08).
    """
    for case in (kept, other):
        if not is_in_charge(by, case.episode):
            raise Refused(refuse("E-03", roles="主任相談支援員・両方の台帳の担当"))
    if not reason:
        raise Refused(refuse("E-01", field="reason", item="同じ人とわかった理由"))
    if kept.pk == other.pk or kept.agency_id != other.agency_id or other.joined_into_id:
        raise Refused(
            refuse("E-08", state="別の機関の台帳", operation="まとめる", options="移管を申し出る")
        )
    if kept.episode.ended_on is None and other.episode.ended_on is None:
        raise Refused(
            refuse(
                "E-08",
                state="両方の台帳で相談が続いています",
                operation="1つにまとめる",
                options="どちらかの相談を中断してからまとめる",
            )
        )
    if other.episode.ended_on is None:
        kept, other = other, kept
    other.joined_into = kept
    other._history_user = by
    other.save()
    words = f"台帳 {other.number} と {kept.number} を、同じ人として1つにまとめました"
    tell(kept.episode, "join", words, by=by, reason=reason)
    return kept
