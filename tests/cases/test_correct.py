"""Mistakes: corrected, struck out, withdrawn, never lost; and coming back (再相談)."""

import pytest
from django.urls import reverse

from cases.models import Case
from cases.workflow import case_workflow, consult_again, withdraw_case, write_note
from rules.calendar import today
from rules.refusals import Refused

AGAIN = {"channel": "self_visit", "words": "また困っている。"}


@pytest.fixture
def note(office):
    return write_note(
        office.case(), by=office.people["counselor"], on=today(), method="phone", body="はじめの文"
    )


def form(note, **changed):
    data = {"on": f"{today():%Y%m%d}", "method": "phone", "body": "直した文"}
    return data | {"version": note.version} | changed


def test_the_author_corrects_and_the_first_words_stay(office, as_, note):
    client = as_("counselor")
    client.post(reverse("note_correct", args=[note.case_id, note.pk]), form(note))
    note.refresh_from_db()
    assert note.body == "直した文"
    page = client.get(reverse("note_versions", args=[note.case_id, note.pk])).text
    assert "はじめの文" in page
    assert "試験 counselor" in page


def test_a_colleague_does_not_correct(office, as_, note):
    url = reverse("note_correct", args=[note.case_id, note.pk])
    assert as_("chief").post(url, form(note)).status_code == 403
    note.refresh_from_db()
    assert note.body == "はじめの文"


def test_the_second_of_two_tabs_sees_both_texts(office, as_, note):
    client = as_("counselor")
    url = reverse("note_correct", args=[note.case_id, note.pk])
    client.post(url, form(note, body="一つめの窓"))
    answer = client.post(url, form(note, body="二つめの窓"))
    assert answer.status_code == 409
    assert "一つめの窓" in answer.text
    assert "二つめの窓" in answer.text
    note.refresh_from_db()
    assert note.body == "一つめの窓"


@pytest.mark.parametrize("version", ["", "x", "²", "9" * 5000])
def test_a_version_that_is_no_number_is_no_version(office, as_, note, version):
    url = reverse("note_correct", args=[note.case_id, note.pk])
    assert as_("counselor").post(url, form(note, version=version)).status_code == 409
    note.refresh_from_db()
    assert note.body == "はじめの文"


def test_a_note_on_the_wrong_person_is_struck_out_and_stays(office, as_, note):
    url = reverse("note_strike", args=[note.case_id, note.pk])
    assert as_("employment").get(url).status_code == 403  # told before the reason is asked for
    assert as_("employment").post(url, {"reason": "人違い"}).status_code == 403
    assert as_("chief").post(url, {"reason": ""}).status_code == 422
    page = as_("chief").post(url, {"reason": "人違い"}, follow=True)
    assert "取り消し：人違い" in page.text
    assert "はじめの文" in page.text


def test_a_case_entered_in_error_leaves_the_lists_and_stays_in_history(office, as_):
    case = office.case(name="誤り 太郎")
    with pytest.raises(Refused):
        withdraw_case(case, by=office.people["employment"], reason="二重に入力した")
    client = as_("chief")
    client.post(reverse("case_withdraw", args=[case.pk]), {"reason": "二重に入力した"})
    assert "誤り 太郎" not in client.get(reverse("case_list")).text
    assert Case.objects.get().withdrawn_reason == "二重に入力した"


def test_coming_back_opens_a_new_episode_of_the_same_case(office, as_):
    case = office.case()
    counselor = office.people["counselor"]
    with pytest.raises(Refused) as refused:
        consult_again(case, by=counselor, on=today(), intake=AGAIN)
    assert refused.value.refusals[0].code == "E-08"
    case_workflow.advance(case.episode, "inform", by=counselor, given="案内", reason="足りる")
    data = AGAIN | {"received_on": f"{today():%Y%m%d}"}
    page = as_("counselor").post(reverse("consult_again", args=[case.pk]), data, follow=True)
    assert "再相談を受け付けました。" in page.text
    case.refresh_from_db()
    assert (case.episode.number, case.episode.state) == (2, "received")
    assert case.episodes.count() == 2
