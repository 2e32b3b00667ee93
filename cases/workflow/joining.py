"""Two 台帳 that turn out to be one person are joined; both numbers stay findable (D10, D33)."""

from django.db import transaction
from django.urls import reverse

from cases.models import Case, CaseGrant, Transfer
from cases.permissions import writes_sheet
from cases.workflow.deadlines import settle_all
from cases.workflow.story import tell
from rules.calendar import today
from rules.refusals import Refusal, Refused, refuse


def why_not_joined(kept: Case, other: Case, *, by) -> Refusal | None:
    """What stands against joining ``other`` into ``kept``: told before, held afterwards.

    By someone in charge of both (E-03), within one agency, not while both have a course
    under way or one is to be moved, and never into the one that has ended (E-08).
    """
    if not all(writes_sheet(by, case.episode) for case in (kept, other)):
        return refuse("E-03", roles="主任相談支援員・両方の台帳の担当")
    if kept.pk == other.pk or other.joined_into_id or kept.joined_into_id:
        return not_in_state("まとめた台帳", "まとめた先の台帳を開く")
    if kept.agency_id != other.agency_id:
        return not_in_state("別の機関の台帳", "移管を申し出る")
    if Transfer.objects.waiting().filter(case__in=(kept, other)).exists():
        return not_in_state("移管の受け入れ待ち", "移管の申し出を取りやめる")
    if other.episode.ended_on is None:
        if kept.episode.ended_on is None:
            words = f"{other.number}の相談を中断してからまとめる"
            url = reverse("case_move", args=[other.pk, "suspend"])
            return not_in_state("両方の台帳で相談が続いています", words, url)
        return not_in_state(f"{other.number}で相談が続いています", f"{other.number}をのこす")
    return None


def not_in_state(state: str, options: str, url: str = "") -> Refusal:
    remedy = f"{options}。" if url else ""
    return refuse(
        "E-08", state=state, operation="1つにまとめる", options=options, url=url, remedy=remedy
    )


@transaction.atomic
def join_cases(kept: Case, other: Case, *, by, reason: str) -> Case:
    """``other`` goes into ``kept``: its notes and courses are read there, nothing is rewritten.

    With a reason (E-01), and only where ``why_not_joined`` finds nothing.
    """
    if refusal := why_not_joined(kept, other, by=by):
        raise Refused(refusal)
    if not reason:
        raise Refused(refuse("E-01", field="reason", item="同じ人とわかった理由"))
    keep_the_closer_wall(kept, other, by)
    for row in (other, *other.joined.all()):
        row.joined_into = kept
        row._history_user = by
        row.save()
    settle_all(other, on=today())
    words = f"台帳 {other.number} と {kept.number} を、同じ人として1つにまとめました"
    tell(kept.episode, "join", words, by=by, reason=reason)
    return kept


def keep_the_closer_wall(kept: Case, other: Case, by) -> None:
    """閲覧制限 of either holds for both: only who was named for each restricted one sees them."""
    restricted = [case for case in (kept, other) if case.is_restricted]
    if not restricted:
        return
    named = set.intersection(
        *(set(case.grants.values_list("user", flat=True)) for case in restricted)
    )
    for grant in kept.grants.exclude(user__in=named):
        grant._history_user = by
        grant.delete()
    held = set(kept.grants.values_list("user", flat=True))
    for user in named - held:
        grant = CaseGrant(case=kept, user_id=user, reason=f"{other.number}の閲覧指名")
        grant._history_user = by
        grant.save()
    kept.is_restricted = True
    kept._history_user = by
    kept.save()
