"""プランの版: written with the person, agreed to, laid before a meeting (§4.2, D4, D5)."""

from django.urls import reverse

from accounts.models import STAFF, Role
from accounts.permissions import is_city_staff
from cases.permissions import is_in_charge
from cases.workflow.story import move_line, not_in_the_future
from plans.models import (
    PlanRevision,
)
from plans.permissions import WRITERS, roles_of
from plans.workflow.copying import copy_revision
from plans.workflow.plan import begin_if_due
from plans.workflow.profile import (
    by_key,
    catalogue,
    has_decision,
    judged_on,
    labels_for,
    rules_of,
    version_on,
)
from rules.calendar import months_end
from rules.refusals import refuse
from rules.transitions import Move, Transition, Workflow

State = PlanRevision.State

# What 様式5 cannot do without (E-25).
NEEDED = {
    "issues": "解決したい課題",
    "approach": "支援方針",
    "goal_short": "この期間の達成目標",
    "start_on": "期間の始まり",
    "end_on": "期間の終わり",
    "next_monitoring_on": "つぎのモニタリング",
}


# ---- guards --------------------------------------------------------------------------


def in_charge(move: Move):
    """Who writes a plan: 担当, 副担当 and 主任 (D15)."""
    if is_in_charge(move.by, move.record.plan.episode):
        return None
    return refuse("E-03", roles="主任相談支援員・担当・副担当")


def unwritten(revision: PlanRevision) -> list[str]:
    """What the form needs and this version has not yet."""
    missing = [label for name, label in NEEDED.items() if not getattr(revision, name)]
    if revision.is_job_target is None:
        missing.append("就労支援対象者（はい・いいえ）")
    if not revision.items.all():
        missing.append("支援の内容")
    return missing


def everything_is_written(move: Move):
    """支援方針・支援内容・達成目標 and the period stand in it (4(2)ア, E-25)."""
    revision = move.record
    missing = unwritten(revision)
    if not missing:
        return None
    return refuse(
        "E-25",
        form="プラン兼事業等利用申込書",
        missing="、".join(missing),
        url=reverse("plan_edit", args=[revision.plan_id]),
        remedy="プランの画面で書いてください。",
    )


def programmes_are_offered(move: Move):
    """Every programme stands in the catalogue in force (4(2)ウ, E-23)."""
    return not_offered(move.record)


def periods_are_short_enough(move: Move):
    """Neither the plan nor a programme runs longer than the 要綱 allows (D27, E-21)."""
    revision = move.record
    start, end = revision.start_on, revision.end_on
    found = []
    longest = rules_of(revision.plan).longest_plan_months
    if start and end and end > months_end(start, longest):
        found.append(too_long("プランの期間", longest, field="end_on"))
    offered = catalogue(revision.plan)
    for line in revision.lines.select_related("programme"):
        entry = offered.get(line.programme.key)
        if entry and entry.longest_months:
            found += line_too_long(line, entry, line.start_on or start, line.end_on or end)
    return found


def line_too_long(line, entry, start, end) -> list:
    """Beyond the longest period only with a reason, and no further than the extension."""
    if not (start and end) or end <= months_end(start, entry.longest_months):
        return []
    item, furthest = f"{line.programme.label}の期間", entry.longest_months + entry.extension_months
    if end > months_end(start, furthest):
        return [too_long(item, furthest)]
    if line.extension_reason:
        return []
    why = f"{furthest}か月まで延ばすときは、「期間を延ばす理由」を書いてください。"
    return [too_long(item, entry.longest_months, remedy=why)]


def too_long(item: str, months: int, **rest):
    return refuse("E-21", item=item, minimum="1日", maximum=f"{months}か月", **rest)


def kinds_are_judged(move: Move):
    """雇用型 or 非雇用型, with the words of the person and the place (手引き 第Ⅳ章1(3), E-01)."""
    revision = move.record
    entries = catalogue(revision.plan)
    return [
        refuse(
            "E-01",
            item=f"{line.programme.label}の{line._meta.get_field(name).verbose_name}",
            url=reverse("plan_edit", args=[revision.plan_id]),
            remedy="プランの画面の「利用する事業」で書いてください。",
        )
        for line in revision.lines.select_related("programme")
        if (entry := entries.get(line.programme.key)) and entry.kinds
        for name in ("kind", "kind_person", "kind_place", "kind_reason")
        if not getattr(line, name)
    ]


