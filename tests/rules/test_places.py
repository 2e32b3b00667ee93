"""What the four 要綱 say, one line per rule and place: the files against clauses of the seeds."""

import datetime as dt

import pytest

from accounts.standards import labels_in, labels_of
from cases.standards import case_rules, due_rule
from documents.standards import papers_of
from plans.standards import citation, plan_rules, programme, programmes
from rules.profile import FOLDER, NATIONAL, profile_for, read, versions_of
from rules.refusals import Refused
from tests.places import OWN, PLACES

LATEST = dt.date(2026, 11, 20)
NAMES = list(PLACES)


def at(place, on=LATEST):
    return profile_for(PLACES[place], on)


@pytest.mark.parametrize(
    ("place", "days"),
    [
        ("nagaoka", ["2015-04-01", "2019-04-01", "2020-10-01"]),
        ("sapporo", ["2015-04-01", "2020-01-29", "2021-04-01", "2023-04-01"]),
        ("kamiamakusa", ["2015-04-01", "2016-04-01"]),
        ("saitama", ["2020-04-01"]),
    ],
)
def test_the_versions_are_those_of_the_supplementary_provisions(place, days):
    """附則 of each 要綱 (NAG-附則, SAP-附則, KAM-附則, SAI-附則)."""
    assert [str(row.valid_from) for row in versions_of(PLACES[place])] == days


# --- programme × procedure (§3.1): the letter, the procedure; None is not in the catalogue ---

CATALOGUE = {
    "housing_benefit": ("（ア）own", "（ア）own", "（ア）own"),
    "work_preparation": ("（イ）decision", None, "（イ）decision"),
    "temporary_living": (None, "（イ）none", "（ウ）none"),
    "household_budget": ("（ウ）decision", "（オ）confirm", "（エ）decision"),
    "work_training": ("（エ）decision", "（ウ）decision", None),
    "child_learning": ("（オ）confirm", "（エ）confirm", "（オ）none"),
    "hellowork_program": ("（カ）hellowork", "（カ）hellowork", "（ク）hellowork"),
    "welfare_loan": ("（キ）confirm", "（キ）confirm", "（カ）confirm"),
    "rescue": (None, None, "（キ）confirm"),
    "other_public": ("（ク）confirm", "（ク）confirm", "（ケ）confirm"),
}


@pytest.mark.parametrize("key", CATALOGUE)
@pytest.mark.parametrize(("nth", "place"), list(enumerate(NAMES[:3])))
def test_each_programme_has_the_procedure_of_its_clause(key, nth, place):
    """NAG-4-2-オ, SAP-3-2-オ, KAM-5-2-オ; what is not listed cannot be used (E-23)."""
    wanted = CATALOGUE[key][nth]
    if wanted is None:
        with pytest.raises(Refused, match="E-23"):
            programme(at(place), key)
    else:
        row = programme(at(place), key)
        assert row.letter + row.procedure == wanted


@pytest.mark.parametrize(
    ("place", "key", "words"),
    [
        ("nagaoka", "household_budget", "家計改善支援事業"),
        ("nagaoka", "child_learning", "子どもの学習支援事業"),
        ("sapporo", "child_learning", "札幌まなびのサポート事業"),
        ("kamiamakusa", "household_budget", "家計相談支援事業"),
        ("kamiamakusa", "child_learning", "子どもの学習援助事業"),
        ("kamiamakusa", "rescue", "生計（生活）困難者レスキュー事業"),
    ],
)
def test_a_programme_is_called_as_the_municipality_calls_it(place, key, words):
    assert programme(at(place), key).label == words


def test_a_typing_error_of_the_ordinance_is_kept_beside_the_official_name():
    """A20: 就労準備支援業 is 就労準備支援事業."""
    row = programme(at("kamiamakusa"), "work_preparation")
    assert (row.label, row.original) == ("就労準備支援事業", "就労準備支援業")


@pytest.mark.parametrize(
    ("key", "day", "words"),
    [
        ("household_budget", "2018-09-30", "家計相談支援事業"),
        ("household_budget", "2018-10-01", "家計改善支援事業"),
        ("temporary_living", "2025-03-31", "一時生活支援事業"),
        ("temporary_living", "2025-04-01", "居住支援事業"),
    ],
)
def test_the_law_renames_a_programme_within_a_version(key, day, words):
    rules = profile_for(NATIONAL, dt.date.fromisoformat(day))
    assert programme(rules, key).label == words


