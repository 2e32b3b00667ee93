"""The demo is made by the real verbs, day by day, and leaves nobody out.

It is seeded once for all tests of this file: no test here changes anything.
"""

import json
from collections import Counter
from itertools import pairwise

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import Membership, Municipality, Role, User, Viewing
from cases.models import (
    Appointment,
    Assessment,
    Case,
    Deadline,
    Episode,
    HouseholdMember,
    Note,
    TargetCheck,
    Transfer,
)
from cases.viewings import habits, rules_for, viewings_for
from documents.models import IssuedDocument
from housing_benefit.judging import kept
from housing_benefit.models import BenefitApplication
from incidents.models import Complaint, Incident, NearMiss
from meetings.handing_out import name_of, recipients_of
from meetings.models import PlanMeeting
from plans.models import (
    ApprovalStep,
    Evaluation,
    Plan,
    PlanProgramme,
    PlanRevision,
    Review,
    Submission,
    SupportDecision,
)
from reports.demo.clock import is_closed
from reports.management.commands.seed_demo import folders
from rules.calendar import today
from tests.places import PLACES

pytestmark = [pytest.mark.once, pytest.mark.django_db]
State = PlanProgramme.State
NEW = ("sapporo", "kamiamakusa", "saitama")
FOUR = {"household_budget", "child_learning", "welfare_loan", "other_public"}


@pytest.fixture(scope="module", autouse=True)
def demo(django_db_setup, django_db_blocker, tmp_path_factory):
    """All four places, for every test of this file; afterwards the database is empty again."""
    path = tmp_path_factory.mktemp("demo") / "out"
    with django_db_blocker.unblock(), transaction.atomic():
        with path.open("w") as out:
            call_command("seed_demo", stdout=out)
        yield path.read_text()
        transaction.set_rollback(True)


def all_of(model, field):
    return set(model.objects.values_list(field, flat=True))


def at(model, place, path=""):
    """The rows of a place."""
    return model.objects.filter(**{f"{path}agency__municipality__code": PLACES[place]})


def plans_at(place):
    return at(Plan, place, "episode__case__")


# --- every place ---


def test_every_place_has_its_people_and_its_cases(demo, capsys):
    assert [line.partition(":")[0] for line in demo.splitlines()] == [
        "長岡市",
        "札幌市",
        "上天草市",
        "埼玉県",
    ]
    call_command("demo_cases")
    rows = json.loads(capsys.readouterr().out)
    count = Counter(row["municipality"] for row in rows)
    assert count.pop(PLACES["nagaoka"]) >= 40
    assert count == {PLACES[place]: 15 for place in NEW}
    assert all(row["story"] for row in rows)
    assert len({row["number"] for row in rows}) == len(rows)


@pytest.mark.parametrize("place", PLACES)
def test_every_place_has_a_case_in_every_stage(place):
    episodes = at(Episode, place, "case__")
    assert set(episodes.values_list("state", flat=True)) == set(Episode.State.values)


@pytest.mark.parametrize("place", PLACES)
def test_every_place_has_a_login_for_each_post(place, capsys):
    posts = {"chief", "counselor", "employment", "officer", "approver", "admin"}
    posts |= {"outreach"} if place in ("nagaoka", "saitama") else set()
    rows = Membership.objects.filter(organisation__municipality__code=PLACES[place])
    assert set(rows.values_list("role", flat=True)) == posts
    call_command("demo_logins")
    printed = capsys.readouterr().out
    for post in posts | {"city-admin"}:
        assert f"  {place}-{post} " in printed
    assert User.objects.filter(is_demo=False).count() == 0


def test_what_happened_lies_behind_and_was_written_no_earlier():
    assert not Note.objects.filter(on__gt=today()).exists()
    for note in Note.objects.all():
        assert timezone.localdate(note.created_at) >= note.on, note


def test_the_demo_knows_no_other_place():
    with pytest.raises(CommandError, match="データが既にあります"):
        call_command("seed_demo", "nagaoka")


