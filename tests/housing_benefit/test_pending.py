"""What waits or is printed when a course has been suspended or stopped."""

import pytest
from django.urls import reverse

from cases.workflow import case_workflow
from cases.workflow.joining import join_cases
from documents.register import DOCUMENTS
from housing_benefit.models import BenefitMonth
from rules.refusals import Refused
from tests.benefits import DAY, Benefit, decided, order_of


@pytest.fixture
def here(office, at):
    at("sapporo")
    return office


@pytest.mark.parametrize(
    ("kind", "ground"), [("stop", "false"), ("stop", "moved_out"), ("suspend", "illness")]
)
def test_what_a_stopped_course_waited_for_is_not_granted(here, as_, kind, ground):
    benefit = Benefit(here).ruled()
    more = benefit.followed().sent()
    decided(benefit, order_of(benefit, kind, ground), DAY)
    with pytest.raises(Refused) as refused:
        more.move("draft", "officer")
    assert refused.value.refusals[0].code == "E-08"
    for who in ("counselor", "officer"):
        assert as_(who).get(reverse("benefit_detail", args=[more.row.pk])).status_code == 200
    assert not BenefitMonth.objects.filter(application=more.row).exists()
    more.move("withdraw", reason="支給が止まった")
    assert not more.case.deadlines.filter(kind__contains="延長", done_on__isnull=True).exists()


def test_what_was_drafted_is_not_granted_once_the_course_is_stopped(here):
    benefit = Benefit(here).ruled()
    more = benefit.followed().drafted()
    decided(benefit, order_of(benefit, "stop", "moved_out"), DAY)
    with pytest.raises(Refused) as refused:
        more.move("grant", "approver")
    assert refused.value.refusals[0].code == "E-08"
    assert not BenefitMonth.objects.filter(application=more.row).exists()


def test_a_month_that_was_taken_away_has_no_paper(here, clock):
    clock(DAY.replace(month=9))
    benefit = Benefit(here).ruled()
    paper = DOCUMENTS["benefit_activity"]
    assert [paper.sheet(row).paper.month.month for row in paper.records(benefit.case)] == [9, 8]
    decided(benefit, order_of(benefit, "stop", "moved_out"), DAY)
    assert [paper.sheet(row).paper.month.month for row in paper.records(benefit.case)] == [8]


def test_what_a_joined_file_was_granted_is_not_granted_again(here):
    """One person, two 台帳: the months of both are theirs (規則16条)."""
    first = Benefit(here, name="給付 太朗").ruled()
    second = Benefit(here, name="給付 太郎").drafted()
    chief = here.people["chief"]
    case_workflow.advance(first.case.episode, "suspend", by=chief, reason="同じ人")
    join_cases(second.case, first.case, by=chief, reason="同じ保険証")
    with pytest.raises(Refused) as refused:
        second.move("grant", "approver")
    assert refused.value.refusals[0].code == "E-32"
    second.move("pull_back", "officer").move("withdraw", reason="二重")
    assert Benefit(here, case=second.case).row.purpose == "again"
