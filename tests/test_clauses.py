"""Every clause is listed once, and what is said to prove it is there and asserts something."""

import pytest

from rules.transitions import MACHINES
from tests import clauses
from tests.clauses import SEEDS, SHAPE, STRENGTHS, asserts, fault_of, functions_of

ROOMS = {
    *clauses.COURSE,
    "network",
    "documents",
    "housing_benefit",
    "incidents",
    "reports",
}
ROWS = clauses.read()


def test_every_clause_is_listed_once():
    ids = [row.id for row in ROWS]
    assert [row for row in ids if not SHAPE.fullmatch(row)] == []
    assert sorted(ids) == sorted(set(ids))
    counts = {seed: sum(row.seed == seed for row in ROWS) for seed in SEEDS}
    assert counts == {seed: count for seed, (_title, count) in SEEDS.items()}
    assert clauses.digest(ROWS) == clauses.IDS


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_a_row_is_whole_and_its_tests_prove_something(row):
    assert row.strength in STRENGTHS
    assert row.room in ROOMS
    assert row.must
    assert row.tests or row.waits, "neither tests nor what it waits for"
    assert [fault for fault in map(fault_of, row.tests) if fault] == []


# 努力 of the course that wait for a room which is not there yet; a 義務 never does.
LATER = {"TEB-4-1-5-c", "TEB-5-3-図1"}


def test_of_the_course_every_duty_is_proven():
    """A row in scope that is unmapped, or said to wait for something, fails here."""
    course = [row for row in ROWS if row.is_of_the_course]
    assert {row.strength for row in course} == {"M", "S"}
    waiting = {row.id for row in course if not row.is_proven}
    assert waiting == LATER
    assert {row.strength for row in course if row.id in LATER} == {"S"}


def test_the_moves_of_the_program_cite_clauses_that_are_listed():
    ids = {row.id for row in ROWS}
    cited = {
        (machine.machine, clause)
        for machine in MACHINES.values()
        for row in machine.transitions.values()
        for clause in row.clauses
    }
    assert cited
    assert [pair for pair in sorted(cited) if pair[1] not in ids] == []


THIS = "tests/test_clauses.py"


@pytest.mark.parametrize(
    ("test", "fault"),
    [
        (f"{THIS}::test_every_clause_is_listed_once", ""),
        (f"{THIS}::test_a_row_is_whole_and_its_tests_prove_something[NAG-1]", ""),
        (f"{THIS}::test_nothing_of_the_kind", "試験がありません"),
        (f"{THIS}::fault_of", "試験がありません"),
        ("tests/test_no_such_file.py::test_it", "ファイルがありません"),
        ("rules/profile.py::read", "ファイルがありません"),
    ],
)
def test_a_test_that_is_named_must_be_there(test, fault):
    assert fault_of(test).endswith(fault)
    assert bool(fault_of(test)) is bool(fault)


SAMPLE = """
def test_by_itself():
    assert 1

def test_by_a_helper():
    refused(1)

def refused(call):
    with pytest.raises(ValueError):
        call()

class TestPage:
    def test_by_the_browser(self):
        expect(page).to_have_title("x")

def test_of_nothing():
    test_of_nothing()
    print(1)
"""


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("test_by_itself", True),
        ("test_by_a_helper", True),
        ("TestPage.test_by_the_browser", True),
        ("test_of_nothing", False),
    ],
)
def test_a_test_that_asserts_nothing_proves_nothing(tmp_path, name, wanted):
    file = tmp_path / "test_sample.py"
    file.write_text(SAMPLE)
    assert asserts(functions_of(file), name) is wanted


def test_the_report_names_what_is_open_and_what_it_waits_for():
    said = "\n".join(clauses.report(ROWS))
    waiting = [row for row in ROWS if not row.is_proven]
    assert [row.id for row in waiting if f"{row.id}\t" not in said] == []
    for seed, (title, count) in SEEDS.items():
        assert f"{title}（{seed}）：{count}件" in said
