"""振り分け, 担当 and 支援経過: the moves, their reasons, their refusals."""

import datetime as dt

import pytest
from django.urls import reverse

from cases.models import Note
from cases.workflow import assign, case_workflow, write_note
from rules.calendar import today
from rules.refusals import Refused


def test_going_on_waits_for_the_application(office):
    case = office.case()
    case_workflow.advance(case.episode, "go_on", by=office.people["counselor"], reason="複合課題")
    case.episode.refresh_from_db()
    assert case.episode.state == "applying"
    line = case.notes.first()
    assert (line.move, line.reason, line.state_before) == ("go_on", "複合課題", "received")


@pytest.mark.parametrize(
    ("by", "name", "data", "code", "status"),
    [
        ("counselor", "go_on", {}, "E-01", 422),
        ("counselor", "inform", {"reason": "窓口の案内"}, "E-01", 422),
        ("counselor", "go_on", {"reason": "x", "on": -1}, "E-02", 422),
        ("counselor", "go_on", {"reason": "x", "on": 1}, "E-35", 422),
        ("counselor", "go_on", {"reason": "x", "version": 99}, "E-08", 409),
        ("counselor", "go_on", {"reason": "x", "version": "九"}, "E-08", 409),
        ("counselor", "go_on", {"reason": "x", "version": "9" * 5000}, "E-08", 409),
        ("officer", "go_on", {"reason": "x"}, "E-03", 403),
        ("outsider", "go_on", {"reason": "x"}, "E-03", 403),
    ],
)
def test_a_refused_move_says_why_and_changes_nothing(office, by, name, data, code, status):
    case = office.case()
    days = data.pop("on", 0)
    with pytest.raises(Refused) as refused:
        case_workflow.advance(
            case.episode, name, by=office.people[by], on=today() + dt.timedelta(days), **data
        )
    assert (refused.value.refusals[0].code, refused.value.status) == (code, status)
    case.episode.refresh_from_db()
    assert case.episode.state == "received"
    assert case.notes.count() == 1


def test_a_case_that_ended_answers_with_what_can_be_done(office, as_):
    case = office.case()
    case_workflow.advance(
        case.episode, "inform", by=office.people["counselor"], given="収納課", reason="案内で足りる"
    )
    url = reverse("case_move", args=[case.pk, "go_on"])
    answer = as_("counselor").post(url, {"on": "今日", "reason": "やはり続ける"})
    assert answer.status_code == 409
    assert "情報提供で終了" in answer.text
    assert "E-08" in answer.text


def test_the_form_of_a_move_keeps_what_was_typed(office, as_):
    case = office.case()
    url = reverse("case_move", args=[case.pk, "inform"])
    answer = as_("counselor").post(url, {"on": "R8.2.30", "given": "収納課の窓口", "reason": ""})
    assert answer.status_code == 422
    assert "収納課の窓口" in answer.text
    assert "「判断の理由」を入力してください。" in answer.text


def test_the_chief_assigns_and_the_story_knows(office):
    case = office.case()
    people = office.people
    assign(case.episode, by=people["chief"], lead=people["counselor"])
    assert "担当 試験 counselor" in case.notes.first().body
    with pytest.raises(Refused):
        assign(case.episode, by=people["counselor"], lead=people["counselor"])


def test_a_note_is_written_from_the_case_page(office, as_):
    case = office.case()
    data = {
        "on": "20200401",
        "at": "１３：４０",
        "method": "phone",
        "partner": "ご本人",
        "body": "面談の\r\n日を決めた。\u200b",
        "next_step": "",
    }
    answer = as_("outreach").post(reverse("note_add", args=[case.pk]), data, follow=True)
    note = Note.objects.get(kind="note")
    assert (note.at, note.body) == (dt.time(13, 40), "面談の\n日を決めた。")
    assert "支援経過を保存しました。" in answer.text


def test_every_change_of_a_row_stays_in_its_history(office):
    case = office.case()
    note = write_note(
        case, by=office.people["counselor"], on=today(), method="phone", body="はじめの文"
    )
    note.body = "直した文"
    note.save()
    assert [row.body for row in note.history.all()] == ["直した文", "はじめの文"]
    assert note.history.last().history_user == office.people["counselor"]
