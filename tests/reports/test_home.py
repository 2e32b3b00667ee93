"""今日: what is urgent first, one's own first, nothing empty, nothing of others."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership, Role, User
from cases.models import Case, CaseGrant
from cases.workflow import assign
from cases.workflow.deadlines import set_deadline
from cases.workflow.hard import mark_hard
from cases.workflow.records import make_appointment
from meetings.workflow import schedule
from reports.day import staff_day
from reports.unsaved import unsaved
from rules.refusals import Refused
from tests.course import Course, ago


def due(case, days, kind="電話"):
    key = f"k{days}{kind}"
    set_deadline(case, key=key, kind=kind, due_on=ago(-days), reason="約束", clause="4(1)エ")


@pytest.fixture
def case(office):
    """A case of the counselor without its first deadline."""
    row = office.case(name="試験 花子", on=ago(50))
    assign(row.episode, by=office.people["chief"], lead=office.people["counselor"])
    row.deadlines.all().delete()
    return row


def groups(user):
    return {row.key: row for row in staff_day(user)["groups"]}


@pytest.mark.parametrize(
    ("days", "key"),
    [(-31, "long"), (-30, "late"), (-1, "late"), (0, "today"), (1, "soon"), (7, "soon")],
)
def test_a_deadline_stands_in_the_group_of_its_urgency(office, case, days, key):
    due(case, days)
    found = groups(office.people["counselor"])
    assert list(found) == [key]
    assert found[key].rows[0].why == "約束（4(1)エ）"


def test_what_lies_beyond_the_week_is_counted_not_shown(office, as_, case):
    due(case, 8)
    due(case, 20)
    day = staff_day(office.people["counselor"])
    assert (day["groups"], day["later"]) == ([], 2)
    body = as_("counselor").get(reverse("home")).text
    assert "それより先の期限が2件" in body
    assert "期限を過ぎています" not in body


def test_a_group_shows_the_first_and_says_how_many_more(office, as_, case):
    for number in range(13):
        due(case, -1 - number)
    group = groups(office.people["counselor"])["late"]
    assert (len(group.rows), group.count, group.more) == (10, 13, 3)
    body = as_("counselor").get(reverse("home")).text
    assert "ほかに3件" in body
    assert body.index("13日過ぎ") < body.index("4日過ぎ")


def test_the_chief_sees_all_and_their_own_first(office, case):
    chief = office.people["chief"]
    due(case, -9)
    own = office.case(name="主任 太郎", on=ago(1))
    own.deadlines.all().delete()
    assign(own.episode, by=chief, lead=chief)
    due(own, -2)
    rows = groups(chief)["late"].rows
    assert [row.name for row in rows] == ["主任 太郎", "試験 花子"]
    assert [row.whose for row in rows] == ["", "担当 試験 counselor"]
    assert groups(office.people["outreach"]) == {}


def test_appointments_and_meetings_of_the_day_stand_by_the_clock(office, as_, case, clock):
    clock(dt.date(2026, 11, 20))
    me = office.people["counselor"]
    for at in (dt.time(15, 30), None, dt.time(9, 5)):
        make_appointment(case, by=me, on=dt.date(2026, 11, 20), kind="visit", at=at)
    schedule(
        office.places["center"],
        by=office.people["chief"],
        held_on=dt.date(2026, 11, 20),
        start_at=dt.time(13, 30),
    )
    rows = groups(me)["today"].rows
    assert [row.when for row in rows] == ["9:05", "13:30", "15:30", "時刻なし"]
    assert rows[1].name == "支援調整会議"
    assert "お会いする方は3人です" in as_("counselor").get(reverse("home")).text


def links(case, row):
    pages = (reverse(name, args=[case.pk]) for name in ("note_add", "visit_prepare"))
    return [f"{page}?appointment={row.pk}" for page in pages]


def test_an_appointment_of_today_is_recorded_and_prepared_from_here(office, as_, case, monkeypatch):
    noon = timezone.localtime().replace(hour=12)
    monkeypatch.setattr("django.utils.timezone.now", lambda: noon)
    me = office.people["counselor"]
    row = make_appointment(case, by=me, on=noon.date(), at=dt.time(15), kind="visit")
    body = as_("counselor").get(reverse("home")).text
    assert "つぎの約束" in body
    assert [body.count(link) for link in links(case, row)] == [2, 2]
    assert "試験 花子さん" in body.partition(links(case, row)[0])[2].partition("</a>")[0]


def test_who_only_reads_the_case_now_has_no_links_to_write(office, as_):
    me = office.people["direct"]
    case = office.case(by="direct")
    row = make_appointment(case, by=me, on=ago(0), kind="visit")
    Membership.objects.filter(user=me).update(organisation=office.places["center"])
    Membership(user=me, organisation=office.places["city"], role=Role.OFFICER).save()
    body = as_("direct").get(reverse("home")).text
    assert "お会いする方は1人です" in body
    assert [body.count(link) for link in links(case, row)] == [0, 0]


def test_a_held_meeting_waits_for_its_record_and_is_not_to_come(office, as_):
    Course(office).meeting(days=3)
    Course(office, name="先の 会議").meeting(days=-5)
    for who in ("counselor", "chief"):
        day = staff_day(office.people[who])
        assert [row.held_on for row in day["to_close"]] == [ago(3)]
        assert [row.held_on for row in day["meetings"]] == [ago(-5)]
        body = as_(who).get(reverse("home")).text
        assert "会議の記録を締める" in body
    city = as_("officer").get(reverse("home"))
    assert [row.held_on for row in city.context["meetings"]] == [ago(-5)]
    assert "会議の記録を締める" not in city.text


def test_what_came_back_says_why(office, as_):
    course = Course(office)
    course.planning().drafted("household_budget").agreed().reviewed().submitted()
    course.rule("household_budget", "inquire", days=5, reason="世帯の人数を教えてください")
    body = as_("counselor").get(reverse("home")).text
    assert "世帯の人数を教えてください" in body
    assert "照会中" in body


def test_a_returned_plan_is_named(office, as_):
    course = Course(office).planning().drafted("household_budget").agreed()
    course.reviewed("returned", reason="家計の見通しを書く")
    body = as_("counselor").get(reverse("home")).text
    assert "会議から戻っています" in body
    assert "差戻し　" in body
    assert "試験 花子さん　プラン第2版" in body


# --- 主任 ---


def test_the_chief_sees_the_load_of_each_and_the_lists_say_the_same(office, as_, case):
    due(case, -40)
    due(case, -2)
    hard = office.case(name="困難 花子")
    assign(hard.episode, by=office.people["chief"], lead=office.people["counselor"])
    mark_hard(hard.episode, by=office.people["chief"], reason="支援を拒まれることがある")
    counselor = office.people["counselor"]
    load = next(row for row in staff_day(office.people["chief"])["loads"] if row["cases"])
    assert load == {"person": counselor, "cases": 2, "hard": 1, "late": 1, "long": 1}
    client = as_("chief")
    body = client.get(reverse("home")).text
    assert "支援を拒まれることがある" in body
    for flag, name in (("open", "2件"), ("late", "1件"), ("hard=on&open", "1件")):
        address = f"{reverse('case_list')}?lead={counselor.pk}&{flag}=on"
        assert address.replace("&", "&amp;") in body
        assert f"<b>{name}</b>" in client.get(address).text
    assert "担当ごとのケースと期限" not in as_("counselor").get(reverse("home")).text


def test_more_than_the_chief_sees_at_once_is_said_and_one_link_away(office, as_, monkeypatch):
    monkeypatch.setattr("reports.day.MANY", 2)
    for number in range(3):
        case = office.case(name=f"試験 {number}")
        mark_hard(case.episode, by=office.people["chief"], reason="家族の対立")
    client = as_("chief")
    body = client.get(reverse("home")).text
    assert body.count("2件以上") == 2
    for query in ("lead=none&open=on", "hard=on&open=on"):
        address = f"{reverse('case_list')}?{query}"
        assert address.replace("&", "&amp;") in body
        assert "<b>3件</b>" in client.get(address).text


def test_only_the_chief_says_that_a_case_is_hard(office, as_, case):
    url = reverse("case_hard", args=[case.pk])
    assert as_("counselor").post(url, {"reason": "重い"}).status_code == 403
    with pytest.raises(Refused, match="E-03"):
        mark_hard(case.episode, by=office.people["counselor"], reason="重い")
    client = as_("chief")

    def judge(reason):
        seen = client.get(url).context["version"]
        return client.post(url, {"reason": reason, "version": seen}).status_code

    assert judge("家族の対立") == 302
    assert judge("家族の対立") == 302
    lines = case.notes.filter(move="hard")
    assert [row.reason for row in lines] == ["家族の対立"]
    assert "家族の対立" in client.get(reverse("case_assign", args=[case.pk])).text
    assert judge("あ" * 201) == 422
    assert judge("") == 302
    case.episode.refresh_from_db()
    assert case.episode.hard_reason == ""
    assert case.notes.filter(move="hard").count() == 2


def test_a_restricted_case_is_on_nobody_elses_day(office, as_, case):
    due(case, -2, "秘密の用件")
    make_appointment(case, by=office.people["counselor"], on=ago(0), kind="visit")
    mark_hard(case.episode, by=office.people["chief"], reason="秘密の理由")
    Case.objects.filter(pk=case.pk).update(is_restricted=True)
    for who in ("chief", "counselor", "officer"):
        body = as_(who).get(reverse("home")).text
        assert "秘密" not in body
        assert "試験 花子" not in body


# --- 管理者 ---


def test_equal_names_and_birthdays_are_shown_to_who_sees_both(office, as_):
    for _turn in range(2):
        office.case(name="山田 一郎", kana="やまだ いちろう", birth="1960-04-01")
    assert "同一人物かもしれません" in as_("chief").get(reverse("home")).text
    assert "同一人物かもしれません" not in as_("direct").get(reverse("home")).text


def test_the_admin_sees_the_office_and_no_case(office, as_, case):
    due(case, -2)
    person = office.people["outreach"]
    person.must_change_password = True
    person.save()
    Membership.objects.filter(user=person).update(until=ago(-10))
    body = as_("admin").get(reverse("home")).text
    assert "試験 花子" not in body
    assert "最初のパスワードのまま" in body
    assert "28日以内に役割が終わる方" in body
    assert "E-31" not in body
    Membership.objects.filter(role=Role.CHIEF).update(until=ago(1))
    assert "E-31" in as_("admin").get(reverse("home")).text


def test_of_what_was_typed_in_a_file_that_is_closed_since_nothing_is_said(as_, case):
    """The text itself is kept: once one may see the 台帳 again, it is there again."""
    client, path = as_("counselor"), reverse("case_detail", args=[case.pk])
    about = {"draft": "page-1", "draft-user": "counselor", "draft-words": "夫が来た。"}
    client.post(path, about | {"body": "夫が来た。"}, headers={"X-Draft": "1"})
    user = User.objects.get(username="counselor")
    assert [draft.words for draft in unsaved(user)] == ["夫が来た。"]
    case.is_restricted = True
    case.save()
    assert unsaved(user) == []
    CaseGrant(case=case, user=user).save()
    assert "夫が来た。" in client.get("/").text
