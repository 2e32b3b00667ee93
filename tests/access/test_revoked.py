"""What a person may no longer do is refused at the next click of the session that is open."""

import datetime as dt

import pytest
from django.urls import NoReverseMatch, reverse

from accounts.permissions import RULES
from reports.management.commands.routes import routes
from rules.calendar import today


def pages():
    """Every page that needs no record to be opened, with its rule."""
    for name, _pattern, view in routes():
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        if not RULES[view.rule].is_open:
            yield url


def answers(client):
    """What each of them answers: a GET, or a POST of nothing."""
    for url in pages():
        yield url, client.get(url).status_code
        yield url, client.post(url).status_code


def is_refused(status):
    return status in (403, 405)


@pytest.mark.parametrize("who", ["counselor", "approver", "admin"])
def test_whose_last_role_ends_opens_and_sends_nothing_more(office, as_, who):
    client, home = as_(who), reverse("home")
    assert client.get(home).status_code == 200
    office.people[who].memberships.update(until=today() - dt.timedelta(days=1))
    assert [url for url, status in answers(client) if not is_refused(status)] == []


@pytest.mark.parametrize("who", ["counselor", "approver", "admin"])
def test_whose_login_is_stopped_is_asked_who_they_are(office, as_, who):
    client = as_(who)
    assert client.get(reverse("home")).status_code == 200
    type(office.people[who]).objects.filter(pk=office.people[who].pk).update(is_active=False)
    gone = {client.get(url).headers.get("Location", "").partition("?")[0] for url in pages()}
    assert gone == {reverse("login")}


def test_one_of_two_roles_ends_and_only_what_it_opened_is_closed(office, as_):
    person, center = office.people["counselor"], office.places["center"]
    chief = person.memberships.create(
        organisation=center, role="chief", since=today() - dt.timedelta(days=9)
    )
    client = as_("counselor")
    pages = [reverse(name) for name in ("disclosure_register", "case_list")]
    assert [client.get(url).status_code for url in pages] == [200, 200]
    chief.until = today() - dt.timedelta(days=1)
    chief.save()
    assert [client.get(url).status_code for url in pages] == [403, 200]


def test_a_case_that_is_closed_to_a_colleague_is_gone_while_they_read_it(office, as_):
    case = office.case()
    client, url = as_("chief"), reverse("case_detail", args=[case.pk])
    assert client.get(url).status_code == 200
    type(case).objects.filter(pk=case.pk).update(is_restricted=True)
    assert client.get(url).status_code == 404
    assert client.post(reverse("note_add", args=[case.pk]), {"body": "見た"}).status_code == 404
