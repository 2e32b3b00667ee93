"""The papers of the benefit: filled from the rows, notices from what was stored with the ruling."""

import datetime as dt
from hashlib import sha256

import pytest
from django.urls import reverse

from cases.workflow.household import save_budget, save_own_income, save_row
from cases.workflow.records import record_job_search, record_job_start
from documents.models import IssuedDocument
from documents.register import DOCUMENTS
from documents.rendering import html_of
from documents.standards import papers_of
from housing_benefit.judging import judged
from housing_benefit.workflow import order_workflow, start_application
from rules.refusals import Refused
from tests.benefits import DAY, FACTS, Benefit, decided, order_of
from tests.course import Course
from tests.documents.reading import text_of


@pytest.fixture
def here(office, at):
    at("sapporo")
    return office


def codes_of(refused):
    return [refusal.code for refusal in refused.value.refusals]


def sheet_of(code, case):
    document = DOCUMENTS[code]
    return document.sheet(document.records(case).first())


def on_paper(code, case):
    return html_of(DOCUMENTS[code], sheet_of(code, case), DAY)


# ---- what the applicant hands in --------------------------------------------------------------


def test_the_application_is_printed_with_the_household_and_its_totals(here):
    course = Course(here).applied()
    case, by = course.case, course.by
    save_own_income(case, by=by, version=0, incomes={"wages": 60_000})
    mother = {"lives_together": True, "savings": 50_000, "incomes": {"pension": 40_000}}
    save_row(case, "household", by=by, name="母", **mother)
    start_application(case, by=by, kind="rent", route="left")
    paper = sheet_of("benefit_claim", case).paper
    assert [(row.income, row.savings) for row in paper.people] == [(60_000, 0), (40_000, 50_000)]
    assert (paper.members, paper.income, paper.assets) == (2, 100_000, 50_000)
    assert paper.addressee == "札幌市長"


def test_what_the_application_lacks_is_named_with_the_way_to_it(here):
    benefit = Benefit(here, rent=None, landlord="")
    lacks = DOCUMENTS["benefit_claim"].lacking(benefit.row)
    assert [lack.label for lack in lacks] == ["家賃（月額）", "家主・管理会社"]
    assert lacks[0].url == reverse("benefit_edit", args=[benefit.row.pk])


def test_each_kind_has_its_own_application(here):
    rent, move = Benefit(here), Benefit(here, name="転居 次郎", kind="move")
    assert not DOCUMENTS["benefit_claim_move"].records(rent.case).exists()
    assert not DOCUMENTS["benefit_claim"].records(move.case).exists()
    costs = {row.label: row.yen for row in sheet_of("benefit_claim_move", move.case).paper.costs}
    assert (costs["礼金"], costs["敷金（対象外）"], costs["鍵交換"]) == (36_000, 36_000, None)


def test_the_need_to_move_rests_on_the_budget_that_was_typed_once(here, as_):
    benefit = Benefit(here, kind="move", case=Course(here).applied().case)
    document = DOCUMENTS["benefit_need"]
    assert [lack.label for lack in document.lacking(benefit.row)] == ["家計（いまの額と計画）"]
    was, planned = {"housing": 50_000, "food": 35_000}, {"housing": 30_000, "food": 34_000}
    month = dt.date(2026, 8, 1)
    save_budget(benefit.case, month, by=benefit.by, version=0, actual=was, planned=planned)
    assert document.lacking(benefit.row) == ()
    rows = document.sheet(benefit.row).paper.rows
    assert [(row.label, row.before, row.after) for row in rows] == [
        ("家賃・住宅ローン", 50_000, 30_000),
        ("食費", 35_000, 34_000),
        ("支出の合計", 85_000, 64_000),
    ]
    page = as_("counselor").get(reverse("benefit_detail", args=[benefit.row.pk]))
    assert "支出の合計 85,000円から64,000円に" in page.text
    benefit.write(finding="none")
    assert not document.records(benefit.case).exists()


def test_the_landlord_gets_the_paper_of_the_housing_there_is_and_no_withheld_address(here):
    benefit = Benefit(here)
    assert not DOCUMENTS["benefit_dwelling_planned"].records(benefit.case).exists()
    paper = sheet_of("benefit_dwelling", benefit.case).paper
    assert (paper.landlord, paper.rent, paper.is_planned) == ("港不動産", 30_000, False)
    person = benefit.case.person
    person.address = "北一条西2丁目"
    person.save()
    benefit.case.is_restricted = True
    benefit.case.save()
    assert "北一条西" not in on_paper("benefit_dwelling", benefit.case)


