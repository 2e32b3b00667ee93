"""申請: received by the agency, judged by the rules, ruled on by the city alone (§4.4, NAG-8)."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import Membership, Role, User
from cases.models import CaseGrant, Note
from cases.workflow.household import save_own_income, save_row
from housing_benefit.judging import judged
from housing_benefit.models import BenefitApplication
from housing_benefit.workflow import explain, save_application, start_application
from rules.profile import FOLDER
from rules.refusals import Refused
from tests.benefits import DAY, FACTS, Benefit
from tests.course import Course


@pytest.fixture
def here(office, at):
    at("sapporo")
    return office


def codes_of(refused):
    return [refusal.code for refusal in refused.value.refusals]


# ---- 受付 ---------------------------------------------------------------------------------


def test_an_application_needs_no_plan(here):
    benefit = Benefit(here).sent()
    assert benefit.row.state == "sent"
    assert not benefit.case.episode.plans.exists()
    said = Note.objects.filter(case=benefit.case, machine="benefit").values_list("move", flat=True)
    assert list(said.order_by("pk")) == ["receive", "send"]


def test_household_income_and_savings_come_from_the_rows(here):
    course = Course(here).applied()
    case, by = course.case, course.by
    save_own_income(case, by=by, version=0, incomes={"wages": 60_000})
    mother = {"lives_together": True, "savings": 50_000, "incomes": {"pension": 40_000}}
    save_row(case, "household", by=by, name="母", **mother)
    save_row(case, "household", by=by, name="兄", lives_together=False, savings=900_000)
    row = start_application(case, by=by, kind="rent", route="left")
    assert (row.members, row.income, row.assets) == (2, 100_000, 50_000)


def test_the_terms_are_explained_before_it_is_received(here):
    benefit = Benefit(here)
    with pytest.raises(Refused) as refused:
        benefit.move("receive")
    assert codes_of(refused) == ["E-22"]
    assert benefit.row.state == "preparing"


@pytest.mark.parametrize("left_out", ["stopping", "extending", "conditions"])
def test_each_term_is_agreed_to_by_itself(here, left_out):
    benefit = Benefit(here)
    agreed = [code for code in ("stopping", "extending", "conditions") if code != left_out]
    with pytest.raises(Refused) as refused:
        explain(benefit.row, by=benefit.by, on=DAY, signed_on=DAY, agreed=agreed)
    assert codes_of(refused) == ["E-22"]
    assert benefit.row.explained_on is None


def test_the_explanation_has_its_day_its_author_and_a_signature(here):
    benefit = Benefit(here)
    terms = ["stopping", "extending", "conditions"]
    with pytest.raises(Refused) as refused:
        explain(benefit.row, by=benefit.by, on=DAY, signed_on=None, agreed=terms)
    assert codes_of(refused) == ["E-01"]
    explain(benefit.row, by=benefit.by, on=DAY, signed_on=DAY, agreed=terms)
    benefit.row.refresh_from_db()
    assert (benefit.row.explained_by, benefit.row.signed_on) == (benefit.by, DAY)


def test_which_help_to_work_goes_with_it_is_chosen(here):
    benefit = Benefit(here, support="").explained()
    with pytest.raises(Refused) as refused:
        benefit.move("receive")
    assert [row.text for row in refused.value.refusals] == [
        "「併せて行う就労支援」を入力してください。"
    ]


@pytest.mark.parametrize(
    ("gap", "name"),
    [("rent", "家賃（月額）"), ("housing", "住まいの状態"), ("is_gang", "世帯に暴力団員がいる")],
)
def test_a_form_with_a_gap_is_not_received(here, gap, name):
    empty = "" if gap == "housing" else None
    benefit = Benefit(here, **{gap: empty}).explained()
    with pytest.raises(Refused) as refused:
        benefit.move("receive")
    assert codes_of(refused) == ["E-25"]
    assert name in refused.value.refusals[0].text


def test_the_papers_are_there_before_it_goes_to_the_city(here):
    benefit = Benefit(here).received()
    with pytest.raises(Refused) as refused:
        benefit.move("send")
    assert codes_of(refused) == ["E-25"]
    assert "離職票・雇用保険受給資格者証など" in refused.value.refusals[0].text
    assert benefit.with_papers().move("send").row.state == "sent"


def test_one_application_of_a_kind_is_under_way(here):
    benefit = Benefit(here)
    with pytest.raises(Refused) as refused:
        start_application(benefit.case, by=benefit.by, kind="rent", route="left")
    assert codes_of(refused) == ["E-32"]
    again = BenefitApplication(
        episode=benefit.case.episode, number=2, kind="rent", route="left", author=benefit.by
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()
    benefit.move("withdraw", reason="仕事が見つかった")
    assert start_application(benefit.case, by=benefit.by, kind="rent", route="left").number == 2


def test_nobody_leaves_work_after_applying(here):
    with pytest.raises(Refused) as refused:
        Benefit(here, event_on=DAY + dt.timedelta(days=1))
    assert codes_of(refused) == ["E-02"]


# ---- whoever wants to may apply -------------------------------------------------------------


def test_three_years_after_leaving_work_one_may_apply_and_the_line_says_why_not(here, as_):
    """TEB-4-1-1-a: nothing bars the way; the judgement names 離職・廃業からの期間."""
    benefit = Benefit(here, event_on=DAY.replace(year=2023)).sent()
    (line,) = [row for row in judged(benefit.row).judgement.lines if row.holds is False]
    assert (line.code, line.label) == ("E_PERIOD", "離職・廃業からの期間")
    page = as_("officer").get(reverse("benefit_detail", args=[benefit.row.pk]))
    assert "離職・廃業からの期間" in page.text
    benefit.move("draft", "officer").move("refuse", "approver")
    assert benefit.row.state == "refused"


# ---- the city ---------------------------------------------------------------------------------


def test_the_city_grants_and_what_was_judged_stays(here, monkeypatch):
    benefit = Benefit(here, income=100_000).ruled()
    assert benefit.row.state == "granted"
    before = judged(benefit.row)
    assert before.judgement.amount == 22_000
    monkeypatch.setattr("housing_benefit.judging.profile_for", None)  # no table is read again
    benefit.row.refresh_from_db()
    assert judged(benefit.row) == before
    assert before.claim.applied_on == DAY


@pytest.mark.parametrize("name", ["grant", "draft", "inquire"])
def test_nobody_of_the_agency_rules(here, name):
    benefit = Benefit(here).sent()
    if name == "grant":
        benefit.move("draft", "officer")
    with pytest.raises(Refused) as refused:
        benefit.move(name, "chief", reason="急ぐ")
    assert codes_of(refused) == ["E-04"]


def test_who_drafts_does_not_decide(here):
    benefit = Benefit(here).drafted()
    officer = here.people["officer"]
    office = here.places["city"]
    Membership(user=officer, organisation=office, role=Role.APPROVER, since=DAY).save()
    here.people["officer"] = User.objects.get(pk=officer.pk)
    with pytest.raises(Refused) as refused:
        benefit.move("grant", "officer")
    assert codes_of(refused) == ["E-34"]


def test_the_ruling_follows_the_judgement(here):
    unmet = Benefit(here, assets=2_000_000).drafted()
    with pytest.raises(Refused) as refused:
        unmet.move("grant", "approver")
    assert codes_of(refused) == ["E-08"]
    assert unmet.move("refuse", "approver").row.state == "refused"


def test_a_question_goes_back_to_the_agency_and_its_answer_to_the_city(here):
    benefit = Benefit(here).sent().move("inquire", "officer", reason="家賃に共益費が入っていますか")
    benefit.write(rent=28_000)
    benefit.move("answer", answer="共益費2,000円を除きました")
    assert judged(benefit.row).judgement.amount == 28_000
    bodies = Note.objects.filter(case=benefit.case, machine="benefit").values_list(
        "body", flat=True
    )
    assert any("共益費が入っていますか" in body for body in bodies)
    assert any("共益費2,000円を除きました" in body for body in bodies)


def test_what_the_city_has_nobody_rewrites(here):
    benefit = Benefit(here).sent()
    with pytest.raises(Refused) as refused:
        save_application(benefit.row, by=benefit.by, version=benefit.row.version, rent=1)
    assert codes_of(refused) == ["E-08"]


def test_a_draft_taken_back_is_judged_anew(here):
    benefit = Benefit(here).drafted().move("pull_back", "officer")
    assert (benefit.row.state, benefit.row.judgement) == ("sent", None)


def test_where_the_cap_is_not_known_nothing_is_drafted(office, at, as_):
    at("kamiamakusa")
    benefit = Benefit(office).sent()
    with pytest.raises(Refused) as refused:
        benefit.move("draft", "officer")
    assert codes_of(refused) == ["E-29"]
    (folder,) = FOLDER.glob("432121_*")
    for words in (folder.name, "profile.toml", "housing_benefit.areas", "limits"):
        assert words in refused.value.refusals[0].text
    page = as_("counselor").get(reverse("benefit_detail", args=[benefit.row.pk]))
    assert (page.status_code, "まだ判定できません" in page.text) == (200, True)


def test_moving_is_paid_up_to_three_times_the_destination(here):
    benefit = Benefit(here, kind="move", rent=50_000, income=90_000).ruled()
    assert "（返還・1回限り・対象の費用）" in benefit.case.notes.get(move="benefit_explain").body
    assert judged(benefit.row).judgement.amount == 108_000


def test_moving_that_the_budget_does_not_ask_for_is_refused(here):
    benefit = Benefit(here, kind="move", finding="none").ruled()
    assert (benefit.row.state, judged(benefit.row).judgement.reasons) == ("refused", ["E_KAKEI"])


# ---- who sees it --------------------------------------------------------------------------------


def test_the_city_sees_the_application_once_it_is_sent_and_no_more_than_that(here, as_):
    benefit = Benefit(here).received()
    url = reverse("benefit_detail", args=[benefit.row.pk])
    assert as_("officer").get(url).status_code == 404
    benefit.with_papers().move("send")
    assert as_("officer").get(url).status_code == 200
    assert as_("officer").get(reverse("case_detail", args=[benefit.case.pk])).status_code == 404
    assert as_("officer").get(reverse("case_benefits", args=[benefit.case.pk])).status_code == 404
    for who in ("outsider", "other_officer", "direct"):
        assert as_(who).get(url).status_code == 404


def test_of_a_restricted_case_only_who_is_named_at_the_city_sees_it(here, as_):
    benefit = Benefit(here).received().with_papers()
    case = benefit.case
    case.is_restricted = True
    case.save()
    CaseGrant(case=case, user=benefit.by).save()
    with pytest.raises(Refused) as refused:
        benefit.move("send")
    assert codes_of(refused) == ["E-01"]
    CaseGrant(case=case, user=here.people["officer"]).save()
    benefit.move("send")
    url = reverse("benefit_detail", args=[benefit.row.pk])
    assert as_("officer").get(url).status_code == 200
    assert as_("approver").get(url).status_code == 404


def test_the_list_shows_the_city_what_waits_for_it(here, as_):
    benefit = Benefit(here, name="待合 花子").received().with_papers()
    url = reverse("benefit_list")
    assert "待合 花子" in as_("counselor").get(url).text
    assert "待合 花子" not in as_("officer").get(url).text
    benefit.move("send")
    assert "待合 花子" in as_("officer").get(url).text
    assert "待合 花子" not in as_("other_officer").get(url).text


# ---- the pages ----------------------------------------------------------------------------------


def test_what_if_changes_nothing(here, as_):
    benefit = Benefit(here, income=100_000)
    url = reverse("benefit_detail", args=[benefit.row.pk])
    query = "?applied_on=R8.6.20&members=1&rent=30000&income=100000&assets=0"
    page = as_("counselor").get(url + query)
    assert page.context["what_if"]["found"].judgement.amount == 14_000
    assert page.context["found"].judgement.amount == 22_000
    benefit.row.refresh_from_db()
    assert (benefit.row.applied_on, benefit.row.assets) == (DAY, FACTS["assets"])


def test_the_pages_take_an_application_from_the_first_word_to_the_city(here, as_):
    case = here.case(name="給付 花子", on=DAY)
    client = as_("counselor")
    answer = client.post(
        reverse("benefit_start", args=[case.pk]), {"kind": "rent", "route": "left"}
    )
    row = BenefitApplication.objects.get(episode=case.episode)
    edit = reverse("benefit_edit", args=[row.pk])
    assert answer.url == edit
    said = {
        "version": row.version,
        "applied_on": "R8.8.10",
        "route": "left",
        "event_on": "R8.5.31",
        "members": "1",
        "rent": "3万",
        "income": "0",
        "assets": "10万",
        "is_breadwinner": "True",
        "seeks_work": "True",
        "is_gang": "False",
        "has_similar": "False",
        "housing": "at_risk",
        "landlord": "港不動産",
        "payee": "landlord",
        "support": "hellowork",
        "documents": ["application", "identity"],
    }
    assert client.post(edit, said).status_code == 302
    row.refresh_from_db()
    assert (row.rent, row.assets, row.is_gang, sorted(row.documents)) == (
        30_000,
        100_000,
        False,
        ["application", "identity"],
    )
    late = client.post(edit, said | {"rent": "4万"})
    assert (late.status_code, "3万" in late.text or "30,000" in late.text) == (409, True)
    terms = reverse("benefit_explain", args=[row.pk])
    two = client.post(terms, {"on": "R8.8.10", "signed_on": "R8.8.10", "agreed": ["stopping"]})
    assert (two.status_code, "E-22" in two.text or "留意事項" in two.text) == (422, True)
    whole = {"on": "R8.8.10", "signed_on": "R8.8.10"}
    whole["agreed"] = ["stopping", "extending", "conditions"]
    assert client.post(terms, whole).status_code == 302
    move = reverse("benefit_move", args=[row.pk, "receive"])
    assert client.post(move, {"on": "R8.8.10"}).status_code == 302
    row.refresh_from_db()
    assert row.state == "received"


def test_a_hand_made_ruling_of_the_agency_is_refused(here, as_):
    benefit = Benefit(here).drafted()
    url = reverse("benefit_rule", args=[benefit.row.pk, "grant"])
    answer = as_("chief").post(url, {"on": "R8.8.10"})
    assert (answer.status_code, "E-04" in answer.text) == (403, True)
    by_the_side_door = reverse("benefit_move", args=[benefit.row.pk, "grant"])
    assert as_("chief").post(by_the_side_door, {"on": "R8.8.10"}).status_code == 404
    benefit.row.refresh_from_db()
    assert benefit.row.state == "in_approval"


def test_the_decision_is_made_on_its_page(here, as_):
    benefit = Benefit(here).drafted()
    page = reverse("benefit_detail", args=[benefit.row.pk])
    assert "支給を決定する" in as_("approver").get(page).text
    url = reverse("benefit_rule", args=[benefit.row.pk, "grant"])
    assert as_("approver").get(url).status_code == 200
    data = {"on": "R8.8.11", "version": benefit.row.version}
    assert as_("approver").post(url, data).status_code == 302
    benefit.row.refresh_from_db()
    assert (benefit.row.state, benefit.row.decided_by) == ("granted", here.people["approver"])
    again = as_("approver").post(url, data)
    assert (again.status_code, "E-08" in again.text) == (409, True)
