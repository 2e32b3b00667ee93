"""What is recorded beside the plan: 就労, プラン前の支援, 予定."""

import datetime as dt

from cases.workflow.records import (
    check_screening,
    make_appointment,
    record_early_support,
    record_employer_visit,
    record_income_rise,
    record_job_search,
    record_job_start,
    settle_appointment,
)
from reports.demo.tale import step

RECORDS = {
    "job_search": record_job_search,
    "employer_visit": record_employer_visit,
    "job_start": record_job_start,
    "income_rise": record_income_rise,
}


def teach(name, verb) -> None:
    @step(name)
    def record(tale, row, day):
        verb(tale.case, by=tale.actor(row), on=day, **row)


for name, verb in RECORDS.items():
    teach(name, verb)


@step("early_support")
def early_support(tale, row, day):
    record_early_support(tale.case, by=tale.actor(row), started_on=day, **row)


@step("checked")
def checked(tale, row, day):
    """主任 looks at the スクリーニング that somebody else judged."""
    check_screening(tale.case.episode.screening, by=tale.chief, on=day)


@step("appointment")
def appointment(tale, row, day):
    """A visit or a talk to come; ``standing`` says what came of one that is past."""
    by, standing = tale.actor(row), row.pop("standing", "")
    if "hour" in row:
        row["at"] = dt.time.fromisoformat(row.pop("hour"))
    on = row.pop("visit_on")
    made = make_appointment(tale.case, by=by, on=on, **row)
    if standing:
        settle_appointment(made, by=by, standing=standing)
