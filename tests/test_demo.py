"""The demo is made by the real verbs, day by day, and leaves nobody out."""

import datetime as dt
import json
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.models import Role, User
from cases.models import (
    Appointment,
    Assessment,
    Case,
    Deadline,
    Episode,
    HouseholdMember,
    Note,
    Transfer,
)
from meetings.models import PlanMeeting
from plans.models import (
    ApprovalStep,
    Evaluation,
    Plan,
    PlanProgramme,
    PlanRevision,
    SupportDecision,
)
from reports.demo.clock import Clock, is_closed
from reports.demo.seed import ruling
from rules.calendar import today
from rules.refusals import Refused

TOKYO = ZoneInfo("Asia/Tokyo")
NOWS = [
    dt.datetime(2026, 11, 21, 6, 0, tzinfo=TOKYO),
    dt.datetime(2027, 1, 1, 9, 0, tzinfo=TOKYO),
    dt.datetime(2027, 5, 5, 23, 59, tzinfo=TOKYO),
    dt.datetime(2028, 2, 29, 12, 0, tzinfo=TOKYO),
]
State = PlanProgramme.State


@pytest.fixture
def demo(db, tmp_path):
    with (tmp_path / "out").open("w") as out:
        call_command("seed_demo", stdout=out)


def all_of(model, field):
    return set(model.objects.values_list(field, flat=True))


def test_the_demo_is_an_office_with_cases_in_every_stage(demo, capsys):
    assert User.objects.filter(is_demo=True).count() == 13
    assert Case.objects.count() >= 40
    assert all_of(Episode, "state") == set(Episode.State.values)
    assert all_of(Plan, "state") == set(Plan.State.values)
    assert all_of(PlanRevision, "state") >= {"draft", "returned", "amended", "tabled", "submitted"}
    assert all_of(PlanMeeting, "state") == set(PlanMeeting.State.values)
    assert all_of(Evaluation, "state") == set(Evaluation.State.values)
    assert all_of(SupportDecision, "kind") == set(SupportDecision.Kind.values)
    waiting = {State.SUBMITTED, State.EXAMINING, State.IN_APPROVAL, State.INQUIRED, State.REVISING}
    assert all_of(PlanProgramme, "state") >= waiting | {State.REVOKED, State.NOTIFIED}
    assert all_of(Assessment, "finished_on") >= {None}
    assert Case.objects.filter(is_restricted=True).exists()
    assert Case.objects.filter(withdrawn_on__isnull=False).exists()
    assert Episode.objects.filter(number=2).exists()

    assert all_of(Transfer, "state") == {Transfer.State.ASKED, Transfer.State.ACCEPTED}
    moved = Case.objects.get(old_numbers__isnull=False)
    assert moved.agency != moved.old_numbers.get().agency
    assert moved.episode.lead
    kept = Case.objects.get(joined__isnull=False)
    assert kept.episode.is_open
    assert kept.joined.get().episode.ended_on
    stood_in = ApprovalStep.objects.get(role=Role.APPROVER, acted_by__username="nagaoka-approver2")
    assert stood_in.deputy_reason
    hard = Episode.objects.exclude(hard_reason="")
    assert {row.case.agency.kind for row in hard if row.is_open} == {"contracted", "direct"}

    mother_and_son = HouseholdMember.objects.filter(linked_case__isnull=False)
    assert {row.case_id for row in mother_and_son} == {row.linked_case_id for row in mother_and_son}
    assert Deadline.objects.filter(done_on=None, due_on__lt=today()).exists()
    assert Appointment.objects.filter(on=today(), standing="planned").exists()

    assert not Note.objects.filter(on__gt=today()).exists()
    for note in Note.objects.all():
        assert timezone.localdate(note.created_at) >= note.on, note

    call_command("demo_cases")
    rows = json.loads(capsys.readouterr().out)
    assert {row["municipality"] for row in rows} == {"152021"}
    assert all(row["story"] for row in rows)
    call_command("demo_logins")
    assert "nagaoka-counselor" in capsys.readouterr().out


@pytest.mark.parametrize("now", NOWS)
def test_a_story_keeps_its_order_and_no_day_off_is_worked(now):
    clock = Clock(now)
    days = [clock.day(ago) for ago in range(600, -60, -1)]
    assert days == sorted(days)
    assert clock.day(0) == now.date()
    assert not any(is_closed(day) for day in days if day != now.date())


def test_the_clock_stands_at_the_day_of_the_step_and_goes_on_after_it():
    clock = Clock(NOWS[0])
    with clock.at(100, dt.time(16, 40)) as day:
        assert today() == day == dt.date(2026, 8, 13)
        assert timezone.localtime().time() == dt.time(16, 40)
    with pytest.raises(Refused), clock.at(100, dt.time(16, 40)):
        raise Refused()
    assert today() != day


def test_today_nothing_happens_later_than_now():
    clock = Clock(NOWS[0])
    with clock.at(0, dt.time(16, 40)):
        assert timezone.now() == NOWS[0]


def test_what_lies_ahead_is_said_in_days_too():
    said = Clock(NOWS[0]).dates({"next_ago": -2, "findings": "続いている"})
    assert said == {"next_on": dt.date(2026, 11, 24), "findings": "続いている"}


def test_a_ruling_is_every_step_of_the_city_in_its_order():
    steps = list(ruling({"ago": 60, "do": "ruling", "programme": "x", "way": "郵送"}))
    assert [row["do"].rpartition(".")[2] for row in steps] == [
        "examine",
        "examine",
        "fulfil",
        "draft",
        "decide",
        "notify",
    ]
    agos = [row["ago"] for row in steps]
    assert agos == sorted(agos, reverse=True)


@pytest.mark.django_db
def test_a_real_office_begins_with_one_admin(capsys):
    call_command("open_office", "990003", name="みなと市")
    assert "最初のパスワード" in capsys.readouterr().out
    assert User.objects.get().must_change_password


def test_the_machines_and_the_routes_are_data(capsys):
    call_command("workflow")
    machines = json.loads(capsys.readouterr().out)
    assert "case" in {machine["machine"] for machine in machines}
    call_command("workflow", format="mermaid")
    assert "received --> applying" in capsys.readouterr().out
    call_command("routes")
    assert all(row["rule"] for row in json.loads(capsys.readouterr().out))
