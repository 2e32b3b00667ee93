"""運営情報 (手引き 第Ⅶ章3(1)): 理念・活動・財務 of a 年度, for everyone to read."""

import pytest
from django.urls import reverse

from incidents.models import Statement
from incidents.workflow import change_statement, write_statement
from incidents.workflow.statement import figures
from rules.calendar import fiscal_year, today, wareki_short
from rules.refusals import Refused
from tests.course import Course, ago
from tests.documents.reading import text_of

pytestmark = pytest.mark.django_db
TOLD = {
    "mission": "どなたの相談も断りません。",
    "activities": "窓口と訪問の相談。",
    "income": 12_000_000,
    "expense": 11_800_000,
    "finance": "委託料が主です。",
    "published_on": None,
    "published_how": "",
}
THIS = fiscal_year(today())


def codes(call, *args, **kwargs):
    with pytest.raises(Refused) as found:
        call(*args, **kwargs)
    return [refusal.code for refusal in found.value.refusals]


@pytest.fixture
def row(office):
    return write_statement(office.places["center"], by=office.people["admin"], year=THIS, **TOLD)


def test_a_year_is_told_with_what_was_done_and_its_money(office, as_):
    typed = TOLD | {"year": THIS, "income": "1,200万", "expense": "11800000", "published_on": ""}
    answer = as_("admin").post(reverse("statement_add"), typed)
    row = Statement.objects.get()
    assert answer.url == reverse("statement_detail", args=[row.pk])
    assert (row.year, row.income) == (THIS, 12_000_000)
    for who in ("counselor", "officer", "direct"):
        shown = as_(who).get(answer.url).text
        assert TOLD["mission"] in shown
        assert "12,000,000円" in shown
        assert "まだ公表していません" in shown
        assert f"{THIS}年度" in as_(who).get(reverse("statement_list")).text
    assert as_("admin").post(reverse("statement_add"), typed).status_code == 422
    assert Statement.objects.count() == 1


def test_only_the_chief_and_the_admin_of_the_agency_write_it(office, as_, row):
    edit = reverse("statement_edit", args=[row.pk])
    for who in ("counselor", "officer"):
        assert as_(who).get(edit).status_code == 403
    for who in ("counselor", "officer", "direct"):
        by_hand = {"by": office.people[who], **TOLD}
        assert codes(change_statement, row, **by_hand) == ["E-03"]
    assert as_("chief").get(edit).status_code == 200


def test_that_it_was_made_known_is_kept_with_day_and_way(as_, row):
    edit = reverse("statement_edit", args=[row.pk])
    typed = TOLD | {"version": row.version, "published_on": wareki_short(today())}
    unsaid = as_("admin").post(edit, typed)
    assert unsaid.status_code == 422
    assert "「公表のしかた」を入力してください。" in unsaid.text
    assert as_("admin").post(edit, typed | {"published_how": "窓口の掲示"}).status_code == 302
    row.refresh_from_db()
    assert (row.published_on, row.published_how) == (today(), "窓口の掲示")
    late = as_("chief").post(edit, typed | {"published_how": "広報", "mission": "べつの理念"})
    assert (late.status_code, "べつの理念" in late.text) == (409, True)


def test_it_is_not_made_known_before_its_year_nor_ahead(office, row):
    admin = office.people["admin"]
    known = TOLD | {"published_how": "広報"}
    early = known | {"published_on": row.first_day.replace(year=THIS - 1)}
    assert codes(change_statement, row, by=admin, **early) == ["E-02"]
    assert codes(change_statement, row, by=admin, **known | {"published_on": ago(-2)}) == ["E-35"]
    assert codes(change_statement, row, by=admin, **known) == ["E-01"]


def test_the_sheet_counts_what_the_records_say_and_points_at_nobody(office, as_, row):
    course = Course(office, name="告示 花子")
    course.planning().drafted("household_budget").agreed()
    assert dict(figures(row)) == {
        "新しく受け付けた相談": "5件未満",
        "ご本人が同意したプラン": "5件未満",
        "就職した方": "0人",
    }
    for _time in range(5):
        office.case()
    assert dict(figures(row))["新しく受け付けた相談"] == "6件"
    answer = as_("counselor").get(reverse("statement_paper", args=[row.pk]))
    assert answer["Content-Type"] == "application/pdf"
    words = text_of(answer.content)
    for told in (TOLD["mission"], TOLD["finance"], "12,000,000円", "つむぎ相談センター"):
        assert told in words
    assert "告示" not in words
