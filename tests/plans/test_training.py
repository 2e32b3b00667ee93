"""就労訓練の雇用型・非雇用型 (手引き 第Ⅳ章1(3)): heard, judged, and decided by the city."""

import pytest
from django.urls import reverse

from plans.models import SupportDecision
from plans.notice_papers import decided_row
from plans.workflow import programme_workflow
from rules.calendar import today
from rules.refusals import Refused
from tests.course import KINDS, Course

KEY = "work_training"
SAID = KINDS[KEY]


def drafted(office, **line):
    course = Course(office).planning().drafted(KEY)
    row = course.plan.newest.lines.get()
    for name, value in line.items():
        setattr(row, name, value)
    row.save()
    return course


@pytest.mark.parametrize("missing", ["kind", "kind_person", "kind_place", "kind_reason"])
def test_the_person_agrees_when_both_were_heard_and_it_was_judged(office, at, missing):
    at("nagaoka")
    course = drafted(office, **{missing: ""})
    with pytest.raises(Refused) as refused:
        course.agreed()
    assert [row.code for row in refused.value.refusals] == ["E-01"]
    words = course.plan.newest.lines.get()._meta.get_field(missing).verbose_name
    assert f"認定就労訓練事業の{words}" in refused.value.refusals[0].text


def test_the_page_of_the_plan_asks_it_of_this_programme_alone(office, at, as_):
    at("nagaoka")
    course = Course(office).planning().drafted(KEY, "household_budget")
    url = reverse("plan_edit", args=[course.plan.pk])
    page = as_("counselor").get(url)
    asks = {form.initial["key"]: "kind" in form.fields for form in page.context["lines"]}
    assert asks == {KEY: True, "household_budget": False}
    assert SAID["kind_place"] in page.text
    revision = course.plan.newest
    data = {"version": revision.version, "start_on": "", "end_on": ""}
    data |= {"items-TOTAL_FORMS": "0", "items-INITIAL_FORMS": "0"}
    data |= {"lines-TOTAL_FORMS": "2", "lines-INITIAL_FORMS": "0"}
    data |= {"lines-0-key": KEY, "lines-0-kind": "雇用型", "lines-0-kind_person": "給料がほしい"}
    data |= {"lines-1-key": "household_budget", "lines-1-kind": "雇用型"}
    assert as_("counselor").post(url, data).status_code == 302
    lines = {row.programme.key: row for row in course.plan.newest.lines.all()}
    assert (lines[KEY].kind, lines[KEY].kind_person) == ("雇用型", "給料がほしい")
    assert lines["household_budget"].kind == ""


def at_the_decision(office):
    course = drafted(office).agreed().reviewed().submitted().examined(KEY)
    course.rule(KEY, "fulfil")
    course.rule(KEY, "draft")
    return course, course.programme(KEY)


def test_the_city_has_the_last_word_and_the_notice_says_it(office, at, as_):
    at("nagaoka")
    course, programme = at_the_decision(office)
    url = reverse("programme_rule", args=[course.plan.pk, programme.pk, "decide"])
    form = as_("approver").get(url).context["form"]
    assert form.initial["programme_kind"] == SAID["kind"] == "非雇用型"
    data = {"on": str(today()), "programme_kind": "雇用型", "version": programme.version}
    assert as_("approver").post(url, data).status_code == 302
    decision = SupportDecision.objects.get(programme=programme)
    assert decision.programme_kind == "雇用型"
    assert decided_row(decision).label == "認定就労訓練事業（雇用型）"


def test_nobody_of_the_agency_decides_the_kind(office, at, as_):
    at("nagaoka")
    course, programme = at_the_decision(office)
    url = reverse("programme_rule", args=[course.plan.pk, programme.pk, "decide"])
    assert as_("chief").post(url, {"programme_kind": "雇用型"}).status_code == 403
    with pytest.raises(Refused):
        programme_workflow.advance(programme, "decide", by=course.chief, on=today())
    assert not SupportDecision.objects.filter(programme=programme).exists()


def test_unless_it_says_otherwise_the_city_decides_as_was_judged(office, at):
    at("nagaoka")
    course, programme = at_the_decision(office)
    course.rule(KEY, "decide", by=course.approver)
    assert SupportDecision.objects.get(programme=programme).programme_kind == "非雇用型"
