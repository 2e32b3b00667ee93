"""自治体プロファイル: merging, the version of a day, every wrong file refused in words (E-29)."""

import datetime as dt
import os
import re
import shutil
from importlib import import_module, reload
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError, SystemCheckError

from cases.standards import due_rule
from plans.standards import citation, plan_rules, programme, programmes
from rules import profile
from rules.profile import NATIONAL, ProfileError, profile_for, versions_of
from rules.refusals import Refused

NAGAOKA = "152021"
NEW = "990001_new"
LATEST = dt.date(2026, 11, 20)
REAL = profile.FOLDER
HEAD = "[[version]]\nvalid_from = 2020-04-01\nname = '要綱'\n"


@pytest.fixture(autouse=True)
def _forget():
    profile.clear()
    yield
    profile.clear()


@pytest.fixture
def folders(tmp_path, monkeypatch):
    """Municipalities of this test only: the real national default, and what it writes."""
    national = next(REAL.glob(f"{NATIONAL}_*"))
    shutil.copytree(national, tmp_path / national.name)
    monkeypatch.setattr(profile, "FOLDER", tmp_path)
    return tmp_path


@pytest.fixture
def write(folders):
    """Write a municipality's file, by default of one version with these lines."""

    def run(lines="", *, name=NEW, head=HEAD):
        (folders / name).mkdir(exist_ok=True)
        named = isinstance(lines, str) and re.match(r"name *=", lines, re.M)
        content = (head.split("name")[0] if head is HEAD and named else head) + lines
        data = content if isinstance(content, bytes) else content.encode()
        (folders / name / profile.FILE).write_bytes(data)
        profile.clear()
        return folders / name

    return run


def faults(path):
    return [fault.text for fault in profile.check_folder(path)]


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


# --- every wrong file is refused, with file, key and reason (E-29) ---


def _said(key, why, folder=NEW):
    place = f"{folder}/profile.toml" + (f"　{key}" if key else "")
    return f"プロファイルの設定に誤りがあります：{place}（{why}）"


PROGRAMME = "[version.programmes.rescue]\n"
WHOLE = "label = 'レスキュー'\nprocedure = 'confirm'\ngroup = 'other'\n"


