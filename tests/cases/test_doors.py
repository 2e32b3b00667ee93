"""What nobody expects to be typed, through the pages themselves (security of input)."""

from urllib.parse import quote_from_bytes

import pytest
from django.urls import reverse
from django.utils.html import escape

from cases.models import Case, Note
from network.models import Contact
from rules.calendar import today, wareki_short

FORM = "application/x-www-form-urlencoded"
REFUSED = {
    "NUL": "山\x00田".encode(),
    "half a pair": b"\xed\xa1\x82x",
    "broken bytes": b"\xe5\xb1",
    "half a pair, as a browser sends it": "\ufffdx".encode(),
}
KEPT = [
    "が゙ゔ́ㇷ゚",
    "👨‍👩‍👧と🇯🇵👍🏽",
    "𠮷野家",
    "葛󠄀城",
    "=cmd|' /C calc'!A0",
    "<script>alert(1)</script>",
    "{{7*7}}{% debug %}${x}",
    "' OR 1=1--",
    "NULL",
    "None",
    "../../etc/passwd",
    "עברית",
]
CLEANED = [  # what nobody can see goes, and it is said
    ("山\u202e田", "山田"),
    ("山\u200b田\ufeff", "山田"),
    ("\u2066山田\u2069", "山田"),
]


class Door:
    """One box of one page, and where its text is kept."""

    def __init__(self, url, data, box, stored):
        self.url, self.data, self.box, self.stored = url, data, box, stored

    def send(self, client, typed):
        pairs = {**{name: value.encode() for name, value in self.data.items()}, self.box: typed}
        body = "&".join(f"{name}={quote_from_bytes(value)}" for name, value in pairs.items())
        return client.post(self.url, body, content_type=FORM)


def receive_door(office):
    four = {
        "received_on": wareki_short(today()),
        "channel": "self_phone",
        "call_name": "電話の方",
        "words": "家賃。",
        "name": "試験 花子",
    }
    return (
        Door(reverse("case_receive"), four, "name", lambda: Case.objects.latest("pk").person.name),
        Door(
            reverse("case_receive"),
            four,
            "words",
            lambda: Case.objects.latest("pk").episode.intake.words,
        ),
    )


@pytest.fixture(params=["name", "words", "body", "contact"])
def door(request, office):
    name, words = receive_door(office)
    if request.param in ("name", "words"):
        return {"name": name, "words": words}[request.param]
    if request.param == "body":
        data = {"on": wareki_short(today()), "method": "phone", "body": "x"}
        url = reverse("note_add", args=[office.case().pk])
        return Door(url, data, "body", lambda: Note.objects.latest("pk").body)
    data = {"category": "medical", "name": "x", "version": "0", "is_active": "on"}
    return Door(reverse("contact_add"), data, "name", lambda: Contact.objects.latest("pk").name)


@pytest.mark.parametrize("typed", REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_kept_is_refused_beside_its_box(door, as_, typed):
    answer = door.send(as_("chief"), typed)
    assert answer.status_code == 422
    assert [row.code for row in answer.context["form"].errors[door.box].as_data()] == ["E-38"]


@pytest.mark.parametrize("typed", KEPT)
def test_what_can_be_read_is_kept_as_typed_and_shown_as_text(door, as_, typed):
    client = as_("chief")
    answer = door.send(client, typed.encode())
    assert answer.status_code == 302
    assert door.stored() == typed
    shown = client.get(answer.url).text
    assert "<script>alert(1)" not in shown
    assert door.box == "words" or escape(typed) in shown


@pytest.mark.parametrize(("typed", "kept"), CLEANED)
def test_what_nobody_can_see_is_taken_out_and_that_is_said(door, as_, typed, kept):
    client = as_("chief")
    answer = door.send(client, typed.encode())
    assert answer.status_code == 302
    assert door.stored() == kept
    assert "見えない文字を" in client.get(answer.url).text


def test_ten_thousand_characters_fit_or_are_told_and_stay_in_the_box(door, as_):
    typed = "𠮷" * 10_000
    answer = door.send(as_("chief"), typed.encode())
    if door.box in ("words", "body"):
        assert answer.status_code == 302
        assert door.stored() == typed
        typed += "𠮷"
        answer = door.send(as_("chief"), typed.encode())
    assert answer.status_code == 422
    assert "文字減らしてください。" in answer.text
    assert typed in answer.text


def test_line_ends_become_one_kind_in_a_text_and_none_in_a_line(door, as_):
    answer = door.send(as_("chief"), "一行\r\n二行".encode())
    assert answer.status_code == 302
    assert door.stored() == ("一行\n二行" if door.box in ("words", "body") else "一行二行")
