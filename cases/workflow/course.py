"""How a case moves, from 受付 to 終結 and フォロー (§4.1): one table."""

from collections.abc import Callable, Iterable

from django.urls import reverse

from accounts.models import CITY_ROLES, STAFF, Role
from accounts.permissions import is_city_staff
from cases.models import (
    Consent,
    Episode,
    FollowUp,
    Note,
    Referral,
    Screening,
    assessment_after,
    is_complete,
    latest_assessment,
)
from cases.permissions import roles_of
from cases.workflow.deadlines import set_due, settle, settle_all
from cases.workflow.refer import no_policy, not_consented, open_referral
from cases.workflow.story import move_line, not_in_the_future
from cases.workflow.targets import keep_targets, targets_are_met
from rules.calendar import today
from rules.refusals import Refusal, refuse
from rules.transitions import Move, Transition, Workflow

State = Episode.State


def not_before_acceptance(move: Move):
    """A step cannot have happened before the acceptance it follows (E-02)."""
    if not move.asking and move.on < move.record.received_on:
        return refuse("E-02", field="on", later="この日付", earlier="受付日")
    return None


HAPPENED = (not_before_acceptance, not_in_the_future)


def end_episode(move: Move) -> None:
    """The course is over on the day of the move; nothing of it stays due."""
    move.record.ended_on = move.on
    move.record.save()
    settle_all(move.record.case, on=move.on)


def end_with_referrals(move: Move) -> None:
    """つなぎで終える: over, but whoever was taken up is still asked after (4(1)エ)."""
    move.record.ended_on = move.on
    move.record.save()
    settle_all(move.record.case, on=move.on, but="referral_")


# ---- obstacles to closing: the rooms above add theirs at the start (D29) -------------

_OBSTACLES: list[Callable[[Episode], Iterable[Refusal]]] = []


def register_obstacle(find: Callable[[Episode], Iterable[Refusal]]) -> None:
    """A room's reasons why a case may not be closed yet."""
    _OBSTACLES.append(find)


def nothing_stands_open(move: Move):
    """終結 waits for whatever is still open in any room (E-08, E-18, E-19)."""
    return [refusal for find in _OBSTACLES for refusal in find(move.record)]


# ---- スクリーニング (D3) ---------------------------------------------------------------


def screen(result: str, then=None):
    """An effect: write the one スクリーニング of the episode, then go on."""

    def effect(move: Move) -> None:
        contact = move.get("contact")
        row = Screening.objects.filter(episode=move.record).first() or Screening(
            episode=move.record
        )
        row.result, row.decided_on, row.decided_by = result, move.on, move.by
        row.reason = move.get("reason")
        row.next_on = move.get("next_on", None)
        row.to_welfare = bool(contact) and contact.category == "welfare_office"
        row.checked_on = row.checked_by = None
        if Role.CHIEF in roles_of(move.by, move.record):
            row.checked_on, row.checked_by = move.on, move.by
        row._history_user = move.by
        row.save()
        settle(move.record.case, "triage", on=move.on)
        if then:
            then(move)

    return effect


def settle_triage(move: Move) -> None:
    settle(move.record.case, "triage", on=move.on)
    keep_targets(move)


def remind_of_consent(move: Move) -> None:
    """Result 3 leaves the case in 申込待ち with a next date (D3)."""
    set_due(
        move.record.case,
        "consent",
        since=move.on,
        agreed=move.get("next_on"),
        at="スクリーニング",
    )


def next_day_is_later(move: Move):
    next_on = move.get("next_on", None)
    if not move.asking and next_on and next_on <= move.on:
        return refuse("E-02", field="next_on", later="つぎに話す日", earlier="判断した日")
    return None


def stop_before_screening(move: Move) -> None:
    """Result 5: stopped before anything was judged (D3)."""
    if not Screening.objects.filter(episode=move.record).exists():
        screen("stopped")(move)
    end_episode(move)


