"""The search box and the views of the case list: what is found, what never is, what is said."""

import datetime as dt
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from accounts.models import SavedView
from cases.models import Case, CaseGrant, Episode
from cases.workflow.joining import join_cases
from cases.workflow.sheet import correct_sheet, sheet_version
from cases.workflow.transfer import ask_transfer, transfer_workflow
from rules.calendar import today

LIST = reverse("case_list")


@pytest.fixture
def found(as_):
    """How many a query finds for a person, by the count that the page says."""

    def ask(words, who="counselor", **filters):
        page = as_(who).get(LIST, {"q": words, **filters})
        assert page.status_code == 200
        return int(page.text.partition("<b>")[2].partition("件</b>")[0])

    return ask


@pytest.fixture
def takano(office):
    office.case(name="山田 太郎", kana="やまだ たろう", birth="1980-12", tel_home="0258-35-1122")
    return office.case(
        name="髙野 美咲",
        kana="たかの みさき",
        birth="1975-04-01",
        tel_mobile="090-1234-5678",
        tel_home="（0258）39-2338",
    )


FOLDED = [
    ("髙野 美咲", "高野"),
    ("高野 美咲", "髙野"),
    ("山﨑 健", "山崎"),
    ("山嵜 健", "山﨑"),
    ("斎藤 学", "齋藤"),
    ("斉藤 学", "齊藤"),
    ("齊藤 学", "斎藤"),
    ("渡邊 誠", "渡辺"),
    ("渡邉 誠", "渡邊"),
    ("渡辺 誠", "渡邉"),
    ("澤田 恵", "沢田"),
    ("沢田 惠", "澤田 恵"),
    ("𠮷田 光", "吉田"),
    ("葛󠄀西 守", "葛西"),
    ("佐々木 翔", "佐佐木"),
    ("グエン・ティ・ラン", "ｸﾞｴﾝﾃｨﾗﾝ"),
    ("ガルシア", "がるしあ"),
    ("ガルシア", "かるしあ"),
    ("キョウコ", "きようこ"),
    ("ＪＯＳÉ", "jose"),
    ("ヴィクトル", "ういくとる"),
    ("サーラ", "さ－ら"),
]


@pytest.mark.parametrize(("name", "typed"), FOLDED)
def test_a_name_is_found_under_every_spelling(office, found, name, typed):
    office.case(name=name)
    assert found(typed) == 1
    assert found("無関係") == 0


@pytest.mark.parametrize(
    "typed", ["髙", "高", "野", "み", "ミ", "ﾐ", "たか", "咲", "5678", "r8", "2"]
)
def test_one_and_two_characters_are_enough(takano, found, typed):
    assert found(typed) >= 1


@pytest.mark.parametrize(
    "typed",
    [
        "昭和50年4月1日",
        "S50.4.1",
        "1975-04-01",
        "１９７５／４／１",
        "S50 4 1",
        "昭和50年4月",
        "S50",
        "1975",
    ],
)
def test_a_birth_is_found_in_every_notation(takano, found, typed):
    assert found(typed) == 1


def test_a_birth_of_which_less_is_known_is_found_by_what_is_known(takano, office, found):
    office.case(birth="1990~")
    assert found("昭和55年12月") == found("1980") == found("平成2年") == 1
    assert found("昭和55年12月3日") == found("昭和55年4月") == 0


def test_a_day_of_birth_is_no_part_of_another_number(takano, found):
    assert found("0401") == found("197") == found("04-01") == 0


@pytest.mark.parametrize(
    "typed",
    [
        "090-1234-5678",
        "09012345678",
        "０９０－１２３４－５６７８",
        "090 1234 5678",
        "1234-5678",
        "5678",
        "0258392338",
    ],
)
def test_a_telephone_is_found_with_and_without_hyphens(takano, found, typed):
    assert found(typed) == 1


def test_few_digits_are_looked_for_in_the_number_and_the_birth_only(takano, office, found):
    """Both have telephones with 56, 12 and 258; R8-0001 is the other 台帳."""
    assert found("56") == found("12") == found("258") == found("090") == 0
    assert found("2") == found("0002") == 1
    assert found("5678") == found("0258392338") == 1
    assert found("昭和50年 56") == 0
    assert found("S50") == found("1975") == 1


def test_a_number_is_found_however_it_is_typed(takano, found):
    for typed in (takano.number, takano.number.replace("-", ""), takano.number.lower(), "０００２"):
        assert found(typed) == 1, typed


def test_every_word_is_needed(takano, found):
    assert found("高野 みさき") == found("美咲　髙野") == found("高野 S50.4.1 5678") == 1
    assert found("高野 太郎") == found("高野 S51.4.1") == 0


def test_signs_are_no_wildcards(takano, found):
    assert found("%") == found("_") == found("・") == 0
    assert found("高%野") == 1  # a sign is not there at all
    assert found("") == 2


