"""閲覧制限: set by the 主任, seen by the named, the address on no paper that stays with us."""

import pytest
from django.urls import reverse

from cases.documents import intake_sheet
from cases.models.case import WITHHELD
from cases.visit_paper import visit_sheet
from cases.workflow.restriction import restrict
from rules.refusals import Refused
from tests.course import Course
from tests.documents.reading import text_of

HOME = "架空市避難町9番9号"


@pytest.fixture
def case(office):
    return office.case(name="秘密 花子", postal_code="940-0062", address=HOME)


def code_of(call, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return refused.value.refusals[0].code


def closed(office, case, *names, by="chief", reason="支援措置の申出"):
    named = [office.people[name] for name in names]
    restrict(case, by=office.people[by], reason=reason, named=named)


def test_the_named_see_it_and_to_the_others_it_is_nothing(office, as_, case):
    url = reverse("case_restriction", args=[case.pk])
    typed = {"named": [office.people[n].pk for n in ("chief", "employment")], "reason": "申出"}
    answer = as_("chief").post(url, typed | {"version": "0"})
    assert answer.status_code == 302
    page = reverse("case_detail", args=[case.pk])
    seen = {who: as_(who).get(page).status_code for who in ("chief", "employment", "counselor")}
    assert seen == {"chief": 200, "employment": 200, "counselor": 404}
    assert "秘密" not in as_("counselor").get(reverse("case_list")).text
    assert {grant.reason for grant in case.grants.all()} == {"申出"}


def test_who_is_named_no_more_sees_it_no_more_and_taken_back_all_do(office, as_, case):
    closed(office, case, "chief", "counselor")
    closed(office, case, "chief", reason="担当の交代")
    page = reverse("case_detail", args=[case.pk])
    assert as_("counselor").get(page).status_code == 404
    closed(office, case, reason="申出の取下げ")
    assert as_("counselor").get(page).status_code == 200
    assert not case.grants.exists()


def test_who_leaves_it_to_another_chief_is_led_to_the_list(office, as_, case):
    office.people["employment"].memberships.update(role="chief")
    url = reverse("case_restriction", args=[case.pk])
    typed = {"named": [office.people["employment"].pk], "reason": "申出", "version": "0"}
    assert as_("chief").post(url, typed).url == reverse("case_list")


def test_only_the_chief_restricts_with_a_reason_and_a_chief_among_the_named(office, case):
    assert code_of(closed, office, case, "chief", by="counselor") == "E-03"
    assert code_of(closed, office, case, "chief", by="officer") == "E-03"
    assert code_of(closed, office, case, "chief", reason="") == "E-01"
    assert code_of(closed, office, case, "counselor") == "E-01"
    assert code_of(closed, office, case, "chief", "direct") == "E-31"
    case.refresh_from_db()
    assert not case.is_restricted


def test_two_chiefs_do_not_overwrite_each_other(office, as_, case):
    url = reverse("case_restriction", args=[case.pk])
    closed(office, case, "chief", "counselor")
    typed = {"named": [office.people["chief"].pk], "reason": "申出", "version": "0"}
    assert as_("chief").post(url, typed).status_code == 409
    assert case.grants.count() == 2


def test_what_is_restricted_has_its_address_on_no_paper_that_stays_here(office, as_, case):
    for sheet in (intake_sheet, visit_sheet):
        assert HOME in str(sheet(case.episode).paper)
    closed(office, case, "chief")
    case.refresh_from_db()
    for sheet in (intake_sheet, visit_sheet):
        paper = sheet(case.episode).paper
        assert (HOME in str(paper), WITHHELD in str(paper)) == (False, True)
        assert "940-0062" not in str(paper)
    answer = as_("chief").get(reverse("case_paper", args=[case.pk, "handover"]))
    assert HOME not in text_of(answer.content)
    assert HOME in as_("chief").get(reverse("case_detail", args=[case.pk])).text


def test_the_paper_the_person_receives_bears_the_address(office, as_):
    course = Course(office, address=HOME).supported()
    closed(office, course.case, "chief")
    course.rule("household_budget", "notify", days=73, way="手渡し")
    answer = as_("chief").get(reverse("case_paper", args=[course.case.pk, "form8"]))
    assert HOME in text_of(answer.content)
