"""The assessments of a story, as the sections were saved and the rows written."""

from cases.models import latest_assessment
from cases.questions import sections
from cases.workflow import (
    budget_version,
    finish_assessment,
    own_income_version,
    save_budget,
    save_own_income,
    save_row,
    save_section,
    start_assessment,
)
from reports.demo.tale import step
from rules.choices import UNKNOWN


@step("assess")
def assess(tale, row, day):
    """Begin the next revision and write what was said that day."""
    start_assessment(tale.case.episode, by=tale.actor(row), on=day)
    write(tale, row, day)


@step("assess_on")
def write(tale, row, day):
    """Sections, 世帯・債務・職歴, 家計: in the open revision, as far as the story tells."""
    by, case = tale.actor(row), tale.case
    assessment = latest_assessment(case.episode)
    for table in sections():
        if table.code in row:
            tell_section(assessment, table.code, row[table.code], by)
    for kind in ("household", "debts", "works"):
        for line in row.get(kind, []):
            save_row(case, kind, by=by, **line)
    if "incomes" in row:
        save_own_income(case, by=by, version=own_income_version(case), incomes=row["incomes"])
    if "budget" in row:
        month = day.replace(day=1)
        save_budget(
            case,
            month,
            by=by,
            version=budget_version(case, month),
            actual=row["budget"],
            planned=row.get("budget_planned", {}),
        )


@step("assessed")
def finish(tale, row, day):
    finish_assessment(latest_assessment(tale.case.episode), by=tale.actor(row), on=day)


def tell_section(assessment, code, said, by) -> None:
    """未確認 and 本人が答えない stand in the book among the answers."""
    row = assessment.sections.get(code=code)
    unsaid = list(UNKNOWN)
    standings = {key: word for key, word in said.items() if word in unsaid}
    answers = {key: word for key, word in said.items() if key not in standings}
    merged = {**row.answers, **answers}
    save_section(row, by=by, version=row.version, answers=merged, standings=standings)