def test_what_is_put_right_later_is_found(takano, office, found):
    correct_sheet(
        takano.episode,
        by=office.people["chief"],
        version=sheet_version(takano.episode),
        person={"name": "小林 美咲", "birth": "1976-04-01", "tel_mobile": "080-1111-2222"},
        intake={},
        topics=(),
    )
    assert found("小林") == found("S51.4.1") == found("1111") == 1
    assert found("髙野") == found("S50.4.1") == found("5678") == 0
    takano.refresh_from_db()
    version = takano.version
    takano.save()  # whose person was read before
    assert found("小林") == 1
    assert takano.version == version + 1


def test_a_joined_file_finds_the_one_that_remains_even_when_put_right(office, found):
    from cases.workflow import case_workflow

    kept, other = office.case(name="山田 一郎"), office.case(name="山田 一朗")
    case_workflow.advance(other.episode, "suspend", by=office.people["chief"], reason="転居")
    join_cases(kept, other, by=office.people["chief"], reason="同じ保険証")
    assert found("一朗") == found(other.number) == found("山田") == 1
    person = other.person
    person.tel_home = "0258-77-0000"
    person.save()
    assert found("770000") == 1


def test_a_file_that_was_handed_over_is_found_there_by_its_old_number(office, takano, found):
    transfer = ask_transfer(
        takano, by=office.people["chief"], receiving=office.places["direct"], reason="転居"
    )
    old = takano.number
    transfer_workflow.advance(transfer, "accept", by=office.people["officer"])
    assert found(old, who="direct") == 1
    assert found(old) == found("髙野") == 0


def test_the_longest_names_are_kept_and_found(office, found):
    rare = "𠮷" * 100
    office.case(name=rare, kana="ん" * 100, tel_mobile="090-7777-8888")
    case = office.case(call_name="別の方", name="𩸽" * 100, kana="の" * 100)
    assert found("77778888") == found("吉" * 90) == 1
    assert len(Case.objects.get(pk=case.pk).search_words.encode()) <= 2_000


def test_the_history_holds_what_was_typed_and_not_what_is_made_of_it(takano):
    takano.is_restricted = True
    takano.save()
    assert "search_words" not in {field.name for field in Case.history.model._meta.fields}
    changed = takano.history.first().diff_against(takano.history.last()).changed_fields
    assert changed == ["episode", "is_restricted"]


# ---- walls ------------------------------------------------------------------------


def test_a_restricted_case_is_neither_found_nor_counted(takano, office, found, as_):
    takano.is_restricted = True
    takano.save()
    CaseGrant(case=takano, user=office.people["counselor"]).save()
    for typed in ("髙野", "S50.4.1", "5678", takano.number, "高"):
        assert found(typed) == 1, typed
        assert found(typed, who="chief") == 0, typed
    assert found("r8", who="chief") == 1
    assert found("", who="chief") == 1
    page = as_("chief").get(LIST, {"q": "髙野"}).text
    assert "美咲" not in page
    assert takano.number not in page


def test_a_case_of_another_agency_is_not_found(takano, found):
    for who in ("direct", "outsider", "officer", "other_officer"):
        assert found("髙野", who=who) == found("", who=who) == 0, who


def test_a_case_entered_in_error_is_not_found(takano, found):
    takano.withdrawn_on = today()
    takano.save()
    assert found("髙野") == 0


# ---- what the page says ---------------------------------------------------------------


def test_the_list_says_how_the_query_was_read(takano, as_):
    page = as_("counselor").get(LIST, {"q": "髙 昭和50年4月1日"}).text
    assert "生年月日 1975-04-01（昭和50年4月1日）" in page
    assert "氏名・ふりがな・台帳番号のどこかに「髙」" in page
    assert 'value="髙 昭和50年4月1日"' in page


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("無関係", "ふりがなや、氏名の一部でさがす"),
        ("無関係 不明", "言葉を1つにする"),
        ("090-9999-9999", "電話の下4けたでさがす"),
        ("S12.3.4", "生まれた年だけでさがす"),
        ("50年4月1日", "生年月日は元号か4桁の西暦をつける"),
        ("・", "文字か数字を1つ以上入れてください"),
    ],
)
def test_when_nothing_is_found_the_page_says_what_to_try(takano, as_, typed, hint):
    page = as_("counselor").get(LIST, {"q": typed}).text
    assert "当てはまるケースはありません" in page
    assert hint in page


def test_a_condition_is_taken_off_by_itself(takano, office, as_):
    mine = office.people["counselor"].pk
    asked = {"q": "髙野", "state": ["received", "planning"], "lead": mine, "page": "3"}
    page = as_("counselor").get(LIST, asked).text
    rest = f"q=%E9%AB%99%E9%87%8E&amp;state=received&amp;lead={mine}"
    assert f'href="{LIST}?{rest}">段階：プラン策定中' in page
    assert "段階や担当などの条件を外す" in page
    assert "担当：試験 counselor" in page


