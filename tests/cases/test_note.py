"""支援経過 from the case page: written, with the next appointment, from one, with a ひな型."""

import datetime as dt

import pytest
from django.urls import reverse

from cases.models import Appointment, Note, NoteTemplate
from cases.workflow import strike_note, write_note
from cases.workflow.records import make_appointment
from rules.calendar import today, wareki_short
from rules.refusals import Refused

TODAY = wareki_short(today())
TOMORROW = today() + dt.timedelta(days=1)


def typed(**changed):
    data = {"on": TODAY, "at": "13:40", "method": "phone", "partner": "本人", "body": "元気な声。"}
    return data | {"next_kind": "interview"} | changed


def add(as_, case, **changed):
    return as_("counselor").post(reverse("note_add", args=[case.pk]), typed(**changed))


def template(office, title="初回面談", body="【様子】\n【希望】", place="center"):
    row = NoteTemplate(organisation=office.places[place], title=title, body=body)
    row.save()
    return row


def test_one_stays_on_the_case_page_at_the_new_note(office, as_):
    case = office.case()
    answer = add(as_, case, place="センター")
    note = case.notes.get(kind="note")
    assert answer.url == f"/cases/{case.pk}/?note={note.pk}#note-{note.pk}"
    assert (note.at, note.place, note.partner) == (dt.time(13, 40), "センター", "本人")
    page = as_("counselor").get(answer.url)
    assert f'id="note-{note.pk}"' in page.text
    assert "電話相談・連絡　本人　センター" in page.text


def test_the_form_begins_with_now_and_the_person(office, as_):
    page = as_("counselor").get(reverse("case_detail", args=[office.case().pk])).text
    assert f'name="on" value="{TODAY}"' in page
    assert 'name="at" value="' in page
    assert 'name="partner" value="本人"' in page


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(office, as_):
    case = office.case()
    answer = add(as_, case, method="", body="長い話", next_place="自宅", next_step="様子を聞く")
    assert answer.status_code == 422
    for words in ("「方法」を入力してください。", "「約束の日」を入力してください。", "長い話"):
        assert words in answer.text
    assert 'value="様子を聞く"' in answer.text
    assert not case.notes.filter(kind="note").exists()
    assert not Appointment.objects.exists()


def test_what_was_agreed_becomes_an_appointment_and_stands_in_the_note(office, as_):
    case = office.case()
    add(as_, case, next_on=wareki_short(TOMORROW), next_at="10時", next_step="家計表を見る")
    made = Appointment.objects.get()
    assert (made.on, made.at, made.kind) == (TOMORROW, dt.time(10), "interview")
    assert (made.purpose, made.staff) == ("家計表を見る", office.people["counselor"])
    assert "10:00　面談　家計表を見る" in case.notes.get(kind="note").next_step
    page = as_("counselor").get(reverse("case_detail", args=[case.pk])).text
    assert "家計表を見る" in page.partition("s-app")[2]


def test_an_appointment_in_the_past_is_not_agreed_on(office, as_):
    yesterday = wareki_short(today() - dt.timedelta(days=1))
    answer = add(as_, office.case(), next_on=yesterday)
    assert answer.status_code == 422
    assert "E-02" in answer.text
    assert not Note.objects.filter(kind="note").exists()


def test_next_time_without_a_day_is_a_line_of_words(office, as_):
    case = office.case()
    add(as_, case, next_step="書類を待つ")
    assert case.notes.get(kind="note").next_step == "書類を待つ"
    assert not Appointment.objects.exists()


def test_the_note_before_stands_beside(office, as_):
    case = office.case()
    by = office.people["chief"]
    write_note(case, by=by, on=today(), method="visit", body="前のことば", next_step="電話する")
    wrong = write_note(case, by=by, on=today(), method="visit", body="人違いのことば")
    strike_note(wrong, by=by, reason="人違い")
    page = as_("counselor").get(reverse("note_add", args=[case.pk])).text
    assert "前のことば" in page
    assert "電話する" in page
    assert "人違いのことば" not in page


def test_an_appointment_is_told_without_typing_it_again(office, as_):
    case = office.case()
    row = make_appointment(
        case, by=office.people["counselor"], on=today(), at=dt.time(9, 30), kind="visit", place="家"
    )
    client, url = as_("counselor"), reverse("note_add", args=[case.pk])
    page = client.get(url, {"appointment": row.pk}).text
    for words in ('name="at" value="9:30"', 'name="place" value="家"', 'value="visit" selected'):
        assert words in page
    answer = client.post(url, typed(appointment=row.pk, method="visit"))
    note = case.notes.get(kind="note")
    row.refresh_from_db()
    assert (note.appointment, row.standing) == (row, "kept")
    assert "記録はまだ" not in client.get(answer.url).text


def test_what_has_not_come_yet_or_is_another_persons_cannot_be_told(office, as_):
    case, by = office.case(), office.people["counselor"]
    coming = make_appointment(case, by=by, on=TOMORROW, kind="visit")
    other = make_appointment(office.case(), by=by, on=today(), kind="visit")
    for wanted in (coming.pk, other.pk, "x", 999):
        url = reverse("note_add", args=[case.pk])
        assert as_("counselor").get(url, {"appointment": wanted}).status_code == 404


def test_a_template_is_put_behind_what_is_typed(office, as_):
    case, row = office.case(), template(office)
    answer = add(as_, case, body="もう書いた文", template=row.pk, use="1")
    assert answer.status_code == 200
    assert "もう書いた文\n【様子】\n【希望】" in answer.text
    assert 'name="at" value="13:40"' in answer.text
    assert not case.notes.filter(kind="note").exists()


