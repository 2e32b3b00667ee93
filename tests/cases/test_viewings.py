"""閲覧の記録: every opening stays, with role and reason; what is unusual stands out."""

import datetime as dt

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse, reverse_lazy
from django.utils import timezone

from accounts.models import Viewing
from cases.models import CaseGrant
from cases.standards import viewing_rules
from cases.workflow import assign
from documents.models import IssuedDocument, PaperPrint
from meetings.workflow import add_plan
from network.models import Contact
from rules.calendar import today, wareki_short
from rules.profile import profile_for
from tests.course import Course

pytestmark = pytest.mark.django_db
LIST = reverse_lazy("viewing_list")
Act = Viewing.Act


@pytest.fixture
def case(office):
    """A case whose 担当 is the counselor."""
    return led(office, "閲覧 花子")


def led(office, name, **how):
    case = office.case(name=name, **how)
    assign(case.episode, by=office.people["chief"], lead=office.people["counselor"])
    return case


def detail(case):
    return reverse("case_detail", args=[case.pk])


def rows_of(office, name):
    return list(Viewing.objects.filter(user=office.people[name]).order_by("pk"))


def test_every_opening_is_written_down_with_role_and_reason(office, as_, case):
    assert "見るわけを書く" not in as_("counselor").get(detail(case)).text
    (own,) = rows_of(office, "counselor")
    assert (own.case_number, own.act, own.roles) == (case.number, Act.OPEN, ["counselor"])
    assert (own.is_own, own.purpose, own.on) == (True, "", today())
    colleague = as_("outreach")
    assert "見るわけを書く" in colleague.get(detail(case)).text
    colleague.get(reverse("assessment", args=[case.pk]))
    purpose = reverse("case_purpose", args=[case.pk]) + f"?next={detail(case)}"
    assert colleague.post(purpose, {"purpose": ""}).status_code == 422
    answer = colleague.post(purpose, {"purpose": "absent"})
    assert answer.headers["Location"] == detail(case)
    assert "見るわけを書く" not in colleague.get(detail(case)).text
    seen = rows_of(office, "outreach")
    assert {row.page for row in seen} >= {"case_detail", "assessment"}
    assert {row.purpose for row in seen} == {"担当が不在のための対応"}
    assert {row.is_own for row in seen} == {False}


def test_the_same_page_again_in_the_same_login_is_one_opening(
    office, as_, case, django_capture_on_commit_callbacks
):
    client = as_("counselor")
    for _time in range(3):
        with django_capture_on_commit_callbacks(execute=True):
            client.get(detail(case))
    assert len(rows_of(office, "counselor")) == 1
    as_("counselor").get(detail(case))
    assert len(rows_of(office, "counselor")) == 2


def test_an_opening_whose_line_was_not_kept_is_written_the_next_time(
    office, as_, case, django_capture_on_commit_callbacks
):
    client = as_("counselor")
    with django_capture_on_commit_callbacks(execute=True):
        with transaction.atomic():
            client.get(detail(case))
            assert len(rows_of(office, "counselor")) == 1
            transaction.set_rollback(True)
        assert not rows_of(office, "counselor")
        client.get(detail(case))
    assert len(rows_of(office, "counselor")) == 1


def test_until_somebody_is_in_charge_it_is_everyones_work(office, as_):
    case = office.case()
    as_("outreach").get(detail(case))
    assert [row.is_own for row in rows_of(office, "outreach")] == [True]


def test_what_a_step_brought_to_the_city_is_its_work(office, as_):
    course = Course(office).supported()
    as_("officer").get(detail(course.case))
    as_("officer").get(reverse("plan_detail", args=[course.plan.pk]))
    assert [row.is_own for row in rows_of(office, "officer")] == [True, True]
    direct = office.case(by="direct")
    direct.episode.lead = office.people["direct"]
    direct.episode.save()
    assert "見るわけを書く" in as_("officer").get(detail(direct)).text
    assert rows_of(office, "officer")[-1].roles == ["officer"]


def test_a_paper_that_is_printed_is_written_down(office, as_, case):
    as_("counselor").get(reverse("case_paper", args=[case.pk, "form1"]))
    as_("outreach").get(reverse("visit_print", args=[case.pk]))
    assert [row.act for row in rows_of(office, "counselor")] == [Act.PRINT]
    assert [(row.act, row.is_own) for row in rows_of(office, "outreach")] == [(Act.PRINT, False)]