def test_a_place_without_tales_is_said():
    with pytest.raises(CommandError, match="「atlantis」はありません。あるもの：kamiamakusa"):
        folders(["atlantis"])


# --- what only one of them does ---


def test_nagaoka_has_everything_that_can_happen():
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


def test_nagaoka_takes_every_kind_of_benefit():
    """What was ruled on each goes by the tables of the day the demo is made on."""
    rows = at(BenefitApplication, "nagaoka", "episode__case__")
    assert set(rows.values_list("kind", flat=True)) == set(BenefitApplication.Kind.values)
    routes = set(rows.values_list("route", flat=True))
    assert routes >= {"left", "reduced", "fallen"}
    supports = set(rows.values_list("support", flat=True))
    assert supports >= {"hellowork", "business", "budget"}
    for row in rows.filter(judgement__isnull=False):
        assert (row.state == "refused") == bool(kept(row.judgement).judgement.reasons), row


ROUTES = [
    ("nagaoka", "contracted", "submission", {"decided": 1, "confirmed": 3}),
    ("nagaoka", "direct", "submission", {"decided": 1, "confirmed": 3}),
    ("sapporo", "contracted", "report", {"confirmed": 4}),
    ("kamiamakusa", "contracted", "submission", {"decided": 1, "confirmed": 2}),
]


@pytest.mark.parametrize(("place", "kind", "route", "rulings"), ROUTES)
def test_one_plan_takes_four_routes(place, kind, route, rulings):
    plans = plans_at(place).filter(episode__case__agency__kind=kind)
    (plan,) = [plan for plan in plans if plan.newest.keys == FOUR]
    assert plan.state == Plan.State.ACTIVE
    assert plan.submissions.get().kind == route
    kinds = SupportDecision.objects.filter(programme__plan=plan).values_list("kind", flat=True)
    assert Counter(kinds) == rulings


def test_sapporo_decides_one_programme_and_takes_a_report_of_all_else():
    decided = SupportDecision.objects.filter(programme__plan__in=plans_at("sapporo"))
    assert {row.programme.key for row in decided.filter(kind="decided")} == {"work_training"}
    sent = Submission.objects.filter(plan__in=plans_at("sapporo"))
    assert set(sent.values_list("kind", flat=True)) == {"submission", "report"}
    offices = at(Episode, "sapporo", "case__").filter(referrals__isnull=False)
    assert {row.referrals.get().contact.name for row in offices} == {"手稲区保護課", "東区保護課"}
    planned = at(Plan, "sapporo", "episode__case__").filter(episode__early_supports__kind="shelter")
    assert planned.get().started_on > planned.get().episode.early_supports.get().started_on
    held = at(PlanMeeting, "sapporo").order_by("held_on").values_list("held_on", flat=True)
    apart = [(later - day).days for day, later in pairwise(held)]
    assert all(24 <= days <= 38 for days in apart)


def test_kamiamakusa_is_called_by_phone_and_reports_nothing():
    rows = at(Episode, "kamiamakusa", "case__")
    phoned = rows.filter(intake__channel__in=("self_phone", "family_phone"))
    assert phoned.count() == 14
    sent = Submission.objects.filter(plan__in=plans_at("kamiamakusa"))
    assert set(sent.values_list("kind", flat=True)) == {"submission"}
    learning = [plan for plan in plans_at("kamiamakusa") if not plan.submissions.exists()]
    assert [plan.newest.keys for plan in learning if plan.started_on] == [
        {"child_learning", "own_support"}
    ]
    assert PlanProgramme.objects.filter(key="rescue", provision_from__isnull=False).exists()
    told = SupportDecision.objects.filter(programme__plan__in=plans_at("kamiamakusa"))
    assert told.get(kind="refused").reported_on
    checks = TargetCheck.objects.filter(episode__in=rows)
    assert set(checks.values_list("code", flat=True)) == {"resident", "poor"}
    assert checks.get(is_met=False).exception
    reviews = Review.objects.filter(plan__in=plans_at("kamiamakusa"), subject="plan")
    absent = reviews.filter(city_attended=False)
    assert absent
    assert all(row.city_absence for row in absent)