@pytest.mark.parametrize(
    ("lines", "key", "why"),
    [
        ("[version.planz]\n", "planz", "知らない表です"),
        ("valid_form = 2020-04-01\n", "valid_form", "知らない表です"),
        ("[version.plans]\nreport_rul = 'never'\n", "plans.report_rul", "知らない項目です"),
        ("[version.papers.number]\n", "papers.number", "知らない項目です"),
        (PROGRAMME + WHOLE + "key = 'x'\n", "programmes.rescue.key", "知らない項目です"),
        (PROGRAMME + WHOLE.split("\n", 1)[1], "programmes.rescue.label", "書かれていません"),
        (PROGRAMME + WHOLE.replace("レスキュー", "　"), "programmes.rescue.label", "空です"),
        ("[version.labels]\ntriage = ''\n", "labels.triage", "空です"),
        ("name = ' '\n", "name", "空です"),
        ("name = 3\n", "name", "文字ではありません"),
        ("plans = 3\n", "plans", "表ではありません"),
        ("programmes = []\n", "programmes", "表ではありません"),
        ("[version.plans]\nauthority = 5\n", "plans.authority", "文字ではありません"),
        (
            "[version.deadlines.evaluation]\nmonths = 3\n",
            "deadlines.evaluation.months",
            "一覧 [ … ] ではありません",
        ),
        (
            "[version.deadlines.evaluation]\nmonths = [3, '6']\n",
            "deadlines.evaluation.months[2]",
            "整数ではありません",
        ),
        (
            "[version.deadlines.triage]\ndays = true\n",
            "deadlines.triage.days",
            "整数ではありません",
        ),
        ("[version.deadlines.triage]\ndays = 1.5\n", "deadlines.triage.days", "整数ではありません"),
        (
            "[version.deadlines.triage]\ndays = -1\n",
            "deadlines.triage.days",
            "0～999の整数ではありません",
        ),
        (
            "[version.deadlines.triage]\ndays = 9999\n",
            "deadlines.triage.days",
            "0～999の整数ではありません",
        ),
        (
            "[version.housing_benefit]\nasset_cap = -1\n",
            "housing_benefit.asset_cap",
            "0～99999999の整数ではありません",
        ),
        (
            "[[version.housing_benefit.grades.1]]\nfirst_year = 8\nlast_year = 2026\n"
            "yen = { 1 = 92000 }\nsource = '表'\nmark = 'S'\n",
            "housing_benefit.grades.1[1].first_year",
            "2015～2100の整数ではありません",
        ),
        (
            "[[version.housing_benefit.grades.1]]\nfirst_year = 2026\nlast_year = 2026\n"
            "yen = { single = 92000 }\nsource = '表'\nmark = 'S'\n",
            "housing_benefit.grades.1[1]",
            "yen の左は人数（1、2、3 …）です",
        ),
        (
            "[version.plans.review]\noutside_required = 'yes'\n",
            "plans.review.outside_required",
            "true / falseではありません",
        ),
        (
            "[version.deadlines.evaluation]\nmonths = []\n",
            "deadlines",
            "evaluation の months を1つ以上書きます",
        ),
        (
            "[version.deadlines.evaluation]\nmonths = [0]\n",
            "deadlines.evaluation",
            "months は1か月以上です",
        ),
        (
            "[version.deadlines.triage]\nmonths = [1]\n",
            "deadlines.triage",
            "days と before と months は、どれか1つを書きます",
        ),
        (
            "[version.deadlines.triage]\ndays = 0\n",
            "deadlines",
            "triage・acceptance・after_referral は days か months を書きます",
        ),
        (
            "[version.plans]\nlongest_plan_months = 0\n",
            "plans",
            "longest_plan_months は1か月以上です",
        ),
        (
            "[version.plans]\napproval_route = [{ label = '係長', role = 'officer' }]\n",
            "plans",
            "決裁の最後は approver（決裁者）です",
        ),
        (
            "[version.meetings]\nevery_months = 0\n",
            "meetings",
            "every_months・every_weeks は1以上です",
        ),
        ("[version.programmes]\n", "programmes", "1つも書かれていません"),
        (
            "[version.cases]\nchannels = []\n",
            "cases",
            "channels と early_supports を1つ以上書きます",
        ),
        ("[version.cases]\ncontact_days = 0\n", "cases", "contact_days は1日以上です"),
        (
            "[version.cases]\nchannels = ['outreach', 'outreach']\n",
            "cases.channels[2]",
            "同じものが前にあります",
        ),
        (
            "[version.labels]\nmeeting = '" + "会" * 101 + "'\n",
            "labels.meeting",
            "100字より長いです",
        ),
        (
            '[version.labels]\ntriage = "判\\n断"\n',
            "labels.triage",
            "見えない文字（改行など）があります",
        ),
        (
            '[version.papers]\nappeal = "a\\u0000"\n',
            "papers.appeal",
            "見えない文字（改行など）があります",
        ),
        (
            "[version.papers.numbers]\nform9 = '様式9'\n",
            "papers",
            "numbers の「form9」という様式はありません",
        ),
        ("[version.staffing]\nposts = []\n", "staffing", "posts を1つ以上書きます"),
        (
            "[version.staffing]\noptional_posts = ['outreach']\n",
            "staffing",
            "outreach は posts に書いていない職種です",
        ),
        (
            "[[version.staffing.routes]]\ncode = 'x'\nlabel = '甲'\nposts = ['chief']\n"
            "experience = [{ work = '乙', years = 0 }]\n",
            "staffing.routes[1].experience[1]",
            "years は1年以上です",
        ),
        (
            PROGRAMME + WHOLE + "requirements = [{code='甲', label='甲'}]\n",
            "programmes.rescue.requirements[1].code",
            "20字までの英小文字・数字・_ ではありません",
        ),
        (
            PROGRAMME + WHOLE + "longest_months = 0\n",
            "programmes.rescue",
            "longest_months は1か月以上です",
        ),
        (
            PROGRAMME + WHOLE + "requirements = [{code='a', label='甲'}, {code='a', label='乙'}]\n",
            "programmes.rescue",
            "requirements に同じ code が2つあります",
        ),
        (
            PROGRAMME + WHOLE + "requirements = [{code='a'}]\n",
            "programmes.rescue.requirements[1].label",
            "書かれていません",
        ),
    ],
)
def test_what_does_not_fit_is_refused_with_its_key(write, lines, key, why):
    assert faults(write(lines)) == [_said(f"version 1.{key}", why)]


@pytest.mark.parametrize(
    ("lines", "key", "typed"),
    [
        (PROGRAMME.replace("rescue", "resque") + WHOLE, "programmes.resque", "resque"),
        (
            PROGRAMME + WHOLE.replace("confirm", "decide"),
            "programmes.rescue.procedure",
            "decide",
        ),
        ("[version.labels]\nrefusal_report = '通知'\n", "labels.refusal_report", "通知"),
        ("[version.plans.citations]\nevalution = '7'\n", "plans.citations.evalution", "evalution"),
        ("[version.plans]\nreport_rule = []\n", "plans.report_rule", "[]"),
    ],
)
def test_an_unknown_programme_procedure_or_word_is_refused_with_those_there_are(
    write, lines, key, typed
):
    (said,) = faults(write(lines))
    assert f"　version 1.{key}（「{typed}」は使えません（" in said
    assert "・" in said.split("使えません", 1)[1]


