"""What waits at the city: the oldest first, for the right person, and from one to the next."""

import pytest
from django.urls import reverse

from accounts.models import Membership, Role, User
from cases.models import Case, CaseGrant
from plans.models import PlanProgramme
from plans.permissions import makers
from plans.views.onward import NONE_LEFT
from plans.waiting import made_by, next_plans, ruled_lately, to_decide, waiting_for
from tests.course import Course, ago

KEY = "household_budget"


def submitted(office, days, name):
    course = Course(office, name=name)
    return course.planning().drafted(KEY).agreed().reviewed().submitted(days=days)


def in_approval(office, days, name):
    course = submitted(office, days, name).examined(KEY, days=days)
    course.rule(KEY, "fulfil", days=days)
    course.rule(KEY, "draft", days=days)
    return course


def decide(client, course, days=1):
    programme = course.programme(KEY)
    url = reverse("programme_rule", args=[course.plan.pk, programme.pk, "decide"])
    return client.post(url, {"on": ago(days).isoformat(), "start_on": "", "end_on": ""})


def rule_page(course):
    return reverse("plan_rule", args=[course.plan.pk])


@pytest.fixture
def three(office):
    """Three plans in 決裁, the second drafted first."""
    return [
        in_approval(office, days, name)
        for days, name in ((20, "二番 花子"), (40, "一番 太郎"), (5, "三番 次郎"))
    ]


def test_the_longest_wait_stands_first(office, three):
    approver = office.people["approver"]
    names = [row.person.name for row in waiting_for(approver)]
    assert names == ["一番 太郎", "二番 花子", "三番 次郎"]
    assert [row.since for row in waiting_for(approver)] == [ago(40), ago(20), ago(5)]
    assert {row.todo for row in waiting_for(approver)} == {"決裁"}


def test_home_shows_how_long_each_waits_and_offers_the_oldest(office, as_, three):
    body = as_("approver").get(reverse("home")).text
    assert body.index("40日待ち") < body.index("20日待ち") < body.index("5日待ち")
    assert "待っているものが3件あります" in body
    assert "一番 太郎さんの件です（40日待ち）" in body
    answer = as_("approver").get(reverse("plan_next"))
    assert answer.url == rule_page(three[1])


def test_after_deciding_one_stands_before_the_next(office, as_, three):
    client = as_("approver")
    answer = decide(client, three[1])
    assert answer.url == rule_page(three[0])
    assert "つぎに待っている1件です" in client.get(answer.url).text
    assert decide(client, three[0]).url == rule_page(three[2])
    answer = decide(client, three[2])
    assert answer.url == rule_page(three[2])
    assert NONE_LEFT in client.get(answer.url).text


def test_the_page_ends_with_the_way_to_the_next(office, as_, three):
    client = as_("approver")
    body = client.get(rule_page(three[0])).text
    assert "つぎの1件へ" in body
    assert "ほかに2人分が待っています" in body
    behind = client.get(reverse("plan_next"), {"after": three[0].plan.pk})
    assert behind.url == rule_page(three[2])  # goes on behind this one, not back to the oldest
    last = client.get(reverse("plan_next"), {"after": three[2].plan.pk})
    assert last.url == rule_page(three[1])


def test_nothing_left_is_said_on_the_home_screen(office, as_):
    answer = as_("approver").get(reverse("plan_next"), {"after": "x"}, follow=True)
    assert answer.redirect_chain == [(reverse("home"), 302)]
    assert "ほかに待っているものはありません" in answer.text
    assert "いま、あなたを待っているものはありません" in answer.text


def test_a_plan_stays_open_while_something_of_it_waits(office, as_):
    course = Course(office, name="二つ 花子")
    course.planning().drafted(KEY, "work_preparation").agreed().reviewed().submitted()
    for key in (KEY, "work_preparation"):
        course.examined(key)
        course.rule(key, "fulfil")
        course.rule(key, "draft")
    submitted(office, 70, "ほかの方")
    client = as_("approver")
    assert decide(client, course).url == rule_page(course)
    assert NONE_LEFT not in client.get(rule_page(course)).text


def test_the_officer_examines_and_tells(office):
    officer = office.people["officer"]
    course = submitted(office, 30, "審査 花子")
    told = submitted(office, 78, "通知 花子").decided(KEY, days=12)
    rows = waiting_for(officer)
    assert [(row.todo, row.since) for row in rows] == [("審査", ago(30)), ("通知", ago(12))]
    course.rule(KEY, "refuse", days=3, reason="要件に当たりません")
    told.rule(KEY, "notify", days=2, way="郵送")
    assert [(row.todo, row.since) for row in waiting_for(officer)] == [("理由の報告", ago(3))]
    assert [row.get_kind_display() for row in ruled_lately(officer)] == ["決定できない"]


def test_nobody_is_offered_what_they_made(office, as_):
    course = in_approval(office, 10, "起案 花子")
    officer = office.people["officer"]
    city = office.places["city"]
    Membership(user=officer, organisation=city, role=Role.APPROVER, since=ago(9)).save()
    again = User.objects.get(pk=officer.pk)
    assert to_decide(again) == []
    assert next_plans(again, 0) == []
    assert "ほかの方が決裁するもの" in as_("officer").get(reverse("home")).text
    assert len(to_decide(office.people["approver"])) == 1
    programme = course.programme(KEY)
    for person in office.people.values():
        made = PlanProgramme.objects.filter(made_by(person), pk=programme.pk).exists()
        assert made == (person.pk in makers(programme)), person.username


def test_restricted_and_foreign_plans_wait_for_nobody_else(office, three):
    assert waiting_for(office.people["other_officer"]) == []
    approver = office.people["approver"]
    Case.objects.filter(pk=three[0].case.pk).update(is_restricted=True)
    assert [row.person.name for row in waiting_for(approver)] == ["一番 太郎", "三番 次郎"]
    CaseGrant(case=three[0].case, user=approver).save()
    assert len(waiting_for(approver)) == 3
