"""Each refusal of the course in its exact sentence: where people stand, and to a hand-made request.

What the button says is read from the page before anybody presses it; the same sentence
answers a request that was made by hand, and nothing is changed by it.
"""

from dataclasses import dataclass

import pytest
from django.urls import reverse

from accounts.models import Membership
from meetings.workflow import add_plan, schedule
from network.models import Contact
from plans.models import HelloworkRequest, PlanProgramme, PlanRevision
from plans.standards import plan_rules
from plans.workflow import start_evaluation
from rules.calendar import today, wareki_short
from rules.profile import NATIONAL, profile_for
from rules.refusals import refuse
from tests.course import Course, ago

BUDGET, LABEL = "household_budget", "家計改善支援事業"
DAY = wareki_short(today())


@dataclass
class Try:
    """Who stands where (``page``: its URL and what it shows), and what they send by hand."""

    who: str
    page: str
    post: str
    data: dict
    said: str
    beside: bool = True  # said on the page before anything is sent, not only beside the field


def url(name, *args):
    return reverse(name, args=args)


def at_city(office):
    return Course(office).planning().drafted(BUDGET).agreed().reviewed().submitted()


def not_approved(office):
    """E-09: 了承されていない."""
    plan = Course(office).planning().drafted(BUDGET).agreed().plan
    said = refuse("E-09", meeting="支援調整会議").text
    return Try("counselor", url("plan_submit", plan.pk), url("plan_submit", plan.pk), {}, said)


def without_the_city(office):
    """E-10: 自治体担当者の出席."""
    course = Course(office).planning().drafted(BUDGET).agreed().meeting(days=0, city=False)
    item = add_plan(course.held, course.plan, by=course.by)
    page = url("item_record", course.held.pk, item.pk)
    rows = {"roles-TOTAL_FORMS": "0", "roles-INITIAL_FORMS": "0", "outcome": "approved"}
    return Try("chief", page, page, rows, refuse("E-10").text, beside=False)


def unchecked(office):
    """E-11: 利用要件."""
    course = at_city(office).examined(BUDGET, answer="open")
    missing = "、".join(row.label for row in course.programme(BUDGET).checks.order_by("pk"))
    said = refuse("E-11", programme=LABEL, missing=missing).text
    return ruled(course, "fulfil", said)


def ruled(course, name, said, who="officer", **rest):
    page = url("plan_rule", course.plan.pk)
    post = url("programme_rule", course.plan.pk, course.programme(BUDGET).pk, name)
    return Try(who, page, post, {}, said, **rest)


def not_decided(office):
    """E-12: 提供."""
    course = at_city(office)
    post = url("programme_start", course.plan.pk, course.programme(BUDGET).pk)
    said = refuse("E-12", programme=LABEL).text
    return Try("counselor", url("plan_detail", course.plan.pk), post, {}, said)


def no_reason(office):
    """E-13: 支援決定ができない理由."""
    return ruled(at_city(office), "refuse", refuse("E-13").text, beside=False)


def by_the_agency(office):
    """E-04: 委託先."""
    course = at_city(office).examined(BUDGET)
    course.rule(BUDGET, "fulfil")
    course.rule(BUDGET, "draft")
    return ruled(course, "decide", refuse("E-04").text, who="chief", beside=False)


def own_draft(office):
    """E-34: who drafted it does not decide."""
    course = at_city(office).examined(BUDGET)
    course.rule(BUDGET, "fulfil")
    course.rule(BUDGET, "draft")
    Membership(
        user=course.officer, organisation=office.places["city"], role="approver", since=ago(300)
    ).save()
    return ruled(course, "decide", refuse("E-34", role="決裁者").text)


def hellowork(office, *keys):
    course = Course(office).planning().drafted("hellowork_program", *keys)
    course.agreed().reviewed().submitted()
    city = office.places["city"].municipality
    contact = Contact(municipality=city, category="hellowork", name="つむぎ公共職業安定所")
    contact.save()
    request = HelloworkRequest.objects.get()
    post = url("hellowork_move", course.plan.pk, request.pk, "send")
    return course, post, {"contact": contact.pk}


