"""What is typed into a form: kept in the box, understood, and refused in Japanese."""

import datetime as dt

import pytest
from django import forms

from rules import fields
from rules.calendar import wareki_short
from rules.fields import (
    ChoicesField,
    EraDateField,
    KanaField,
    LineField,
    NameField,
    NotedForm,
    NumberField,
    PhoneField,
    PostalCodeField,
    TextField,
    YenField,
)

FRIDAY = dt.date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _friday(monkeypatch):
    monkeypatch.setattr("rules.fields.today", lambda: FRIDAY)
    monkeypatch.setattr("rules.calendar.today", lambda: FRIDAY)


class Person(NotedForm, forms.Form):
    name = NameField(label="氏名")
    kana = KanaField(label="ふりがな", required=False)
    birth = EraDateField(
        label="生年月日", precision="partial", past_only=True, age=True, required=False
    )
    received_on = EraDateField(label="受付日", past_only=True, required=False)
    rent = YenField(label="家賃", required=False)
    members = NumberField(label="人数", unit="人", max_value=99, required=False)
    phone = PhoneField(label="電話", required=False)
    postal_code = PostalCodeField(label="郵便番号", required=False)
    town = LineField(label="町名", max_length=5, required=False)
    memo = TextField(label="相談内容", required=False)


def filled(**typed):
    return Person({"name": "佐藤 由美", **typed})


def cleaned(**typed):
    form = filled(**typed)
    assert form.is_valid(), form.errors
    return form.cleaned_data


def errors(name, typed):
    form = filled(**{name: typed})
    assert not form.is_valid()
    assert list(form.errors) == [name]
    return form.errors.as_data()[name][0]


def test_everything_may_stay_empty_but_what_is_needed():
    data = cleaned()
    assert data["birth"] == ""
    assert data["received_on"] is None
    assert data["rent"] is None
    error = errors("name", "")
    assert (error.message, error.code) == ("「氏名」を入力してください。", "E-01")


@pytest.mark.parametrize("blank", ["\u200b", "\u3000", "\u3164", "\u2800"])
def test_a_name_that_cannot_be_seen_is_no_name(blank):
    assert errors("name", blank).code == "E-01"


@pytest.mark.parametrize("broken", ["佐\x00藤", "\ud842"])
@pytest.mark.parametrize("name", ["name", "birth", "received_on", "memo", "phone", "kana"])
def test_what_is_no_character_is_refused_in_every_box(name, broken):
    assert errors(name, broken).message


def test_what_was_changed_is_said_once():
    form = filled(name="佐藤\u200b 由美", kana="ｻﾄｳ ﾕﾐ", birth="昭和64年1月8日")
    assert form.is_valid()
    assert form.cleaned_data["kana"] == "さとう ゆみ"
    assert form.notes == [
        ("氏名", "見えない文字を1個除きました"),
        ("ふりがな", "ひらがなに直しました"),
        ("生年月日", "平成元年1月8日にしました（昭和は64年1月7日まで）"),
    ]
    assert filled().notes == []


def test_furigana_is_kana_only():
    assert errors("kana", "佐藤").code == "kana"
    assert cleaned(kana="ヴァン・デル＝ベーク")["kana"] == "ゔぁん・でる＝べーく"


@pytest.mark.parametrize("typed", ["昭和23年2月30日", "S23.2.28", "1948-02", "あした", "11/20"])
def test_the_box_shows_again_exactly_what_was_typed(typed):
    form = filled(birth=typed)
    form.is_valid()
    assert form["birth"].value() == typed
    assert f'value="{typed}"' in str(form["birth"])


def test_a_stored_date_is_shown_as_the_office_writes_it():
    moment = dt.datetime(2026, 11, 19, 20, tzinfo=dt.UTC)
    form = Person(initial={"birth": "1948-02", "received_on": FRIDAY})
    assert form["birth"].value() == "S23.2"
    assert form["received_on"].value() == "R8.11.20"
    assert form.fields["received_on"].prepare_value(moment) == "R8.11.20"
    assert not Person(
        {"name": "a", "birth": "1948/2"}, initial={"name": "a", "birth": "1948-02"}
    ).changed_data


def test_beside_the_box_stands_how_the_date_was_read():
    box = str(Person(initial={"birth": "1975-04-01", "received_on": FRIDAY})["birth"])
    assert 'data-era="partial past age"' in box
    assert 'class="w-10"' in box
    assert ">1975年4月1日（昭和50年・火）　51歳</output>" in box
    assert '<output for="id_birth"' in box
    wrong = filled(birth="昭和23年2月30日")
    assert "1948年2月（昭和23年）まで読み取れました" in str(wrong["birth"])
    assert "<script>" not in str(filled(birth="<script>")["birth"])


def test_a_date_is_a_date_and_a_part_of_one_its_stored_text():
    assert cleaned(received_on="R8.11.19")["received_on"] == dt.date(2026, 11, 19)
    assert cleaned(received_on="11/19")["received_on"] == dt.date(2026, 11, 19)
    assert cleaned(birth="昭和23年2月頃")["birth"] == "1948-02~"
    assert cleaned(birth="S23.2.28")["birth"] == "1948-02-28"
    unknown = filled(birth="不詳")
    assert unknown.is_valid()
    assert unknown.cleaned_data["birth"] == ""
    assert unknown.notes == [("生年月日", "日付なしで残します")]