def not_offered(revision: PlanRevision, on=None) -> list:
    """E-23 for each programme that the catalogue lacks: of a day, or of the plan's own version."""
    profile = version_on(revision.plan, on or judged_on(revision.plan))
    offered = by_key(profile)
    return [
        refuse(
            "E-23",
            programme=line.programme.label,
            profile=profile.label,
            remedy="ほかの事業にするか、自立相談支援機関の支援として書いてください。",
        )
        for line in revision.lines.select_related("programme")
        if line.programme.key not in offered
    ] + not_included(revision, offered)


def not_included(revision: PlanRevision, offered) -> list:
    """E-25 for each programme that the 要綱 wants in every plan and this one lacks."""
    missing = [
        row.label for row in offered.values() if row.in_every_plan and row.key not in revision.keys
    ]
    if not missing:
        return []
    return [refuse("E-25", form="プラン兼事業等利用申込書", missing="、".join(missing))]


def agreed_where_it_comes_first(move: Move):
    """A draft goes to the meeting only where the person signs after it (D27, 4(2)ア, E-01)."""
    revision = move.record
    if revision.state != State.DRAFT or signs_after(revision.plan):
        return None
    return refuse(
        "E-01",
        item="本人の同意日",
        remedy="ご本人に確かめて、同意を記録してから付議します。",
        url=reverse("plan_agree", args=[revision.plan_id]),
    )


def signs_after(plan) -> bool:
    """Does the person sign when the meeting has settled the plan?"""
    return rules_of(plan).signed == "after_meeting"


def is_written(move: Move):
    """What goes to the meeting unsigned is whole all the same (E-25)."""
    return everything_is_written(move) if move.record.state == State.DRAFT else None


def is_the_newest(move: Move):
    """Only the newest version moves on (D5)."""
    newest = move.record.plan.newest
    if newest.pk == move.record.pk:
        return None
    return refuse(
        "E-08",
        state=f"第{move.record.number}版",
        operation=move.transition.label,
        options=f"第{newest.number}版を開く",
    )


def outsiders_were_there(move: Move):
    """The council includes people from outside the agency (5(1)ア)."""
    if move.asking or move.get("outside_attended"):
        return None
    if not rules_of(move.record.plan).review.outside_required:
        return None
    return refuse("E-01", field="attendance", item="自立相談支援機関以外の出席者")


def the_city_was_there(move: Move):
    """The city's officer attends where the 要綱 says so (5(2), P-25, A3).

    A must where 支援決定 is asked for (E-10), or else a reason for the absence (E-01).
    """
    if move.asking or move.get("city_attended"):
        return None
    plan = move.record.plan
    rules, decides = rules_of(plan).review, has_decision(plan, move.record)
    if decides and rules.decision_needs_city:
        return refuse("E-10", field="attendance")
    expected = decides or rules.city_attendance != "required_if_decision"
    if not expected or move.get("city_absence"):
        return None
    item = labels_for(plan).fill("{city}の担当者が出席しなかった理由")
    return refuse("E-01", field="city_absence", item=item)


# ---- effects -------------------------------------------------------------------------


def keep_consent(move: Move) -> None:
    """本人同意 (兼 事業等利用申込): how, when, with whom."""
    revision = move.record
    revision.agreed_on, revision.agreed_method = move.on, move.get("method")
    revision.agreed_with = move.by
    revision.save()
    # Where the meeting has already settled it and the city is not asked, support begins now.
    begin_if_due(revision.plan, by=move.by, on=move.on)


def forget_meeting(move: Move) -> None:
    """Off the agenda: no day is fixed any more, and today's 要綱 counts again."""
    move.record.meeting_on = None
    move.record.save()


def clear_consent(move: Move) -> None:
    """An edit after the consent clears it: the person has not agreed to the new words."""
    revision = move.record
    revision.agreed_on, revision.agreed_method, revision.agreed_with = None, "", None
    revision.signed_on = None
    revision.save()


def open_next(move: Move) -> None:
    """修正のうえ了承 and 差戻し go on in the next version; this one stays as it was (D4)."""
    copy_revision(move.record, by=move.by, on=move.on, why=move.transition.label)


def write_event(move: Move) -> None:
    """The line of a version's move."""
    revision = move.record
    move_line(move, revision.plan.episode, f"プラン第{revision.number}版：{move.transition.label}")


def row(name, label, sources, target, roles=WRITERS, **rest):
    return Transition(name, label, sources, target, roles, **rest)


