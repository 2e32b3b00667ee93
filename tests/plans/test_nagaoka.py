"""長岡市: the ways that its 要領 gives a plan, on the pages and by the verbs."""

import pytest
from django.urls import reverse

from accounts.models import Organisation
from plans.models import RequirementCheck
from plans.workflow import route
from tests.course import Course


@pytest.fixture
def nagaoka(office):
    city = office.places["city"].municipality
    city.code, city.name = "152021", "長岡市"
    city.save()
    return office


def test_its_programmes_are_offered_and_no_other(nagaoka, as_):
    """4(2)ウ: eight letters, no 一時生活支援事業."""
    course = Course(nagaoka).planning().drafted()
    page = as_("counselor").get(reverse("plan_edit", args=[course.plan.pk]))
    offered = dict(page.context["lines"].forms[0].fields["key"].choices)
    assert set(offered) - {"", "own_support", "own_job_support"} == {
        "housing_benefit",
        "work_preparation",
        "household_budget",
        "work_training",
        "child_learning",
        "hellowork_program",
        "welfare_loan",
        "other_public",
    }
    assert "一時生活支援事業" not in page.text


def test_where_nothing_is_decided_the_citys_page_speaks_of_confirming(office, at, as_):
    """4(2)オ: 支援内容の確認 has no 決裁."""
    at("nagaoka")
    office.places["center"].kind = "direct"
    office.places["center"].save()
    pages = {}
    for key in ("child_learning", "household_budget"):
        course = Course(office, name=f"試験 {key}").planning().drafted(key)
        course.agreed().reviewed().submitted()
        pages[key] = as_("officer").get(reverse("plan_rule", args=[course.plan.pk])).text
    assert "事業ごとに確認します。（実施要領 4(2)オ）" in pages["child_learning"]
    assert "長岡市において決裁" not in pages["child_learning"]
    assert "決裁は「長岡市において決裁」です。（実施要領 6(2)）" in pages["household_budget"]


@pytest.mark.parametrize(
    ("kind", "keys", "wanted"),
    [
        ("contracted", ["own_support"], "report"),
        ("contracted", ["child_learning"], "report"),
        ("contracted", ["household_budget"], "submission"),
        ("direct", ["own_support"], ""),
        ("direct", ["child_learning"], "submission"),
        ("direct", ["work_training"], "submission"),
    ],
)
def test_only_the_entrusted_agency_reports(nagaoka, as_, kind, keys, wanted):
    """4(2)オ: what needs 支援決定 is submitted; the rest is reported where it is entrusted."""
    Organisation.objects.filter(pk=nagaoka.places["center"].pk).update(kind=kind)
    nagaoka.places["center"].kind = kind
    course = Course(nagaoka).planning().drafted(*keys).agreed().reviewed()
    course.plan.episode.case.agency.refresh_from_db()
    assert route(course.plan) == wanted
    body = as_("counselor").get(reverse("plan_detail", args=[course.plan.pk])).text
    label = {"report": "報告する", "submission": "提出する", "": None}[wanted]
    buttons = {word for word in ("報告する", "提出する") if f">{word}</a>" in body}
    assert buttons == ({label} if label else set())


def test_the_city_rules_on_each_programme_by_its_procedure(nagaoka):
    """4(2)オ: 支援決定 for イウエ, 確認 for オキク."""
    keys = ["work_preparation", "household_budget", "work_training", "child_learning"]
    keys += ["welfare_loan", "other_public"]
    course = Course(nagaoka).planning().drafted(*keys).agreed().reviewed().submitted()
    procedures = dict(course.plan.programmes.values_list("key", "procedure"))
    assert [key for key in keys if procedures[key] == "decision"] == keys[:3]
    assert [key for key in keys if procedures[key] == "confirm"] == keys[3:]
    examined = set(RequirementCheck.objects.values_list("programme__key", flat=True))
    assert examined == set(keys[:3])
    course.rule("child_learning", "confirm")
    assert course.programme("child_learning").in_force.kind == "confirmed"
