"""支援決定 and 支援内容の確認: what the city does with each programme (実施要領 6, §4.3)."""

from accounts.models import CITY_ROLES, Role
from accounts.permissions import is_city_staff
from cases.workflow.story import move_line, not_in_the_future
from documents.register import DOCUMENTS
from documents.workflow import issue
from plans.models import PlanProgramme, RequirementCheck, SupportDecision
from plans.permissions import WRITERS, makers, roles_of
from plans.workflow.application import settle_limit
from plans.workflow.plan import begin_if_due, remind_of_end
from plans.workflow.profile import entry_of
from rules.refusals import refuse
from rules.transitions import Move, Transition, Workflow

State = PlanProgramme.State
Kind = SupportDecision.Kind
RULINGS = (State.DECIDED, State.NOTIFIED, State.CHANGED, State.CONFIRMED)


# ---- guards --------------------------------------------------------------------------


def procedure_is(*wanted):
    """Moves that belong to programmes of these procedures alone (4(2)オ)."""
    return lambda programme: programme.procedure in wanted


def requirements_are_met(move: Move):
    """Every 利用要件 has been checked and is met (6(2)イ, E-11)."""
    rows = move.record.checks.filter(submission=move.record.submission)
    missing = [row.label for row in rows if row.answer != RequirementCheck.Answer.MET]
    if not missing:
        return None
    return refuse(
        "E-11",
        programme=move.record.label,
        missing="、".join(missing),
        remedy="要件の確認を終えるか、「決定できない」を選んでください。",
    )


def plan_is_judged_fit(move: Move):
    """The city also judges whether the plan is fit (6(1), E-01)."""
    if move.record.is_fit is None:
        return refuse("E-01", field="is_fit", item="プランは適切か")
    return None


def not_the_maker(move: Move):
    """Nobody decides what they wrote, submitted or drafted (D17, E-34)."""
    if move.by.pk in makers(move.record):
        return refuse("E-34", role="決裁者")
    return None


def not_the_writer(move: Move):
    """Nobody confirms a plan that they wrote or submitted themselves (D17, E-34)."""
    if move.by.pk in makers(move.record) - {move.record.drafted_by_id}:
        return refuse("E-34", role="自治体担当者")
    return None


def open_steps(programme):
    return programme.steps.filter(submission=programme.submission, acted_on__isnull=True)


def it_is_my_step(move: Move):
    """決裁 goes in its order; another approver stands in only with a reason (代決)."""
    step = open_steps(move.record).first()
    if step is None:
        return refuse(
            "E-08",
            state="決裁の順が終わっています",
            operation=move.transition.label,
            options="通知",
        )
    if step.role not in roles_of(move.by, move.record):
        return refuse("E-03", roles=dict(Role.choices)[step.role])
    return None


def steps_left(programme) -> int:
    return open_steps(programme).count()


def signed_once(move: Move):
    """Who has signed a step signs the next only as a stand-in, with the reason (代決)."""
    programme = move.record
    mine = programme.steps.filter(submission=programme.submission, acted_by=move.by)
    if move.asking or move.get("deputy_reason") or not mine.exists():
        return None
    return refuse("E-01", field="deputy_reason", item="代決の理由")


def is_first(programme) -> bool:
    """支援決定 is the first ruling, 変更決定 any later one (D6)."""
    return steps_left(programme) == 1 and programme.in_force is None


def is_change(programme) -> bool:
    return steps_left(programme) == 1 and programme.in_force is not None


def nobody_has_acted(move: Move):
    """引戻し while nobody has acted on it, and by the one who drafted it (D17)."""
    if move.record.drafted_by_id != move.by.pk:
        return refuse("E-03", roles="起案した人")
    acted = move.record.steps.filter(
        submission=move.record.submission, acted_on__isnull=False
    ).exists()
    if acted:
        return refuse(
            "E-08", state="決裁が進んでいます", operation="引き戻す", options="決裁者に頼む"
        )
    return None


def not_before(field: str, label: str):
    """A guard: the move is not dated before an earlier step (E-02)."""

    def guard(move: Move):
        if move.asking:
            return None
        earlier = getattr(move.record, field, None)
        if earlier and move.on < earlier:
            return refuse("E-02", field="on", later="この日付", earlier=label)
        return None

    return guard


def not_before_the_ruling(move: Move):
    """通知日 is not before the 決裁日 (6(2)ウ, E-02)."""
    newest = move.record.decisions.order_by("-pk").first()
    if not move.asking and newest and move.on < newest.decided_on:
        return refuse("E-02", field="on", later="知らせた日", earlier="決めた日")
    return None


