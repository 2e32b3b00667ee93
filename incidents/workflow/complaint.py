"""苦情: received, handled by someone it is not about, examined, answered, made use of."""

from django.db import transaction
from django.db.models import Q

from accounts.models import STAFF, Role, User
from cases.workflow.story import check_day
from incidents.models import Complaint, ComplaintSubject
from incidents.permissions import HANDLER, ROLE_LABELS, roles_towards
from incidents.workflow.keeping import check_staff, city_of, keep, not_before, row_history
from rules.calendar import today
from rules.refusals import Refused, refuse
from rules.transitions import Move, Transition, Workflow

State = Complaint.State
AT_WORK = (State.RECEIVED, State.ASSIGNED, State.EXAMINED)


def handlers(agency):
    """Who may handle a complaint about an agency: its staff, or an officer of the city."""
    office = agency.municipality.city_office
    own = User.objects.working_at(agency, STAFF)
    city = User.objects.working_at(office, (Role.OFFICER,))
    return User.objects.filter(Q(pk__in=own.values("pk")) | Q(pk__in=city.values("pk")))


def not_the_subject(move: Move):
    """Nobody handles what is said of themselves (E-27), nor who does not work there (E-31)."""
    handler = move.get("handler", None)
    if not handler:
        return None
    if move.record.subjects.filter(user=handler).exists():
        return refuse(
            "E-27", field="handler", remedy="ほかの職員、または自治体の担当者を選んでください。"
        )
    if not handlers(move.record.agency).filter(pk=handler.pk).exists():
        return refuse(
            "E-31", field="handler", organisation=move.record.agency, post=f"{handler.name}さん"
        )
    return None


def promised_ahead(move: Move):
    """The day for the answer follows the day it is promised on (E-02)."""
    answer_by = move.get("answer_by", None)
    if answer_by and answer_by < move.on:
        return refuse("E-02", field="answer_by", later="回答の期限", earlier="対応者を決めた日")
    return None


complaint_workflow = Workflow(
    "complaint",
    "苦情",
    State,
    (
        Transition(
            "assign",
            "対応者を決める",
            AT_WORK,
            State.ASSIGNED,
            (Role.CHIEF, Role.OFFICER),
            guards=(
                not_before("received_on", "受けた日"),
                not_the_subject,
                promised_ahead,
            ),
            codes=("E-02", "E-27", "E-31", "E-35"),
            needs={"handler": "対応者", "answer_by": "回答の期限"},
            effect=keep("handler", "answer_by"),
            clauses=("TEB-7-3-2-①", "TEB-7-3-2-a"),
        ),
        Transition(
            "examine",
            "事実を確かめた",
            (State.ASSIGNED,),
            State.EXAMINED,
            (HANDLER, Role.CHIEF),
            guards=(not_before("received_on", "受けた日"),),
            codes=("E-02", "E-35"),
            needs={"facts": "確かめた事実"},
            effect=keep("facts", day="examined_on"),
            clauses=("TEB-7-3-2-a",),
        ),
        Transition(
            "answer",
            "回答した",
            (State.EXAMINED,),
            State.ANSWERED,
            (HANDLER, Role.CHIEF),
            guards=(not_before("examined_on", "事実を確かめた日"),),
            codes=("E-02", "E-35"),
            needs={"answer": "回答の内容", "answer_way": "回答の方法"},
            effect=keep("answer", "answer_way", day="answered_on"),
            clauses=("TEB-7-3-2-a",),
        ),
        Transition(
            "finish",
            "再発防止を書いて完了する",
            (State.ANSWERED,),
            State.DONE,
            (HANDLER, Role.CHIEF),
            guards=(not_before("answered_on", "回答した日"),),
            codes=("E-02", "E-35"),
            needs={"prevention": "再発防止・活かすこと"},
            effect=keep("prevention", day="done_on"),
            clauses=("TEB-7-3-2-a",),
        ),
    ),
    roles_of=roles_towards,
    role_labels=ROLE_LABELS,
    write_event=row_history,
    is_city=city_of,
)


@transaction.atomic
def receive_complaint(agency, *, by, received_on=None, subjects=(), **fields) -> Complaint:
    """Written down by whoever took it, also who it is about: they see it no more after that."""
    check_staff(by, agency)
    received_on = received_on or today()
    check_day(received_on, "受けた日", field="received_on")
    row = Complaint(agency=agency, received_on=received_on, received_by=by, **fields)
    row._history_user = by
    row.save()
    name_subjects(row, subjects, by=by)
    return row


@transaction.atomic
def change_complaint(row: Complaint, *, by, version: int, subjects=(), **fields) -> None:
    """Mend what was written at 受付, until it is answered; E-08 if someone saved first.

    Whom it is about may come to light later; the 対応者 is then somebody else (E-27).
    """
    check_may_change(row, by)
    row.check_version(version)
    check_day(fields.get("received_on", row.received_on), "受けた日", field="received_on")
    if row.handler in subjects:
        raise Refused(
            refuse("E-27", field="subjects", remedy="先に、ほかの対応者を決めてください。")
        )
    for name, value in fields.items():
        setattr(row, name, value)
    row._history_user = by
    row.save()
    name_subjects(row, subjects, by=by)


def check_may_change(row: Complaint, by) -> None:
    """By who looks after it (E-03), until it is answered (E-08)."""
    if not roles_towards(by, row) & {Role.CHIEF, Role.OFFICER, HANDLER}:
        raise Refused(refuse("E-03", roles="主任相談支援員・対応者・自治体担当者"))
    if row.state not in AT_WORK:
        raise Refused(
            refuse(
                "E-08",
                state=row.get_state_display(),
                operation="受付の内容を直す",
                options="再発防止の欄に書く",
            )
        )


def name_subjects(row: Complaint, people, *, by) -> None:
    """Exactly these are who it is about; E-31 for who never worked at the agency."""
    named = {person.pk: person for person in people}
    for known in row.subjects.all():
        if named.pop(known.user_id, None) is None:
            known._history_user = by
            known.delete()
    for person in named.values():
        if not person.memberships.filter(organisation=row.agency).exists():
            raise Refused(
                refuse("E-31", field="subjects", organisation=row.agency, post=f"{person.name}さん")
            )
        subject = ComplaintSubject(complaint=row, user=person)
        subject._history_user = by
        subject.save()
