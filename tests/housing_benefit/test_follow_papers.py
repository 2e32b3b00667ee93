"""変更支給申請書, 受給再開届, 再支給; and whose rules a paper and a screen go by."""

import datetime as dt

import pytest
from django.urls import reverse

from documents.models import IssuedDocument
from documents.register import DOCUMENTS
from documents.rendering import html_of
from documents.standards import papers_of
from tests.benefits import DAY, Benefit, decided, order_of
from tests.documents.reading import text_of
from tests.places import settle_at

pytestmark = pytest.mark.once  # what is laid out on paper

LATER, ILL = dt.date(2026, 9, 10), dt.date(2026, 8, 20)
SAPPOROS = "札幌市住居確保給付金要綱"


@pytest.fixture
def here(office, at):
    at("sapporo")
    return office


def paper_of(code, row):
    return DOCUMENTS[code].sheet(row).paper


def on_paper(code, row):
    return html_of(DOCUMENTS[code], DOCUMENTS[code].sheet(row), DAY)


def marked(boxes):
    return [box.label for box in boxes if box.is_on]


def of_each(case):
    """Which 申請書 and 確認書 the 台帳 has to print, and how many of each."""
    codes = ("claim", "claim_extend", "claim_change", "claim_resume", "pledge")
    counts = {code: DOCUMENTS[f"benefit_{code}"].records(case).count() for code in codes}
    return {code: n for code, n in counts.items() if n}


# ---- what is handed in after a 支給決定 -------------------------------------------------------


def test_a_change_is_asked_for_with_what_was_and_what_is(here, as_):
    benefit = Benefit(here, income=100_000).ruled()
    change = benefit.followed("change", LATER, ground="income", income=80_000).row
    paper = paper_of("benefit_claim_change", change)
    assert (paper.yen_before, paper.income_before, paper.income) == (22_000, 100_000, 80_000)
    assert (paper.rent_before, paper.rent) == (30_000, 30_000)
    assert paper.so_far == "令和8年8月分から令和8年10月分まで（3か月）"
    assert marked(paper.grounds) == ["収入が基準額以下に減った（一部支給の世帯）"]
    assert [box.label for box in paper.enclosures] == [
        "支給申請書",
        "申請月の収入が分かるもの（世帯全員）",
    ]
    page = as_("counselor").get(reverse("benefit_detail", args=[change.pk]))
    (link,) = [row for row in page.context["papers"] if "変更支給申請書" in row["label"]]
    assert as_("counselor").get(link["url"]).status_code == 200
    assert of_each(benefit.case) == {"claim": 1, "claim_change": 1, "pledge": 1}


def test_what_was_before_a_change_stays_on_its_paper_when_more_is_granted(here):
    benefit = Benefit(here).ruled()
    first = benefit.followed("change", LATER, ground="rent", rent=34_000).ruled(LATER)
    asked = paper_of("benefit_claim_change", first.row)
    benefit.followed("change", LATER, ground="rent", rent=35_000).ruled(LATER)
    again = paper_of("benefit_claim_change", first.row)
    assert (again.yen_before, again.rent_before, again.rent) == (30_000, 30_000, 34_000)
    assert again == asked


def test_who_comes_back_hands_in_what_was_suspended_and_what_is_left(here):
    benefit = Benefit(here).ruled()
    decided(benefit, order_of(benefit, "suspend", "illness", ILL), ILL)
    back = benefit.followed("resume", LATER).row
    paper = paper_of("benefit_claim_resume", back)
    assert (paper.suspended_on, paper.last_day) == (ILL, dt.date(2028, 8, 19))
    assert (paper.left, paper.so_far) == (8, "令和8年8月分から令和8年8月分まで（1か月）")
    assert (marked(paper.grounds), paper.seeks_work, paper.is_gang) == (["病気"], True, False)
    assert of_each(benefit.case) == {"claim": 1, "claim_resume": 1, "pledge": 2}


def test_who_is_paid_again_has_the_application_with_the_months_before(here):
    first = dt.date(2025, 5, 7)
    earlier = Benefit(here, applied_on=first, event_on=dt.date(2025, 4, 30)).ruled()
    earlier.move("end", "officer")
    more = Benefit(here, case=earlier.case, ground="dismissed")
    paper = paper_of("benefit_claim", more.row)
    assert (paper.asked, paper.so_far) == ("再支給", "令和7年5月分から令和7年7月分まで（3か月）")
    assert of_each(earlier.case) == {"claim": 2, "pledge": 2}


# ---- 不支給 -----------------------------------------------------------------------------------


def test_a_refusal_is_told_once_with_its_number(here):
    benefit = Benefit(here, assets=9_000_000).ruled().told()
    issued = IssuedDocument.objects.get()
    assert (issued.code, bool(issued.number)) == ("benefit_refused", True)
    assert issued.number in text_of(bytes(issued.copy.pdf))
    assert benefit.row.state == "refused"
    assert papers_of("", DAY).numbers["benefit_refused"] == "様式３"


# ---- whose rules ------------------------------------------------------------------------------


def test_the_citys_own_ordinance_stands_on_screen_form_and_notice(here, as_):
    benefit = Benefit(here).ruled()
    page = as_("officer").get(reverse("benefit_detail", args=[benefit.row.pk])).text
    assert f"きまり：{SAPPOROS}" in page
    for code in ("benefit_claim", "benefit_granted"):
        assert f"{SAPPOROS}により" in on_paper(code, benefit.row)
    settle_at(here, "nagaoka")
    benefit.row.episode.case.agency.municipality.refresh_from_db()
    assert "要綱により" not in on_paper("benefit_claim", benefit.row)


def test_the_admin_reads_whose_rules_and_tables_these_are(here, as_):
    page = as_("admin").get(reverse("standards")).text
    for words in (SAPPOROS, "札幌市の受付窓口の案内", "36,000円"):
        assert words in page, words


def test_where_a_table_is_missing_nothing_is_calculated_and_the_place_is_named(here, as_):
    benefit = Benefit(here)
    settle_at(here, "kamiamakusa")
    page = as_("counselor").get(reverse("benefit_detail", args=[benefit.row.pk])).text
    for words in ("まだ判定できません", "E-29", "profile.toml", "housing_benefit.areas"):
        assert words in page, words
