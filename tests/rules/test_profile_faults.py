"""Every wrong profile is refused, with file, key and reason (E-29)."""

import pytest

from rules import profile
from rules.profile import ProfileError, profile_for
from tests.rules.profiles import HEAD, LATEST, NEW, faults, refusal

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
    assert faults(write(lines)) == [refusal(f"version 1.{key}", why)]


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
    assert faults(write(head=head)) == [refusal(f"{key}.valid_from", why)]


def test_a_municipality_says_what_its_ordinance_is_called(write):
    path = write(head="[[version]]\nvalid_from = 2020-04-01\n")
    assert faults(path) == [refusal("version 1.name", "書かれていません")]


@pytest.mark.parametrize(
    ("day", "why"),
    [
        ("2020-04-02", "valid_from より後です"),
        ("2014-04-01", "法の施行日（2015-04-01）より前です"),
        ("'2020'", "日付（例 2020-10-01）ではありません"),
    ],
)
def test_the_ordinance_is_no_younger_than_its_version(write, day, why):
    assert faults(write(f"since = {day}\n")) == [refusal("version 1.since", why)]


def test_a_version_may_begin_with_another_ordinance_beside_this_one(write):
    """D27: where several 要綱 stand side by side, only what was revised bears the new day."""
    second = "[[version]]\nvalid_from = 2024-04-01\nsince = 2020-04-01\n"
    write(f"{second}[version.plans]\nauthority = '町長'\n")
    rules = profile_for("990001", LATEST)
    assert (str(rules.valid_from), rules.table("plans").authority) == ("2024-04-01", "町長")
    assert rules.label == "要綱　令和2年4月1日施行"


def test_a_version_without_a_day_is_refused(write):
    path = write(head="[[version]]\nname = '要綱'\n")
    assert faults(path) == [refusal("version 1.valid_from", "日付（例 2020-10-01）ではありません")]


@pytest.mark.parametrize(
    "head", ["# nothing yet\n", "version = 1\n", "version = [1]\n", "version = []\n", "[version]\n"]
)
def test_a_file_without_versions_is_refused(write, head):
    assert faults(write(head=head)) == [refusal("version", "施行日ごとの [[version]] がありません")]


def test_a_key_outside_the_versions_is_refused(write):
    path = write(head=f"title = '要綱'\n{HEAD}")
    assert faults(path) == [refusal("title", "知らない項目です")]


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
    assert faults(write(lines, head=head)) == [refusal("", why)]


def test_sentences_may_have_several_lines(write):
    assert (
        faults(write('[version.papers]\nappeal = """\n不服のあるとき\n三月以内に　審査請求\n"""\n'))
        == []
    )


def test_a_missing_or_unreadable_file_is_refused(folders):
    place = folders.path / NEW
    place.mkdir()
    assert faults(place) == [refusal("", "ファイルがありません")]
    (place / profile.FILE).mkdir()
    assert faults(place) == [refusal("", "ファイルを読めません")]


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