def not_agreed_by_the_city(office):
    """E-14."""
    course, post, data = hellowork(office)
    return Try("counselor", url("plan_detail", course.plan.pk), post, data, refuse("E-14").text)


def papers_missing(office):
    """E-15."""
    course, post, data = hellowork(office)
    papers = plan_rules(profile_for(NATIONAL)).hellowork_documents
    said = refuse("E-15", missing="、".join(row.label for row in papers)).text
    return Try("counselor", url("plan_detail", course.plan.pk), post, data, said)


def before_the_decision(office):
    """E-37."""
    course, post, data = hellowork(office, BUDGET)
    said = refuse("E-37", recipient="公共職業安定所").text
    return Try("counselor", url("plan_detail", course.plan.pk), post, data, said)


def half_an_evaluation(office):
    """E-16: the three contents."""
    course = Course(office).supported()
    start_evaluation(course.plan, by=course.by, on=ago(10))
    meeting = schedule(office.places["center"], by=course.chief, held_on=today())
    post = url("agenda_add", course.plan.pk)
    data = {"subject": "evaluation", "meeting": meeting.pk}
    return Try("counselor", url("evaluation", course.plan.pk), post, data, refuse("E-16").text)


def no_newer_assessment(office):
    """E-17: 再プラン."""
    course = Course(office).supported().evaluated("continue").evaluation_reviewed("continue")
    post = url("case_move", course.case.pk, "plan_again")
    return Try("counselor", url("case_detail", course.case.pk), post, {}, refuse("E-17").text)


def too_long(office):
    """E-21: the longest period of a plan."""
    plan = Course(office).planning().drafted(BUDGET, months=30).plan
    page = url("plan_agree", plan.pk)
    said = "「プランの期間」は1日～12か月の範囲で入力してください。"
    return Try("counselor", page, page, {"method": "written"}, said)


def not_in_the_catalogue(office):
    """E-23."""
    plan = Course(office).planning().drafted(BUDGET).plan
    page = url("plan_edit", plan.pk)
    rows = {"items-TOTAL_FORMS": "0", "items-INITIAL_FORMS": "0", "version": plan.newest.version}
    rows |= {"lines-TOTAL_FORMS": "1", "lines-INITIAL_FORMS": "0", "lines-0-key": "rescue"}
    said = refuse("E-23", programme="rescue", profile=profile_for(NATIONAL).label).text
    return Try("counselor", page, page, rows, said, beside=False)


def unfinished(office):
    """E-25: 様式5."""
    course = Course(office).planning().drafted(BUDGET)
    course.write(BUDGET, goal_short="")
    page = url("plan_agree", course.plan.pk)
    said = "の必須項目が未入力です：この期間の達成目標"
    return Try("counselor", page, page, {"method": "written"}, said)


TRIES = (
    not_approved,
    without_the_city,
    unchecked,
    not_decided,
    no_reason,
    by_the_agency,
    own_draft,
    not_agreed_by_the_city,
    papers_missing,
    before_the_decision,
    half_an_evaluation,
    no_newer_assessment,
    too_long,
    not_in_the_catalogue,
    unfinished,
)


@pytest.mark.parametrize("build", TRIES, ids=lambda row: row.__doc__.partition(":")[0].strip("."))
def test_the_exact_sentence_stands_there_and_answers_a_hand_made_request(office, as_, build):
    row = build(office)
    client = as_(row.who)
    shown = client.get(row.page)
    if row.beside:
        assert shown.status_code == 200
        assert row.said in shown.text
    before = standing()
    answer = client.post(row.post, {"on": DAY} | row.data)
    assert answer.status_code in (403, 409, 422)
    assert row.said in answer.text
    assert standing() == before


def standing():
    """Where every version and programme of a plan stands."""
    return [
        list(model.objects.order_by("pk").values_list("pk", "state", "version"))
        for model in (PlanRevision, PlanProgramme, HelloworkRequest)
    ]
