"""つなぎ is opened: at 振り分け and at スクリーニング, or beside what goes on (4(1)ウエ)."""

from dataclasses import replace

from django.db import transaction

from accounts.models import STAFF
from cases.models import Consent, Episode, Referral
from cases.permissions import roles_of
from cases.sharing import obstacle, recipient_of
from cases.workflow.story import check_day, not_staff, tell
from rules.refusals import Refusal, Refused, refuse

State = Episode.State


def no_policy(episode: Episode, day) -> Refusal | None:
    """Consent rests on the 規程 that was shown: without one in force, none can be taken."""
    if episode.agency.policy_on(day) is not None:
        return None
    return refuse(
        "E-25",
        form="個人情報に関する管理・取扱規程（様式7）",
        missing="その日に有効な版",
        remedy="管理者に、規程の登録を頼んでください。",
    )


def not_consented(episode: Episode, contact, day, method: str) -> Refusal | None:
    """Nothing goes to another agency without a consent that covers it (E-06, §5.2).

    A consent for this one つなぎ can be taken with it (D2).
    """
    if method:
        return no_policy(episode, day)
    found = obstacle(episode.case, recipient_of(contact), day)
    words = "ここで同意をいただいたときは、書面か口頭を選んでください。"
    return found and replace(found, field="consent_method", remedy=words)


def open_referral(episode: Episode, *, by, on, contact, reason, method="") -> Referral:
    """Open the つなぎ, with its own consent where one was taken for it alone."""
    if method:
        consent = Consent(
            episode=episode,
            given_on=on,
            method=method,
            policy=episode.agency.policy_on(on),
            purposes=["support"],
            recipients=[recipient_of(contact).kind],
            contact=contact,
            explained_by=by,
        )
        consent._history_user = by
        consent.save()
    referral = Referral(episode=episode, contact=contact, planned_on=on, purpose=reason)
    referral._history_user = by
    referral.save()
    return referral


@transaction.atomic
def refer_beside(episode: Episode, *, by, on, contact, reason, consent_method="") -> Referral:
    """ほかの機関へつなぐ, while the agency goes on: the stage of the case stays as it is.

    Not at 受付, where it is the 振り分け itself, nor after the end (E-08).
    """
    if not roles_of(by, episode) & set(STAFF):
        raise Refused(not_staff())
    if not episode.is_open or episode.state == State.RECEIVED:
        raise Refused(
            refuse(
                "E-08",
                state=episode.get_state_display(),
                operation="相談を続けながらつなぐ",
                options="他機関へつなぐ" if episode.is_open else "再相談を受け付ける",
            )
        )
    check_day(on, "つなぐと決めた日", episode.received_on, "受付日", later="この日付")
    if refusal := not_consented(episode, contact, on, consent_method):
        raise Refused(refusal)
    referral = open_referral(
        episode, by=by, on=on, contact=contact, reason=reason, method=consent_method
    )
    words = f"つなぎ「{contact}」：つなぐと決めました"
    tell(episode, "refer_beside", words, by=by, on=on, reason=reason)
    return referral