@pytest.fixture
def met(office):
    """Two people before one meeting; the second did not agree that those outside know."""
    first = Course(office).planning().drafted("household_budget").agreed().meeting(days=0)
    second = Course(office, name="隣 次郎").planning().drafted("household_budget").agreed()
    for row in (first, second):
        add_plan(first.held, row.plan, by=first.by)
    city = office.places["city"].municipality
    contact = Contact(municipality=city, category="social_welfare", name="社会福祉協議会")
    contact.save()
    first.held.attendees.filter(organisation="社会福祉協議会").update(contact=contact)
    second.episode.consents.update(recipients=["c2"])
    return first, second


def test_a_paper_of_a_meeting_is_each_time_a_print_of_everyone_on_it(office, as_, met):
    first, second = met
    both, client = {first.case.pk, second.case.pk}, as_("outreach")
    outside = first.held.attendees.get(organisation="社会福祉協議会")
    pack = reverse("meeting_pack", args=[first.held.pk])
    for page, url, told in (
        ("minutes_paper", reverse("minutes_paper", args=[first.held.pk]), both),
        ("meeting_pack", pack, both),
        ("meeting_pack", f"{pack}?to={outside.pk}", {first.case.pk}),
    ):
        Viewing.objects.all().delete()
        PaperPrint.objects.all().delete()
        assert client.get(url).headers["Content-Type"] == "application/pdf"
        rows = rows_of(office, "outreach")
        assert {row.case_pk for row in rows} == told, url
        assert len(rows) == len(told)
        said = {(row.act, row.page, row.is_own, *row.roles) for row in rows}
        assert said == {(Act.PRINT, page, True, "outreach")}
        assert set(PaperPrint.objects.values_list("case_pk", flat=True)) == told


def test_what_is_handed_out_of_a_meeting_is_a_print_of_those_in_it_alone(office, as_, met):
    first, _second = met
    client, held = as_("outreach"), first.held
    outside = held.attendees.get(organisation="社会福祉協議会")
    issue_it = reverse("pack_issue", args=[held.pk, outside.pk])
    assert client.post(issue_it, {"on": wareki_short(today())}).status_code == 302
    (row,) = rows_of(office, "outreach")
    assert (row.case_pk, row.act, row.page) == (first.case.pk, Act.PRINT, "pack_issue")
    copy = IssuedDocument.objects.get()
    client.get(reverse("pack_copy", args=[held.pk, copy.pk]))
    last = rows_of(office, "outreach")[-1]
    assert (last.case_pk, last.act, last.page) == (first.case.pk, Act.DOWNLOAD, "pack_copy")


def test_the_minutes_of_one_person_are_a_print_of_them_and_why(office, as_):
    course = Course(office).supported()
    url, colleague = reverse("case_paper", args=[course.case.pk, "minutes"]), as_("outreach")
    assert colleague.get(url).headers["Content-Type"] == "application/pdf"
    (row,) = rows_of(office, "outreach")
    assert (row.case_pk, row.act, row.is_own) == (course.case.pk, Act.PRINT, False)
    purpose = reverse("case_purpose", args=[course.case.pk])
    colleague.post(purpose, {"purpose": "absent"})
    assert rows_of(office, "outreach")[0].purpose == "担当が不在のための対応"
    assert PaperPrint.objects.get().case_pk == course.case.pk


def test_who_is_refused_leaves_no_opening(office, as_, case):
    for who in ("direct", "outsider", "officer", "admin"):
        assert as_(who).get(detail(case)).status_code in (403, 404)
    assert Client().get(detail(case)).status_code == 302
    assert not Viewing.objects.exists()


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("chief", 200),
        ("admin", 200),
        ("officer", 200),
        ("approver", 403),
        ("counselor", 403),
        ("outsider", 403),
    ],
)
def test_who_reads_the_record_of_openings(as_, who, status):
    assert as_(who).get(LIST).status_code == status


def test_it_is_shown_per_colleague_and_per_person(office, as_, case):
    other = led(office, "ほか 次郎")
    for opened in (case, other):
        as_("counselor").get(detail(opened))
    as_("outreach").get(detail(other))
    shown = as_("admin").get(f"{LIST}?number={other.number}")
    assert {one["row"].user for one in shown.context["rows"]} == {
        office.people["counselor"],
        office.people["outreach"],
    }
    assert case.number not in shown.text
    assert detail(other) not in shown.text
    who = office.people["counselor"].pk
    per_colleague = as_("chief").get(f"{LIST}?who={who}").context["rows"]
    assert {one["row"].case_pk for one in per_colleague} == {case.pk, other.pk}
    only = as_("chief").get(f"{LIST}?others=on")
    assert [one["row"].user for one in only.context["rows"]] == [office.people["outreach"]]
    assert f'href="{detail(other)}"' in only.text
    link = f"{LIST}?number={case.number}"
    assert link in as_("chief").get(detail(case)).text
    assert link not in as_("counselor").get(detail(case)).text