def not_before_submission(move: Move):
    """Nothing is ruled on before the day it was submitted (E-02)."""
    sent = move.record.submission
    if not move.asking and sent and move.on < sent.sent_on:
        return refuse("E-02", field="on", later="この日付", earlier=f"{sent.get_kind_display()}日")
    return None


def why_not(move: Move):
    """決定できない理由 is the city's duty to give (6(3), E-13)."""
    if move.asking or move.get("reason"):
        return None
    return refuse("E-13", field="reason")


# ---- effects -------------------------------------------------------------------------


def own_notice(programme, kind):
    """The paper of its own that the 要綱 has for a ruling on this programme, or None (D27)."""
    entry = entry_of(programme)
    return (entry.notices or {}).get(kind.value) if entry else None


def kind_decided(move: Move, line) -> str:
    """雇用型 or 非雇用型: the agency judged, the city has the last word (手引き 第Ⅳ章1(3))."""
    entry = entry_of(move.record)
    if not (entry and entry.kinds):
        return ""
    said = move.get("programme_kind")
    return said if said in entry.kinds else line.kind if line else ""


def rule(kind):
    """An effect: write the outcome and the revision it rests on, and begin what may begin."""

    def effect(move: Move) -> None:
        programme = move.record
        revision = programme.submission.revision if programme.submission else programme.plan.newest
        line = revision.lines.filter(programme=programme).first()
        notice = own_notice(programme, kind)
        row = SupportDecision(
            notice_title=notice.title if notice else "",
            notice_number=notice.number if notice else "",
            programme=programme,
            revision=revision,
            kind=kind,
            decided_on=move.on,
            decided_by=move.by,
            start_on=move.get("start_on", None) or (line.start_on if line else None),
            end_on=move.get("end_on", None) or (line.end_on if line else None),
            reason=move.get("reason"),
            programme_kind=kind_decided(move, line),
        )
        row._history_user = move.by
        row.save()
        settle_limit(programme, on=move.on)
        if kind not in (Kind.REFUSED, Kind.REVOKED):
            begin_if_due(programme.plan, by=move.by, on=move.on)
            remind_of_end(programme)

    return effect


def sign_step(move: Move) -> None:
    """The step is signed; a stand-in leaves the reason (代決)."""
    step = open_steps(move.record).first()
    step.acted_on, step.acted_by = move.on, move.by
    step.deputy_reason = move.get("deputy_reason")
    step._history_user = move.by
    step.save()


def sign_and_rule(kind):
    def effect(move: Move) -> None:
        sign_step(move)
        rule(kind)(move)

    return effect


def keep_draft(move: Move) -> None:
    """起案: who, when; the steps of the route stand ready."""
    move.record.drafted_on, move.record.drafted_by = move.on, move.by
    move.record.save()


def take_back_draft(move: Move) -> None:
    move.record.drafted_on = move.record.drafted_by = None
    move.record.save()


def keep_notice(move: Move) -> None:
    """通知: when and how the person was told (6(2)ウ)."""
    row = move.record.decisions.order_by("-pk").first()
    row.notified_on, row.notified_by, row.notified_way = move.on, move.by, move.get("way")
    row._history_user = move.by
    row.save()
    issue(
        DOCUMENTS["ruling" if row.notice_title else "form8"],
        row,
        by=move.by,
        on=move.on,
        organisation=move.record.agency.municipality.city_office,
    )


def untold(kind):
    """Rulings of this kind have a notice of their own that nobody has handed out yet."""

    def applies(programme) -> bool:
        newest = programme.decisions.order_by("-pk").first()
        if newest is None or newest.kind != kind:
            return False
        return bool(newest.notice_title) and newest.notified_on is None

    return applies


def the_person_was_told(move: Move):
    """Where a refusal has its own notice, the person hears of it before the agency (D27)."""
    if not untold(Kind.REFUSED)(move.record):
        return None
    return refuse(
        "E-08",
        state="本人にまだ通知していない決定",
        operation=move.transition.label,
        options="本人に通知する",
    )


def the_city_has_an_office(move: Move):
    """The notice goes out in the name of the city's office (様式8)."""
    if move.record.agency.municipality.city_office:
        return None
    return refuse("E-25", form="支援提供（変更）通知書", missing="自治体の担当課の登録")


def keep_report(move: Move) -> None:
    """理由の報告: when the agency was told why (6(3))."""
    row = move.record.decisions.filter(kind=Kind.REFUSED).order_by("-pk").first()
    row.reported_on = move.on
    row._history_user = move.by
    row.save()


def write_event(move: Move) -> None:
    """The line of a programme's move; what was reported was not 提出 (4(2)オ)."""
    sent, label = move.record.submission, move.transition.label
    if move.transition.name == "submit" and sent and sent.kind == "report":
        label = "報告する"
    move_line(move, move.record.plan.episode, f"{move.record.label}：{label}")