# --- one parameter, four places, in the order of PLACES ---

PARAMETERS = [
    (
        "P-04",
        lambda p: labels_in(p).welfare_office,
        "福祉事務所 | 区保護課 | 上天草市福祉事務所 | 福祉事務所",
    ),
    ("P-04 list", lambda p: len(case_rules(p).welfare_offices), "0 | 10 | 1 | 0"),
    (
        "P-05",
        lambda p: labels_in(p).hellowork,
        "公共職業安定所 | 公共職業安定所 | 天草公共職業安定所 | 公共職業安定所",
    ),
    (
        "P-06",
        lambda p: labels_in(p).staff,
        "主任相談支援員等 | 支援員等 | 主任相談支援員等 | 主任相談支援員等・アウトリーチ支援員",
    ),
    ("P-03", lambda p: len(p.table("agencies").entrustable), "5 | 4 | 4 | 1"),
    ("P-07", lambda p: p.table("staffing").posts[-1], "outreach | shelter | employment | outreach"),
    ("P-08", lambda p: p.table("staffing").concurrent, "any | listed | listed | any"),
    ("P-09", lambda p: p.table("staffing").certificate, "required | waived | required | required"),
    ("P-09 routes", lambda p: len(p.table("staffing").routes), "7 | 0 | 0 | 5"),
    ("P-10", lambda p: bool(p.table("texts").delegated), "False | True | False | False"),
    ("P-11", lambda p: "self_phone" in case_rules(p).channels, "False | False | True | True"),
    ("P-11 伴走", lambda p: case_rules(p).is_accompanying, "False | False | True | False"),
    ("P-12", lambda p: case_rules(p).off_hours, "True | False | False | True"),
    ("P-13", lambda p: case_rules(p).family_outreach, "True | False | False | True"),
    ("P-14", lambda p: labels_in(p).triage, "判断 | 振り分け | 振り分け | 振り分け"),
    ("P-15", lambda p: len(case_rules(p).targets), "0 | 0 | 2 | 3"),
    (
        "P-17 shelter",
        lambda p: "shelter" in case_rules(p).early_supports,
        "False | True | False | True",
    ),
    (
        "P-17 job",
        lambda p: "job_support" in case_rules(p).early_supports,
        "True | True | False | True",
    ),
    ("P-19", lambda p: plan_rules(p).report_rule, "contracted_only | always | never | always"),
    ("P-20", lambda p: plan_rules(p).hellowork_needs_approval, "True | True | True | True"),
    (
        "P-21",
        lambda p: plan_rules(p).decision_scope,
        "就労準備支援事業等 | 認定就労訓練事業 | 就労準備支援事業等 | 支援決定を要する事業",
    ),
    (
        "P-22",
        lambda p: labels_in(p).approval,
        "長岡市において決裁 | 所要の決裁 | 内部において決裁 | 決裁",
    ),
    ("P-23", lambda p: labels_in(p).refusal_report, "報告 | 報告 | 連絡 | 報告"),
    ("P-24", lambda p: p.table("meetings").every_months, "None | 1 | None | None"),
    (
        "P-25",
        lambda p: plan_rules(p).review.city_attendance,
        "required_if_decision | basic_always | participates | required_if_decision",
    ),
    ("P-26", lambda p: "創出" in p.table("meetings").gap_purpose, "True | False | True | True"),
    (
        "P-27",
        lambda p: p.table("meetings").pre_adjustment_with[:3],
        "行政・ | 札幌市 | 市・関 | 行政・",
    ),
    (
        "P-28",
        lambda p: due_rule(p, "evaluation").months,
        "(3, 6, 12) | (3, 6, 12) | (3, 6, 12) | (3, 6, 12)",
    ),
    ("P-29", lambda p: case_rules(p).after_job[-3:], "討する | 努める | ましい | 討する"),
    ("P-30", lambda p: p.table("texts").council[:4], "支援調整 | 既存の合 | 支援調整 | 埼玉県及"),
    ("P-31", lambda p: p.table("papers").numbers.get("form5"), "None | 様式５ | None | 様式５"),
    ("P-32", lambda p: "要綱" in p.table("texts").housing_source, "False | True | False | False"),
    (
        "P-33",
        lambda p: p.table("texts").housing_office,
        "支給決定 | 支給決定及び支給 | 支給決定 | 支給決定",
    ),
    ("P-35", lambda p: len(p.table("texts").references), "2 | 0 | 2 | 2"),
    (
        "P-36",
        lambda p: p.table("texts").register_unit,
        "利用者ごと | 利用者ごと | 利用者ごと | 利用者ごと",
    ),
    (
        "P-37",
        lambda p: p.table("staffing").decider_may_counsel,
        "warned | warned | warned | warned",
    ),
    ("P-38", lambda p: due_rule(p, "triage").days, "7 | 7 | 7 | 7"),
    ("authority", lambda p: plan_rules(p).authority, "市長 | 市長 | 市長 | 知事"),
    (
        "評価",
        lambda p: citation(p, "evaluation"),
        "実施要領 4(3)ウ | 実施要綱 3(3)ウ | 実施要領 5(5)ウ | 手引き",
    ),
    (
        "評価の期限",
        lambda p: due_rule(p, "evaluation").clause,
        "実施要領 4(3)ウ | 実施要綱 3(3)ウ | 実施要領 5(5)ウ | 手引き",
    ),
]