revision_workflow = Workflow(
    "plan_revision",
    "プラン",
    State,
    (
        row(
            "agree",
            "本人の同意を記録する",
            (State.DRAFT,),
            State.AGREED,
            guards=(
                in_charge,
                not_in_the_future,
                everything_is_written,
                programmes_are_offered,
                periods_are_short_enough,
                kinds_are_judged,
            ),
            codes=("E-01", "E-03", "E-21", "E-23", "E-25", "E-35"),
            needs={"method": "同意の方法"},
            effect=keep_consent,
            clauses=("NAG-4-2-ア-1", "NAG-4-2-ア-2", "TEB-4-1-3-b"),
        ),
        row(
            "agree_after",
            "本人の同意を記録する",
            (State.APPROVED,),
            State.AGREED,
            applies=lambda revision: revision.agreed_on is None,
            guards=(in_charge, not_in_the_future),
            codes=("E-03", "E-35"),
            needs={"method": "同意の方法"},
            effect=keep_consent,
            clauses=("NAG-4-2-ア-2",),
        ),
        row(
            "reopen",
            "直す（同意は取り消されます）",
            (State.AGREED,),
            State.DRAFT,
            roles=STAFF,
            guards=(is_the_newest,),
            codes=("E-08",),
            effect=clear_consent,
            clauses=("NAG-4-2-ア-2",),
            hidden=True,
        ),
        row(
            "table",
            "会議に付議する",
            (State.AGREED, State.DRAFT),
            State.TABLED,
            guards=(
                in_charge,
                agreed_where_it_comes_first,
                is_the_newest,
                is_written,
                programmes_are_offered,
            ),
            codes=("E-01", "E-03", "E-08", "E-23", "E-25"),
            clauses=("NAG-4-2-ア-2", "NAG-4-2-エ", "NAG-5-1-ア"),
            hidden=True,
        ),
        row(
            "untable",
            "付議を取りやめる",
            (State.TABLED,),
            State.AGREED,
            applies=lambda revision: revision.agreed_on is not None,
            effect=forget_meeting,
            clauses=("NAG-5-3",),
            hidden=True,
        ),
        row(
            "untable_draft",
            "付議を取りやめる",
            (State.TABLED,),
            State.DRAFT,
            applies=lambda revision: revision.agreed_on is None,
            effect=forget_meeting,
            clauses=("NAG-5-3",),
            hidden=True,
        ),
        row(
            "approve",
            "了承",
            (State.TABLED,),
            State.APPROVED,
            roles=(Role.CHIEF,),
            guards=(outsiders_were_there, the_city_was_there),
            codes=("E-01", "E-10"),
            clauses=("NAG-4-2-エ", "NAG-5-1-ア", "NAG-5-2-2"),
            hidden=True,
        ),
        row(
            "amend",
            "修正のうえ了承",
            (State.TABLED,),
            State.AMENDED,
            roles=(Role.CHIEF,),
            guards=(outsiders_were_there, the_city_was_there),
            codes=("E-01", "E-10"),
            needs={"reason": "直すこと"},
            effect=open_next,
            clauses=("NAG-5-1-ア", "NAG-5-2-2"),
            hidden=True,
        ),
        row(
            "return",
            "差戻し",
            (State.TABLED,),
            State.RETURNED,
            roles=(Role.CHIEF,),
            guards=(outsiders_were_there,),
            codes=("E-01",),
            needs={"reason": "差戻しの理由"},
            effect=open_next,
            clauses=("NAG-5-1-ア",),
            hidden=True,
        ),
        row(
            "submit",
            "提出・報告する",
            (State.APPROVED, State.AGREED),
            State.SUBMITTED,
            clauses=("NAG-6-2-ア", "NAG-4-2-オ-3"),
            hidden=True,
        ),
        row(
            "pull_back",
            "引き戻す",
            (State.SUBMITTED,),
            State.APPROVED,
            hidden=True,
        ),
        row(
            "replace",
            "新しい版に替える",
            (State.APPROVED, State.SUBMITTED),
            State.REPLACED,
            hidden=True,
        ),
        row(
            "withdraw",
            "取り下げる",
            (State.DRAFT, State.AGREED, State.TABLED, State.APPROVED, State.SUBMITTED),
            State.WITHDRAWN,
            guards=(in_charge,),
            codes=("E-03",),
            needs={"reason": "取り下げる理由"},
            hidden=True,
        ),
    ),
    roles_of=roles_of,
    role_labels=dict(Role.choices),
    write_event=write_event,
    is_city=lambda user, revision: is_city_staff(user, revision.agency),
)
