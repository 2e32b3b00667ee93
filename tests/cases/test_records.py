"""スクリーニング, 就労, プラン前の支援, 予定 and フォロー, through their pages."""

import datetime as dt

import pytest
from django.urls import reverse

from cases.models import Appointment, Episode, FollowUp, IncomeRise, JobStart, Screening
from cases.workflow import follow_up_workflow
from cases.workflow.records import check_screening, record_early_support
from rules.calendar import today, wareki_short
from rules.refusals import Refused
from tests.course import Course, ago


def test_continued_support_is_judged_on_the_screening_page(office, as_):
    course = Course(office).applied().assessed()
    page = as_("counselor").get(reverse("screening", args=[course.case.pk]))
    assert page.status_code == 200
    answer = as_("counselor").post(
        reverse("screening", args=[course.case.pk]),
        {"on": wareki_short(today()), "result": "continue", "reason": "続けて支える"},
    )
    assert answer.status_code == 302
    course.episode.refresh_from_db()
    assert course.episode.state == Episode.State.PLANNING
    assert Screening.objects.get().checked_by is None
    check_screening(Screening.objects.get(), by=course.chief)
    assert Screening.objects.get().checked_by == course.chief


def test_before_the_assessment_is_finished_the_page_says_e_08(office, as_):
    course = Course(office).applied()
    answer = as_("counselor").post(
        reverse("screening", args=[course.case.pk]),
        {"on": wareki_short(today()), "result": "continue", "reason": "続けて支える"},
    )
    assert answer.status_code == 409
    assert "E-08" in answer.content.decode()


def test_toward_consent_sets_the_next_day(office, as_):
    course = Course(office).applied()
    next_on = today() + dt.timedelta(days=7)
    as_("counselor").post(
        reverse("screening", args=[course.case.pk]),
        {
            "on": wareki_short(today()),
            "result": "toward_consent",
            "reason": "迷っておられる",
            "next_on": wareki_short(next_on),
        },
    )
    assert course.case.deadlines.get(key="consent", done_on=None).due_on == next_on


def test_each_result_asks_for_what_it_needs(office, as_):
    course = Course(office).applied()
    answer = as_("counselor").post(
        reverse("screening", args=[course.case.pk]),
        {"on": wareki_short(today()), "result": "info", "reason": "足りた"},
    )
    assert answer.status_code == 422
    assert "「提供した情報」を入力してください。" in answer.content.decode()


RECORDS = {
    "early": {"kind": "job_support", "started_on": "R8.11.1", "content": "履歴書を見る"},
    "search": {"on": "R8.11.2", "kind": "apply", "employer": "架空製作所", "result": "返事待ち"},
    "visit": {"on": "R8.11.3", "employer": "架空製作所", "purpose": "見学", "result": "よい感触"},
    "start": {"on": "R8.11.4", "kind": "regular", "monthly_yen": "12万"},
    "rise": {"on": "R8.11.5", "before_yen": "8万", "after_yen": "9万"},
    "appointment": {"on": "R8.12.1", "kind": "visit", "place": "ご自宅"},
}


@pytest.mark.parametrize("kind", RECORDS)
def test_what_is_recorded_stands_on_its_page(office, as_, clock, kind):
    clock(dt.date(2026, 11, 20))
    course = Course(office).applied()
    client = as_("employment" if kind != "early" else "counselor")
    answer = client.post(reverse("record_add", args=[course.case.pk, kind]), RECORDS[kind])
    assert answer.status_code == 302, answer.content.decode()
    assert client.get(reverse("case_support", args=[course.case.pk])).status_code == 200


def test_a_new_job_proposes_the_days_to_ask_how_it_goes(office, as_, clock):
    clock(dt.date(2026, 11, 20))
    course = Course(office).applied()
    as_("employment").post(reverse("record_add", args=[course.case.pk, "start"]), RECORDS["start"])
    assert JobStart.objects.get().monthly_yen == 120_000
    due = course.case.deadlines.filter(key__startswith="job_").values_list("due_on", flat=True)
    assert list(due) == [dt.date(2026, 12, 4), dt.date(2027, 2, 4), dt.date(2027, 5, 4)]
    first = course.case.deadlines.get(key="job_1")
    answer = as_("employment").post(reverse("job_asked", args=[course.case.pk, first.pk]))
    assert answer.url == reverse("note_add", args=[course.case.pk])
    assert not course.case.deadlines.filter(key="job_1", done_on=None).exists()