@pytest.mark.parametrize("row", PARAMETERS, ids=lambda row: row[0])
def test_a_parameter_in_each_of_the_four_places(row):
    _number, read, wanted = row
    assert " | ".join(str(read(at(place))) for place in NAMES) == wanted


def test_the_seal_leaves_the_forms_of_sapporo_with_the_revision_of_2021():
    """札幌市実施要綱 附則3: 様式1から6まで及び様式8, R3.4.1."""
    before, after = dt.date(2021, 3, 31), dt.date(2021, 4, 1)
    assert [papers_of(PLACES["sapporo"], day).seal for day in (before, after)] == [True, False]
    assert not papers_of(PLACES["nagaoka"], before).seal


def test_every_ward_of_sapporo_has_its_office():
    """3(1)エ: 区保護課."""
    offices = case_rules(at("sapporo")).welfare_offices
    assert len(set(offices)) == 10
    assert all(row.endswith("区保護課") for row in offices)


def test_the_outreach_worker_of_nagaoka_qualifies_by_the_own_route_alone():
    """A15: 3(2)エ; a 修了証 alone does not suffice."""
    staffing = at("nagaoka").table("staffing")
    assert "outreach" not in staffing.certificate_posts
    (route,) = [row for row in staffing.routes if "outreach" in row.posts]
    assert "アウトリーチ" in route.training


def test_the_certificate_of_saitama_is_one_of_an_earlier_year():
    """A14: 3(3)ア 前年度まで; イ counts 生活困窮者への相談支援 alone."""
    staffing = at("saitama").table("staffing")
    assert staffing.last_year_posts == ("outreach",)
    years = {row.code: [e.years for e in row.experience] for row in staffing.routes}
    assert years["outreach_i"] == [5, 3]


@pytest.mark.parametrize(
    "folder", [*FOLDER.glob("*_*"), *OWN.glob("*_*")], ids=lambda row: row.name
)
def test_its_day_is_called_as_the_judgement_itself(folder):
    """P-14, P-38: where 振り分け is called otherwise, so is the day it is due."""
    for profile in read(folder, folder.name.partition("_")[0]):
        assert labels_in(profile).triage in due_rule(profile, "triage").label


@pytest.mark.parametrize("place", [*NAMES, ""])
def test_every_decided_programme_has_requirements_to_check(place):
    """6(2)イ: without a checklist there would be nothing to find unmet (E-11)."""
    rules = profile_for(PLACES.get(place, NATIONAL), LATEST)
    assert all(row.requirements for row in programmes(rules) if row.procedure == "decision")


def test_a_sentence_is_filled_with_the_words_of_the_place():
    words = labels_of(PLACES["kamiamakusa"], LATEST)
    assert words.fill("{hellowork}・{refusal_report}") == "天草公共職業安定所・連絡"
    assert labels_of("", LATEST).meeting == "支援調整会議"
