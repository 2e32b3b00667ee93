"""The assessments of the demo, written by the real verbs; days count back from today."""

import datetime as dt
import tomllib
from pathlib import Path

from cases.models import Case
from cases.questions import sections
from cases.workflow import (
    finish_assessment,
    save_budget,
    save_row,
    save_section,
    start_assessment,
)
from rules.choices import UNKNOWN

BOOKS = Path(__file__).with_name("demo") / "assessments"


def assess(now: dt.date) -> None:
    """Tell every assessment of the books to the case of its person."""
    for path in sorted(BOOKS.glob("*.toml")):
        for story in tomllib.loads(path.read_text(encoding="utf-8"))["assessment"]:
            tell_assessment(story, now)


def tell_assessment(story: dict, now: dt.date) -> None:
    case = Case.objects.select_related("episode__lead").get(person__name=story["person"])
    by = case.episode.lead
    day = now - dt.timedelta(days=story["days_ago"])
    assessment = start_assessment(case.episode, by=by, on=day)
    for table in sections():
        if table.code in story:
            tell_section(assessment, table.code, story[table.code], by)
    for kind in ("household", "debts", "works"):
        for row in story.get(kind, []):
            save_row(case, kind, by=by, **row)
    if "budget" in story:
        amounts = {line["item"]: line["yen"] for line in story["budget"]}
        month = day.replace(day=1)
        save_budget(case, month, by=by, version=0, actual=amounts, planned={})
    if "finished_days_ago" in story:
        ended = now - dt.timedelta(days=story["finished_days_ago"])
        finish_assessment(assessment, by=by, on=ended)


def tell_section(assessment, code, said, by) -> None:
    """未確認 and 本人が答えない stand in the book among the answers."""
    row = assessment.sections.get(code=code)
    standings = {key: word for key, word in said.items() if word in list(UNKNOWN)}
    answers = {key: word for key, word in said.items() if key not in standings}
    save_section(row, by=by, version=row.version, answers=answers, standings=standings)