def assessment_is_finished(move: Move):
    """The agency judges after the assessment, not before (4(1)エ, E-08)."""
    found = latest_assessment(move.record)
    if found and (found.finished_on or is_complete(found)):
        return None
    return refuse(
        "E-08",
        state="アセスメントの途中",
        operation="継続支援と判断する",
        options="アセスメントを終える",
        url=reverse("assessment", args=[move.record.case_id]),
    )


def consent_stands(move: Move):
    """Continued support rests on the person's 利用申込・同意 (4(1)エ, E-05)."""
    day = today() if move.asking else move.on
    if Consent.objects.in_force(day).filter(episode=move.record, contact=None).exists():
        return None
    return refuse("E-05", remedy="利用申込と同意を記録してから進めてください。")


def assessed_again(move: Move):
    """再プラン needs an assessment after the evaluation (4(3)オ, E-17)."""
    last = (
        Note.objects.filter(episode=move.record, machine="case", move="reassess")
        .order_by("-pk")
        .first()
    )
    if last is None or assessment_after(move.record, last.on):
        return None
    return refuse(
        "E-17",
        url=reverse("assessment", args=[move.record.case_id]),
        remedy="アセスメントの画面で、新しい回を始めてください。",
    )


def agency_has_policy(move: Move):
    return no_policy(move.record, today() if move.asking else move.on)


def record_consent(move: Move) -> None:
    """Keep what was agreed and the version of the 規程 in force that day."""
    consent = Consent(
        episode=move.record,
        given_on=move.on,
        method=move.get("method"),
        policy=move.record.agency.policy_on(move.on),
        purposes=list(move.get("purposes")),
        recipients=list(move.get("recipients")),
        until=move.get("until", None),
        explained_by=move.by,
    )
    consent._history_user = move.by
    consent.save()


def consent_to_refer(move: Move):
    contact = move.get("contact")
    if move.asking or not contact:
        return None
    return not_consented(move.record, contact, move.on, move.get("consent_method"))


def plan_referral(move: Move) -> None:
    open_referral(
        move.record,
        by=move.by,
        on=move.on,
        contact=move.get("contact"),
        reason=move.get("reason"),
        method=move.get("consent_method"),
    )


def handed_over_safely(move: Move):
    """つなぎで終える: every つなぎ has been taken up (E-18, E-19)."""
    return every_referral_is_taken_up(move.record)


def every_referral_is_taken_up(episode: Episode) -> list[Refusal]:
    """No たらい回し: a case may not end on a つなぎ nobody has confirmed (E-18, E-19)."""
    settled = (Referral.State.ACCEPTED, Referral.State.CHECKED, Referral.State.DONE)
    rows = episode.referrals.select_related("contact").exclude(state=Referral.State.REJECTED)
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


