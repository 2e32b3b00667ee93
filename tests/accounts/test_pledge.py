"""守秘義務の誓約: at the first login and every year, each by themselves (E-33, TEB-7-1-1-b)."""

import datetime as dt

import pytest
from django.urls import reverse

from accounts.workflow import pledge, register_staff
from cases.models import Note
from rules.calendar import add_months, today
from rules.profile import NATIONAL, profile_for
from tests.course import ago

pytestmark = pytest.mark.django_db
PLEDGE = "/me/pledge/"


def new(office, name="counselor", on=None):
    user = office.people[name]
    user.pledged_on = on
    user.save()
    return user


def test_who_is_new_pledges_before_anything_else(office, as_):
    case = office.case()
    user, client = new(office), as_("counselor")
    page = reverse("case_detail", args=[case.pk])
    answer = client.get(page + "?kind=note")
    assert answer.headers["Location"] == f"{PLEDGE}?next=%2Fcases%2F{case.pk}%2F%3Fkind%3Dnote"
    shown = client.get(answer.headers["Location"]).text
    assert "E-33" in shown
    assert "つむぎ相談センターの仕事で知った" in shown
    assert profile_for(NATIONAL).table("texts").secrecy in shown
    back = client.post(answer.headers["Location"])
    assert back.headers["Location"] == page + "?kind=note"
    assert client.get(page).status_code == 200
    user.refresh_from_db()
    assert user.pledged_on == today()
    assert user.history.first().history_user == user


def test_a_request_by_hand_is_refused_with_its_code_and_keeps_nothing(office, as_):
    case = office.case()
    new(office)
    notes = Note.objects.count()
    typed = {"method": "phone", "body": "話を聞いた。"}
    answer = as_("counselor").post(reverse("note_add", args=[case.pk]), typed)
    assert answer.status_code == 403
    assert "守秘義務の誓約が完了していません。誓約後に利用できます。" in answer.text
    assert f'href="{PLEDGE}"' in answer.text
    assert Note.objects.count() == notes


def test_it_is_asked_again_after_a_year(office, as_, clock):
    made = ago(0)
    pledge(office.people["counselor"], on=made)
    client = as_("counselor")
    assert client.get("/").status_code == 200
    end = add_months(made, 12)
    office.people["counselor"].refresh_from_db()
    clock(end - dt.timedelta(days=1))
    assert office.people["counselor"].has_pledged
    clock(end)
    assert not office.people["counselor"].has_pledged
    days = list(office.people["counselor"].history.values_list("pledged_on", flat=True))
    assert made in days


def test_the_first_password_is_changed_before_the_pledge(office, as_):
    center = office.places["center"]
    user, _password = register_staff(
        center,
        username="newcomer",
        name="新任 花子",
        kana="しんにん はなこ",
        roles=["counselor"],
        reason="研修の前",
        by=office.people["admin"],
    )
    office.people["newcomer"] = user
    client = as_("newcomer")
    assert client.get("/").headers["Location"] == reverse("own_password")
    user.must_change_password = False
    user.save()
    assert client.get("/").headers["Location"] == f"{PLEDGE}?next=%2F"
    assert client.get(reverse("own_password")).status_code == 200
    assert client.post(reverse("logout")).status_code == 302


def test_the_way_back_leads_nowhere_else(office, as_):
    new(office)
    answer = as_("counselor").post(PLEDGE + "?next=https://example.com/")
    assert answer.headers["Location"] == "/"


def test_everyone_pledges_also_the_city_and_the_admin(office, as_):
    for name in ("officer", "approver", "admin"):
        new(office, name)
        assert as_(name).get("/").headers["Location"].startswith(PLEDGE)
        as_(name).post(PLEDGE)
        assert as_(name).get("/").status_code == 200