def test_a_colleague_of_another_agency_is_not_named_by_the_filter(office, as_):
    page = as_("counselor").get(LIST, {"lead": office.people["outsider"].pk}).text
    assert "担当：ほかの職員" in page
    assert "試験 outsider" not in page


@pytest.mark.parametrize(
    "asked", ["page=zzz", "page=9999", "lead=x", "state=none", "q=%00", "lead=9" * 9]
)
def test_an_address_that_makes_no_sense_is_still_a_list(takano, as_, asked):
    assert as_("counselor").get(f"{LIST}?{asked}").status_code == 200


def test_the_pages_hold_every_case_once(office, as_):
    for _case in range(53):
        office.case(name="同じ 名前", on=today() - dt.timedelta(days=1))
    numbers = []
    for page in ("1", "2"):
        answer = as_("counselor").get(LIST, {"q": "同じ", "page": page})
        numbers += [case.number for case in answer.context["page"]]
    assert numbers == sorted(set(numbers), reverse=True)
    assert len(numbers) == 53


# ---- saved views -------------------------------------------------------------------------


@pytest.fixture
def view(office, as_):
    ask = "?q=%E9%AB%99&state=planning&state=in_support&lead=none&page=4"
    answer = as_("counselor").post(reverse("view_add") + ask, {"name": "高さんの支援中"})
    assert answer.status_code == 302
    kept = SavedView.objects.get()
    assert answer.url == f"{LIST}?{kept.query}"
    return kept


def test_a_view_is_kept_with_all_its_filters_and_found_above_the_list(view, as_):
    assert view.query == "q=%E9%AB%99&state=planning&state=in_support&lead=none"
    page = as_("counselor").get(LIST).text
    link = f'<a href="{LIST}?{view.query.replace("&", "&amp;")}">高さんの支援中</a>'
    assert link in page
    there = as_("counselor").get(f"{LIST}?{view.query}").text
    assert link.replace('">', '" aria-current="page">') in there
    assert reverse("view_edit", args=[view.pk]) in there


def test_the_name_is_proposed_from_the_filters(office, as_):
    page = as_("counselor").get(reverse("view_add") + "?state=planning&lead=none").text
    assert 'value="プラン策定中・未定"' in page


def test_a_name_is_needed_and_stands_once(view, as_):
    client, url = as_("counselor"), reverse("view_add") + "?q=x"
    assert client.post(url, {"name": ""}).status_code == 422
    answer = client.post(url, {"name": view.name})
    assert answer.status_code == 422
    assert "E-32" in answer.text
    assert f'value="{view.name}"' in answer.text
    assert as_("chief").post(url, {"name": view.name}).status_code == 302
    assert SavedView.objects.count() == 2


def test_a_view_that_is_sent_twice_is_kept_once(view, as_):
    url = f"{reverse('view_add')}?{view.query}"
    assert as_("counselor").post(url, {"name": view.name}).status_code == 302
    assert SavedView.objects.get() == view


def test_the_longest_filters_fit_into_a_view(office, as_):
    url = reverse("view_add")
    asked = {"q": "𠮷" * 200, "state": Episode.State.values, "lead": "9" * 11}
    answer = as_("counselor").post(f"{url}?{urlencode(asked, doseq=True)}", {"name": "すべて"})
    kept = SavedView.objects.get()
    assert answer.url == f"{LIST}?{kept.query}"
    assert len(kept.query) <= SavedView._meta.get_field("query").max_length


def test_a_list_without_filters_is_no_view(office, as_):
    answer = as_("counselor").post(reverse("view_add") + "?page=2", {"name": "すべて"})
    assert answer.url == LIST
    assert not SavedView.objects.exists()


def test_a_view_is_renamed_and_removed(view, as_):
    client, url = as_("counselor"), reverse("view_edit", args=[view.pk])
    assert "さがす言葉：髙" in client.get(url).text
    assert client.post(url, {"name": "高さん"}).url == f"{LIST}?{view.query}"
    assert client.post(url, {"name": "高さん"}).status_code == 302
    view.refresh_from_db()
    assert view.name == "高さん"
    assert view.history.count() == 2
    client.post(reverse("view_remove", args=[view.pk]))
    assert not SavedView.objects.exists()
    assert view.history.latest().history_user.username == "counselor"


def test_a_view_is_its_owners_alone(view, as_):
    client = as_("chief")
    assert view.name not in client.get(LIST).text
    assert client.get(reverse("view_edit", args=[view.pk])).status_code == 404
    assert client.post(reverse("view_edit", args=[view.pk]), {"name": "x"}).status_code == 404
    assert client.post(reverse("view_remove", args=[view.pk])).status_code == 404
    assert as_("admin").get(reverse("view_edit", args=[view.pk])).status_code == 403
