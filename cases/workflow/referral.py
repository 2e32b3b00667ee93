"""How a つなぎ moves until it has really been taken up (§4.5)."""

from accounts.models import STAFF, Role
from accounts.permissions import is_city_staff
from cases.models import Referral
from cases.permissions import roles_of
from cases.sharing import disclose, obstacle
from cases.workflow.story import move_line, not_in_the_future
from rules.calendar import today
from rules.refusals import refuse
from rules.transitions import Move, Transition, Workflow

Handing = Referral.State


def may_leave(move: Move):
    """The consent must still stand on the day of sending (E-06)."""
    if move.asking:
        return obstacle(move.record.episode.case, move.record.contact, today())
    return obstacle(move.record.episode.case, move.record.contact, move.on)


def not_before_it_was_planned(move: Move):
    """E-02 and E-35 for the steps of a つなぎ."""
    if move.asking:
        return None
    if move.on < (move.record.sent_on or move.record.planned_on):
        return refuse("E-02", field="on", later="この日付", earlier="前の手続の日")
    return not_in_the_future(move)


def send(move: Move) -> None:
    """Sent: the disclosure is written with the consent it rests on."""
    referral = move.record
    disclose(
        referral.episode.case, referral.contact, purpose=referral.purpose, by=move.by, on=move.on
    )
    referral.sent_on, referral.way = move.on, move.get("way")
    referral.save()


def accept(move: Move) -> None:
    """Taken up: who confirmed it, and when."""
    move.record.accepted_on, move.record.accepted_by = move.on, move.get("accepted_by")
    move.record.save()


def write_referral_event(move: Move) -> None:
    """The line of a つなぎ, with how and to whom."""
    said = f"つなぎ「{move.record.contact}」：{move.transition.label}"
    how = move.get("way") or move.get("accepted_by")
    move_line(move, move.record.episode, "\n".join(filter(None, (said, how))))


referral_workflow = Workflow(
    "referral",
    "つなぎ",
    Handing,
    (
        Transition(
            "send",
            "つないだ",
            sources=(Handing.PLANNED,),
            target=Handing.SENT,
            roles=STAFF,
            guards=(not_before_it_was_planned, may_leave),
            codes=("E-02", "E-06", "E-35"),
            needs={"way": "つなぎ方（同行・電話・送付）"},
            effect=send,
            clauses=("NAG-4-1-エ-5", "NAG-4-1-エ-6"),
        ),
        Transition(
            "accept",
            "受入・受理を確かめた",
            sources=(Handing.SENT,),
            target=Handing.ACCEPTED,
            roles=STAFF,
            guards=(not_before_it_was_planned,),
            codes=("E-02", "E-35"),
            needs={"accepted_by": "受け入れた人・部署"},
            effect=accept,
            clauses=("NAG-4-1-エ-4", "NAG-4-1-エ-5"),
        ),
        Transition(
            "reject",
            "受け入れられなかった",
            sources=(Handing.SENT,),
            target=Handing.REJECTED,
            roles=STAFF,
            guards=(not_before_it_was_planned,),
            codes=("E-02", "E-35"),
            needs={"reason": "受け入れられない理由"},
            clauses=("NAG-4-1-エ-7",),
        ),
        Transition(
            "finish",
            "その後を確かめて終える",
            sources=(Handing.ACCEPTED,),
            target=Handing.DONE,
            roles=STAFF,
            guards=(not_before_it_was_planned,),
            codes=("E-02", "E-35"),
            needs={"reason": "確かめたこと"},
            clauses=("NAG-4-1-エ-5",),
        ),
    ),
    roles_of=roles_of,
    role_labels=dict(Role.choices),
    write_event=write_referral_event,
    is_city=lambda user, referral: is_city_staff(user, referral.agency),
)
