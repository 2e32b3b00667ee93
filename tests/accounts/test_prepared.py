"""A prepared question gives what its queryset gives, whatever it is asked with."""

import datetime as dt

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from accounts.models import Draft, posts_on
from cases import reading
from cases.models import Case, Episode
from cases.workflow.notes import write_note
from reports.timeline import Wanted, everything, ordered, sources
from rules.calendar import today
from rules.prepared import prepared

pytestmark = pytest.mark.django_db


@pytest.fixture
def cases(office):
    return [office.case(), office.case()]


def test_rows_are_those_of_the_queryset(cases):
    for case in cases:
        (episode,) = reading.episodes(case.episode_id)
        assert episode == case.episode
        for field in Episode._meta.concrete_fields:
            kept = getattr(Episode.objects.get(pk=case.episode_id), field.attname)
            assert getattr(episode, field.attname) == kept, field.attname


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


def test_joined_rows_are_refused(office):
    @prepared
    def whole(pk):
        return Case.objects.filter(pk=pk).select_related("person")

    with pytest.raises(ValueError, match="select_related"):
        whole(1)
