"""Where a value lacks, no screen and no paper calculates; what is assumed is shown."""

from typing import get_args

import pytest
from django.urls import reverse

from documents.register import papers
from housing_benefit.standards import benefit_rules
from rules.housing_benefit.tables import Setting
from rules.profile import NATIONAL, profile_for
from rules.profile_words import sections
from tests.benefits import DAY, Benefit

PLACE = ("E-29", "432121_kamiamakusa", "profile.toml", "housing_benefit", "家賃の上限")


@pytest.mark.parametrize("kind", ["rent", "move"])
def test_where_the_cap_lacks_every_screen_names_file_table_and_key(office, at, as_, kind):
    at("kamiamakusa")
    benefit = Benefit(office, kind=kind).sent()
    detail = reverse("benefit_detail", args=[benefit.row.pk])
    tried = "?applied_on=R8.9.1&members=2&rent=30000&income=0&assets=0"
    for who in ("counselor", "officer"):
        for url in (detail, detail + tried):
            page = as_(who).get(url)
            assert page.status_code == 200
            assert [words for words in PLACE if words not in page.text] == []
            assert "支給額（月）" not in page.text
    draft = as_("officer").get(reverse("benefit_rule", args=[benefit.row.pk, "draft"]))
    assert [words for words in PLACE if words not in draft.text] == []
    assert draft.status_code in (409, 422)


@pytest.mark.parametrize("kind", ["rent", "move"])
def test_no_paper_says_an_amount_that_no_table_knows(office, at, kind):
    at("kamiamakusa")
    benefit = Benefit(office, kind=kind).sent()
    printed = []
    for document in papers():
        if document.room != "housing_benefit" or not document.is_of_case:
            continue
        for record in document.records(benefit.case):
            document.sheet(record)
            printed.append(document.code)
    assert printed
    assert not {"benefit_granted", "benefit_refused", "benefit_changed"} & set(printed)


def test_a_day_no_table_reaches_is_tried_in_vain(office, at, as_):
    at("sapporo")
    url = reverse("benefit_detail", args=[Benefit(office).row.pk])
    page = as_("counselor").get(f"{url}?applied_on=R9.7.1&members=1&rent=1&income=0&assets=0")
    (refusal,) = page.context["what_if"]["refusals"]
    assert refusal.code == "E-29"
    assert "housing_benefit.grades.1" in refusal.text


def test_every_assumption_is_a_setting_with_how_sure_it_is():
    rules = benefit_rules(profile_for(NATIONAL, DAY))
    assert set(rules.marks) == set(get_args(Setting))
    assumed = {name for name, mark in rules.marks.items() if mark != "S"}
    named = {"rounding", "first_month", "stop_months", "zero", "period_from"}
    assert named <= assumed
    (section,) = [
        one for one in sections(profile_for(NATIONAL, DAY)) if one.name == "housing_benefit"
    ]
    told = {row.key[1]: row.text for row in section.told}
    words = {"S": "（見た資料による）", "K": "（よく知られたこと）", "G": "（推測）"}
    assert all(told[name].endswith(words[mark]) for name, mark in rules.marks.items())


@pytest.mark.parametrize("who", ["counselor", "officer", "approver"])
def test_who_works_with_it_reads_the_assumptions_on_one_screen(office, at, as_, who):
    at("sapporo")
    benefit = Benefit(office).sent()
    url = reverse("benefit_standards", args=[benefit.row.pk])
    assert url in as_(who).get(reverse("benefit_detail", args=[benefit.row.pk])).text
    page = as_(who).get(url).text
    said = [
        "円単位のまま（推測）",
        "支給しない（推測）",
        "最初に支給する月",
        "（よく知られたこと）",
        "出典",
    ]
    assert [words for words in said if words not in page] == []