def test_the_terms_that_were_explained_stand_on_the_paper_that_is_signed(here):
    benefit = Benefit(here).explained()
    text = on_paper("benefit_pledge", benefit.case)
    for words in (
        "中止になる場合",
        "延長ができること",
        "延長の要件",
        benefit.by.name,
        "求人への応募・面接　週1回以上",
    ):
        assert words in text


def test_the_report_of_a_month_holds_what_was_recorded_in_it(here):
    benefit = Benefit(here).ruled()
    case, by = benefit.case, benefit.by
    for on, place in ((dt.date(2026, 9, 30), "九月の窓口"), (dt.date(2026, 10, 1), "十月の応募")):
        record_job_search(case, by=by, on=on, kind="apply", employer=place, result="出した")
    september = DOCUMENTS["benefit_activity"].records(case).get(month=dt.date(2026, 9, 1))
    paper = DOCUMENTS["benefit_activity"].sheet(september).paper
    assert [row.place for row in paper.rows] == ["九月の窓口"]


def test_a_job_is_notified_once_the_benefit_was_decided(here):
    benefit = Benefit(here).received()
    started = {"on": dt.date(2026, 9, 1), "kind": "regular", "employer": "架空物流"}
    record_job_start(benefit.case, by=benefit.by, **started)
    assert not DOCUMENTS["benefit_job"].records(benefit.case).exists()
    benefit.with_papers().move("send").move("draft", "officer").move("grant", "approver")
    assert sheet_of("benefit_job", benefit.case).paper.employer == "架空物流"


# ---- the notices ------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["benefit_granted", "benefit_refused"])
def test_before_the_ruling_there_is_no_notice(here, code):
    benefit = Benefit(here).drafted()
    assert not DOCUMENTS[code].records(benefit.case).exists()
    with pytest.raises(Refused) as refused:
        benefit.told()
    assert codes_of(refused) == ["E-08"]


def test_a_grant_is_told_with_what_was_stored_and_kept_as_it_went_out(here, monkeypatch):
    benefit = Benefit(here, income=100_000).ruled()
    monkeypatch.setattr("housing_benefit.judging.judge", None)  # nothing is judged again
    benefit.told()
    issued = IssuedDocument.objects.get()
    copy = bytes(issued.copy.pdf)
    assert sha256(copy).hexdigest() == issued.copy.sha256
    text = text_of(copy)
    for words in (
        "月額22,000円",
        "令和8年8月分から令和8年10月分まで（3か月）",
        "基準額92,000円+家賃30,000円−収入100,000円",
        "札幌市長に対して審査請求",
        "札幌市を被告として",
        issued.number,
    ):
        assert words in text, words
    assert (issued.code, issued.recipient) == ("benefit_granted", "給付 太郎")
    assert (issued.goes_to, issued.consent_words) == ("person", "利用申込・同意はまだない")
    assert (benefit.row.notified_on, benefit.row.notified_way) == (DAY, "郵送")
    assert issued.organisation == here.places["city"]


def test_a_refusal_names_each_line_of_the_screen_that_does_not_hold(here, as_):
    benefit = Benefit(here, assets=9_000_000, event_on=DAY.replace(year=2023)).ruled().told()
    lines = [line for line in judged(benefit.row).judgement.lines if line.holds is False]
    assert [line.code for line in lines] == ["E_PERIOD", "E_ASSET"]
    told = on_paper("benefit_refused", benefit.case)
    page = as_("officer").get(reverse("benefit_detail", args=[benefit.row.pk]))
    for line in lines:
        for words in (line.label, line.rule, line.figures, line.article):
            assert words in page.text
            assert words in told
    assert "主たる生計維持者" not in told
    assert "資産9,000,000円" in text_of(bytes(IssuedDocument.objects.get().copy.pdf))


