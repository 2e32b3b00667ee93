"""How a つなぎ moves until it has really been taken up (§4.5)."""

import datetime as dt

from django.db.models import Q

from accounts.models import STAFF, Role
from accounts.permissions import is_city_staff
from cases.models import Episode, Note, Referral, ReferralCheck
from cases.permissions import roles_of
from cases.sharing import disclose, obstacle, recipient_of
from cases.workflow.deadlines import set_due, settle
from cases.workflow.story import move_line, not_in_the_future
from rules.calendar import today
from rules.refusals import refuse
from rules.transitions import Move, Transition, Workflow

Handing = Referral.State


def may_leave(move: Move):
    """The consent must still stand on the day of sending (E-06)."""
    to, day = recipient_of(move.record.contact), today() if move.asking else move.on
    return obstacle(move.record.episode.case, to, day)


def not_before_it_was_planned(move: Move):
    """E-02 and E-35: no step of a つなぎ was before the one it follows."""
    if move.asking:
        return None
    if move.on < last_day(move.record):
        return refuse("E-02", field="on", later="この日付", earlier="前の手続の日")
    return not_in_the_future(move)


def last_day(referral: Referral):
    """The day of the last step there was: asked after, taken up, sent, planned."""
    asked = referral.checks.filter(done_on__isnull=False).order_by("-done_on").first()
    taken = referral.accepted_on if referral.state in (Handing.ACCEPTED, Handing.CHECKED) else None
    return (asked and asked.done_on) or taken or referral.sent_on or referral.planned_on


def send(move: Move) -> None:
    """Sent: the disclosure is written with the consent it rests on."""
    referral = move.record
    to = recipient_of(referral.contact)
    disclose(referral.episode.case, to, purpose=referral.purpose, by=move.by, on=move.on)
    referral.sent_on, referral.way = move.on, move.get("way")
    referral.save()
    remind(move, "acceptance")


def remind(move: Move, name: str, agreed=None) -> dt.date:
    """The one deadline of a つなぎ: when it is to be asked after next (4(1)エ)."""
    referral = move.record
    row = set_due(
        referral.episode.case,
        name,
        since=move.on,
        agreed=agreed,
        at="状況確認",
        key=f"referral_{referral.pk}",
        about=str(referral.contact),
    )
    return row.due_on


def settle_reminder(move: Move) -> None:
    settle(move.record.episode.case, f"referral_{move.record.pk}", on=move.on)


def plan_check(move: Move, agreed=None) -> None:
    """The next 状況確認: on the day that was said, or after the days of the 要綱."""
    check = ReferralCheck(
        referral=move.record, planned_on=remind(move, "after_referral", agreed=agreed)
    )
    check._history_user = move.by
    check.save()


def close_check(move: Move) -> None:
    """What was found stands with the day it was planned for, and the reminder is settled."""
    settle_reminder(move)
    check = move.record.checks.filter(done_on__isnull=True).first()
    if check is None:
        return
    check.done_on, check.found, check.author = move.on, move.get("reason"), move.by
    check._history_user = move.by
    check.save()


def keep_check(move: Move) -> None:
    """状況確認 1..n: what was found, and when to ask again (4(1)エ)."""
    close_check(move)
    plan_check(move, agreed=move.get("next_on", None))


def next_is_later(move: Move):
    """The next day to ask comes after the day one asked (E-02)."""
    next_on = move.get("next_on", None)
    if next_on and next_on <= move.on:
        return refuse("E-02", field="next_on", later="つぎの状況確認", earlier="確かめた日")
    return None


def accept(move: Move) -> None:
    """Taken up: who confirmed it, and when."""
    move.record.accepted_on, move.record.accepted_by = move.on, move.get("accepted_by")
    move.record.save()
    settle_reminder(move)
    plan_check(move)


def rejections(episode: Episode) -> int:
    """How often a つなぎ of this course was not taken up: a second try forgets none (4(1)エ)."""
    return Note.objects.filter(REJECTED, episode=episode).count()


REJECTED = Q(machine="referral", move="reject", struck_reason="")


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
            effect=settle_reminder,
            clauses=("NAG-4-1-エ-7",),
        ),
        Transition(
            "check",
            "状況を確かめた",
            sources=(Handing.ACCEPTED, Handing.CHECKED),
            target=Handing.CHECKED,
            roles=STAFF,
            guards=(not_before_it_was_planned, next_is_later),
            codes=("E-02", "E-35"),
            needs={"reason": "確かめたこと"},
            effect=keep_check,
            clauses=("NAG-4-1-エ-5",),
        ),
        Transition(
            "retry",
            "つなぎ方を考えなおす",
            sources=(Handing.REJECTED,),
            target=Handing.PLANNED,
            roles=STAFF,
            needs={"reason": "考えなおすこと"},
            clauses=("NAG-4-1-エ-7",),
        ),
        Transition(
            "finish",
            "その後を確かめて終える",
            sources=(Handing.ACCEPTED, Handing.CHECKED),
            target=Handing.DONE,
            roles=STAFF,
            guards=(not_before_it_was_planned,),
            codes=("E-02", "E-35"),
            needs={"reason": "確かめたこと"},
            effect=close_check,
            clauses=("NAG-4-1-エ-5",),
        ),
    ),
    roles_of=roles_of,
    role_labels=dict(Role.choices),
    write_event=write_referral_event,
    is_city=lambda user, referral: is_city_staff(user, referral.agency),
)
