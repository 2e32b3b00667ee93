"""Which version of the 要綱 judges a plan, and why that one: on the screen and on the paper."""

import datetime as dt

import pytest
from django.urls import reverse

from documents.register import DOCUMENTS
from documents.rendering import print_sheet
from meetings.workflow import add_plan, change_meeting
from plans.documents import plan_sheet
from plans.models import Review
from rules.calendar import both, today, wareki
from tests.course import Course, ago
from tests.documents.reading import keep_paper, run, text_of
from tests.places import settle_in_town

TOWN = "つむぎ町生活困窮者自立支援事業実施要綱"
NAGAOKA = "長岡市生活困窮者自立相談支援事業実施要領"
MOVED = (
    "により、「家計相談支援事業」（支援内容の確認）は「家計改善支援事業」（支援決定）になりました"
)


@pytest.fixture
def town(folders, office):
    """The town, its 要綱 changed on a day of the test's own."""

    def run(changed):
        folders.town(changed)
        settle_in_town(office)
        return Course(office)

    return run


def page_of(client, name, course):
    return client.get(reverse(name, args=[course.plan.pk])).text


def test_each_plan_says_by_which_version_it_is_judged_and_why(town, office, as_):
    """The procedure changed between two plans; the day of each meeting decides."""
    first = town(changed=ago(60))
    first.planning().drafted("household_budget").agreed().reviewed(days=80).submitted()
    second = Course(office, name="試験 次郎").planning().drafted("household_budget").agreed()
    second.reviewed(days=50).submitted(days=48)
    for who, name in (("counselor", "plan_detail"), ("officer", "plan_rule")):
        old, new = (page_of(as_(who), name, course) for course in (first, second))
        assert f"{TOWN}　平成30年4月1日施行" in old
        assert f"支援検討会議の日（{both(ago(80))}）に施行されている版です。" in old
        assert f"そのあとの改正（{wareki(ago(60))}施行）は、このプランには当てはまりません。" in old
        assert f"支援検討会議の日（{both(ago(50))}）に施行されている版です。" in new
        assert "そのあとの改正" not in new
        assert "家計相談支援事業" in old
        assert "家計改善支援事業" in new
    assert [c.programme("household_budget").procedure for c in (first, second)] == [
        "confirm",
        "decision",
    ]


def test_before_the_meeting_the_day_is_open(town, as_):
    course = town(changed="2099-04-01").planning().drafted("household_budget")
    page = page_of(as_("counselor"), "plan_detail", course)
    assert "支援検討会議の日が決まると、その日に施行されている版によります。" in page


def test_what_the_day_of_the_meeting_changes_is_told(town, as_):
    """Nobody finds another procedure in the plan without reading why."""
    course = town(changed=ago(-5)).planning().drafted("household_budget").agreed()
    course.meeting(days=-2)
    add_plan(course.held, course.plan, by=course.by)
    case = reverse("case_detail", args=[course.case.pk])
    assert MOVED not in as_("counselor").get(case).text
    change_meeting(course.held, by=course.chief, held_on=ago(-8))
    assert f"施行{MOVED}" in as_("counselor").get(case).text
    assert course.programme("household_budget").procedure == "decision"
    page = page_of(as_("counselor"), "plan_detail", course)
    assert f"支援検討会議の日（{both(ago(-8))}）に施行されている版です。" in page


@pytest.mark.parametrize(
    ("held", "edition", "later"),
    [
        ("2019-03-31", "平成27年4月1日施行", True),
        ("2020-09-30", "平成31年4月1日施行", True),
        ("2020-10-01", "令和2年10月1日施行", False),
    ],
)
def test_a_plan_of_nagaoka_says_which_version_applied(office, at, as_, held, edition, later):
    """NAG-附則: the screen says it as the paper does."""
    at("nagaoka")
    course = Course(office).planning().drafted("household_budget").agreed().reviewed()
    Review.objects.update(held_on=dt.date.fromisoformat(held))
    page = page_of(as_("counselor"), "plan_detail", course)
    assert f"{NAGAOKA}　{edition}" in page
    assert ("そのあとの改正（令和2年10月1日" in page) is later


@pytest.mark.once
@pytest.mark.parametrize(
    ("held", "sealed", "edition"),
    [
        ("2021-03-31", True, "令和2年1月29日施行"),
        ("2021-04-01", False, "令和3年4月1日施行"),
    ],
)
def test_the_printed_form_of_sapporo_has_the_seal_until_its_revision(
    office, at, held, sealed, edition
):
    """附則3: 様式5 of R3.4.1 has no 印 beside the signature; read from the PDF itself."""
    at("sapporo")
    course = Course(office).planning().drafted("household_budget").agreed().reviewed()
    Review.objects.update(held_on=dt.date.fromisoformat(held))
    pdf = print_sheet(DOCUMENTS["form5"], plan_sheet(course.plan.newest), today())
    keep_paper(pdf, f"sapporo_form5_{held}")
    words = text_of(pdf)
    assert "※本人署名" in words
    assert ("印" in run(["pdftotext", "-", "-"], pdf).split()) is sealed
    assert edition in words
