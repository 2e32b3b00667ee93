"""アセスメント, its sections: half-filled is welcome, two people overwrite nothing."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import make_aware

from cases.assessment_paper import last_day
from cases.models import (
    Debt,
    WorkHistory,
)
from cases.models.assessment import (
    answer,
    answer_words,
    latest_assessment,
)
from cases.questions import Section, by_key, check, read_question, sections
from cases.workflow import (
    assign,
    withdraw_consent,
)
from rules.calendar import today
from tests.cases.assessing import part, refusals, save, url

pytestmark = pytest.mark.usefixtures("friday")


# ---- saving -----------------------------------------------------------------------


def test_half_a_section_is_saved(office, as_, case, assessment):
    page = url("assessment_section", case, "family")
    data = {"version": part(assessment, "family").version, "rent": "4.5万", "to": "hub"}
    saved = as_("counselor").post(page, data, follow=True)
    assert "「家族・地域・住まい」を保存しました。" in saved.text
    assert part(assessment, "family").answers == {"rent": 45000}
    assert "あと3つ" in saved.text
    assert "45,000円" in saved.text


def test_what_is_written_in_the_early_morning_is_of_that_day(assessment):
    early = make_aware(dt.datetime.combine(today(), dt.time(8, 30)))  # in UTC the day before
    assessment.sections.update(edited_at=early)
    assessment.started_on = today() - dt.timedelta(days=3)
    assert last_day(assessment) == today()


def test_saving_leads_to_the_next_section(office, as_, case, assessment):
    data = {"version": part(assessment, "health").version, "to": "next"}
    saved = as_("counselor").post(url("assessment_section", case, "health"), data)
    assert saved.url == url("assessment_section", case, "income")


def test_not_known_and_not_told_are_answers(office, as_, case, assessment):
    data = {
        "version": part(assessment, "family").version,
        "cohabit": "unknown",
        "housing": "declined",
        "family_text": "",
        "standing-family_text": "declined",
        "rent": "45,000",
        "standing-rent": "unknown",
    }
    as_("counselor").post(url("assessment_section", case, "family"), data)
    row = part(assessment, "family")
    assert row.answers == {"rent": 45000}
    assert row.standings == {
        "cohabit": "unknown",
        "housing": "declined",
        "family_text": "declined",
        "rent": "unknown",
    }
    assert row.state == "done"
    assert answer_words(assessment, "rent") == "45,000円（未確認）"
    assert answer_words(assessment, "housing") == "本人が答えない"


def test_what_cannot_be_read_stays_in_its_box(office, as_, case, assessment):
    data = {
        "version": part(assessment, "family").version,
        "rent": "4万5千から5万くらい",
        "community_text": "隣の方が見守ってくださる。",
    }
    page = as_("counselor").post(url("assessment_section", case, "family"), data)
    assert page.status_code == 422
    assert "4万5千から5万くらい" in page.text
    assert "隣の方が見守ってくださる。" in page.text
    assert part(assessment, "family").answers == {}


def test_none_stands_alone(office, as_, case, assessment):
    data = {"version": part(assessment, "health").version, "certificates": ["physical", "none"]}
    page = as_("counselor").post(url("assessment_section", case, "health"), data)
    assert page.status_code == 422
    assert "ほかのものと一緒に選べません" in page.text


def test_what_reception_heard_is_shown_and_not_asked_again(office, as_, case, assessment):
    page = as_("counselor").get(url("assessment_section", case, "route")).text
    assert "家賃が払えるか心配。" in page
    assert "本人自ら連絡（電話・メール）" in page
    assert 'name="channel"' not in page


@pytest.mark.parametrize("table", sections(), ids=lambda table: table.code)
def test_every_section_is_a_page_of_its_own(office, as_, case, assessment, table):
    page = as_("counselor").get(url("assessment_section", case, table.code))
    assert page.status_code == 200
    assert page.context["section"].code == table.code
    assert all(f'name="{question.key}"' in page.text for question in table.questions)


def test_a_section_waits_for_the_assessment_to_begin(office, as_, case):
    page = as_("counselor").get(url("assessment_section", case, "family"))
    assert page.status_code == 409
    assert "アセスメントの目次を開く" in page.text
    assert as_("counselor").get(url("assessment_section", case, "nothing")).status_code == 404


# ---- two people -------------------------------------------------------------------


def test_the_second_of_two_people_sees_both_texts(office, as_, case, assessment):
    page = url("assessment_section", case, "summary")
    version = part(assessment, "summary").version
    as_("chief").post(page, {"version": version, "summary": "主任の文", "direction": "同じ"})
    mine = {"version": version, "summary": "わたしの文", "direction": "同じ"}
    seen = as_("counselor").post(page, mine)
    assert seen.status_code == 409
    assert "主任の文" in seen.text
    assert "わたしの文" in seen.text
    assert "試験 chief" in seen.text
    assert [row["name"] for row in seen.context["conflict"]["fields"]] == ["summary"]
    assert part(assessment, "summary").answers["summary"] == "主任の文"


def test_a_mistake_in_between_hides_no_conflict(office, as_, case, assessment):
    page = url("assessment_section", case, "family")
    version = part(assessment, "family").version
    as_("chief").post(page, {"version": version, "rent": "5万"})
    wrong = as_("counselor").post(page, {"version": version, "rent": "5万くらい"})
    assert wrong.status_code == 422
    assert f'name="version" value="{version}"' in wrong.text
    assert as_("counselor").post(page, {"version": version, "rent": "4万"}).status_code == 409
    assert part(assessment, "family").answers == {"rent": 50000}


def test_a_hand_made_version_is_no_version(office, as_, case, assessment):
    page = url("assessment_section", case, "will")
    for version in ("", "x", "-1", "9" * 30):
        answered = as_("counselor").post(page, {"version": version, "will": "働きたい。"})
        assert answered.status_code == 409
    assert part(assessment, "will").answers == {}


@pytest.mark.parametrize(
    ("choice", "kept"),
    [("theirs", "主任の文"), ("mine", "わたしの文"), ("both", "二人の文")],
)
def test_what_is_chosen_is_saved(office, as_, case, assessment, choice, kept):
    page = url("assessment_section", case, "summary")
    version = part(assessment, "summary").version
    as_("chief").post(page, {"version": version, "summary": "主任の文"})
    chosen = {
        "conflict": "1",
        "version": version + 1,
        "summary": "わたしの文",
        "choose-summary": choice,
        "both-summary": "二人の文",
    }
    assert as_("counselor").post(page, chosen).status_code == 302
    assert part(assessment, "summary").answers["summary"] == kept


def test_an_open_choice_shows_both_again(office, as_, case, assessment):
    page = url("assessment_section", case, "summary")
    version = part(assessment, "summary").version
    as_("chief").post(page, {"version": version, "summary": "主任の文"})
    undecided = {"conflict": "1", "version": version + 1, "summary": "わたしの文"}
    assert as_("counselor").post(page, undecided).status_code == 409
    assert part(assessment, "summary").answers["summary"] == "主任の文"


def test_an_answer_and_its_standing_are_chosen_together(office, as_, case, assessment):
    page = url("assessment_section", case, "family")
    version = part(assessment, "family").version
    as_("chief").post(page, {"version": version, "rent": "5万", "standing-rent": "unknown"})
    seen = as_("counselor").post(page, {"version": version, "rent": "4万", "housing": "owned"})
    assert {row["name"] for row in seen.context["conflict"]["fields"]} == {"rent", "housing"}
    chosen = {
        "conflict": "1",
        "version": version + 1,
        "rent": "4万",
        "housing": "owned",
        "choose-rent": "theirs",
        "choose-housing": "mine",
    }
    as_("counselor").post(page, chosen)
    row = part(assessment, "family")
    assert row.answers == {"rent": 50000, "housing": "owned"}
    assert row.standings == {"rent": "unknown"}


def test_the_same_words_twice_are_no_conflict(office, as_, case, assessment):
    page = url("assessment_section", case, "will")
    data = {"version": part(assessment, "will").version, "will": "働きたい。"}
    as_("chief").post(page, data)
    assert as_("counselor").post(page, data).status_code == 302


# ---- consent and people -------------------------------------------------------------


def test_before_consent_only_the_first_two_sections_are_open(office, as_):
    case = office.case()
    assign(case.episode, by=office.people["chief"], lead=office.people["counselor"])
    client = as_("counselor")
    refused = client.get(url("assessment_section", case, "family"))
    assert refused.status_code == 422
    assert "本人の利用申込と同意が登録されていない" in refused.text
    assert client.post(url("assessment_start", case), {"on": "R8.11.20"}).status_code == 302
    assessment = latest_assessment(case.episode)
    for table in sections():
        status = client.get(url("assessment_section", case, table.code)).status_code
        assert status == (200 if table.open_before_consent else 422), table.code
    by = office.people["counselor"]
    assert refusals(save, assessment, "health", by, {"health_state": "good"})[0].code == "E-05"
    save(assessment, "route", by, {"story": "電話で聞いた。"})
    assert answer(latest_assessment(case.episode), "story") == "電話で聞いた。"
    rows = client.post(url("case_row_add", case, "household"), {"name": "父"})
    assert rows.status_code == 422
    assert "E-05" in rows.text
    assert "E-05" in client.get(url("assessment", case)).text


def test_a_withdrawn_consent_closes_no_section(office, case, assessment):
    by = office.people["counselor"]
    withdraw_consent(case.episode.consents.get(), by=by, on=today(), reason="申出")
    save(assessment, "health", by, {"health_state": "good"})
    assert answer(assessment, "health_state") == "good"


@pytest.mark.parametrize(
    ("who", "family", "work"),
    [
        ("counselor", 302, 302),
        ("chief", 302, 302),
        ("employment", 403, 302),
        ("outreach", 403, 403),
        ("officer", 403, 403),
        ("outsider", 404, 404),
    ],
)
def test_who_may_write_which_section(office, as_, case, assessment, who, family, work):
    client = as_(who)
    for code, status in (("family", family), ("work", work)):
        data = {"version": part(assessment, code).version}
        answered = client.post(url("assessment_section", case, code), data)
        assert answered.status_code == status
        assert "E-03" in answered.text or status != 403


def test_the_employment_worker_keeps_the_work_history_only(office, as_, case):
    client = as_("employment")
    assert client.post(url("case_row_add", case, "works"), {"employer": "工場"}).status_code == 302
    assert client.post(url("case_row_add", case, "debts"), {"lender": "銀行"}).status_code == 403
    assert WorkHistory.objects.get().employer == "工場"
    assert not Debt.objects.exists()


def test_the_city_reads_its_own_agency_and_writes_nothing(office, as_):
    case = office.case(by="direct")
    client = as_("officer")
    assert client.get(url("assessment", case)).status_code == 200
    assert client.post(url("assessment_start", case), {"on": "R8.11.20"}).status_code == 403


def test_a_colleague_reads_and_a_stranger_sees_nothing(office, as_, case, assessment):
    read = url("assessment_revision", case, assessment.pk)
    assert as_("outreach").get(read).status_code == 200
    assert as_("outsider").get(read).status_code == 404
    other = office.case()
    wrong = url("assessment_revision", other, assessment.pk)
    assert as_("counselor").get(wrong).status_code == 404


# ---- the table, the hub ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        ({"kind": "essay"}, "unknown kind essay"),
        ({"kind": "one", "choices": "colours"}, "unknown list colours"),
        ({"need": "perhaps"}, "unknown need"),
        ({"category": "gossip"}, "unknown category"),
        ({"source": "X"}, "source must be"),
        ({"only_if": {"key": "q", "codes": ["yes"]}}, "no question with choices"),
    ],
)
def test_a_wrong_question_stops_the_start(entry, fault):
    row = {"key": "q", "label": "問い", "kind": "line", "source": "K"} | entry
    table = (Section("s", "章", "章", "2.1", (read_question(row, "life"),)),)
    with pytest.raises(ValueError, match=fault):
        check(table)


def test_every_question_has_its_category_of_personal_data():
    categories = {question.category for _section, question in by_key().values()}
    assert categories == {"identity", "health", "work", "economy", "welfare", "life"}


def test_the_hub_asks_no_more_for_more_rows(office, as_, case, assessment):
    client = as_("counselor")
    pages = [url("assessment", case), url("case_rows", case, "household")]
    pages += [url("assessment_section", case, "income"), url("case_detail", case)]

    def count():
        with CaptureQueriesContext(connection) as seen:
            for page in pages:
                assert client.get(page).status_code == 200
        return len(seen)

    def add(number):
        for place in range(number):
            household = {"name": f"家族{place}", "income-wage": "1万", "income-pension": "2万"}
            client.post(url("case_row_add", case, "household"), household)
            client.post(url("case_row_add", case, "debts"), {"lender": f"先{place}"})
            client.post(url("case_row_add", case, "works"), {"employer": f"会社{place}"})

    count()  # the first opening of each is written down
    add(1)
    few = count()
    add(4)
    assert count() == few
