"""The table of the assessment (様式2): its sections and questions, read from ``sections.toml``.

Adding a question is one entry there; the page, the saving, the facts that are counted
and the reading of an old revision follow from it. A wrong entry stops the start.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from rules.choices import UNKNOWN, entries, names

TABLE = Path(__file__).with_name("sections.toml")
KINDS = ("line", "text", "one", "many", "yen", "number", "date", "yes_no")
CODED = ("one", "many", "yes_no")  # whose answers are facts that can be counted (D23)
MUST, SHOULD = "must", "should"


@dataclass(frozen=True)
class Question:
    """One question: ``need`` says whether an assessment can be finished without it.

    未確認 and 本人が答えない are answers too (D11), where ``standings`` names them: what
    the counselor must judge alone has none. ``category`` is the kind of personal data
    (TEB-7-1-2-③).
    """

    key: str
    label: str
    kind: str
    category: str
    source: str
    choices: str = ""
    need: str = ""
    help: str = ""
    group: str = ""
    unit: str = ""
    highest: int = 0
    rows: int = 3
    standings: tuple[str, ...] = tuple(UNKNOWN)
    only_if: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_coded(self) -> bool:
        return self.kind in CODED

    @property
    def says_little(self) -> bool:
        """Does its answer need the question beside it to be understood?"""
        return self.kind in ("yes_no", "yen", "number", "date")

    @property
    def is_short(self) -> bool:
        """May it stand beside another one on the same line?"""
        return self.kind in ("line", "yen", "number", "date")

    def is_answered(self, answers: Mapping[str, Any], standings: Mapping[str, str]) -> bool:
        return self.key in answers or self.key in standings

    def counts(self, answers: Mapping[str, Any]) -> bool:
        """Is it waited for at all, given what else was answered?"""
        if not self.need:
            return False
        if not self.only_if:
            return True
        other = answers.get(self.only_if["key"], ())
        given = {other} if isinstance(other, str) else set(other)
        return bool(given & set(self.only_if["codes"]))


@dataclass(frozen=True)
class Section:
    """One short page: ``editors`` are roles that may edit it beside who is in charge (D15).

    Without 利用申込・同意 only those ``open_before_consent`` may be filled (D2, E-05).
    """

    code: str
    title: str
    short: str
    form: str
    questions: tuple[Question, ...]
    editors: tuple[str, ...] = ()
    open_before_consent: bool = False

    @property
    def memo(self) -> Question:
        """面談のメモ: every section has one, as its last question."""
        return self.questions[-1]

    def waiting(
        self, answers: Mapping[str, Any], standings: Mapping[str, str]
    ) -> tuple[Question, ...]:
        """The questions that should be answered and are not."""
        return tuple(
            question
            for question in self.questions
            if question.counts(answers) and not question.is_answered(answers, standings)
        )


@cache
def sections() -> tuple[Section, ...]:
    """All sections in the order of the form."""
    rows = tomllib.loads(TABLE.read_text(encoding="utf-8"))["section"]
    table = tuple(read_section(dict(row)) for row in rows)
    check(table)
    return table


def section(code: str) -> Section | None:
    return next((row for row in sections() if row.code == code), None)


@cache
def by_key() -> Mapping[str, tuple[Section, Question]]:
    return {question.key: (row, question) for row in sections() for question in row.questions}


def read_section(row: dict[str, Any]) -> Section:
    category = row.pop("category")
    questions = [read_question(dict(entry), category) for entry in row.pop("question")]
    questions.append(
        Question(
            key=f"{row['code']}_memo",
            label="面談のメモ",
            kind="text",
            category=category,
            source="G",
            standings=(),
        )
    )
    row["editors"] = tuple(row.get("editors", ()))
    return Section(questions=tuple(questions), **row)


def read_question(row: dict[str, Any], category: str) -> Question:
    if "standings" in row:
        row["standings"] = tuple(row["standings"])
    if row["kind"] == "yes_no":
        row["choices"] = "yes_no"
    return Question(**{"category": category, **row})


def check(table: tuple[Section, ...]) -> None:
    """Refuse to start with a table that no page could show."""
    for fault in faults(table):
        raise ValueError(f"{TABLE.name}: {fault}")


def faults(table: tuple[Section, ...]) -> Iterator[str]:
    keys = [question.key for row in table for question in row.questions]
    coded = {question.key for row in table for question in row.questions if question.is_coded}
    categories = {row.code for row in entries("data_categories")}
    yield from (f"{key} stands twice" for key in sorted(set(keys)) if keys.count(key) > 1)
    for question in (question for row in table for question in row.questions):
        if question.kind not in KINDS:
            yield f"{question.key}: unknown kind {question.kind}"
        if question.is_coded and question.choices not in names():
            yield f"{question.key}: unknown list {question.choices}"
        if question.need not in ("", MUST, SHOULD):
            yield f"{question.key}: unknown need {question.need}"
        if question.source not in {"S", "K", "G"}:
            yield f"{question.key}: source must be S, K or G"
        if question.category not in categories:
            yield f"{question.key}: unknown category {question.category}"
        if not set(question.standings) <= set(UNKNOWN):
            yield f"{question.key}: unknown standing"
        if question.only_if and question.only_if["key"] not in coded:
            yield f"{question.key}: only_if names no question with choices"