def test_saitama_goes_out_to_the_person_at_weekends_and_in_the_night():
    (home,) = at(Case, "saitama").filter(person__name="高山 亮")
    assert home.agency.municipality.kind == "prefecture"
    assert home.episode.intake.channel == "family_phone"
    assert home.episode.state == "in_support"
    notes = home.notes.filter(kind="note")
    off = [note for note in notes if is_closed(note.on)]
    assert {note.method for note in off} == {"phone", "visit"}
    hours = sorted(note.at.hour for note in off)
    assert (hours[0], hours[-1]) == (6, 21)
    assert notes.filter(method="visit").count() >= 10
    checks = TargetCheck.objects.filter(episode__in=at(Episode, "saitama", "case__"))
    assert set(checks.values_list("code", flat=True)) == {"poor", "generation", "need"}
    assert {row.code for row in checks.filter(is_met=False)} == {"generation"}
    assert checks.get(is_met=False).exception
    assert Note.objects.filter(case__in=at(Case, "saitama")).count() > 150


def test_each_place_has_complaints_incidents_and_near_misses():
    for place in Municipality.objects.all():
        for model in (Complaint, Incident, NearMiss):
            assert model.objects.filter(agency__municipality=place).exists(), (place, model)
    assert all_of(Complaint, "state") == set(Complaint.State.values)
    assert not Complaint.objects.filter(subjects__user=F("handler")).exists()
    assert {"scoped", "done"} <= all_of(Incident, "state")
    assert {"recorded", "measured"} <= all_of(NearMiss, "state")
    nameless = NearMiss.objects.filter(author=None)
    assert [row.history.first().history_user for row in nameless] == [None] * len(nameless) != []
    told = Incident.objects.filter(agency__kind="contracted").exclude(state="found")
    assert told.exclude(reported_on=F("found_on")).count() == 0 < told.count()


def test_one_meeting_handed_its_papers_to_everyone():
    """One number was not used, and who lost theirs has it again under the same number."""
    papers = IssuedDocument.objects.filter(code="meeting_pack")
    (key,) = set(papers.values_list("subject_pk", flat=True))
    meeting = PlanMeeting.objects.get(pk=key)
    given = papers.filter(voided_on=None, reissue_of=None)
    assert {row.recipient for row in given} == set(map(name_of, recipients_of(meeting)))
    assert set(papers.values_list("issued_on", flat=True)) == {meeting.held_on}
    voided, again = papers.get(voided_on=meeting.held_on), papers.get(reissue_of__isnull=False)
    assert given.get(recipient=voided.recipient).number != voided.number
    assert again.number == given.get(recipient=again.recipient).number
    for row in papers:
        assert bytes(row.copy.pdf).startswith(b"%PDF")


def test_who_opened_what_can_be_read_from_the_first_day():
    for place in ("nagaoka", *NEW):
        assert at(Viewing, place).filter(is_own=True).exists()
    center = User.objects.get(username="nagaoka-chief")
    rows = viewings_for(center)
    assert not rows.filter(case_number="").exists()
    notes = {row.user.username: row.notes for row in habits(rows, rules_for(center))}
    assert "わけのない閲覧 6件" in notes["nagaoka-outreach"]
    assert "1日に、担当でない6人" in notes["nagaoka-outreach"]
    assert any(note.startswith("夜・休みの日") for note in notes["nagaoka-counselor2"])
    assert notes["nagaoka-counselor"] == []
    said = rows.filter(is_own=False).exclude(purpose="").values_list("purpose", flat=True)
    assert "担当が不在のための対応" in said
    for row in Viewing.objects.select_related("user"):
        assert Case.objects.filter(pk=row.case_pk).exists()
        assert row.roles, row
