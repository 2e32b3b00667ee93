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
from plans.workflow.profile import catalogue, has_decision, profile_of
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


def everything_is_written(move: Move):
    """支援方針・支援内容・達成目標 and the period stand in it (4(2)ア, E-25)."""
    revision = move.record
    missing = [label for name, label in NEEDED.items() if not getattr(revision, name)]
    if revision.is_job_target is None:
        missing.append("就労支援対象者（はい・いいえ）")
    if not revision.items.exists():
        missing.append("支援の内容")
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


def not_offered(revision: PlanRevision, on=None) -> list:
    """E-23 for each programme of the revision that the catalogue of the day lacks."""
    plan = revision.plan
    offered = catalogue(plan, on)
    return [
        refuse(
            "E-23",
            programme=line.programme.label,
            profile=profile_of(plan, on).label,
            remedy="ほかの事業にするか、自立相談支援機関の支援として書いてください。",
        )
        for line in revision.lines.select_related("programme")
        if line.programme.key not in offered
    ]


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
    return refuse("E-01", field="attendance", item="自立相談支援機関以外の出席者")


def the_city_was_there(move: Move):
    """With a programme that needs 支援決定 the city's officer attends (5(2), E-10)."""
    if move.asking or move.get("city_attended"):
        return None
    return (
        refuse("E-10", field="attendance") if has_decision(move.record.plan, move.record) else None
    )


# ---- effects -------------------------------------------------------------------------


def keep_consent(move: Move) -> None:
    """本人同意 (兼 事業等利用申込): how, when, with whom."""
    revision = move.record
    revision.agreed_on, revision.agreed_method = move.on, move.get("method")
    revision.agreed_with = move.by
    revision.save()


def clear_consent(move: Move) -> None:
    """An edit after the consent clears it: the person has not agreed to the new words."""
    revision = move.record
    revision.agreed_on, revision.agreed_method, revision.agreed_with = None, "", None
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
            guards=(in_charge, not_in_the_future, everything_is_written, programmes_are_offered),
            codes=("E-03", "E-23", "E-25", "E-35"),
            needs={"method": "同意の方法"},
            effect=keep_consent,
            clauses=("NAG-4-2-ア-1", "NAG-4-2-ア-2"),
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
            "支援調整会議に付議する",
            (State.AGREED,),
            State.TABLED,
            guards=(is_the_newest, programmes_are_offered),
            codes=("E-08", "E-23"),
            clauses=("NAG-4-2-エ", "NAG-5-1-ア"),
            hidden=True,
        ),
        row(
            "untable",
            "付議を取りやめる",
            (State.TABLED,),
            State.AGREED,
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