def test_earnings_that_did_not_rise_are_refused_beside_the_field(office, as_):
    course = Course(office).applied()
    answer = as_("employment").post(
        reverse("record_add", args=[course.case.pk, "rise"]),
        {"on": wareki_short(today()), "before_yen": "9万", "after_yen": "9万"},
    )
    assert answer.status_code == 422
    assert "E-21" in answer.content.decode()
    assert not IncomeRise.objects.exists()


def test_an_appointment_is_kept_and_the_note_comes_next(office, as_):
    course = Course(office).applied()
    as_("counselor").post(
        reverse("record_add", args=[course.case.pk, "appointment"]),
        {"on": wareki_short(today()), "kind": "visit"},
    )
    row = Appointment.objects.get()
    answer = as_("counselor").post(
        reverse("appointment_settle", args=[course.case.pk, row.pk, "kept"])
    )
    page = reverse("note_add", args=[course.case.pk])
    assert answer.url == f"{page}?appointment={row.pk}"
    row.refresh_from_db()
    assert row.standing == "kept"


def test_help_before_the_plan_is_refused_after_the_end(office):
    course = Course(office).applied().move("suspend", 5, reason="連絡が取れない")
    with pytest.raises(Refused) as found:
        record_early_support(
            course.case, by=course.by, started_on=ago(3), kind="other", content="食料"
        )
    assert found.value.refusals[0].code == "E-08"


def test_a_follow_up_leads_to_the_next_or_to_the_end(office, as_):
    course = Course(office).closed()
    follow = FollowUp.objects.get()
    later = today() + dt.timedelta(days=60)
    answer = as_("counselor").post(
        reverse("follow_up_move", args=[course.case.pk, follow.pk, "record"]),
        {"on": wareki_short(today()), "findings": "続いている", "next_on": wareki_short(later)},
    )
    assert answer.status_code == 302, answer.content.decode()
    last = FollowUp.objects.get(planned_on=later)
    follow_up_workflow.advance(last, "record", by=course.by, findings="元気です")
    follow_up_workflow.advance(last, "finish", by=course.by)
    course.episode.refresh_from_db()
    assert course.episode.state == Episode.State.CLOSED


def test_a_person_comes_again_while_being_asked_after(office, as_):
    course = Course(office).closed()
    last = course.episode
    data = {
        "received_on": wareki_short(today()),
        "channel": "self_phone",
        "words": "また家賃が遅れた。",
    }
    answer = as_("counselor").post(reverse("consult_again", args=[course.case.pk]), data)
    assert answer.status_code == 302, answer.content.decode()
    last.refresh_from_db()
    course.case.refresh_from_db()
    assert last.state == Episode.State.CLOSED
    assert last.follow_ups.get().state == FollowUp.State.FINISHED
    assert (course.case.episode.number, course.case.episode.state) == (2, "received")
    assert not course.case.deadlines.filter(key="follow_up", done_on=None).exists()


def test_watching_ends_by_a_button(office, as_):
    course = Course(office).applied().move("screen_agree", 60, reason="迷う", next_on=ago(50))
    course.move("watch_over", 40, reason="家族が見守る")
    url = reverse("case_move", args=[course.case.pk, "finish_follow_up"])
    assert as_("counselor").post(url, {"on": wareki_short(today())}).status_code == 302
    course.episode.refresh_from_db()
    assert course.episode.state == Episode.State.CLOSED


def test_a_screening_that_cannot_be_recorded_is_refused_and_not_passed_over(office, as_):
    course = Course(office).planning()
    url = reverse("screening", args=[course.case.pk])
    sent = {"on": wareki_short(today()), "result": "continue", "reason": "続けて支える"}
    answer = as_("counselor").post(url, sent)
    assert answer.status_code == 409
    assert "E-08" in answer.text
    course.case.agency.kind = course.case.agency.Kind.DIRECT  # whose cases the city reads
    course.case.agency.save()
    assert as_("officer").get(url).status_code == 200
    answer = as_("officer").post(url, sent)
    assert answer.status_code == 403
    assert "E-03" in answer.text