# ---- the machine ---------------------------------------------------------------------


def row(name, label, sources, target, roles, **rest):
    return Transition(name, label, sources, target, roles, **rest)


OFFICER, APPROVER = (Role.OFFICER,), (Role.APPROVER,)
AT_CITY = (State.SUBMITTED, State.RESUBMITTED)
WAY = "知らせ方（郵送・手渡し・機関を通じて）"

programme_workflow = Workflow(
    "programme",
    "支援決定・確認",
    State,
    (
        row(
            "submit",
            "提出する",
            (State.PENDING, *RULINGS),
            State.SUBMITTED,
            WRITERS,
            clauses=("NAG-6-2-ア",),
            hidden=True,
        ),
        row(
            "resubmit",
            "再提出する",
            (State.REVISING,),
            State.RESUBMITTED,
            WRITERS,
            clauses=("NAG-6-3-2",),
            hidden=True,
        ),
        row(
            "take_back",
            "提出を引き戻す",
            AT_CITY,
            State.PENDING,
            WRITERS,
            hidden=True,
        ),
        row(
            "record",
            "手続なしとして記録する",
            (State.PENDING,),
            State.RECORDED,
            tuple(Role.values),
            applies=procedure_is("none"),
            codes=("E-08",),
            hidden=True,
        ),
        row(
            "examine",
            "審査を始める",
            AT_CITY,
            State.EXAMINING,
            OFFICER,
            applies=procedure_is("decision"),
            guards=(not_before_submission, not_in_the_future),
            codes=("E-02", "E-04", "E-08", "E-35"),
            decides=True,
            clauses=("NAG-6-2-イ",),
        ),
        row(
            "fulfil",
            "要件に該当すると認める",
            (State.EXAMINING,),
            State.ELIGIBLE,
            OFFICER,
            guards=(requirements_are_met, plan_is_judged_fit),
            codes=("E-01", "E-04", "E-11"),
            decides=True,
            clauses=("NAG-6-1", "NAG-6-2-イ"),
        ),
        row(
            "draft",
            "起案する",
            (State.ELIGIBLE,),
            State.IN_APPROVAL,
            OFFICER,
            guards=(not_before_submission, not_in_the_future),
            codes=("E-02", "E-04", "E-35"),
            decides=True,
            effect=keep_draft,
            clauses=("NAG-6-1", "NAG-6-2-ウ"),
        ),
        row(
            "pull_back",
            "起案を引き戻す",
            (State.IN_APPROVAL,),
            State.ELIGIBLE,
            OFFICER,
            guards=(nobody_has_acted,),
            codes=("E-03", "E-04", "E-08"),
            decides=True,
            effect=take_back_draft,
        ),
        row(
            "pass_on",
            "承認してつぎへ",
            (State.IN_APPROVAL,),
            State.IN_APPROVAL,
            CITY_ROLES,
            form="decide",
            applies=lambda programme: steps_left(programme) > 1,
            guards=(
                it_is_my_step,
                signed_once,
                not_the_maker,
                not_before("drafted_on", "起案日"),
            ),
            codes=("E-01", "E-02", "E-03", "E-04", "E-08", "E-34"),
            decides=True,
            effect=sign_step,
            clauses=("NAG-6-2-ウ",),
        ),
        row(
            "decide",
            "決定する",
            (State.IN_APPROVAL,),
            State.DECIDED,
            APPROVER,
            form="decide",
            applies=is_first,
            guards=(
                it_is_my_step,
                signed_once,
                not_the_maker,
                requirements_are_met,
                not_before("drafted_on", "起案日"),
                not_in_the_future,
            ),
            codes=("E-01", "E-02", "E-03", "E-04", "E-08", "E-11", "E-34", "E-35"),
            decides=True,
            effect=sign_and_rule(Kind.DECIDED),
            clauses=("NAG-2-2", "NAG-4-2-オ-1", "NAG-6-2-ウ"),
        ),
        row(
            "decide_change",
            "変更を決定する",
            (State.IN_APPROVAL,),
            State.CHANGED,
            APPROVER,
            form="decide",
            applies=is_change,
            guards=(
                it_is_my_step,
                signed_once,
                not_the_maker,
                requirements_are_met,
                not_before("drafted_on", "起案日"),
                not_in_the_future,
            ),
            codes=("E-01", "E-02", "E-03", "E-04", "E-08", "E-11", "E-34", "E-35"),
            decides=True,
            effect=sign_and_rule(Kind.CHANGED),
            clauses=("NAG-6-2-ウ",),
        ),
        row(
            "notify",
            "本人に通知した",
            (State.DECIDED, State.CHANGED),
            State.NOTIFIED,
            OFFICER,
            guards=(not_before_the_ruling, not_in_the_future, the_city_has_an_office),
            codes=("E-02", "E-04", "E-25", "E-35"),
            needs={"way": WAY},
            decides=True,
            effect=keep_notice,
            clauses=("NAG-6-2-ウ",),
        ),
        row(
            "refuse",
            "決定できない",
            (*AT_CITY, State.EXAMINING, State.ELIGIBLE, State.IN_APPROVAL, State.INQUIRED),
            State.REFUSED,
            CITY_ROLES,
            form="refuse",
            guards=(why_not, not_the_writer, not_before_submission, not_in_the_future),
            codes=("E-02", "E-04", "E-13", "E-34", "E-35"),
            decides=True,
            effect=rule(Kind.REFUSED),
            clauses=("NAG-6-3-1",),
        ),
        row(
            "tell_refusal",
            "決定できないことを本人に通知した",
            (State.REFUSED,),
            State.REFUSED,
            OFFICER,
            applies=untold(Kind.REFUSED),
            guards=(not_before_the_ruling, not_in_the_future, the_city_has_an_office),
            codes=("E-02", "E-04", "E-08", "E-25", "E-35"),
            needs={"way": WAY},
            decides=True,
            effect=keep_notice,
        ),
        row(
            "tell_revocation",
            "取消を本人に通知した",
            (State.REVOKED,),
            State.REVOKED,
            OFFICER,
            applies=untold(Kind.REVOKED),
            guards=(not_before_the_ruling, not_in_the_future, the_city_has_an_office),
            codes=("E-02", "E-04", "E-08", "E-25", "E-35"),
            needs={"way": WAY},
            decides=True,
            effect=keep_notice,
        ),
        row(
            "report_back",
            "理由を機関に知らせた",
            (State.REFUSED,),
            State.REPORTED_BACK,
            OFFICER,
            guards=(the_person_was_told, not_before_the_ruling, not_in_the_future),
            codes=("E-02", "E-04", "E-08", "E-35"),
            decides=True,
            effect=keep_report,
            clauses=("NAG-6-3-1",),
        ),
        row(
            "revise",
            "見直しを始める",
            (State.REFUSED, State.REPORTED_BACK),
            State.REVISING,
            WRITERS,
            clauses=("NAG-6-3-2",),
            hidden=True,
        ),
        row(
            "confirm",
            "支援内容を確認した",
            AT_CITY,
            State.CONFIRMED,
            OFFICER,
            applies=procedure_is("confirm"),
            guards=(
                not_the_writer,
                not_before_submission,
                not_in_the_future,
            ),
            codes=("E-02", "E-04", "E-08", "E-34", "E-35"),
            decides=True,
            effect=rule(Kind.CONFIRMED),
            clauses=("NAG-4-2-オ-2",),
        ),
        row(
            "inquire",
            "照会する",
            AT_CITY,
            State.INQUIRED,
            OFFICER,
            needs={"reason": "照会したいこと"},
            codes=("E-04",),
            decides=True,
        ),
        row(
            "answer",
            "照会に答える",
            (State.INQUIRED,),
            State.SUBMITTED,
            WRITERS,
            needs={"reason": "答え"},
        ),
        row(
            "own_decision",
            "支給などの決定を記録する",
            (State.PENDING, State.SUBMITTED),
            State.DECIDED,
            CITY_ROLES,
            applies=procedure_is("own"),
            guards=(not_the_writer, not_in_the_future),
            codes=("E-04", "E-08", "E-34", "E-35"),
            decides=True,
            effect=rule(Kind.OWN),
            clauses=("NAG-8",),
        ),
        row(
            "accepted",
            "ハローワークが受理した",
            (State.PENDING, *AT_CITY),
            State.CONFIRMED,
            tuple(Role.values),
            applies=procedure_is("hellowork"),
            codes=("E-08",),
            effect=rule(Kind.HELLOWORK),
            clauses=("NAG-4-2-カ",),
            hidden=True,
        ),
        row(
            "revoke",
            "決定を取り消す",
            RULINGS,
            State.REVOKED,
            APPROVER,
            guards=(not_the_writer, not_in_the_future),
            codes=("E-04", "E-34", "E-35"),
            needs={"reason": "取消の理由"},
            decides=True,
            effect=rule(Kind.REVOKED),
        ),
        row(
            "drop",
            "取りやめる",
            (State.PENDING, State.REVISING, State.RECORDED),
            State.DROPPED,
            WRITERS,
            hidden=True,
        ),
        row(
            "take_up",
            "ふたたび入れる",
            (State.DROPPED,),
            State.PENDING,
            WRITERS,
            hidden=True,
        ),
    ),
    roles_of=roles_of,
    role_labels=dict(Role.choices),
    write_event=write_event,
    is_city=lambda user, programme: is_city_staff(user, programme.agency),
)
