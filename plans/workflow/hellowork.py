"""ハローワークへの支援要請 (実施要領 4(2)カ, §4.6, D7)."""

from accounts.models import Role
from accounts.permissions import is_city_staff
from cases.sharing import disclose, obstacle, recipient_of
from cases.workflow.story import move_line, not_in_the_future
from plans.models import HelloworkRequest, Plan
from plans.permissions import roles_of
from plans.workflow.decision import programme_workflow
from plans.workflow.plan import lines_of
from plans.workflow.profile import labels_for, rules_of
from rules.refusals import refuse
from rules.transitions import Move, Transition, Workflow

State = HelloworkRequest.State
HELPERS = (Role.CHIEF, Role.COUNSELOR, Role.EMPLOYMENT, Role.OUTREACH)


def needed(request: HelloworkRequest):
    """The papers a 支援要請 needs, by the 要綱 in force: rows (code, label)."""
    return rules_of(request.programme.plan).hellowork_documents


def city_has_agreed(move: Move):
    """The city confirms and approves first (4(2)カ, E-14)."""
    request, plan = move.record, move.record.programme.plan
    if request.approved_on or not rules_of(plan).hellowork_needs_approval:
        return None
    return refuse("E-14", remedy=labels_for(plan).fill("{city}の担当者に、了承を頼んでください。"))


def documents_are_complete(move: Move):
    """The plan's copy and the papers that go with it (E-15).

    A move that asks which are ready is open: they are ticked on its form.
    """
    if move.asking and move.transition.form == "documents":
        return None
    have = move.get("documents", move.record.documents)
    missing = [row.label for row in needed(move.record) if row.code not in have]
    return refuse("E-15", field="documents", missing="、".join(missing)) if missing else None


def the_plan_is_decided(move: Move):
    """The copy sent is of the decided plan (D7, E-37)."""
    plan = move.record.programme.plan
    rows = [line.programme for line in lines_of(plan)]
    waiting = [r for r in rows if r.procedure in ("decision", "confirm") and r.in_force is None]
    if not waiting and plan.newest.state == "submitted":
        return None
    return refuse("E-37", recipient=str(move.record.contact or labels_for(plan).hellowork))


def the_person_agreed(move: Move):
    """Nothing goes to the ハローワーク without a consent that covers it (E-06)."""
    contact = move.get("contact", move.record.contact)
    if move.asking or not contact:
        return None
    return obstacle(move.record.programme.plan.case, recipient_of(contact), move.on)


def approve(move: Move) -> None:
    move.record.approved_on, move.record.approved_by = move.on, move.by
    move.record.save()


def not_the_writer(move: Move):
    """Who wrote or submitted the plan does not approve its request (D17, E-34)."""
    submission = move.record.programme.submission
    if submission and move.by.pk in (submission.sent_by_id, submission.revision.author_id):
        return refuse("E-34", role="自治体担当者")
    return None


def check(move: Move) -> None:
    move.record.documents = list(move.get("documents"))
    move.record.save()


def send(move: Move) -> None:
    """Sent: the disclosure stands in the register with its consent."""
    request = move.record
    request.contact, request.sent_on = move.get("contact"), move.on
    request.way = move.get("way")
    request._history_user = move.by
    request.save()
    disclose(
        request.programme.plan.case,
        recipient_of(request.contact),
        purpose="ハローワークへの支援要請（プランの写しほか）",
        by=move.by,
        on=move.on,
    )


def receive(move: Move) -> None:
    """Taken up: the programme may start, with 就労支援員 in the lead (4(2)カ)."""
    move.record.received_on = move.on
    move.record.save()
    programme_workflow.advance(move.record.programme, "accepted", by=move.by, on=move.on)


def end(move: Move) -> None:
    move.record.ended_on, move.record.result = move.on, move.get("result")
    move.record.save()


def write_event(move: Move) -> None:
    way = move.get("way")
    words = f"支援要請：{move.transition.label}" + (f"（{way}）" if way else "")
    move_line(move, move.record.programme.plan.episode, words)


def row(name, label, sources, target, roles=HELPERS, **rest):
    return Transition(name, label, sources, target, roles, clauses=("NAG-4-2-カ",), **rest)


hellowork_workflow = Workflow(
    "hellowork",
    "ハローワーク支援要請",
    State,
    (
        row(
            "approve",
            "支援要請を了承する",
            (State.PREPARING,),
            State.APPROVED,
            roles=(Role.OFFICER,),
            guards=(not_the_writer, not_in_the_future),
            codes=("E-04", "E-34", "E-35"),
            decides=True,
            effect=approve,
        ),
        row(
            "check",
            "書類をそろえた",
            (State.APPROVED,),
            State.CHECKED,
            form="documents",
            guards=(documents_are_complete,),
            codes=("E-15",),
            effect=check,
        ),
        row(
            "send",
            "ハローワークへ送付した",
            (State.PREPARING, State.APPROVED, State.CHECKED),
            State.SENT,
            guards=(
                city_has_agreed,
                documents_are_complete,
                the_plan_is_decided,
                the_person_agreed,
                not_in_the_future,
            ),
            codes=("E-06", "E-14", "E-15", "E-35", "E-37"),
            needs={"contact": "送付先"},
            effect=send,
        ),
        row(
            "receive",
            "受理された",
            (State.SENT,),
            State.RECEIVED,
            guards=(not_in_the_future,),
            codes=("E-35",),
            effect=receive,
        ),
        row("support", "チーム支援を始めた", (State.RECEIVED,), State.SUPPORTING),
        row(
            "end",
            "チーム支援を終えた",
            (State.RECEIVED, State.SUPPORTING),
            State.ENDED,
            guards=(not_in_the_future,),
            codes=("E-35",),
            needs={"result": "結果"},
            effect=end,
        ),
    ),
    roles_of=roles_of,
    role_labels=dict(Role.choices),
    write_event=write_event,
    is_city=lambda user, request: is_city_staff(user, request.agency),
)


def requests_of(plan: Plan):
    """The requests of a plan, for its page."""
    return HelloworkRequest.objects.filter(programme__plan=plan).select_related(
        "programme__plan", "contact", "approved_by"
    )
