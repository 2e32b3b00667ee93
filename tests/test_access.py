"""Every URL declares one rule, and the walls hold for everyone who knocks."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.permissions import RULES
from reports.management.commands.routes import routes


def test_every_url_declares_one_rule():
    undeclared = [
        pattern for _n, pattern, view in routes() if getattr(view, "rule", "") not in RULES
    ]
    assert undeclared == []


def test_every_url_has_a_name():
    assert [pattern for name, pattern, _view in routes() if not name] == []


def test_only_login_and_logout_are_open():
    assert {name for name, _p, view in routes() if RULES[view.rule].is_open} == {"login", "logout"}


CASE_PAGES = {
    "case_detail": [],
    "note_add": [],
    "case_assign": [],
    "case_move": ["go_on"],
}


@pytest.mark.parametrize("page", CASE_PAGES)
def test_a_case_of_another_city_does_not_exist(office, as_, page):
    case = office.case()
    url = reverse(page, args=[case.pk, *CASE_PAGES[page]])
    assert as_("outsider").get(url).status_code in (403, 404)
    assert as_("other_officer").get(url).status_code in (403, 404)
    assert as_("outsider").get(reverse("case_detail", args=[case.pk])).status_code == 404
    assert Client().get(url).status_code == 302


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("counselor", 200),
        ("chief", 200),
        ("employment", 200),
        ("direct", 404),
        ("officer", 404),
        ("approver", 404),
        ("admin", 403),
    ],
)
def test_who_sees_a_case_of_the_contracted_agency(office, as_, who, status):
    case = office.case()
    assert as_(who).get(reverse("case_detail", args=[case.pk])).status_code == status


def test_the_city_sees_the_cases_of_its_own_agency(office, as_):
    case = office.case(by="direct")
    assert as_("officer").get(reverse("case_detail", args=[case.pk])).status_code == 200
    assert as_("other_officer").get(reverse("case_detail", args=[case.pk])).status_code == 404


def test_a_restricted_case_exists_for_the_named_only(office, as_):
    from cases.models import CaseGrant

    case = office.case(name="秘密 花子")
    case.is_restricted = True
    case.save()
    CaseGrant(case=case, user=office.people["counselor"]).save()
    assert "秘密 花子" in as_("counselor").get(reverse("case_list")).text
    listing = as_("chief").get(reverse("case_list"))
    assert "秘密" not in listing.text
    assert "<b>0件</b>" in listing.text
    assert as_("chief").get(reverse("case_detail", args=[case.pk])).status_code == 404


def test_a_role_that_is_taken_away_is_gone_at_the_next_click(office, as_):
    case = office.case()
    client = as_("counselor")
    url = reverse("case_detail", args=[case.pk])
    assert client.get(url).status_code == 200
    office.people["counselor"].memberships.all().delete()
    assert client.get(url).status_code == 403


def test_a_city_role_at_a_contracted_agency_counts_for_nothing(office):
    from accounts.models import Membership, Role
    from accounts.permissions import is_city_staff, roles_on

    person = office.people["counselor"]
    Membership(user=person, organisation=office.places["center"], role=Role.APPROVER).save()
    assert Role.APPROVER not in roles_on(person, office.places["center"])
    assert not is_city_staff(person, office.places["center"])
