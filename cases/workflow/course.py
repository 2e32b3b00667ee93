"""How a case moves: 受付, 振り分け, and what ends before an application (§4.1).

Further moves join this table with the step that makes them possible.
"""

from accounts.models import STAFF, Role
from accounts.permissions import is_city_staff
from cases.models import Consent, Episode, Referral
from cases.permissions import roles_of
from cases.sharing import kind_of, obstacle
from cases.workflow.story import move_line, not_in_the_future
from rules.calendar import today
from rules.refusals import refuse
from rules.transitions import Move, Transition, Workflow

State = Episode.State


def not_before_acceptance(move: Move):
    """A step cannot have happened before the acceptance it follows (E-02)."""
    if not move.asking and move.on < move.record.received_on:
        return refuse("E-02", field="on", later="この日付", earlier="受付日")
    return None


HAPPENED = (not_before_acceptance, not_in_the_future)


def end_episode(move: Move) -> None:
    """The course is over on the day of the move."""
    move.record.ended_on = move.on
    move.record.save()


def agency_has_policy(move: Move):
    """Consent rests on the 規程 that was shown: without one in force, none can be taken."""
    day = today() if move.asking else move.on
    if move.record.agency.policy_on(day) is None:
        return refuse(
            "E-25",
            form="個人情報に関する管理・取扱規程（様式7）",
            missing="その日に有効な版",
            remedy="管理者に、規程の登録を頼んでください。",
        )
    return None


def record_consent(move: Move) -> None:
    """Keep what was agreed and the version of the 規程 in force that day."""
    consent = Consent(
        episode=move.record,
        given_on=move.on,
        method=move.get("method"),
        policy=move.record.agency.policy_on(move.on),
        purposes=list(move.get("purposes")),
        recipients=list(move.get("recipients")),
        explained_by=move.by,
    )
    consent._history_user = move.by
    consent.save()


def consent_to_refer(move: Move):
    """Nothing goes to another agency without a consent that covers it (E-06, §5.2).

    A consent for this one つなぎ can be taken with the move itself (D2).
    """
    contact = move.get("contact")
    if move.asking or not contact:
        return None
    if move.get("consent_method"):
        return agency_has_policy(move)
    return obstacle(move.record.case, contact, move.on)


def plan_referral(move: Move) -> None:
    """Open the つなぎ, with its own consent where one was taken for it alone."""
    contact = move.get("contact")
    if move.get("consent_method"):
        consent = Consent(
            episode=move.record,
            given_on=move.on,
            method=move.get("consent_method"),
            policy=move.record.agency.policy_on(move.on),
            purposes=["support"],
            recipients=[kind_of(contact)],
            contact=contact,
            explained_by=move.by,
        )
        consent._history_user = move.by
        consent.save()
    referral = Referral(
        episode=move.record, contact=contact, planned_on=move.on, purpose=move.get("reason")
    )
    referral._history_user = move.by
    referral.save()


def every_referral_is_taken_up(move: Move):
    """No たらい回し: a case may not end on a つなぎ nobody has confirmed (E-18, E-19)."""
    settled = (Referral.State.ACCEPTED, Referral.State.DONE)
    rows = move.record.referrals.select_related("contact").exclude(state=Referral.State.REJECTED)
    if not rows:
        return [refuse("E-19", recipient="（受け入れ先なし）")]
    return [
        refuse("E-18", office=str(row.contact))
        if row.is_welfare
        else refuse("E-19", recipient=str(row.contact))
        for row in rows
        if row.state not in settled
    ]


def write_event(move: Move) -> None:
    """The line of a case's move, with what was handed out where something was."""
    move_line(
        move, move.record, "\n".join(filter(None, (move.transition.label, move.get("given"))))
    )


case_workflow = Workflow(
    "case",
    "支援台帳",
    State,
    (
        Transition(
            "inform",
            "情報提供のみで終える",
            sources=(State.RECEIVED,),
            target=State.INFORMED,
            roles=STAFF,
            guards=HAPPENED,
            codes=("E-02", "E-35"),
            needs={"given": "提供した情報", "reason": "判断の理由"},
            effect=end_episode,
            clauses=("NAG-4-1-イ", "NAG-4-1-ウ"),
        ),
        Transition(
            "go_on",
            "継続して相談を受ける",
            sources=(State.RECEIVED,),
            target=State.APPLYING,
            roles=STAFF,
            guards=HAPPENED,
            codes=("E-02", "E-35"),
            needs={"reason": "判断の理由"},
            clauses=("NAG-4-1-イ", "NAG-4-1-エ-1"),
        ),
        Transition(
            "apply",
            "利用申込と同意を記録する",
            sources=(State.APPLYING,),
            target=State.ASSESSING,
            roles=STAFF,
            guards=(*HAPPENED, agency_has_policy),
            codes=("E-02", "E-25", "E-35"),
            needs={"purposes": "利用目的", "recipients": "提供先の種類", "method": "方法"},
            effect=record_consent,
            clauses=("NAG-4-1-エ-1", "TEB-7-1-2-②", "TEB-7-2-1-b"),
        ),
        Transition(
            "refer",
            "他機関へつなぐ",
            sources=(State.RECEIVED, State.ASSESSING),
            target=State.REFERRING,
            roles=STAFF,
            guards=(*HAPPENED, consent_to_refer),
            codes=("E-02", "E-06", "E-25", "E-35"),
            needs={"contact": "つなぎ先", "reason": "つなぐ理由"},
            effect=plan_referral,
            clauses=("NAG-4-1-ウ", "NAG-4-1-エ-4", "NAG-4-1-エ-5", "NAG-4-1-エ-6"),
        ),
        Transition(
            "hand_over",
            "つなぎで終える",
            sources=(State.REFERRING,),
            target=State.HANDED_OVER,
            roles=STAFF,
            guards=(*HAPPENED, every_referral_is_taken_up),
            codes=("E-02", "E-18", "E-19", "E-35"),
            needs={"reason": "終える理由"},
            effect=end_episode,
            clauses=("NAG-4-1-エ-4", "NAG-4-1-エ-7"),
        ),
        Transition(
            "come_back",
            "つなぎをやめて受付にもどす",
            sources=(State.REFERRING,),
            target=State.RECEIVED,
            roles=STAFF,
            guards=HAPPENED,
            codes=("E-02", "E-35"),
            needs={"reason": "もどす理由"},
            clauses=("NAG-4-1-エ-7",),
        ),
        Transition(
            "decline",
            "申し込まれずに終える",
            sources=(State.APPLYING,),
            target=State.DECLINED,
            roles=STAFF,
            guards=HAPPENED,
            codes=("E-02", "E-35"),
            needs={"reason": "申し込まれない理由"},
            effect=end_episode,
        ),
        Transition(
            "suspend",
            "中断する",
            sources=Episode.OPEN,
            target=State.SUSPENDED,
            roles=STAFF,
            guards=HAPPENED,
            codes=("E-02", "E-35"),
            needs={"reason": "中断の理由"},
            effect=end_episode,
        ),
    ),
    roles_of=roles_of,
    role_labels=dict(Role.choices),
    write_event=write_event,
    is_city=lambda user, episode: is_city_staff(user, episode.agency),
)