def no_follow_up_waits(episode: Episode) -> bool:
    """フォロー is over when none is planned any more; each planned one is recorded first."""
    return not episode.follow_ups.filter(state=FollowUp.State.PLANNED).exists()


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
            effect=screen("info", end_episode),
            clauses=("NAG-4-1-イ", "NAG-4-1-ウ"),
        ),
        Transition(
            "go_on",
            "継続して相談を受ける",
            sources=(State.RECEIVED,),
            target=State.APPLYING,
            roles=STAFF,
            guards=(*HAPPENED, targets_are_met),
            codes=("E-02", "E-30", "E-35"),
            needs={"reason": "判断の理由"},
            effect=settle_triage,
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
            effect=screen("refer", plan_referral),
            clauses=("NAG-4-1-ウ", "NAG-4-1-エ-4", "NAG-4-1-エ-5", "NAG-4-1-エ-6"),
        ),
        Transition(
            "hand_over",
            "つなぎで終える",
            sources=(State.REFERRING,),
            target=State.HANDED_OVER,
            roles=STAFF,
            guards=(*HAPPENED, handed_over_safely),
            codes=("E-02", "E-18", "E-19", "E-35"),
            needs={"reason": "終える理由"},
            effect=end_with_referrals,
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
            "watch_over",
            "申し込まれないが見守る",
            sources=(State.APPLYING,),
            target=State.WATCHING,
            roles=STAFF,
            guards=HAPPENED,
            codes=("E-02", "E-35"),
            needs={"reason": "見守りの理由"},
            effect=end_episode,
            clauses=("TEB-8-1-2",),
        ),
        Transition(
            "screen_inform",
            "情報提供・相談のみで終える",
            sources=(State.ASSESSING,),
            target=State.INFORMED,
            roles=STAFF,
            guards=HAPPENED,
            codes=("E-02", "E-35"),
            needs={"given": "提供した情報", "reason": "判断の理由"},
            effect=screen("info", end_episode),
            clauses=("NAG-4-1-エ-3",),
            hidden=True,
        ),
        Transition(
            "screen_agree",
            "同意に向けて取り組む",
            sources=(State.APPLYING, State.ASSESSING),
            target=State.APPLYING,
            roles=STAFF,
            guards=(*HAPPENED, next_day_is_later),
            codes=("E-02", "E-35"),
            needs={"reason": "判断の理由", "next_on": "つぎに話す日"},
            effect=screen("toward_consent", remind_of_consent),
            clauses=("NAG-4-1-エ-1", "NAG-4-1-エ-3"),
            hidden=True,
        ),
        Transition(
            "screen_continue",
            "継続して支援し、プランをつくる",
            sources=(State.ASSESSING,),
            target=State.PLANNING,
            roles=STAFF,
            guards=(*HAPPENED, consent_stands, assessment_is_finished),
            codes=("E-02", "E-05", "E-08", "E-35"),
            needs={"reason": "判断の理由"},
            effect=screen("continue"),
            clauses=("NAG-4-1-エ-3", "NAG-4-2-ア-1"),
            hidden=True,
        ),
        Transition(
            "start_support",
            "支援を始める",
            sources=(State.PLANNING,),
            target=State.IN_SUPPORT,
            roles=(*STAFF, *CITY_ROLES),
            clauses=("NAG-4-2-キ",),
            hidden=True,
        ),
        Transition(
            "reassess",
            "もう一度アセスメントをする",
            sources=(State.IN_SUPPORT,),
            target=State.REASSESSING,
            roles=(Role.CHIEF,),
            clauses=("NAG-4-3-オ",),
            hidden=True,
        ),
        Transition(
            "plan_again",
            "再プランをつくる",
            sources=(State.REASSESSING,),
            target=State.PLANNING,
            roles=STAFF,
            guards=(assessed_again,),
            codes=("E-17",),
            clauses=("NAG-4-3-オ",),
        ),
        Transition(
            "close",
            "終結する",
            sources=(State.IN_SUPPORT,),
            target=State.CLOSED,
            roles=(Role.CHIEF,),
            guards=(*HAPPENED, nothing_stands_open),
            codes=("E-02", "E-08", "E-18", "E-19", "E-35"),
            effect=end_episode,
            clauses=("NAG-4-3-エ-1", "NAG-5-1-ウ"),
            hidden=True,
        ),
        Transition(
            "follow_up",
            "フォローする",
            sources=(State.CLOSED,),
            target=State.FOLLOWING_UP,
            roles=(Role.CHIEF,),
            clauses=("NAG-4-3-エ-1",),
            hidden=True,
        ),
        Transition(
            "watch",
            "地域で見守る",
            sources=(State.CLOSED,),
            target=State.WATCHING,
            roles=(Role.CHIEF,),
            clauses=("NAG-4-3-エ-1",),
            hidden=True,
        ),
        Transition(
            "finish_follow_up",
            "フォロー・見守りを終える",
            sources=(State.FOLLOWING_UP, State.WATCHING),
            target=State.CLOSED,
            roles=STAFF,
            guards=(not_in_the_future,),
            codes=("E-35",),
            clauses=("NAG-4-3-エ-1",),
            applies=no_follow_up_waits,
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
            effect=stop_before_screening,
        ),
    ),
    roles_of=roles_of,
    role_labels=dict(Role.choices),
    write_event=write_event,
    is_city=lambda user, episode: is_city_staff(user, episode.agency),
)
