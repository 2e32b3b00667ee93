"""苦情 and their 手順, 事故, ヒヤリハット of the demo: told by the real verbs on their own days."""

import datetime as dt
from collections.abc import Iterator

from cases.models import Case
from incidents.workflow import (
    add_person,
    change_person,
    complaint_workflow,
    confirm_procedure,
    incident_workflow,
    near_miss_workflow,
    read_near_miss,
    receive_complaint,
    record_incident,
    record_near_miss,
    set_procedure,
    tell_contact,
    write_statement,
)
from reports.demo.office import Office
from rules.calendar import fiscal_year

BEGINNINGS = {
    "complaint": (receive_complaint, "received_on", complaint_workflow),
    "incident": (record_incident, "found_on", incident_workflow),
    "near_miss": (record_near_miss, "on", near_miss_workflow),
    "procedure": (set_procedure, "valid_from", None),
    "statement": (write_statement, "published_on", None),
}
DAYS = {"answer_within": "answer_by", "measure_within": "measure_by"}
CLOCKS = ("found_at", "reported_at")


def happenings(office: Office, rows: list[dict]) -> Iterator[tuple[int, str, object]]:
    """(days ago, name, act) of each beginning and of each step after it."""
    for row in rows:
        kept: dict = {}
        what = row["what"]
        yield row["ago"], what, lambda day, row=row, kept=kept: begin(office, row, kept, day)
        for step in row.get("steps", []):
            yield (
                step["ago"],
                f"{what} {step['do']}",
                lambda day, what=what, step=step, kept=kept: take(office, what, step, kept, day),
            )


def begin(office: Office, row: dict, kept: dict, day: dt.date) -> None:
    verb, day_field, _machine = BEGINNINGS[row["what"]]
    by, agency = office.people[row["by"]], office.places[row["agency"]]
    kept["row"] = verb(agency, by=by, **{day_field: day}, **said(office, row["said"], day))


def take(office: Office, what: str, step: dict, kept: dict, day: dt.date) -> None:
    """One move of its machine; or a person it touched, told or not; or who reads or hears it."""
    data = {name: value for name, value in step.items() if name not in ("ago", "do", "by")}
    by, row = office.people[step["by"]], kept["row"]
    row.refresh_from_db()
    data = said(office, data, day)
    if step["do"] == "person":
        add_person(row, by=by, **data)
    elif step["do"] == "tell":
        person = row.persons.filter(informed_on__isnull=True).first()
        change_person(person, by=by, version=person.version, informed_on=day, **data)
    elif step["do"] == "hear":
        tell_contact(row, by=by, contact=office.contacts[data["contact"]], on=day, way=data["way"])
    elif step["do"] == "confirm":
        confirm_procedure(row, by=by, on=day)
    elif step["do"] == "read":
        read_near_miss(row, by=by, on=day)
    else:
        BEGINNINGS[what][2].advance(row, step["do"], by=by, on=day, **data)


def said(office: Office, data: dict, day: dt.date) -> dict:
    """The words of the book as the verbs take them: people, 台帳, clocks and days to come."""
    found = dict(data)
    for name, field in DAYS.items():
        if name in found:
            found[field] = day + dt.timedelta(days=found.pop(name))
    for name in CLOCKS:
        if name in found:
            found[name] = dt.time.fromisoformat(found[name])
    if "years_back" in found:
        found["year"] = fiscal_year(day) - found.pop("years_back")
    if "handler" in found:
        found["handler"] = office.people[found["handler"]]
    if "subjects" in found:
        found["subjects"] = [office.people[name] for name in found["subjects"]]
    if "case" in found:
        found["case"] = Case.objects.get(pk=office.cases[found["case"]].pk)
    return found
