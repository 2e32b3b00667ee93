"""Exactly as typed (D32), and found all the same."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import text
from rules.refusals import Refused
from rules.text import clean_name, clean_text, is_blank, phone_digits, search_key, to_hiragana

# Given as code points: editors fold compatibility forms on the way.
KEPT = [
    "\U00020bb7野家",
    "\U00029e3d",
    "\U0002123d",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "\U0001f3f3\ufe0f\u200d\U0001f308",
    "\U0001f1ef\U0001f1f5",
    "\U0001f44d\U0001f3fd",
    "\u845b\U000e0100城",
    "\u9089\U000e010b",
    "\ue000外字",
    "〓",
    "\ufa19谷",
    "大\ufa10",
    "\uf9dc",
    "山\ufa11",
    "\u9ad9野",
    "\u5fb7",
    "\ufa1e田",
    "か\u3099",
    "ｶﾞｷﾞｸﾞ",
    "㈱①㍻",
    "０１２ＡＢＣ",
    "～〜￥¥\\“”",
    "斉斎齋齊",
    "אברהם",
    "محمد",
    "O'Brien-Smith",
    "null",
    "None",
    "・",
    "ゟヿヴヶケゝゞ",
    "' OR 1=1--",
    "<svg onload>",
    "{{7*7}}",
    "=cmd|",
    "../../",
]
INVISIBLE = [
    *map(chr, range(0x200B, 0x2010)),
    *map(chr, range(0x202A, 0x202F)),
    *map(chr, range(0x2060, 0x2070)),
    "\ufeff",
    "\u00ad",
    "\u3164",
    "\u115f",
    "\u1160",
    "\uffa0",
    "\x1b",
    "\x07",
    "\x7f",
    "\x9b",
    "\ufe0f\u200d",
]
any_text = st.text(st.characters(exclude_characters="\x00\ufffd", exclude_categories=["Cs"]))
tricky_text = st.text(
    st.sampled_from([*"か゛\u3099 \u3000\t\n\r々ゝー-", *"".join(KEPT), *"".join(INVISIBLE)])
)


@pytest.mark.parametrize("typed", KEPT)
def test_what_people_bear_is_kept_byte_for_byte(typed):
    assert clean_name(typed)[0].encode() == typed.encode()
    assert clean_text(typed) == (typed, "")


@pytest.mark.parametrize("mark", INVISIBLE)
def test_what_cannot_be_seen_is_taken_out_and_said(mark):
    for clean in (clean_name, clean_text):
        kept, note = clean(f"{mark}山{mark}田" if mark[0] != "\ufe0f" else f"山 {mark}田")
        assert kept.replace(" ", "") == "山田"
        assert note.startswith("見えない文字を2個除きました")


def test_a_name_loses_spaces_at_its_ends_only():
    assert clean_name("\u3000佐藤\u3000由美 ") == ("佐藤\u3000由美", "前後の空白を除きました")
    assert clean_name("佐藤 由美") == ("佐藤 由美", "")


def test_a_private_character_is_kept_with_a_warning():
    assert clean_name("\ue000")[0] == "\ue000"
    assert "外字" in clean_name("\ue000")[1]


@pytest.mark.parametrize("end", ["\r\n", "\r", "\x85", "\u2028", "\u2029", "\x0b"])
def test_every_line_end_becomes_one_line_feed(end):
    assert clean_text(f"一行目{end}{end}三行目") == ("一行目\n\n三行目", "")


def test_escape_sequences_lose_their_escape():
    assert clean_text("a\x1b[2Jb")[0] == "a[2Jb"


@pytest.mark.parametrize("broken", ["\x00", "山\x00田", "\ud842", "\udfb7x", "山\ufffd"])
def test_what_is_no_character_is_refused_with_a_sentence(broken):
    for clean in (clean_name, clean_text):
        with pytest.raises(Refused) as caught:
            clean(broken)
        assert caught.value.status == 422
        assert caught.value.refusals[0].text


@pytest.mark.parametrize("typed", ["", " \u3000\xa0", "\u2800", "\u0301", "\U000e0041"])
def test_nothing_to_see_is_blank(typed):
    assert is_blank(clean_name(typed)[0])


@pytest.mark.parametrize("typed", KEPT)
def test_anything_to_see_is_not_blank(typed):
    assert not is_blank(typed)


@given(any_text | tricky_text)
def test_cleaning_twice_changes_nothing_more(typed):
    for clean in (clean_name, clean_text):
        kept, _ = clean(typed)
        assert clean(kept)[0] == kept
        assert is_subsequence(kept.replace("\n", ""), typed)


@given(any_text | tricky_text)
def test_a_key_is_its_own_key_and_knows_no_width_or_case(typed):
    key = search_key(typed)
    assert search_key(key) == key
    assert search_key(to_hiragana(typed)) == key


@given(st.text(st.characters(codec="utf-8", categories=["Lo"], max_codepoint=0x9FFF)))
def test_letters_are_never_lost_by_cleaning(typed):
    visible = "".join(c for c in typed if c not in "\u115f\u1160\u3164")
    assert clean_name(visible) == (visible, "")


def is_subsequence(part, whole):
    rest = iter(whole)
    return all(character in rest for character in part)


@pytest.mark.parametrize(
    ("typed", "hiragana"),
    [
        ("ﾜﾀﾅﾍﾞ ﾕｷｺ", "わたなべ ゆきこ"),
        ("ワタナベ ユキコ", "わたなべ ゆきこ"),
        ("ヴァン・ｶﾞｷﾞ", "ゔぁん・がぎ"),
        ("か\u3099", "が"),
        ("か゛", "が"),
        ("ア゛", "あ゛"),
        ("ゟヿ", "よりこと"),
        ("さ－と‐る−ｰ", "さーとーるーー"),
        ("ヽヾゝゞ", "ゝゞゝゞ"),
        ("ヵヶ", "ゕゖ"),
        ("漢字ABC-1", "漢字ABC-1"),
    ],
)
def test_kana_becomes_hiragana(typed, hiragana):
    assert to_hiragana(typed) == hiragana
    assert to_hiragana(hiragana) == hiragana


@pytest.mark.parametrize(
    "same",
    [
        "髙橋 高橋 高\u3000橋 高・橋",
        "山\ufa11 山崎 山﨑",
        "斉藤 斎藤 齋藤 齊藤",
        "渡辺 渡邊 渡邉 渡\u9089\U000e010b",
        "浜田 濱田",
        "沢 澤",
        "広 廣",
        "国 國",
        "中島 中嶋 中嶌",
        "富 冨",
        "吉野 \U00020bb7野",
        "桜 櫻",
        "真 眞",
        "栄 榮",
        "恵 惠",
        "徳 \u5fb7",
        "神 \ufa19",
        "塚 \ufa10",
        "隆 \uf9dc",
        "羽 \ufa1e",
        "佐々木 佐佐木",
        "さゝき ささき サヽキ",
        "がとう かとう ｶﾄｳ か\u3099とう か゛とう",
        "しょういち しよういち",
        "霞ヶ関 霞ケ関",
        "葛城 \u845b\U000e0100城",
        "ＡＢＣ abc A.B.C.",
        "Nguyễn NGUYEN ｎｇｕｙｅｎ",
        "さーとる さ－とる さ〜とる",
        "㈱長岡 (株)長岡",
    ],
)
def test_what_a_person_would_call_the_same_is_found_together(same):
    spellings = same.split(" ")
    assert len({search_key(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize("apart", ["崎 埼", "渡 渉", "菅 管", "花 華", "坂 阪", "さとう さと"])
def test_what_is_another_name_stays_apart(apart):
    assert len({search_key(spelling) for spelling in apart.split()}) == 2


def test_no_kanji_stands_in_two_groups_of_forms():
    forms = [form for group in text._KANJI_FORMS.split() for form in group]
    assert len(forms) == len(set(forms))
    assert all(unicodedata.normalize("NFKC", form) == form for form in forms)


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("０２５８－３９－２３００", "0258392300"),
        ("(03) 1234-5678", "0312345678"),
        ("+81-90-1234-5678", "09012345678"),
        ("＋81(0)90-1234-5678", "09012345678"),
        ("0258-39-2300 内線 123", "0258392300"),
        ("0120-123-456", "0120123456"),
        ("なし", ""),
        ("٠٩٠", ""),
    ],
)
def test_the_digits_of_a_telephone_number(typed, digits):
    assert phone_digits(typed) == digits


@pytest.mark.parametrize(
    ("typed", "number"),
    [("0", 0), ("007", 7), ("12345678901", 12345678901)]
    + [(one, None) for one in ("", "-1", "1.5", "１", "²", " 1", "x", "9" * 12, "9" * 5000)],
)
def test_a_number_of_a_request_is_a_short_row_of_digits(typed, number):
    assert text.number_in(typed) == number
