"""The note in a minute: from the home to a saved note with the keyboard, its keys counted."""

import pytest

from cases.models import Appointment, Note, NoteTemplate
from cases.workflow import write_note
from cases.workflow.records import make_appointment
from rules.calendar import today, wareki_short

pytestmark = [pytest.mark.once, pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MOST = 9  # keys beside what is written: each key of a chord counts
HERE = "document.activeElement.name ?? ''"


class Hands:
    """Who presses keys, and how many of them were not words."""

    def __init__(self, desk):
        self.desk, self.pressed = desk, 0

    def key(self, *keys):
        for key in keys:
            self.pressed += len(key.split("+"))
            self.desk.page.keyboard.press(key)
        return self

    def write(self, text):
        self.desk.page.keyboard.insert_text(text)
        return self

    def is_in(self, name):
        self.desk.page.wait_for_function(f"({HERE}) === '{name}'")
        return self


def test_a_note_takes_nine_keys_and_its_words(office, desk):
    case = office.case(name="渡部 明")
    office.case(name="池田 花")
    write_note(case, by=office.people["chief"], on=today(), method="visit", body="前のことば")
    desk.enter("counselor").open("/")
    hands = Hands(desk)
    hands.key("/").is_in("q").write("渡部").key("Enter")
    desk.read("前のことば")
    hands.key("n").is_in("method").key("ArrowDown").key("Tab", "Tab").is_in("body")
    hands.write("求人に応募した。").key("Alt+Shift+S")
    desk.read("支援経過を保存しました。").look()
    assert hands.pressed <= MOST
    note = Note.objects.get(body="求人に応募した。")
    assert (note.case, note.method, note.partner, note.on) == (case, "phone", "本人", today())
    assert note.at is not None
    assert desk.page.url.endswith(f"/cases/{case.pk}/?note={note.pk}#note-{note.pk}")
    assert desk.page.locator(f"#note-{note.pk}").is_visible()
    assert desk.faults == []


def test_a_template_lands_behind_what_is_typed_and_can_be_taken_back(office, desk):
    here = office.places["center"]
    NoteTemplate(organisation=here, title="初回", body="【様子】\n【希望】").save()
    case = office.case()
    desk.enter("counselor").open(f"/cases/{case.pk}/")
    desk.fill("内容", "もう書いた文").pick("ひな型", "初回")
    desk.page.get_by_role("button", name="文を入れる").click()
    box = desk.box("内容")
    assert box.input_value() == "もう書いた文\n【様子】\n【希望】"
    assert desk.page.evaluate("document.activeElement.name") == "body"
    desk.key("Control+z")
    assert box.input_value() == "もう書いた文"
    assert not Note.objects.filter(kind="note").exists()


def test_a_single_key_is_a_letter_while_one_writes(office, desk):
    case = office.case()
    desk.enter("counselor").open(f"/cases/{case.pk}/")
    partner = desk.page.get_by_role("combobox", name="相手")
    partner.fill("")
    desk.type("n/")
    assert partner.input_value() == "n/"
    assert desk.page.evaluate("document.activeElement.name") == "partner"


def test_switched_off_no_key_does_anything(office, desk):
    case = office.case()
    desk.enter("counselor").open("/me/")
    desk.page.get_by_label("ショートカットキーを使う").uncheck()
    desk.press("この設定にする").read("ショートカットキーを使いません。").look()
    desk.open(f"/cases/{case.pk}/").key("n").key("/")
    assert desk.page.evaluate("document.activeElement.tagName") == "BODY"
    desk.fill("内容", "保存しない").key("Alt+Shift+S")
    assert not Note.objects.filter(kind="note").exists()
    assert desk.faults == []


def test_a_visit_is_told_in_the_order_of_its_paper(office, desk):
    case = office.case(name="渡部 明")
    make_appointment(case, by=office.people["counselor"], on=today(), kind="visit", place="ご自宅")
    desk.enter("counselor").open(f"/cases/{case.pk}/")
    desk.page.get_by_role("link", name="の約束を記録する").first.click()
    desk.read("の約束の記録です").look()
    desk.fill("内容", "玄関で話した。")
    desk.fill("約束の日", wareki_short(today())).fill("つぎにすること", "米を届ける")
    desk.pick("会い方", "訪問・同行支援").press("保存する").read("玄関で話した。").look()
    note = Note.objects.get(kind="note")
    assert (note.place, note.method, note.appointment.standing) == ("ご自宅", "visit", "kept")
    assert Appointment.objects.filter(purpose="米を届ける", kind="visit").exists()
    for page in ("now", "plans", "changes", "removed", "visit"):
        desk.open(f"/cases/{case.pk}/{page}/")
    desk.enter("chief").open("/cases/note_templates/")
    assert desk.faults == []
