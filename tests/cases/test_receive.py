"""受付: four answers are enough, and nothing typed is lost."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import Case, Note

FOUR = {
    "received_on": "R8.11.20",
    "channel": "self_phone",
    "call_name": "電話の方",
    "words": "家賃が払えるか心配。",
}


@pytest.fixture(autouse=True)
def _friday(clock):
    clock(dt.date(2026, 11, 20))


def test_a_call_is_received_with_four_answers(office, as_):
    answer = as_("counselor").post(reverse("case_receive"), FOUR)
    case = Case.objects.get()
    assert answer.status_code == 302
    assert answer.url == reverse("case_detail", args=[case.pk])
    assert (case.number, case.episode.state) == ("R8-0001", "received")
    assert case.notes.get().kind == Note.Kind.MOVE


def test_numbers_follow_each_other_per_agency_and_year(office):
    spring = dt.date(2026, 3, 31)
    numbers = [
        office.case(on=spring).number,
        office.case().number,
        office.case().number,
        office.case(by="direct").number,
    ]
    assert numbers == ["R7-0001", "R8-0001", "R8-0002", "R8-0001"]


@pytest.mark.parametrize(
    ("changed", "field", "code"),
    [
        ({"received_on": "R8.11.21"}, "received_on", "先の日付"),
        ({"received_on": "R8.2.30"}, "received_on", "という日付はありません"),
        ({"words": ""}, "words", "「ご相談の内容」を入力してください"),
        ({"call_name": "　"}, "call_name", "「お呼びする名前」を入力してください"),
        ({"visitor_name": "母"}, "visitor_relation_text", "「続柄・関係」を入力してください"),
        ({"received_at": "25:00"}, "received_at", "時刻で入れてください"),
    ],
)
def test_a_mistake_is_explained_beside_its_field_and_nothing_is_lost(
    office, as_, changed, field, code
):
    data = FOUR | {"name": "髙﨑 𠮷郎"} | changed
    answer = as_("counselor").post(reverse("case_receive"), data)
    assert answer.status_code == 422
    assert code in str(answer.context["form"].errors[field])
    assert "髙﨑 𠮷郎" in answer.text
    assert not Case.objects.exists()


@pytest.mark.parametrize("name", ["髙﨑 𠮷郎", "\ufa19田", "葛\U000e0100城", "O'Brien", "null"])
def test_a_name_is_stored_exactly_as_typed(office, as_, name):
    as_("counselor").post(reverse("case_receive"), FOUR | {"name": name})
    assert Case.objects.get().person.name == name


def test_a_date_that_an_era_never_had_is_mended_and_told(office, as_):
    client = as_("counselor")
    page = client.post(reverse("case_receive"), FOUR | {"birth": "昭和64年1月8日"}, follow=True)
    assert Case.objects.get().person.birth == "1989-01-08"
    assert "平成元年1月8日にしました" in page.text


def test_only_staff_receive(office, as_):
    assert as_("officer").post(reverse("case_receive"), FOUR).status_code == 403
    assert as_("admin").post(reverse("case_receive"), FOUR).status_code == 403
    assert not Case.objects.exists()


def test_a_case_is_found_by_name_kana_number_and_telephone(office, as_):
    office.case(name="髙野 美咲", kana="たかの みさき", tel_mobile="090-1234-5678")
    client = as_("counselor")
    for words in ("高野", "髙", "たかの", "タカノ", "ﾀｶﾉ", "R8-0001", "5678", "美咲"):
        assert "髙野 美咲" in client.get(reverse("case_list"), {"q": words}).text, words
    assert "髙野 美咲" not in client.get(reverse("case_list"), {"q": "山田"}).text


def test_the_list_asks_no_more_for_more_rows(office, as_):
    client = as_("counselor")

    def count():
        client.get(reverse("case_list"))  # the session is written once a minute
        with CaptureQueriesContext(connection) as seen:
            assert client.get(reverse("case_list")).status_code == 200
        return len(seen)

    for _ in range(10):
        office.case()
    few = count()
    for _ in range(10):
        office.case()
    assert count() == few
    assert few <= 25


def test_a_likely_duplicate_must_be_answered(office, as_):
    known = {"kana": "たかの みさき", "birth": "S63.5.12"}
    office.case(name="髙野 美咲", kana="たかの みさき", birth="1988-05-12")
    client = as_("counselor")
    page = client.post(reverse("case_receive"), FOUR | known)
    assert page.status_code == 422
    assert "同一人物の可能性がある台帳があります" in page.text
    assert "R8-0001" in page.text
    answered = client.post(
        reverse("case_receive"), FOUR | known | {"different_reason": "同姓同名の別の人"}
    )
    assert answered.status_code == 302
    assert "R8-0001" in Case.objects.get(number="R8-0002").notes.first().body


def test_a_match_behind_a_wall_shows_nothing(office, as_):
    office.case(by="direct", kana="たかの みさき", birth="1988-05-12")
    known = {"kana": "たかの みさき", "birth": "S63.5.12"}
    assert as_("counselor").post(reverse("case_receive"), FOUR | known).status_code == 302


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        ({"channel_other": "回覧板を見て"}, {"channel": "other"}),
        ({"sex_other": "答えたくない", "sex": "male"}, {"sex": "other"}),
    ],
)
def test_what_the_other_is_belongs_to_the_choice_of_it(office, as_, text, choice):
    field = next(name for name in text if name.endswith("_other"))
    client, url = as_("counselor"), reverse("case_receive")
    answer = client.post(url, FOUR | text)
    assert answer.status_code == 422
    assert [row.code for row in answer.context["form"].errors[field].as_data()] == ["only_other"]
    assert text[field] in answer.text
    assert not Case.objects.exists()
    assert client.post(url, FOUR | text | choice).status_code == 302
