"""事故・法違反: from its discovery to the judgement whether it is published."""

from django.db import transaction

from accounts.models import Role
from cases.workflow.story import check_day
from incidents.models import AffectedPerson, Incident
from incidents.permissions import ROLE_LABELS, roles_of
from incidents.workflow.keeping import check_staff, city_of, keep, not_before, row_history
from rules.calendar import today
from rules.refusals import Refused, refuse
from rules.transitions import Move, Transition, Workflow

State = Incident.State
OPEN = tuple(state for state in State if state != State.DONE)


def is_reportable(incident: Incident) -> bool:
    return incident.is_reportable


def has_been_told(incident: Incident) -> bool:
    """The effect is looked for by the instruction of the city, where there is one to wait for."""
    return incident.state == State.INSTRUCTED or not incident.is_reportable


def someone_or_nobody(move: Move):
    """Whom it touched: at least one person, or why there is none (E-01)."""
    if move.asking or move.record.persons.exists() or move.get("nobody_reason"):
        return None
    return refuse(
        "E-01",
        field="nobody_reason",
        item="影響の及んだ人",
        remedy="影響の及んだ人を加えてください。いないときは、そのわけを書いてください。",
    )


def everyone_was_told(move: Move):
    """Each of them knows, or it is said why not (E-01)."""
    waiting = move.record.persons.not_told().count()
    if not waiting:
        return None
    return refuse(
        "E-01",
        item=f"本人に知らせた日（未通知 {waiting}名）",
        remedy="知らせない方には、そのわけを書いてください。",
    )


def the_city_knows(move: Move):
    """E-28: nothing of a 委託先 is done with before the city was told."""
    row = move.record
    return refuse("E-28") if row.is_reportable and row.reported_on is None else None


def nothing_is_missing(move: Move):
    """What has to be known before it is done with, each by its name (E-01)."""
    row = move.record
    asked = {
        "調べた事実": row.facts,
        "自治体の指示": row.instruction or not row.is_reportable,
        "影響の範囲": row.scope,
        "本人への連絡": row.informed_on,
        "原因": row.cause,
        "再発防止策": row.measure,
        "公表の判断": row.is_published is not None,
    }
    return [refuse("E-01", item=item) for item, known in asked.items() if not known]


def planned_ahead(move: Move):
    due = move.get("measure_by", None)
    if due and due < move.on:
        return refuse("E-02", field="measure_by", later="再発防止策の期限", earlier="この日")
    return None


def row(name, label, sources, target, *, after, needs=None, roles=(Role.CHIEF,), **rest):
    """A step of the 主任, dated after the one it follows."""
    codes = {"E-02", "E-35", *rest.pop("codes", ())}
    guards = (not_before(*after), *rest.pop("guards", ()))
    return Transition(
        name,
        label,
        sources,
        target,
        roles,
        guards=guards,
        codes=tuple(codes),
        needs=needs or {},
        **rest,
    )