def test_another_agency_sees_none_of_it(office, as_, case):
    as_("counselor").get(detail(case))
    member = office.people["direct"].memberships.get()
    member.role = "chief"
    member.save()
    assert case.number not in as_("direct").get(LIST).text


def test_the_city_reads_of_the_files_that_it_sees_and_of_no_other(office, as_, case):
    """§5.1 監査ログ: 市 R, as far as it sees the 台帳 (D16)."""
    seen = Course(office).supported().case
    as_("outreach").get(detail(seen))
    as_("outreach").get(detail(case))
    page = as_("officer").get(LIST)
    assert {one["row"].case_pk for one in page.context["rows"]} == {seen.pk}
    assert case.number not in page.text
    assert [row.user for row in page.context["habits"]] == [office.people["outreach"]]
    seen.is_restricted = True
    seen.save()
    assert as_("officer").get(LIST).context["rows"] == []
    CaseGrant(case=seen, user=office.people["officer"]).save()
    assert len(as_("officer").get(LIST).context["rows"]) == 1


def test_a_printed_list_is_a_print_of_each_on_it_and_asks_why(office, as_, case):
    free = office.case(name="未定 次郎")
    page, colleague = reverse("case_list_paper"), as_("outreach")
    asked = colleague.get(page, {"state": ["received", "planning"]})
    assert (asked.status_code, asked.context["others"]) == (200, 1)
    assert asked.text.count('name="state"') == 2
    assert not Viewing.objects.exists()
    assert colleague.get(page, {"purpose": ""}).status_code == 422
    for kept in ({}, {"no_names": "on"}):
        answer = colleague.get(page, {"purpose": "check"} | kept)
        assert answer.headers["Content-Type"] == "application/pdf"
        rows = {row.case_pk: row for row in rows_of(office, "outreach")}
        assert {row.act for row in rows.values()} == {Act.PRINT}
        assert (rows[case.pk].is_own, rows[case.pk].purpose) == (False, "点検・集計")
        assert (rows[free.pk].is_own, rows[free.pk].purpose) == (True, "")
    assert len(rows_of(office, "outreach")) == 4
    mine = as_("counselor").get(page)
    assert mine.headers["Content-Type"] == "application/pdf"
    assert [row.purpose for row in rows_of(office, "counselor")] == ["", ""]


def test_a_restricted_file_is_in_nobodys_list_who_is_not_named(office, as_, case):
    case.is_restricted = True
    case.save()
    CaseGrant(case=case, user=office.people["counselor"]).save()
    as_("counselor").get(detail(case))
    assert Viewing.objects.count() == 1
    for who in ("chief", "admin"):
        page = as_(who).get(LIST)
        assert case.number not in page.text
        assert page.context["habits"] == []
    CaseGrant(case=case, user=office.people["chief"]).save()
    assert case.number in as_("chief").get(LIST).text


def test_what_is_unusual_stands_out(office, as_, case):
    as_("counselor").get(detail(case))
    curious = as_("outreach")
    many = viewing_rules(profile_for(case.agency.municipality.code)).many_a_day
    for count in range(many):
        curious.get(detail(led(office, f"隣人 {count}")))
    night = timezone.make_aware(dt.datetime.combine(today(), dt.time(23, 30)))
    Viewing.objects.filter(user=office.people["outreach"]).update(at=night)
    first, second = as_("chief").get(LIST).context["habits"]
    assert (first.user, first.others) == (office.people["outreach"], many)
    assert first.notes == [
        f"わけのない閲覧 {many}件",
        f"1日に、担当でない{many}人",
        f"夜・休みの日 {many}件",
    ]
    assert (second.user, second.notes) == (office.people["counselor"], [])


def test_nobody_gives_a_reason_to_what_another_opened(office, as_, case):
    as_("outreach").get(detail(case))
    purpose = reverse("case_purpose", args=[case.pk])
    as_("employment").post(purpose, {"purpose": "check"})
    assert rows_of(office, "outreach")[0].purpose == ""
    assert as_("outsider").post(purpose, {"purpose": "check"}).status_code == 404
    answer = as_("outreach").post(purpose + "?next=https://example.com/", {"purpose": "check"})
    assert answer.headers["Location"] == detail(case)
