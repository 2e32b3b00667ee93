"""同意: withdrawn, given again, and signed after it was given by word of mouth (§4.8)."""

from django.db import transaction

from accounts.models import STAFF
from cases.models import Consent, Episode
from cases.permissions import roles_of
from cases.workflow.refer import no_policy
from cases.workflow.story import check_day, not_staff, tell, why_not_on
from rules.refusals import Refused, refuse


@transaction.atomic
def withdraw_consent(consent: Consent, *, by, on, reason: str) -> None:
    """撤回: stops new disclosures from that day, deletes nothing (§4.8)."""
    if not roles_of(by, consent.episode) & set(STAFF):
        raise Refused(not_staff())
    if not reason:
        raise Refused(refuse("E-01", field="reason", item="撤回の理由"))
    check_day(on, "撤回した日", consent.given_on, "同意日")
    consent.withdrawn_on, consent.withdrawn_reason = on, reason
    consent._history_user = by
    consent.save()
    tell(consent.episode, "withdraw_consent", "同意が撤回されました", by=by, on=on, reason=reason)


@transaction.atomic
def consent_again(episode: Episode, *, by, on, method, purposes, recipients, until=None) -> Consent:
    """改訂再取得: another 規程, a wider circle, after a withdrawal; earlier rows stay (§4.8).

    The first one is the 利用申込 itself (E-08 before it).
    """
    if not roles_of(by, episode) & set(STAFF):
        raise Refused(not_staff())
    if not episode.consents.filter(contact=None).exists():
        raise Refused(
            refuse(
                "E-08",
                state=f"{episode.get_state_display()}（まだ利用申込がありません）",
                operation="同意をあらためて記録する",
                options="利用申込と同意を記録する",
            )
        )
    check_day(on, "申込日（本人同意日）", episode.received_on, "受付日", later="この日付")
    if refusal := no_policy(episode, on):
        raise Refused(refusal)
    consent = Consent(
        episode=episode,
        given_on=on,
        method=method,
        policy=episode.agency.policy_on(on),
        purposes=list(purposes),
        recipients=list(recipients),
        until=until,
        explained_by=by,
    )
    consent._history_user = by
    consent.save()
    tell(episode, "consent_again", "同意をあらためていただきました", by=by, on=on)
    return consent


@transaction.atomic
def sign_consent(consent: Consent, *, by, on) -> None:
    """口頭 before, 署名 now: what was agreed to stays as it is, of its own day."""
    if not roles_of(by, consent.episode) & set(STAFF):
        raise Refused(not_staff())
    if refusal := no_signature(consent.waits_for_signature, consent.given_on, on):
        raise Refused(refusal)
    consent.signed_on = on
    consent._history_user = by
    consent.save()
    tell(consent.episode, "sign_consent", "口頭の同意に署名をいただきました", by=by, on=on)


def no_signature(waits: bool, given_on, on):
    """Why a signature of this day cannot follow a consent by word of mouth; none if it can."""
    if not waits:
        return refuse(
            "E-08",
            state="署名を待っていない同意",
            operation="署名をいただいた日を記録する",
            options="同意をあらためて記録する",
        )
    return why_not_on(on, "署名をいただいた日", given_on, "同意日")