def test_a_template_that_is_none_adds_nothing(office, as_):
    case = office.case()
    for key in ("", "x", "9" * 5000):
        answer = add(as_, case, body="もう書いた文", template=key, use="1")
        assert answer.context["form"]["body"].value() == "もう書いた文"


def test_an_office_has_its_own_templates(office, as_):
    template(office, "ここのひな型")
    template(office, "よそのひな型", place="direct")
    page = as_("counselor").get(reverse("case_detail", args=[office.case().pk])).text
    assert "ここのひな型" in page
    assert "よそのひな型" not in page


@pytest.mark.parametrize(
    ("who", "status"), [("chief", 200), ("admin", 200), ("counselor", 403), ("officer", 403)]
)
def test_who_keeps_the_templates(office, as_, who, status):
    assert as_(who).get(reverse("note_template_list")).status_code == status


def test_a_template_is_added_changed_and_put_away(office, as_):
    client, url = as_("admin"), reverse("note_template_list")
    client.post(url, {"title": "電話", "body": "【用件】", "position": "2"})
    row = NoteTemplate.objects.get()
    assert row.organisation == office.places["center"]
    again = client.post(url, {"title": "電話", "body": "別の文"})
    assert again.status_code == 422
    assert "別の文" in again.text
    edit = reverse("note_template_edit", args=[row.pk])
    changed = {"title": "電話の記録", "body": "【用件】", "position": "", "version": row.version}
    client.post(edit, changed)
    client.post(edit, {"active": "1"})
    row.refresh_from_db()
    assert (row.title, row.position, row.is_active) == ("電話の記録", 0, False)
    late = client.post(edit, changed | {"body": "べつの文"})
    assert late.status_code == 409
    assert "べつの文" in late.text
    page = as_("counselor").get(reverse("case_detail", args=[office.case().pk])).text
    assert "電話の記録" not in page


def test_the_templates_of_another_office_do_not_exist(office, as_):
    row = template(office, place="direct")
    url = reverse("note_template_edit", args=[row.pk])
    assert as_("chief").get(url).status_code == 404


def test_a_note_is_struck_out_once(office):
    case, chief = office.case(), office.people["chief"]
    note = write_note(case, by=chief, on=today(), method="phone", body="人違い")
    strike_note(note, by=chief, reason="人違い")
    with pytest.raises(Refused) as refused:
        strike_note(note, by=chief, reason="もう一度")
    assert refused.value.status == 409
    note.refresh_from_db()
    assert note.struck_reason == "人違い"


def test_the_chief_reaches_a_colleagues_note_to_strike_it(office, as_):
    case = office.case()
    note = write_note(case, by=office.people["counselor"], on=today(), method="phone", body="あ")
    url = reverse("note_strike", args=[case.pk, note.pk])
    assert url in as_("chief").get(reverse("case_detail", args=[case.pk])).text
    assert url not in as_("employment").get(reverse("case_detail", args=[case.pk])).text


def test_the_shortcuts_are_listed_and_switched_off(office, as_):
    client, url = as_("counselor"), reverse("own_settings")
    assert "Alt + Shift + S" in client.get(url).text
    assert "<body data-shortcuts>" in client.get("/").text
    client.post(url, {})
    assert "data-shortcuts" not in client.get("/").text
    client.post(url, {"uses_shortcuts": "on"})
    assert "<body data-shortcuts>" in client.get("/").text


def test_one_hit_of_the_search_box_opens_the_case(office, as_):
    case = office.case(name="渡部 明")
    office.case(name="渡辺 茂")
    client, url = as_("counselor"), reverse("case_list")
    assert client.get(url, {"q": "渡部", "one": "open"}).url == f"/cases/{case.pk}/"
    assert client.get(url, {"q": "渡", "one": "open"}).status_code == 200
    assert client.get(url, {"q": "渡部"}).status_code == 200


# --- 伴走型の相談 (上天草市 5(1)ア, P-11) ---

WALKED = "伴走型の相談"


@pytest.mark.parametrize(
    ("place", "asked"),
    [("kamiamakusa", True), ("nagaoka", False), ("sapporo", False), ("saitama", False)],
)
def test_a_note_says_that_it_was_a_walk_beside_where_the_ordinance_names_it(
    office, at, as_, place, asked
):
    at(place)
    case, client = office.case(), as_("counselor")
    assert (WALKED in client.get(reverse("case_detail", args=[case.pk])).text) is asked
    data = {
        "on": TODAY,
        "method": "visit",
        "body": "船着き場まで歩いた",
        "is_accompanying": "on",
    }
    assert client.post(reverse("note_add", args=[case.pk]), data).status_code == 302
    note = case.notes.get(kind="note")
    assert note.is_accompanying is asked
    page = client.get(reverse("case_detail", args=[case.pk])).text
    assert page.count(WALKED) == (2 if asked else 0)  # the box to tick, and the note


def test_a_mistaken_mark_is_mended_with_the_note(office, at, as_):
    at("kamiamakusa")
    case, client = office.case(), as_("counselor")
    fields = {"on": today(), "method": "visit", "body": "歩いた", "is_accompanying": True}
    note = write_note(case, by=office.people["counselor"], **fields)
    url = reverse("note_correct", args=[case.pk, note.pk])
    assert client.get(url).context["form"].initial["is_accompanying"] is True
    data = {"version": note.version, "on": TODAY, "method": "visit", "body": "歩いた"}
    assert client.post(url, data).status_code == 302
    note.refresh_from_db()
    assert note.is_accompanying is False
