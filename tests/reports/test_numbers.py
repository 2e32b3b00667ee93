"""文書番号簿: each number once, what it was used for, and why one was not."""

import pytest
from django.urls import reverse

from accounts.models import Membership
from cases.models import CaseGrant
from documents.models import IssuedDocument
from documents.register import DOCUMENTS
from documents.workflow import issue, void
from rules.calendar import today
from tests.course import Course


@pytest.fixture
def letters(office):
    """Three numbered letters of the agency; the second never left."""
    course = Course(office).planning().drafted("household_budget").agreed().reviewed().submitted()
    rows = [
        issue(
            DOCUMENTS["submission"],
            course.submission,
            by=course.by,
            on=today(),
            organisation=office.places["center"],
            recipient="つむぎ市長",
        )
        for _ in range(3)
    ]
    void(rows[1], by=course.by, reason="宛先のまちがい", on=today())
    return rows


def register_of(client):
    return client.get(reverse("number_list"))


def test_every_number_stands_once_and_an_unused_one_says_why(letters, as_):
    page = register_of(as_("chief"))
    ((place, lines),) = page.context["registers"]
    assert place.name == "つむぎ相談センター"
    assert [line.count for line in lines] == [3, 2, 1]
    assert [line.issued.number for line in lines] == [row.number for row in reversed(letters)]
    assert "宛先のまちがい" in page.text
    assert "つむぎ市長" in page.text


def test_who_sees_no_case_reads_numbers_and_no_case(letters, as_):
    page = register_of(as_("admin")).text
    assert letters[0].number in page
    assert letters[0].case_number not in page
    assert "つむぎ市長" not in page


def test_a_restricted_case_is_told_to_the_named_only(letters, office, as_):
    case = Course(office).case
    case.is_restricted = True
    case.save()
    CaseGrant(case=case, user=office.people["counselor"]).save()
    IssuedDocument.objects.update(case_pk=case.pk, case_number=case.number)
    assert f">{case.number}<" not in register_of(as_("chief")).text


def test_the_register_is_of_ones_own_office(letters, as_):
    assert register_of(as_("counselor")).status_code == 403
    city = register_of(as_("officer"))
    assert letters[0].number not in city.text
    assert letters[0].number not in register_of(as_("other_officer")).text


def test_the_years_have_registers_of_their_own(letters, as_):
    page = as_("chief").get(reverse("number_list"), {"year": "2016"})
    assert "この年度に番号を付けた書類はありません" in page.text


def test_a_role_of_the_city_held_at_an_agency_opens_no_register(letters, office, as_):
    people = office.people
    Membership.objects.filter(user=people["officer"]).update(organisation=office.places["center"])
    page = register_of(as_("officer"))
    assert page.status_code in (403, 404)
    assert letters[0].number not in page.text
