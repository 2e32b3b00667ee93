"""アセスメント: half-filled is welcome, nothing is overwritten, old revisions stay."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import PrivacyPolicy
from cases.models import (
    AssessmentFact,
    BudgetLine,
    Case,
    Debt,
    HouseholdIncome,
    HouseholdMember,
    WorkHistory,
)
from cases.models.assessment import (
    answer,
    answer_words,
    assessment_after,
    is_complete,
    issues,
    latest_assessment,
)
from cases.models.household import household_size, monthly_income
from cases.questions import Section, by_key, check, read_question, sections
from cases.workflow import (
    assign,
    case_workflow,
    consult_again,
    finish_assessment,
    save_section,
    start_assessment,
    start_revision,
    withdraw_consent,
)
from rules.calendar import today
from rules.refusals import Refused

MUST = {
    "family": {"cohabit": "no", "housing": "rented_flat"},
    "income": {"assistance": "none"},
    "work": {"work_status": "seeking"},
    "issues": {"issues": ["poverty", "job_seek"]},
    "summary": {"summary": "家賃の遅れと仕事の不安。", "direction": "まず家賃。"},
    "will": {"will": "早く働きたい。"},
}


@pytest.fixture(autouse=True)
def _friday(clock):
    clock(dt.date(2026, 11, 20))


def applied(office, on=None, **person):
    """A case with 担当 and with 利用申込・同意."""
    day = on or today()
    if not PrivacyPolicy.objects.exists():
        PrivacyPolicy(
            organisation=office.places["center"],
            number=1,
            valid_from=dt.date(2020, 4, 1),
            body="規程",
        ).save()
    case = office.case(on=day, **person)
    people = office.people
    assign(case.episode, by=people["chief"], on=day, lead=people["counselor"])
    advance = {"by": people["counselor"], "on": day}
    case_workflow.advance(case.episode, "go_on", reason="続けて聞く", **advance)
    case_workflow.advance(
        case.episode,
        "apply",
        purposes=["support"],
        recipients=["c1"],
        method="written",
        **advance,
    )
    return case


@pytest.fixture
def case(office):
    return applied(office)


@pytest.fixture
def assessment(office, case):
    return start_assessment(case.episode, by=office.people["counselor"])


def part(assessment, code):
    return assessment.sections.get(code=code)


def save(assessment, code, by, answers, standings=None):
    row = part(assessment, code)
    return save_section(row, by=by, version=row.version, answers=answers, standings=standings or {})


def fill(assessment, by):
    for code, answers in MUST.items():
        save(assessment, code, by, answers)


def refusals(call, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return refused.value.refusals


def url(name, case, *args):
    return reverse(name, args=[case.pk, *args])


# ---- saving -----------------------------------------------------------------------


def test_half_a_section_is_saved(office, as_, case, assessment):
    page = url("assessment_section", case, "family")
    data = {"version": part(assessment, "family").version, "rent": "4.5万", "to": "hub"}
    saved = as_("counselor").post(page, data, follow=True)
    assert "「家族・地域・住まい」を保存しました。" in saved.text
    assert part(assessment, "family").answers == {"rent": 45000}
    assert "あと3つ" in saved.text
    assert "45,000円" in saved.text


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


# ---- revisions ----------------------------------------------------------------------


def test_finishing_asks_for_every_must_with_the_way_to_it(office, as_, case, assessment):
    by = office.people["counselor"]
    found = refusals(finish_assessment, assessment, by=by)
    assert {refusal.code for refusal in found} == {"E-01"}
    assert {refusal.field for refusal in found} == {
        key for answers in MUST.values() for key in answers
    }
    assert found[-1].url.startswith(url("assessment_section", case, "will"))
    page = as_("counselor").get(url("assessment", case)).text
    assert "つぎの8つを入力してください" in page
    assert as_("counselor").post(url("assessment_finish", case), {}).status_code == 422
    fill(assessment, by)
    assert is_complete(latest_assessment(case.episode))
    done = as_("counselor").post(url("assessment_finish", case), {"on": "R8.11.20"})
    assert done.status_code == 302
    assessment.refresh_from_db()
    assert assessment.finished_on == today()
    assert "アセスメント（第1回）を終えました" in case.notes.first().body


def test_only_who_is_in_charge_begins_and_finishes(office, as_, case, assessment):
    for name in ("employment", "outreach"):
        for action in ("assessment_start", "assessment_finish"):
            assert as_(name).post(url(action, case), {"on": "R8.11.20"}).status_code == 403
    assert latest_assessment(case.episode).is_open


def test_a_day_that_cannot_be_is_said_on_the_hub(office, as_, case):
    page = as_("counselor").post(url("assessment_start", case), {"on": "R8.11.21"})
    assert page.status_code == 422
    assert "先の日付は入力できません" in page.text
    assert latest_assessment(case.episode) is None


def test_the_judgement_cannot_be_left_unknown(office, as_, case, assessment):
    page = as_("counselor").get(url("assessment_section", case, "summary")).text
    assert "standing-summary" not in page
    by = office.people["counselor"]
    fill(assessment, by)
    save(assessment, "will", by, {}, {"will": "declined"})
    finish_assessment(assessment, by=by)
    assert not latest_assessment(case.episode).is_open


def test_a_finished_revision_is_not_written_any_more(office, as_, case, assessment):
    by = office.people["counselor"]
    fill(assessment, by)
    finish_assessment(assessment, by=by)
    assert refusals(save, assessment, "will", by, {"will": "変えた"})[0].code == "E-08"
    page = url("assessment_section", case, "will")
    assert as_("counselor").post(page, {"version": 2, "will": "変えた"}).status_code == 409


def test_a_new_revision_is_a_copy_and_the_old_one_stays(office, as_, case, assessment):
    by = office.people["counselor"]
    fill(assessment, by)
    assert refusals(start_revision, assessment, by=by)[0].code == "E-08"
    finish_assessment(assessment, by=by)
    second = start_revision(assessment, by=by)
    assert second.number == 2
    assert answer(second, "will") == "早く働きたい。"
    assert issues(second) == ["poverty", "job_seek"]
    save(second, "will", by, {"will": "体を休めたい。"})
    assert latest_assessment(case.episode) == second
    old = as_("outreach").get(url("assessment_revision", case, assessment.pk)).text
    assert "早く働きたい。" in old
    assert "体を休めたい。" not in old
    hub = as_("counselor").get(url("assessment", case)).text
    assert "前回から写しました" in hub


def test_a_new_episode_begins_with_what_was_known(office, case, assessment):
    by = office.people["counselor"]
    save(assessment, "health", by, {"health_state": "poor"})
    case_workflow.advance(case.episode, "suspend", by=by, reason="転居")
    again = {"channel": "self_visit", "words": "また困っている。"}
    episode = consult_again(case, by=by, on=today(), intake=again)
    second = start_assessment(episode, by=office.people["chief"])
    assert (second.number, answer(second, "health_state")) == (1, "poor")


def test_an_assessment_later_than_a_day(office, clock):
    case = applied(office, on=dt.date(2026, 11, 20))
    by = office.people["counselor"]
    assessment = start_assessment(case.episode, by=by)
    assert not assessment_after(case.episode, today())
    assert assessment_after(case.episode, dt.date(2026, 11, 19))
    clock(dt.date(2026, 12, 1))
    fill(assessment, by)
    finish_assessment(assessment, by=by)
    assert assessment_after(case.episode, dt.date(2026, 11, 30))


@pytest.mark.parametrize(
    ("day", "code"), [(dt.date(2026, 11, 21), "E-35"), (dt.date(2026, 11, 19), "E-02")]
)
def test_the_days_of_an_assessment_stand_in_order(office, case, day, code):
    by = office.people["counselor"]
    assert refusals(start_assessment, case.episode, by=by, on=day)[0].code == code
    assessment = start_assessment(case.episode, by=by)
    fill(assessment, by)
    assert refusals(finish_assessment, assessment, by=by, on=day)[0].code == code


# ---- facts --------------------------------------------------------------------------


def test_coded_answers_are_facts_that_can_be_counted(office, assessment):
    by = office.people["counselor"]
    save(assessment, "issues", by, {"issues": ["poverty", "job_seek"]})
    save(assessment, "work", by, {"work_status": "seeking"}, {"since_left": "unknown"})
    save(assessment, "issues", by, {"issues": ["poverty", "debt"]})
    facts = set(AssessmentFact.objects.values_list("question", "code"))
    assert facts == {
        ("issues", "poverty"),
        ("issues", "debt"),
        ("work_status", "seeking"),
        ("since_left", "unknown"),
    }


def test_an_unknown_question_is_a_fault(office, assessment):
    with pytest.raises(ValueError, match="not its questions"):
        save(assessment, "will", office.people["counselor"], {"rent": 1})


# ---- rows ---------------------------------------------------------------------------


def test_the_household_is_written_one_by_one(office, as_, case):
    client = as_("counselor")
    father = {
        "name": "五十嵐 清",
        "relation": "father",
        "birth": "昭和23年2月",
        "lives_together": "True",
        "income-pension": "96,400",
        "to": "again",
    }
    added = client.post(url("case_row_add", case, "household"), father)
    assert added.url == url("case_row_add", case, "household")
    client.post(url("own_income", case), {"version": 0, "income-wage": "12万"})
    member = HouseholdMember.objects.get()
    assert (member.birth, member.shares_budget) == ("1948-02", None)
    assert monthly_income(case) == {None: 120000, member.pk: 96400}
    assert household_size(case) == 2
    page = client.get(url("assessment", case)).text
    assert "同居 2人（ご本人を含む）、収入の合計 月216,400円" in page


def test_a_row_two_people_change_shows_both(office, as_, case):
    client = as_("counselor")
    client.post(url("case_row_add", case, "debts"), {"lender": "カード会社", "balance": "30万"})
    debt = Debt.objects.get()
    page = url("case_row", case, "debts", debt.pk)
    data = {"version": debt.version, "lender": "カード会社"}
    as_("chief").post(page, data | {"balance": "25万"})
    seen = client.post(page, data | {"balance": "28万"})
    assert seen.status_code == 409
    balance = {"name": "balance", "label": "残高", "long": False}
    both = {"theirs": "250,000円", "mine": "280,000円"}
    assert seen.context["conflict"]["fields"] == [balance | both]
    chosen = data | {"conflict": "1", "version": debt.version + 1, "balance": "28万"}
    client.post(page, chosen | {"choose-balance": "mine"})
    debt.refresh_from_db()
    assert debt.balance == 280000


def test_own_income_two_people_change_shows_both(office, as_, case):
    page = url("own_income", case)
    as_("chief").post(page, {"version": 0, "income-wage": "12万"})
    assert as_("counselor").post(page, {"version": 0, "income-wage": "10万"}).status_code == 409
    assert HouseholdIncome.objects.get().yen == 120000


def test_a_removed_row_comes_back(office, as_, case):
    client = as_("counselor")
    client.post(url("case_row_add", case, "works"), {"employer": "工場", "since": "H20"})
    row = WorkHistory.objects.get()
    client.post(url("case_row_remove", case, "works", row.pk))
    listing = client.get(url("case_rows", case, "works"))
    assert "元に戻す" in listing.text
    assert client.get(url("case_row", case, "works", row.pk)).status_code == 404
    client.post(url("case_row_restore", case, "works", row.pk))
    assert WorkHistory.objects.kept().get() == row


@pytest.mark.parametrize(
    ("until", "status"), [("H19", 422), ("H20.3", 422), ("H20.4", 302), ("H20", 302)]
)
def test_a_job_does_not_end_before_it_began(office, as_, case, until, status):
    job = {"employer": "工場", "since": "H20.4", "until": until}
    page = as_("counselor").post(url("case_row_add", case, "works"), job)
    assert page.status_code == status
    assert ("「いつまで」は「いつから」以降の日付" in page.text) == (status == 422)


def test_a_row_of_another_case_is_not_found(office, as_, case):
    as_("counselor").post(url("case_row_add", case, "debts"), {"lender": "銀行"})
    other = applied(office)
    wrong = url("case_row", other, "debts", Debt.objects.get().pk)
    assert as_("counselor").get(wrong).status_code == 404
    assert as_("counselor").get(url("case_rows", case, "nothing")).status_code == 404


def test_a_link_reaches_only_a_case_one_may_see(office, as_, case):
    own = office.case(name="妹 直美")
    hidden = office.case(by="direct")
    Case.objects.filter(pk=hidden.pk).update(number="C-0001")
    client = as_("counselor")
    page = url("case_row_add", case, "household")
    assert client.post(page, {"name": "妹", "link": "C-0001"}).status_code == 422
    assert client.post(page, {"name": "妹", "link": own.number}).status_code == 302
    member = HouseholdMember.objects.get()
    assert member.linked_case == own
    assert own.number in client.get(url("case_rows", case, "household")).text
    Case.objects.filter(pk=own.pk).update(is_restricted=True)
    edit = url("case_row", case, "household", member.pk)
    assert own.number not in client.get(edit).text
    assert own.number not in client.get(url("case_rows", case, "household")).text
    client.post(edit, {"version": member.version, "name": "妹"})
    member.refresh_from_db()
    assert member.linked_case == own


def test_a_month_of_the_budget_as_it_was_and_as_planned(office, as_, case):
    client = as_("counselor")
    page = url("case_budget", case) + "?month=2026-11"
    data = {"version": 0, "actual-wage_self": "12万", "actual-housing": "4.5万"}
    assert client.post(page, data | {"planned-housing": "40,000"}).status_code == 302
    lines = BudgetLine.objects.values_list("item", "is_planned", "yen")
    assert set(lines) == {
        ("wage_self", False, 120000),
        ("housing", False, 45000),
        ("housing", True, 40000),
    }
    assert "75,000円" in client.get(page).text
    assert client.post(page, data).status_code == 409
    now = sum(BudgetLine.objects.values_list("version", flat=True))
    client.post(page, {"version": now, "actual-wage_self": "12万"})
    line = BudgetLine.objects.get(item="housing", is_planned=False)
    assert (line.yen, line.history.count()) == (None, 2)


def test_another_month_is_typed_as_the_office_writes_it(office, as_, case):
    page = as_("counselor").get(url("case_budget", case), {"month": "R8.9"}).text
    assert "家計　2026年9月" in page


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

    add(1)
    few = count()
    add(4)
    assert count() == few