@pytest.mark.parametrize(
    ("days", "key", "why"),
    [
        (["2020-04-01", "2020-04-01"], "version 2", "前の版と重なっています（古い順に書きます）"),
        (["2020-04-01", "2019-04-01"], "version 2", "前の版と重なっています（古い順に書きます）"),
        (["'2020-04-01'"], "version 1", "日付（例 2020-10-01）ではありません"),
        (["2020-04-01T09:00:00"], "version 1", "日付（例 2020-10-01）ではありません"),
        (["0202-04-01"], "version 1", "法の施行日（2015-04-01）より前です"),
    ],
)
def test_a_wrong_day_is_refused(write, days, key, why):
    head = "".join(f"[[version]]\nname = '要綱'\nvalid_from = {day}\n" for day in days)
    assert faults(write(head=head)) == [_said(f"{key}.valid_from", why)]


def test_a_municipality_says_what_its_ordinance_is_called(write):
    path = write(head="[[version]]\nvalid_from = 2020-04-01\n")
    assert faults(path) == [_said("version 1.name", "書かれていません")]


@pytest.mark.parametrize(
    ("day", "why"),
    [
        ("2020-04-02", "valid_from より後です"),
        ("2014-04-01", "法の施行日（2015-04-01）より前です"),
        ("'2020'", "日付（例 2020-10-01）ではありません"),
    ],
)
def test_the_ordinance_is_no_younger_than_its_version(write, day, why):
    assert faults(write(f"since = {day}\n")) == [_said("version 1.since", why)]


def test_a_version_may_begin_with_another_ordinance_beside_this_one(write):
    """D27: where several 要綱 stand side by side, only what was revised bears the new day."""
    second = "[[version]]\nvalid_from = 2024-04-01\nsince = 2020-04-01\n"
    write(f"{second}[version.plans]\nauthority = '町長'\n")
    rules = profile_for("990001", LATEST)
    assert (str(rules.valid_from), rules.table("plans").authority) == ("2024-04-01", "町長")
    assert rules.label == "要綱　令和2年4月1日施行"


def test_a_version_without_a_day_is_refused(write):
    path = write(head="[[version]]\nname = '要綱'\n")
    assert faults(path) == [_said("version 1.valid_from", "日付（例 2020-10-01）ではありません")]


@pytest.mark.parametrize(
    "head", ["# nothing yet\n", "version = 1\n", "version = [1]\n", "version = []\n", "[version]\n"]
)
def test_a_file_without_versions_is_refused(write, head):
    assert faults(write(head=head)) == [_said("version", "施行日ごとの [[version]] がありません")]


def test_a_key_outside_the_versions_is_refused(write):
    path = write(head=f"title = '要綱'\n{HEAD}")
    assert faults(path) == [_said("title", "知らない項目です")]


@pytest.mark.parametrize(
    ("head", "line"),
    [
        ("[[version]]\nvalid_from = 2020-02-30\n", "2行目（「valid_from = 2020-02-30」"),
        ("[[version]]\nvalid_from = 2020-04-01\nname = 要綱\n", "3行目（「name = 要綱」"),
        ("[[version]]\nname = '甲'\nname = '乙'\n", "3行目（「name = '乙'」"),
        ('[[version]]\nname = "甲\n', '2行目（「name = "甲」'),
    ],
)
def test_a_line_that_is_no_toml_is_shown(write, head, line):
    (said,) = faults(write(head=head))
    assert line in said
    assert "TOML の書き方ではありません" in said


@pytest.mark.parametrize(
    ("head", "why"),
    [
        ("", "中身がありません"),
        (" \n\t\n", "中身がありません"),
        ("name = [", "TOML として読めません（かっこや引用符の閉じ忘れ）"),
        ("name = " + "9" * 5000, "TOML として読めません（かっこや引用符の閉じ忘れ）"),
        ("name = '要綱'".encode("cp932"), "文字コードが UTF-8 ではありません"),
        ("name = '要綱'".encode("utf-16"), "文字コードが UTF-8 ではありません"),
    ],
)
def test_a_file_that_says_nothing_readable_is_refused(write, head, why):
    lines = b"" if isinstance(head, bytes) else ""
    assert faults(write(lines, head=head)) == [_said("", why)]


def test_sentences_may_have_several_lines(write):
    assert (
        faults(write('[version.papers]\nappeal = """\n不服のあるとき\n三月以内に　審査請求\n"""\n'))
        == []
    )


