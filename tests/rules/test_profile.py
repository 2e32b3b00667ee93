"""自治体プロファイル: the version of a day, how versions merge, and what 長岡市 has."""

import datetime as dt

import pytest

from cases.standards import due_rule
from plans.standards import citation, plan_rules, programme, programmes
from rules import profile
from rules.profile import NATIONAL, profile_for, versions_of
from rules.refusals import Refused
from tests.rules.profiles import LATEST

NAGAOKA = "152021"


# --- which version ---


def test_a_municipality_without_a_folder_works_by_the_national_default():
    rules = profile_for("990001", LATEST)
    assert (rules.code, rules.name) == (NATIONAL, "生活困窮者自立相談支援事業")
    assert versions_of("990001") == versions_of(NATIONAL)


@pytest.mark.parametrize(
    ("day", "since"),
    [
        (dt.date(2014, 12, 31), dt.date(2015, 4, 1)),  # before the first: judged by the first
        (dt.date(2015, 4, 1), dt.date(2015, 4, 1)),
        (dt.date(2019, 3, 31), dt.date(2015, 4, 1)),
        (dt.date(2019, 4, 1), dt.date(2019, 4, 1)),
        (dt.date(2020, 9, 30), dt.date(2019, 4, 1)),
        (dt.date(2020, 10, 1), dt.date(2020, 10, 1)),
        (LATEST, dt.date(2020, 10, 1)),
    ],
)
def test_the_version_in_force_on_the_day_is_used(day, since):
    """長岡市実施要領 附則: 平成27年4月1日、平成31年4月1日、令和2年10月1日."""
    assert profile_for(NAGAOKA, day).valid_from == since


def test_no_day_means_today(clock):
    clock(dt.date(2019, 6, 1))
    assert profile_for(NAGAOKA).valid_from == dt.date(2019, 4, 1)


def test_a_version_says_its_name_and_day():
    label = "長岡市生活困窮者自立相談支援事業実施要領　令和2年10月1日施行"
    assert profile_for(NAGAOKA, LATEST).label == label


def test_an_unknown_table_is_no_table():
    with pytest.raises(KeyError):
        profile_for(NAGAOKA, LATEST).table("nowhere")


def test_two_rooms_cannot_own_one_table():
    with pytest.raises(ValueError, match="two rooms"):
        profile.register_table("plans", str)


# --- merging ---


def test_a_table_merges_key_by_key_and_a_list_is_replaced(write):
    write("[version.plans]\nreport_rule = 'never'\n[version.deadlines.evaluation]\nmonths = [2]\n")
    mine, national = profile_for("990001", LATEST), profile_for(NATIONAL, LATEST)
    assert mine.table("plans").report_rule == "never"
    assert due_rule(mine, "evaluation").months == (2,)
    assert due_rule(mine, "evaluation").clause == due_rule(national, "evaluation").clause
    assert mine.table("plans").authority == national.table("plans").authority
    assert mine.table("cases") == national.table("cases")


def test_a_table_inside_a_table_merges_too(write):
    write("[version.plans.citations]\nevaluation = '要綱 7'\n")
    rules = profile_for("990001", LATEST)
    assert citation(rules, "evaluation") == "要綱 7"
    assert citation(rules, "meeting") == citation(profile_for(NATIONAL, LATEST), "meeting")


def test_the_catalogue_of_programmes_is_replaced_whole(write):
    write("[version.programmes.rescue]\nlabel='レスキュー'\nprocedure='confirm'\ngroup='other'\n")
    rules = profile_for("990001", LATEST)
    assert [row.key for row in programmes(rules)] == ["rescue"]
    with pytest.raises(Refused) as refused:
        programme(rules, "work_preparation")
    assert refused.value.refusals[0].code == "E-23"
    assert rules.label in str(refused.value)


def test_a_later_version_says_only_what_differs_from_the_one_before(write):
    first = "[version.plans]\nreport_rule = 'never'\nauthority = '町長'\n"
    second = "[[version]]\nvalid_from = 2024-04-01\n[version.plans]\nauthority = '市長'\n"
    write(first + second)
    assert profile_for("990001", dt.date(2024, 3, 31)).table("plans").authority == "町長"
    now = profile_for("990001", dt.date(2024, 4, 1)).table("plans")
    assert (now.authority, now.report_rule) == ("市長", "never")


def test_a_file_with_the_mark_of_windows_and_its_line_ends_is_read(write):
    write("name = '要綱'\r\n", head="\ufeff[[version]]\r\nvalid_from = 2020-04-01\r\n")
    assert profile_for("990001", LATEST).name == "要綱"


# --- 長岡市 (実施要領 4(2)ウ・オ・カ) ---

CATALOGUE = [
    ("own_support", "", "自立相談支援機関による支援", "none", "own"),
    ("own_job_support", "", "就労支援員による就労支援", "none", "own"),
    ("housing_benefit", "（ア）", "住居確保給付金の支給", "own", "law"),
    ("work_preparation", "（イ）", "就労準備支援事業", "decision", "law"),
    ("household_budget", "（ウ）", "家計改善支援事業", "decision", "law"),
    ("work_training", "（エ）", "認定就労訓練事業", "decision", "law"),
    ("child_learning", "（オ）", "子どもの学習支援事業", "confirm", "law"),
    ("hellowork_program", "（カ）", "生活保護受給者等就労自立促進事業", "hellowork", "other"),
    ("welfare_loan", "（キ）", "生活福祉資金貸付事業", "confirm", "other"),
    ("other_public", "（ク）", "その他の公的事業・インフォーマルな支援", "confirm", "other"),
]


@pytest.mark.parametrize("version", versions_of(NAGAOKA), ids=lambda row: str(row.valid_from))
def test_nagaoka_has_eight_programmes_and_its_own_support(version):
    """4(2)ウ: （ア）から（オ）は法、（カ）から（ク）はほか。一時生活支援事業はない。"""
    rows = programmes(version)
    assert [(r.key, r.letter, r.label, r.procedure, r.group) for r in rows] == CATALOGUE
    with pytest.raises(Refused, match="E-23"):
        programme(version, "temporary_living")


def test_nagaoka_decides_three_programmes_and_their_requirements_are_asked():
    """4(2)オ・6(2)イ: 支援決定 needs 利用要件, 確認 does not."""
    rows = programmes(profile_for(NAGAOKA, LATEST))
    asked = {row.key for row in rows if row.requirements}
    assert asked == {row.key for row in rows if row.procedure == "decision"}


def test_nagaoka_reports_only_where_it_entrusts():
    """4(2)オ: a plan without 就労準備支援事業等 is reported by the 委託先 only (P-19)."""
    rules = profile_for(NAGAOKA, LATEST)
    assert rules.table("plans").report_rule == "contracted_only"
    assert due_rule(rules, "evaluation").months == (3, 6, 12)
    assert plan_rules(rules).review.city_attendance == "required_if_decision"
    assert citation(rules, "evaluation") == "実施要領 4(3)ウ"