FOUND = ("found_on", "わかった日")
incident_workflow = Workflow(
    "incident",
    "事故・法違反",
    State,
    (
        row(
            "examine",
            "事実を調べた",
            (State.FOUND,),
            State.EXAMINED,
            after=FOUND,
            needs={"facts": "調べた事実"},
            effect=keep("facts", day="examined_on"),
            clauses=("TEB-7-3-違①",),
        ),
        row(
            "report",
            "自治体に報告した",
            (State.EXAMINED,),
            State.REPORTED,
            after=FOUND,
            needs={"reported_at": "報告した時刻", "reported_to": "報告した相手"},
            effect=keep("reported_at", "reported_to", day="reported_on"),
            applies=is_reportable,
            clauses=("TEB-7-3-違①",),
        ),
        row(
            "instruct",
            "自治体の指示",
            (State.REPORTED,),
            State.INSTRUCTED,
            after=("reported_on", "自治体に報告した日"),
            needs={"instruction": "指示の内容", "instructor": "指示した人"},
            roles=(Role.OFFICER, Role.CHIEF),
            effect=keep("instruction", "instructor", day="instructed_on"),
            clauses=("TEB-7-3-違①",),
        ),
        row(
            "scope",
            "影響の範囲を確かめた",
            (State.EXAMINED, State.INSTRUCTED),
            State.SCOPED,
            after=FOUND,
            needs={"scope": "影響の範囲"},
            guards=(someone_or_nobody,),
            codes=("E-01",),
            effect=keep("scope", "data_kinds", "nobody_reason", day="scoped_on"),
            applies=has_been_told,
            clauses=("TEB-7-3-違②",),
        ),
        row(
            "inform",
            "本人に知らせおえた",
            (State.SCOPED,),
            State.INFORMED,
            after=FOUND,
            guards=(everyone_was_told,),
            codes=("E-01",),
            effect=keep(day="informed_on"),
            clauses=("TEB-7-3-違③",),
        ),
        row(
            "find_cause",
            "原因を確かめた",
            (State.INFORMED,),
            State.CAUSED,
            after=FOUND,
            needs={"cause": "原因"},
            effect=keep("cause", day="caused_on"),
            clauses=("TEB-7-3-違④",),
        ),
        row(
            "prevent",
            "再発防止策を決めた",
            (State.CAUSED,),
            State.PREVENTED,
            after=("caused_on", "原因を確かめた日"),
            needs={"measure": "再発防止策", "measure_by": "再発防止策の期限"},
            guards=(planned_ahead,),
            effect=keep("measure", "measure_by", day="prevented_on"),
            clauses=("TEB-7-3-違④",),
        ),
        row(
            "judge",
            "公表を判断した",
            (State.PREVENTED,),
            State.JUDGED,
            after=("prevented_on", "再発防止策を決めた日"),
            needs={"is_published": "公表するか", "publish_reason": "理由・公表の方法"},
            effect=keep("is_published", "publish_reason", day="judged_on"),
            clauses=("TEB-7-3-違④",),
        ),
        row(
            "finish",
            "再発防止策を行い、完了した",
            OPEN,
            State.DONE,
            after=("judged_on", "公表を判断した日"),
            guards=(the_city_knows, nothing_is_missing),
            codes=("E-01", "E-28"),
            effect=keep(day="done_on"),
            clauses=("TEB-7-3-違①", "TEB-7-3-違②", "TEB-7-3-違④"),
        ),
    ),
    roles_of=roles_of,
    role_labels=ROLE_LABELS,
    write_event=row_history,
    is_city=city_of,
)


@transaction.atomic
def record_incident(agency, *, by, found_on=None, **fields) -> Incident:
    """Whoever finds it writes it down at once, also what is only feared."""
    check_staff(by, agency)
    found_on = found_on or today()
    check_day(found_on, "わかった日", field="found_on")
    incident = Incident(agency=agency, found_on=found_on, found_by=by, **fields)
    incident._history_user = by
    incident.save()
    return incident


def check_open(incident: Incident, by, operation: str) -> None:
    """By the 主任 of the agency (E-03), while it is not done with (E-08)."""
    if Role.CHIEF not in roles_of(by, incident):
        raise Refused(refuse("E-03", roles=Role.CHIEF.label))
    if incident.state == State.DONE:
        raise Refused(
            refuse("E-08", state="完了", operation=operation, options="事故・法違反を見る")
        )


@transaction.atomic
def change_incident(incident: Incident, *, by, version: int, **fields) -> None:
    """Mend or complete what was written; E-08 if someone saved first."""
    incident.check_version(version)
    check_open(incident, by, "直す")
    check_day(fields.get("found_on", incident.found_on), "わかった日", field="found_on")
    for name, value in fields.items():
        setattr(incident, name, value)
    incident._history_user = by
    incident.save()


@transaction.atomic
def add_person(incident: Incident, *, by, **fields) -> AffectedPerson:
    """Another whom it touched: of a 台帳 once only (E-32)."""
    check_open(incident, by, "人を加える")
    person = AffectedPerson(incident=incident)
    return keep_person(person, by=by, **fields)


@transaction.atomic
def change_person(person: AffectedPerson, *, by, version: int, **fields) -> AffectedPerson:
    """Since when they know of it, or why they are not told; E-08 if someone saved first."""
    person.check_version(version)
    check_open(person.incident, by, "直す")
    return keep_person(person, by=by, **fields)


def keep_person(person: AffectedPerson, *, by, **fields) -> AffectedPerson:
    for name, value in fields.items():
        setattr(person, name, value)
    if not person.case and not person.name:
        raise Refused(refuse("E-01", field="name", item="氏名か台帳番号"))
    same = person.incident.persons.filter(case=person.case).exclude(pk=person.pk)
    if person.case and same.exists():
        raise Refused(refuse("E-32", field="number", item=f"台帳 {person.case.number}"))
    if person.informed_on:
        check_day(
            person.informed_on,
            "知らせた日",
            person.incident.found_on,
            "わかった日",
            field="informed_on",
        )
    person._history_user = by
    person.save()
    return person
