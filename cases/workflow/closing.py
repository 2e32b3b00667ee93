"""終結 and フォローアップ (実施要領 4(3)エ, §4.7, D8)."""

from dataclasses import replace

from django.db import transaction

from accounts.models import STAFF, Role
from accounts.permissions import is_city_staff
from cases.models import Closing, Episode, FollowUp, Referral
from cases.permissions import roles_of
from cases.sharing import disclose, obstacle, those_after
from cases.workflow.course import case_workflow, every_referral_is_taken_up, register_obstacle
from cases.workflow.deadlines import set_due, settle
from cases.workflow.story import move_line, not_in_the_future
from rules.refusals import Refusal, Refused, refuse
from rules.transitions import Move, Transition, Workflow

State = FollowUp.State
QUESTIONS = (
    ("handing", "他機関へのつなぎ"),
    ("watching", "地域の見守り"),
    ("following", "フォローアップ"),
)
FOLLOW_KEY = "follow_up"


@transaction.atomic
def close_case(episode: Episode, *, by, on, reason="", follow_up_on=None, **answers) -> Closing:
    """終結: the three questions answered yes or no, each with its reason (D8, E-01).

    ``answers`` holds handing, watching, following (bool) and ``…_why``. With フォロー a first
    day is needed (E-01); the case then goes to フォロー中, with 見守り alone to 見守り. What is
    handed on, or told to the ``watchers`` outside, needs the consent to those after the plan
    (E-06); where the agency alone watches over the person, nobody is told of anything.
    """
    if not answers.get("watching"):
        answers["watchers"] = ""
    missing = [] if reason else [refuse("E-01", field="reason", item="終結の区分")]
    for name, item in QUESTIONS:
        if answers.get(name) is None:
            missing.append(refuse("E-01", field=name, item=f"{item}（はい・いいえ）"))
        if not answers.get(f"{name}_why"):
            missing.append(refuse("E-01", field=f"{name}_why", item=f"{item}の理由"))
    if answers.get("following") and not follow_up_on:
        missing.append(refuse("E-01", field="follow_up_on", item="フォローの予定日"))
    if follow_up_on and follow_up_on <= on:
        missing.append(
            refuse("E-02", field="follow_up_on", later="フォローの予定日", earlier="終結日")
        )
    told = [name for name in ("handing", "watchers") if answers.get(name)]
    if told and (refusal := obstacle(episode.case, those_after(), on)):
        missing.append(replace(refusal, field=told[0]))
    if missing:
        raise Refused(*missing)
    case_workflow.advance(episode, "close", by=by, on=on)
    if told:
        words = {"handing": "他機関へのつなぎ", "watchers": f"見守り（{answers.get('watchers')}）"}
        purpose = "終結：" + "・".join(words[name] for name in told)
        disclose(episode.case, those_after(), purpose=purpose, by=by, on=on)
    row = Closing(episode=episode, closed_on=on, reason=reason, author=by, **answers)
    row._history_user = by
    row.save()
    if row.following:
        plan_follow_up(episode, by=by, on=follow_up_on, at="終結", since=on)
        case_workflow.advance(episode, "follow_up", by=by, on=on)
    elif row.watching:
        case_workflow.advance(episode, "watch", by=by, on=on)
    return row


def plan_follow_up(episode: Episode, *, by, on, at, since) -> FollowUp:
    """Put the next フォロー on the day that was settled on ``since``, in ``at``."""
    row = FollowUp(episode=episode, planned_on=on)
    row._history_user = by
    row.save()
    set_due(episode.case, "follow_up", key=FOLLOW_KEY, since=since, agreed=on, at=at)
    return row


def keep_findings(move: Move) -> None:
    """What was found, and what comes next: another day, or the end."""
    follow = move.record
    follow.done_on, follow.findings, follow.author = move.on, move.get("findings"), move.by
    follow._history_user = move.by
    follow.save()
    settle(follow.episode.case, FOLLOW_KEY, on=move.on)
    next_on = move.get("next_on", None)
    if next_on:
        plan_follow_up(follow.episode, by=move.by, on=next_on, at="フォローアップ", since=move.on)


def next_is_later(move: Move):
    next_on = move.get("next_on", None)
    if next_on and next_on <= move.on:
        return refuse("E-02", field="next_on", later="つぎのフォロー", earlier="確かめた日")
    return None


def end_follow_up(move: Move) -> None:
    """完了: the case is 終結 for good."""
    case_workflow.advance(move.record.episode, "finish_follow_up", by=move.by, on=move.on)


def write_event(move: Move) -> None:
    said = "\n".join(
        filter(None, (f"フォローアップ：{move.transition.label}", move.get("findings")))
    )
    move_line(move, move.record.episode, said)


follow_up_workflow = Workflow(
    "follow_up",
    "フォローアップ",
    State,
    (
        Transition(
            "record",
            "フォローを実施した",
            (State.PLANNED,),
            State.DONE,
            STAFF,
            guards=(not_in_the_future, next_is_later),
            codes=("E-02", "E-35"),
            needs={"findings": "様子"},
            effect=keep_findings,
            clauses=("NAG-4-3-エ-1", "NAG-4-3-エ-2"),
        ),
        Transition(
            "overtake",
            "再相談になった",
            (State.PLANNED,),
            State.FINISHED,
            STAFF,
            clauses=("TEB-4-2-1-b",),
            hidden=True,
        ),
        Transition(
            "finish",
            "フォローを終える",
            (State.DONE,),
            State.FINISHED,
            STAFF,
            effect=end_follow_up,
            clauses=("NAG-4-3-エ-1",),
        ),
    ),
    roles_of=lambda user, follow: roles_of(user, follow.episode),
    role_labels=dict(Role.choices),
    write_event=write_event,
    is_city=lambda user, follow: is_city_staff(user, follow.agency),
)


def untaken_referrals(episode: Episode) -> list[Refusal]:
    """No case ends on a つなぎ nobody has confirmed (E-18, E-19)."""
    waiting = (Referral.State.PLANNED, Referral.State.SENT)
    under_way = episode.referrals.filter(state__in=waiting).exists()
    return every_referral_is_taken_up(episode) if under_way else []


register_obstacle(untaken_referrals)
