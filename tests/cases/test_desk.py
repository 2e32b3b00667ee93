"""様式1 after 受付, 担当 of many, 移管 and joining, through their pages."""

import datetime as dt

import pytest
from django.urls import reverse

from cases.models import Case, Episode, Note, Transfer
from cases.workflow import assign, case_workflow
from cases.workflow.joining import join_cases
from cases.workflow.sheet import sheet_version
from cases.workflow.transfer import ask_transfer, transfer_workflow
from rules.calendar import today
from rules.choices import choices
from rules.finding import read_words
from rules.refusals import Refused


@pytest.fixture
def case(office):
    case = office.case(name="山田 一郎", kana="やまだ いちろう", tel_mobile="090-0000-1111")
    assign(case.episode, by=office.people["chief"], lead=office.people["counselor"])
    return case


def sheet(case, **changes):
    return {
        "version": sheet_version(case.episode),
        "call_name": "電話の方",
        "name": "山田 一郎",
        "kana": "やまだ いちろう",
        "channel": "self_phone",
        "words": "家賃が払えるか心配。",
        "tel_mobile": "090-0000-1111",
    } | changes


def test_what_is_learned_later_is_put_on_the_sheet(office, as_, case):
    url = reverse("case_sheet", args=[case.pk])
    assert as_("counselor").get(url).status_code == 200
    data = sheet(case, birth="S35.4.1", topics=["housing_rent"], address="架空町1")
    data["topics"] = first_topics(2)
    data["most"] = first_topics(3)[2]
    assert as_("counselor").post(url, data).status_code == 302
    case.person.refresh_from_db()
    assert (case.person.birth, case.person.address) == ("1960-04-01", "架空町1")
    marks = sorted(case.episode.intake.topics.values_list("mark", flat=True))
    assert marks == ["most", "some", "some"]
    body = as_("chief").get(reverse("case_changes", args=[case.pk])).content.decode()
    assert "架空町1" in body


def first_topics(number):
    return [code for code, _label in choices("consult_topics", on=today())[:number]]


def test_two_people_correct_the_sheet_and_both_texts_are_shown(office, as_, case):
    url = reverse("case_sheet", args=[case.pk])
    mine = sheet(case, words="わたしが聞いた言葉")
    as_("chief").post(url, sheet(case, words="主任が聞いた言葉"))
    answer = as_("counselor").post(url, mine)
    body = answer.content.decode()
    assert answer.status_code == 409
    assert "わたしが聞いた言葉" in body
    assert "主任が聞いた言葉" in body


def test_someone_not_in_charge_does_not_correct_the_sheet(office, as_, case):
    answer = as_("employment").post(reverse("case_sheet", args=[case.pk]), sheet(case))
    assert answer.status_code == 403
    assert "E-03" in answer.content.decode()


def test_the_chief_gives_many_cases_to_one_counselor(office, as_, case):
    other = office.case(name="鈴木 花")
    url = reverse("assign_together")
    page = as_("chief").get(url, {"case": [case.pk, other.pk, "x", "9" * 20]})
    assert "2件" in page.content.decode()
    data = {"case": [case.pk, other.pk], "lead": office.people["outreach"].pk}
    assert as_("chief").post(url, data).status_code == 302
    leads = set(Episode.objects.values_list("lead__username", flat=True))
    assert leads == {"outreach"}
    assert Note.objects.filter(move="assign", case=other).count() == 1
    assert as_("counselor").post(url, data).status_code == 403


def test_a_case_moves_to_another_agency_with_its_history(office, as_, case):
    chief, direct = office.people["chief"], office.places["direct"]
    old = case.number
    ask = {"receiving": direct.pk, "reason": "転居"}
    assert as_("chief").post(reverse("transfer_ask", args=[case.pk]), ask).status_code == 302
    transfer = Transfer.objects.get()
    with pytest.raises(Refused) as found:
        transfer_workflow.advance(transfer, "accept", by=chief)
    assert found.value.refusals[0].code == "E-03"
    assert old in as_("officer").get(reverse("home")).content.decode()
    url = reverse("transfer_move", args=[transfer.pk, "accept"])
    assert as_("outsider").get(url).status_code == 403
    assert as_("officer").post(url, {"on": ""}).status_code == 422
    assert as_("officer").post(url, {"on": today().isoformat()}).status_code == 302
    case.refresh_from_db()
    assert case.agency == direct
    assert not Case.objects.visible_to(chief).exists()
    mine = Case.objects.visible_to(office.people["direct"])
    assert mine.found_by(read_words(old)).get() == case
    assert case.notes.filter(author=chief).exists()


def test_a_second_request_is_refused_while_one_waits(office, case):
    chief, direct = office.people["chief"], office.places["direct"]
    ask_transfer(case, by=chief, receiving=direct, reason="転居")
    with pytest.raises(Refused) as found:
        ask_transfer(case, by=chief, receiving=direct, reason="転居")
    assert found.value.refusals[0].code == "E-32"


def test_two_files_of_one_person_become_one(office, as_, case):
    chief = office.people["chief"]
    other = office.case(name="山田 一朗")
    with pytest.raises(Refused) as found:
        join_cases(case, other, by=chief, reason="生年月日が同じ")
    assert found.value.refusals[0].code == "E-08"
    case_workflow.advance(other.episode, "suspend", by=chief, reason="まとめるため")
    url = reverse("case_join", args=[case.pk])
    page = as_("chief").get(url, {"number": other.number})
    assert "山田 一朗" in page.content.decode()
    data = {"number": other.number, "reason": "本人に確かめた", "keep": case.pk}
    assert as_("chief").post(url, data).status_code == 302
    visible = Case.objects.visible_to(chief)
    assert visible.get() == case
    assert visible.found_by(read_words(other.number)).get() == case
    body = as_("chief").get(reverse("case_detail", args=[case.pk])).content.decode()
    assert "まとめるため" in body
    assert other.number in body


def test_an_unknown_number_is_not_joined(office, as_, case):
    answer = as_("chief").post(
        reverse("case_join", args=[case.pk]), {"number": "R0-9999", "reason": "同じ"}
    )
    assert answer.status_code == 422
    assert "見つかりません" in answer.content.decode()


def test_a_deadline_stands_from_the_first_day(office, case):
    due = case.deadlines.get(key="triage")
    assert due.due_on == today() + dt.timedelta(days=7)
    assert due.clause


def test_equal_names_and_birthdays_are_shown_to_who_sees_both(office, as_):
    for _turn in range(2):
        office.case(name="山田 一郎", kana="やまだ いちろう", birth="1960-04-01")
    assert "同一人物かもしれません" in as_("chief").get(reverse("home")).content.decode()
    assert "同一人物かもしれません" not in as_("direct").get(reverse("home")).content.decode()