def test_a_missing_or_unreadable_file_is_refused(folders):
    place = folders / NEW
    place.mkdir()
    assert faults(place) == [_said("", "ファイルがありません")]
    (place / profile.FILE).mkdir()
    assert faults(place) == [_said("", "ファイルを読めません")]


@pytest.mark.parametrize(
    "name", ["9900_new", "990001", "990001_", "９９０００１_new", "new_990001"]
)
def test_a_folder_is_named_by_its_code_and_a_name(write, name):
    (said,) = faults(write(name=name))
    assert name in said
    assert "団体コード6桁_名" in said


def test_all_faults_of_a_file_are_said_at_once(write):
    path = write(
        "[version.labels]\ntriage = ''\nstaf = 'x'\n[version.plans]\nauthority = 1\nx = 2\n"
        "[[version]]\nvalid_from = 2020-04-01\n[version.meetings]\nname = 1\n"
    )
    assert sorted(text.split("　")[1].split("（")[0] for text in faults(path)) == [
        "version 1.labels.staf",
        "version 1.labels.triage",
        "version 1.plans.authority",
        "version 1.plans.x",
        "version 2.meetings.name",
        "version 2.valid_from",
    ]


def test_reading_a_wrong_profile_raises_its_faults(write):
    write("name = ''\n")
    with pytest.raises(ProfileError) as error:
        profile_for("990001", LATEST)
    assert [fault.code for fault in error.value.faults] == ["E-29"]
    assert "version 1.name（空です）" in str(error.value)


# --- all folders together ---


def test_a_fault_of_the_national_default_is_said_once_and_of_its_own_file(write, folders):
    write()
    national = next(folders.glob(f"{NATIONAL}_*"))
    path = national / profile.FILE
    path.write_text(path.read_text(encoding="utf-8").replace("staff =", "staf ="), "utf-8")
    assert [fault.text for fault in profile.check_folders()] == [
        _said("version 1.labels.staf", "知らない項目です", national.name),
        _said("version 1.labels.staff", "書かれていません", national.name),
    ]


def test_without_the_national_default_nothing_stands(write, folders):
    write()
    shutil.rmtree(next(folders.glob(f"{NATIONAL}_*")))
    (fault,) = profile.check_folders()
    assert fault.text.endswith(f"{NATIONAL}（全国の既定がありません）")


def test_one_code_has_one_folder(write):
    write()
    write(name="990001_again")
    (fault,) = profile.check_folders()
    assert fault.text.endswith("990001（同じ団体コードのフォルダが2つ以上あります）")


def test_a_wrong_profile_stops_the_check_and_the_server(write, monkeypatch):
    monkeypatch.setattr("django.core.wsgi.get_wsgi_application", lambda: None)
    profile.refuse_to_start()
    door = import_module("config.wsgi")  # what gunicorn opens
    call_command("check", stdout=StringIO())
    write("name = ''\n")
    with pytest.raises(SystemCheckError, match=r"version 1\.name（空です）"):
        call_command("check")
    with pytest.raises(ProfileError, match=r"version 1\.name（空です）"):
        profile.refuse_to_start()
    with pytest.raises(ProfileError, match=r"version 1\.name（空です）"):
        reload(door)


# --- manage.py check_municipality ---


@pytest.mark.parametrize("file", ["", profile.FILE])
def test_the_command_says_that_a_folder_is_fine(write, file):
    out = StringIO()
    call_command("check_municipality", str(write() / file), stdout=out)
    assert out.getvalue() == f"{NEW}：誤りはありません。\n"


def test_the_command_says_every_fault_and_fails(write):
    path, err = write("name = ''\n[version.labels]\ntriage = 1\n"), StringIO()
    with pytest.raises(CommandError, match=f"{NEW}：2か所に誤りがあります。") as error:
        call_command("check_municipality", str(path), stderr=err)
    assert error.value.returncode == 1
    assert err.getvalue().splitlines() == [
        _said("version 1.name", "空です") + "（E-29）",
        _said("version 1.labels.triage", "文字ではありません") + "（E-29）",
    ]


def test_the_command_reads_a_folder_named_from_where_one_stands(write, monkeypatch):
    monkeypatch.chdir(write())
    out = StringIO()
    call_command("check_municipality", os.curdir, stdout=out)
    assert "誤りはありません" in out.getvalue()


def test_the_command_refuses_a_folder_that_is_not_there(folders):
    err = StringIO()
    with pytest.raises(CommandError):
        call_command("check_municipality", str(folders / NEW), stderr=err)
    assert "ファイルがありません" in err.getvalue()


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
