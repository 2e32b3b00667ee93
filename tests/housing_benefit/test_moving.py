"""転居費用補助: the finding of 家計改善支援 stands beside the 家計 it rests on."""

import datetime as dt

import pytest
from django.urls import reverse

from cases.workflow.household import save_budget
from housing_benefit.budget import doubts
from housing_benefit.workflow import start_application
from tests.benefits import Benefit
from tests.course import Course

AUGUST = dt.date(2026, 8, 1)


@pytest.fixture
def here(office, at):
    at("sapporo")
    return office


def moving(here, was, planned, **facts):
    case = Course(here).applied().case
    by = here.people["counselor"]
    save_budget(case, AUGUST, by=by, version=0, actual=was, planned=planned)
    return Benefit(here, kind="move", case=case, **facts)


WAS, LOWER = {"housing": 50_000, "food": 35_000}, {"housing": 30_000, "food": 35_000}
HIGHER = {"housing": 55_000, "food": 35_000}


def test_a_finding_that_the_budget_bears_out_is_not_doubted(here):
    assert doubts(moving(here, WAS, LOWER, rent=50_000).row) == []


@pytest.mark.parametrize(
    ("planned", "finding", "said"),
    [
        (
            HIGHER,
            "lower_rent",
            ["ローンが50,000円から55,000円", "支出の合計が85,000円から"],
        ),
        (LOWER, "lower_total", ["家賃・住宅ローンが50,000円から30,000円"]),
        (HIGHER, "lower_total", ["支出の合計が85,000円から90,000円"]),
    ],
)
def test_where_the_budget_says_otherwise_the_screen_says_so_and_nothing_is_barred(
    here, as_, planned, finding, said
):
    benefit = moving(here, WAS, planned, finding=finding, rent=50_000).sent()
    found = doubts(benefit.row)
    assert len(found) == len(said)
    assert all(words in sentence for words, sentence in zip(said, found, strict=True))
    page = reverse("benefit_detail", args=[benefit.row.pk])
    for who in ("counselor", "officer"):
        assert found[0] in as_(who).get(page).text
    assert benefit.row.state == "sent"


@pytest.mark.parametrize(
    ("was", "planned", "said"),
    [
        ({"food": 35_000}, {"food": 30_000}, "家賃・住宅ローンのいまの額と計画"),
        ({"housing": 50_000}, {}, "支出のいまの額と計画"),
        (WAS, {"housing": 30_000}, "食費は、いまの額か計画がなく、0円と数えています。"),
    ],
)
def test_a_budget_with_a_gap_says_what_it_cannot_tell(here, was, planned, said):
    (found,) = doubts(moving(here, was, planned, rent=50_000).row)
    assert said in found


def test_another_cost_of_the_home_than_in_the_budget_is_named(here):
    (found,) = doubts(moving(here, WAS, LOWER, rent=48_000).row)
    assert ("48,000円" in found, "50,000円" in found) == (True, True)


def test_no_finding_no_doubt(here):
    assert doubts(moving(here, WAS, HIGHER, finding="none").row) == []
    assert doubts(Benefit(here, name="別人").row) == []


def test_the_cost_of_the_home_comes_from_the_budget(here):
    case, by = Course(here).applied().case, here.people["counselor"]
    save_budget(case, AUGUST, by=by, version=0, actual=WAS, planned=LOWER)
    assert start_application(case, by=by, kind="move", route="fallen").rent == 50_000
    assert start_application(case, by=by, kind="rent", route="left").rent is None
