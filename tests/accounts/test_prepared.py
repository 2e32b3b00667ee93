"""A prepared question gives what its queryset gives, whatever it is asked with."""

import datetime as dt

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from accounts.models import Draft, Membership, Role, User, posts_on
from cases import reading
from cases.models import Case
from cases.workflow.notes import write_note
from reports.timeline import Wanted, everything, ordered, sources
from rules.calendar import today
from rules.prepared import prepared

pytestmark = pytest.mark.django_db


@pytest.fixture
def cases(office):
    return [office.case(), office.case()]


def test_rows_and_the_joined_ones_are_those_of_the_queryset(office, cases):
    user = office.people["counselor"]
    for case in cases:
        found = reading.file_of(user, case.pk)
        with CaptureQueriesContext(connection) as asked:
            pairs = [
                (found, case),
                (found.person, case.person),
                (found.agency, case.agency),
                (found.agency.municipality, case.agency.municipality),
                (found.episode, case.episode),
                (found.episode.intake, case.episode.intake),
            ]
            assert found.joined_into is None
        assert len(asked) == 0
        for read, kept in pairs:
            fresh = type(kept).objects.get(pk=kept.pk)
            for field in fresh._meta.concrete_fields:
                assert getattr(read, field.attname) == getattr(fresh, field.attname), field.attname


def test_who_may_not_see_a_file_does_not_get_it(office, cases):
    pk = cases[0].pk
    seen = {who for who, user in office.people.items() if reading.file_of(user, pk)}
    rule = {
        who
        for who, user in office.people.items()
        if Case.objects.visible_to(user).filter(pk=pk).exists()
    }
    assert seen == rule == {"chief", "counselor", "employment", "outreach"}


def test_as_many_agencies_as_a_person_works_at(office, cases):
    user = office.people["counselor"]
    assert reading.file_of(user, cases[0].pk)
    there = office.case(by="direct")
    assert reading.file_of(user, there.pk) is None
    Membership.objects.create(
        user=user, organisation=there.agency, role=Role.COUNSELOR, since=today()
    )
    both = User.objects.get(pk=user.pk)
    assert reading.file_of(both, there.pk) == there
    assert reading.file_of(both, cases[1].pk) == cases[1]


def test_the_sql_is_built_once(cases):
    built = []

    @prepared
    def numbers(pk):
        built.append(pk)
        return Case.objects.filter(pk=pk).only("number")

    with CaptureQueriesContext(connection) as asked:
        found = [numbers(case.pk)[0].number for case in cases]
    assert found == [case.number for case in cases]
    assert len(built) == 1
    assert len(asked) == 2


def test_columns_left_out_are_asked_for_when_needed(cases):
    assert reading.joined(cases[0].pk) == []
    cases[1].joined_into = cases[0]
    cases[1].save()
    (joined,) = reading.joined(cases[0].pk)
    assert joined.get_deferred_fields() >= {"search_words", "episode_id"}
    assert joined.episode_id == cases[1].episode_id


def test_annotated_columns_stand_on_the_row(office, cases):
    who = office.people["counselor"]
    write_note(cases[0], by=who, on=today(), method="visit", body="元気。")
    (note,) = reading.notes_that_stand(cases[0].pk)
    assert note.by == who.name


def test_days_and_hours_come_as_days_and_hours(cases):
    case = cases[0]
    asked = list(ordered(sources([case.pk], Wanted(), today())))
    assert everything(case.pk, today()) == [tuple(row) for row in asked]
    assert isinstance(asked[0][2], dt.date)
    assert everything(case.pk, today())[0][2] == asked[0][2]


def test_a_day_is_a_key(office):
    user = office.people["counselor"]
    assert posts_on(user.pk, today())
    assert posts_on(user.pk, dt.date(2001, 1, 1)) == []


def test_a_text_is_a_key(office):
    @prepared
    def at(path):
        return Draft.objects.filter(path=path).annotate(writer=F("user__name"))

    now = dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC)
    Draft.objects.create(user=office.people["counselor"], key="k", path="/a'%s/", typed_at=now)
    assert [row.writer for row in at("/a'%s/")] == [office.people["counselor"].name]
    assert at("/b/") == []