@pytest.mark.parametrize(
    ("name", "typed", "code"),
    [
        ("birth", "R8.11.21", "E-35"),
        ("birth", "昭和23年2月30日", "E-36"),
        ("birth", "4/1", "E-36"),
        ("birth", "1872年", "E-21"),
        ("received_on", "令和8年11月", "E-01"),
        ("received_on", "R8.11.21", "E-35"),
    ],
)
def test_a_date_is_refused_with_its_code(name, typed, code):
    error = errors(name, typed)
    assert error.code == code


@pytest.mark.parametrize(("typed", "yen"), [("３万", 30_000), ("45,000円", 45_000), ("0", 0)])
def test_an_amount_is_whole_yen(typed, yen):
    assert cleaned(rent=typed)["rent"] == yen


def test_an_amount_is_shown_with_its_commas_and_its_unit():
    box = str(Person(initial={"rent": 96_400})["rent"])
    assert 'value="96,400"' in box
    assert box.startswith('<span class="unit">')
    assert box.endswith("円</span>")
    assert filled(rent="4万5千から").data["rent"] == filled(rent="4万5千から")["rent"].value()


@pytest.mark.parametrize(
    ("name", "typed", "code"),
    [
        ("rent", "4万5千から5万くらい", "invalid"),
        ("rent", "-1", "E-21"),
        ("rent", "999999999999", "E-21"),
        ("members", "100", "E-21"),
        ("members", "①", "invalid"),
        ("members", "٣", "invalid"),
        ("members", "1.5", "invalid"),
        ("members", "1" * 5000, "invalid"),
    ],
)
def test_a_number_is_refused_in_words(name, typed, code):
    assert errors(name, typed).code == code


def test_a_number_is_read_in_full_width():
    assert cleaned(members="１２")["members"] == 12
    assert "「人数」は0～99の範囲" in errors("members", "100").message


def test_a_telephone_number_is_kept_as_typed():
    assert cleaned(phone="（０３）1234-5678")["phone"] == "（０３）1234-5678"
    assert errors("phone", "12345").code == "phone"


def test_a_postal_code_is_stored_in_one_form():
    assert cleaned(postal_code="〒９４０００６２")["postal_code"] == "940-0062"
    assert errors("postal_code", "940-006").code == "postal"


def test_length_is_counted_in_characters_and_the_message_says_by_how_much():
    assert cleaned(town="𠮷𠮷𠮷𠮷𠮷")["town"]
    assert errors("town", "𠮷" * 7).message == (
        "「町名」は5文字までです（いま7文字）。2文字減らしてください。"
    )
    assert cleaned(memo="あ" * 10_000)["memo"]
    assert errors("memo", "あ" * 10_001).message.startswith("「相談内容」は10,000文字までです")
    assert "maxlength" not in str(filled()["town"]) + str(filled()["memo"])


def test_free_text_keeps_its_lines():
    assert cleaned(memo="一行目\r\n\r\n三行目")["memo"] == "一行目\n\n三行目"
    assert 'rows="6"' in str(filled()["memo"])
    assert "cols=" not in str(filled()["memo"])


class Listed(NotedForm, forms.Form):
    one = ChoicesField("sex", required=False, label="ひとつ")
    several = ChoicesField("sex", multiple=True, required=False, label="いくつか")
    other = LineField(required=False, label="その他の内容")

    def clean(self):
        self.require_other("several", "other")
        return self.cleaned_data


@pytest.fixture
def listed(monkeypatch):
    """A list whose wording changed on 1 April."""

    def choices(name, on=None):
        new = on >= dt.date(2026, 4, 1)
        return [("a", "新しい名" if new else "古い名"), ("other", "その他")]

    monkeypatch.setattr("rules.fields.choices", choices)
    return Listed


def test_a_list_is_offered_in_the_wording_of_the_day(listed):
    form = listed()
    assert next(iter(form.fields["one"].choices)) == ("a", "新しい名")
    form.fields["one"].offer(dt.date(2026, 3, 31))
    assert list(form.fields["one"].choices) == [
        ("a", "古い名"),
        ("other", "その他"),
        fields.UNKNOWN,
    ]
    assert 'type="radio"' in str(form["one"])
    assert 'type="checkbox"' in str(form["several"])


def test_a_choice_is_one_of_the_list(listed):
    assert listed({"one": "a", "several": ["a", "other"], "other": "兄"}).is_valid()
    assert not listed({"one": "z"}).is_valid()
    assert not listed({"several": ["a", "unknown"]}).is_valid()
    assert listed({"several": ["unknown"]}).is_valid()


def test_whoever_ticks_other_says_what_it_is(listed):
    form = listed({"several": ["other"]})
    assert form.errors.as_data()["other"][0].code == "E-01"


def test_the_box_of_a_date_gives_back_what_it_shows():
    for day in (dt.date(1989, 1, 7), dt.date(1989, 1, 8), FRIDAY):
        assert cleaned(received_on=wareki_short(day))["received_on"] == day