def test_it_is_told_once_and_not_before_it_was_ruled(here):
    benefit = Benefit(here).ruled()
    with pytest.raises(Refused) as refused:
        benefit.move("notify", "officer", on=DAY - dt.timedelta(days=1), way="郵送")
    assert codes_of(refused) == ["E-02"]
    benefit.told()
    with pytest.raises(Refused) as refused:
        benefit.told()
    assert codes_of(refused) == ["E-08"]
    assert IssuedDocument.objects.count() == 1


def test_nobody_of_the_agency_tells_of_a_ruling(here):
    benefit = Benefit(here).ruled()
    with pytest.raises(Refused) as refused:
        benefit.move("notify", "chief", way="郵送")
    assert codes_of(refused) == ["E-04"]


def test_without_a_registered_office_no_notice_goes_out(here):
    benefit = Benefit(here).ruled()
    here.places["city"].is_active = False
    here.places["city"].save()
    with pytest.raises(Refused) as refused:
        benefit.told()
    assert codes_of(refused) == ["E-25"]


def test_the_page_offers_the_papers_and_shows_what_was_told(here, as_):
    benefit = Benefit(here).ruled().told()
    issued = IssuedDocument.objects.get()
    page = reverse("benefit_detail", args=[benefit.row.pk])
    for who in ("officer", "counselor"):
        shown = as_(who).get(page)
        assert issued.number in shown.text
        urls = {row["url"].split("/")[-2]: row["url"] for row in shown.context["papers"]}
        assert {"benefit_claim", "benefit_pledge", "benefit_granted"} <= set(urls)
        assert "benefit_refused" not in urls
        for url in urls.values():
            assert as_(who).get(url).status_code == 200, (who, url)
    copy = reverse("issued_copy", args=[benefit.case.pk, issued.pk])
    assert copy in as_("counselor").get(page).text
    assert as_("counselor").get(copy).status_code == 200


def test_the_city_prints_nothing_that_was_not_sent_to_it(here, as_):
    benefit = Benefit(here).received()
    url = reverse("case_paper", args=[benefit.case.pk, "benefit_claim"])
    assert as_("officer").get(url).status_code == 404
    benefit.with_papers().move("send")
    assert as_("officer").get(url).status_code == 200
    assert as_("other_officer").get(url).status_code == 404


def test_numbers_are_the_municipalitys(here):
    assert papers_of("", DAY).numbers["benefit_claim"] == "様式１－１"
    assert "benefit_claim" not in papers_of("011002", DAY).numbers
    assert FACTS["landlord"] in on_paper("benefit_claim", Benefit(here).case)


# ---- what is ruled after the first grant ------------------------------------------------------


def test_a_suspension_is_told_with_its_ground_its_month_and_how_to_go_on(here, as_):
    benefit = Benefit(here).ruled()
    order = order_of(benefit, "suspend", "illness", dt.date(2026, 8, 20))
    assert not DOCUMENTS["benefit_suspended"].records(benefit.case).exists()
    decided(benefit, order, dt.date(2026, 8, 20))
    told = {"by": here.people["officer"], "on": dt.date(2026, 8, 21), "way": "郵送"}
    order_workflow.advance(order, "notify", **told)
    issued = IssuedDocument.objects.get()
    assert (issued.code, issued.title) == ("benefit_suspended", "住居確保給付金支給中断通知書")
    text = text_of(bytes(issued.copy.pdf))
    for words in ("病気", "令和8年9月分から", "令和10年8月", "審査請求", issued.number):
        assert words in text, words
    page = as_("counselor").get(reverse("benefit_detail", args=[benefit.row.pk]))
    assert issued.number in page.text
    with pytest.raises(Refused) as refused:
        order_workflow.advance(order, "notify", **told)
    assert codes_of(refused) == ["E-08"]


def test_each_ruling_that_follows_has_its_own_notice(here):
    benefit = Benefit(here).ruled()
    later = dt.date(2026, 10, 20)
    extended = benefit.followed("extend", later).ruled(later)
    assert extended.row.state == "granted"
    assert DOCUMENTS["benefit_extended"].records(benefit.case).get() == extended.row
    assert DOCUMENTS["benefit_granted"].records(benefit.case).get() == benefit.row
    text = on_paper("benefit_extended", benefit.case)
    assert "令和8年11月分から令和9年1月分まで（3か月）" in text
    asked = on_paper("benefit_claim_extend", benefit.case)
    assert "令和8年8月分から令和8年10月分まで（3か月）" in asked
