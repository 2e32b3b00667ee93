"""Hands and eyes of the office: the keyboard alone, twice the size, the Japanese input."""

import pytest

from cases.models import Case, Intake

pytestmark = [pytest.mark.once, pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HALF = {"width": 683, "height": 384}  # what 200 % leaves of the office's screen
IME_KEY = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 229}


def test_a_call_is_taken_with_the_keyboard_alone(office, desk):
    desk.enter("counselor").open("/cases/receive/")
    desk.tab_to("相談の経路").down_to("本人自ら連絡（電話・メール）")
    desk.tab_to("お呼びする名前").type("わたべさん")
    desk.tab_to("ご相談の内容").type("夫が入院し、家賃が心配。")
    desk.tab_to("受け付ける").key("Enter").read("いまの様子と経過")
    intake = Intake.objects.get()
    assert (intake.channel, intake.words) == ("self_phone", "夫が入院し、家賃が心配。")
    assert Case.objects.get().person.call_name == "わたべさん"


def test_at_twice_the_size_nothing_is_out_of_reach(office, desk):
    desk.enter("counselor")
    desk.page.set_viewport_size(HALF)
    desk.open("/cases/receive/")
    desk.page.locator("details.more summary").click()
    wide = desk.page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0
    desk.pick("相談の経路", "本人自ら連絡（電話・メール）").fill("お呼びする名前", "わたべさん")
    desk.fill("ご相談の内容", "家賃が心配。").press("受け付ける").read("いまの様子と経過").look()
    assert desk.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert desk.faults == []


def test_enter_confirms_a_word_and_does_not_send(office, desk):
    desk.enter("counselor").open("/")
    find = desk.page.get_by_role("searchbox")
    find.focus()
    keys = desk.page.context.new_cdp_session(desk.page)
    composing = {"text": "わたべ", "selectionStart": 3, "selectionEnd": 3}
    keys.send("Input.imeSetComposition", composing)
    keys.send("Input.dispatchKeyEvent", {"type": "keyDown", "text": "\r", **IME_KEY})
    keys.send("Input.dispatchKeyEvent", {"type": "keyUp", **IME_KEY})
    desk.page.evaluate("document.querySelector('[role=search]').requestSubmit()")
    assert desk.page.url.endswith("/")
    keys.send("Input.insertText", {"text": "渡部"})
    assert find.input_value() == "渡部"
    desk.key("Enter").read("当てはまるケースはありません")


def test_enter_in_a_box_of_a_form_does_not_send_it_half_written(office, desk):
    desk.enter("counselor").open("/cases/receive/")
    desk.box("お呼びする名前").focus()
    desk.type("わたべさん").key("Enter")
    assert desk.page.url.endswith("/cases/receive/")
    assert not desk.says("か所を直してください")
    assert desk.box("お呼びする名前").input_value() == "わたべさん"
    assert not Case.objects.exists()
