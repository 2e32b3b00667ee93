"""Two 台帳 of one person: nothing is lost to read, nothing is shown to who did not see it."""

import pytest
from django.urls import reverse

from cases.models import Case, CaseGrant
from cases.workflow import case_workflow, write_note
from cases.workflow.joining import join_cases, why_not_joined
from cases.workflow.transfer import ask_transfer
from rules.calendar import today
from rules.finding import read_words
from rules.refusals import Refused


@pytest.fixture
def pair(office):
    """(still going on, ended)."""
    kept = office.case(name="山田 一郎", kana="やまだ いちろう")
    other = office.case(name="山田 一朗", tel_mobile="090-7777-1234")
    write_note(other, by=office.people["counselor"], on=today(), method="visit", body="前の訪問")
    case_workflow.advance(other.episode, "suspend", by=office.people["chief"], reason="転居")
    return kept, other


def joined(office, pair, **changed):
    kept, other = pair
    return join_cases(kept, other, by=office.people["chief"], reason="同じ保険証", **changed)


def code(kept, other, by):
    return why_not_joined(kept, other, by=by).code


def test_the_pages_of_the_joined_file_are_read_and_not_written(office, as_, pair):
    kept, other = pair
    joined(office, pair)
    client = as_("chief")
    old = reverse("case_detail", args=[other.pk])
    assert client.get(old).url == reverse("case_detail", args=[kept.pk])
    page = client.get(reverse("case_support", args=[other.pk]))
    assert page.status_code == 200
    assert f"{kept.number}</a> にまとめました" in page.text
    assert client.post(reverse("note_add", args=[other.pk]), {}).status_code == 409
    assert as_("direct").get(old).status_code == 404


def test_a_file_that_is_closed_to_one_is_not_found_to_be_joined(office, as_, pair):
    kept, other = pair
    Case.objects.filter(pk=other.pk).update(is_restricted=True)
    page = as_("chief").post(reverse("case_join", args=[kept.pk]), {"number": other.number})
    assert other.person.name not in page.text
    assert other.person.tel_mobile not in page.text
    assert kept.person.name in page.text


def test_its_courses_stand_on_the_page_of_the_one_that_remains(office, as_, pair):
    kept, other = pair
    assert "これまでの相談" not in as_("chief").get(reverse("case_detail", args=[kept.pk])).text
    joined(office, pair)
    page = as_("chief").get(reverse("case_detail", args=[kept.pk])).text
    assert "これまでの相談" in page
    assert f"{other.number}　第1回　中断" in page
    assert "前の訪問" in page


def test_its_notes_are_corrected_by_their_author_from_there(office, as_, pair):
    kept, other = pair
    joined(office, pair)
    note = other.notes.get(kind="note")
    url = reverse("note_correct", args=[kept.pk, note.pk])
    assert url in as_("counselor").get(reverse("case_detail", args=[kept.pk])).text
    typed = {"version": note.version, "on": f"{today():%Y%m%d}", "method": "visit", "body": "直し"}
    assert as_("counselor").post(url, typed).status_code == 302
    note.refresh_from_db()
    assert note.body == "直し"
    stranger = office.case()
    url = reverse("note_correct", args=[stranger.pk, note.pk])
    assert as_("counselor").get(url).status_code == 404


def test_it_is_found_by_all_it_was_called(office, pair):
    kept, other = pair
    joined(office, pair)
    visible = Case.objects.visible_to(office.people["chief"])
    for words in (other.number, "一朗", "7777-1234", kept.number):
        assert visible.found_by(read_words(words)).get() == kept


def test_three_files_become_one(office, pair):
    kept, other = pair
    joined(office, pair)
    chief = office.people["chief"]
    third = office.case(name="山田 三郎")
    case_workflow.advance(kept.episode, "suspend", by=chief, reason="転居")
    kept.refresh_from_db()
    join_cases(third, kept, by=chief, reason="同じ保険証")
    visible = Case.objects.visible_to(chief)
    assert visible.get() == third
    assert visible.found_by(read_words(other.number)).get() == third


def test_the_one_that_goes_on_remains(office, as_, pair):
    kept, other = pair
    chief = office.people["chief"]
    assert code(other, kept, chief) == "E-08"
    url = reverse("case_join", args=[other.pk])
    page = as_("chief").get(url, {"number": kept.number}).text
    assert f"{kept.number}　受付" in page
    assert f"{other.number}　中断" not in page
    data = {"number": kept.number, "keep": other.pk, "reason": "同じ"}
    assert as_("chief").post(url, data).status_code == 422
    data["keep"] = kept.pk
    assert as_("chief").post(url, data).url == reverse("case_detail", args=[kept.pk])


def test_while_both_go_on_the_page_says_what_to_do(office, as_):
    one, two = office.case(), office.case()
    assert code(one, two, office.people["chief"]) == "E-08"
    url = reverse("case_join", args=[one.pk])
    page = as_("chief").get(url, {"number": two.number})
    way_out = reverse("case_move", args=[two.pk, "suspend"])
    assert f'<a href="{way_out}">{two.number}の相談を中断してからまとめる。</a>' in page.text
    assert "1つにまとめる</button>" not in page.text
    data = {"number": two.number, "keep": one.pk, "reason": "同じ"}
    assert as_("chief").post(url, data).status_code == 409


def test_an_unknown_number_is_not_joined(office, as_):
    url = reverse("case_join", args=[office.case().pk])
    answer = as_("chief").post(url, {"number": "R0-9999", "reason": "同じ"})
    assert answer.status_code == 422
    assert "見つかりません" in answer.text


def test_who_is_not_in_charge_of_both_does_not_join_them(office, as_, pair):
    kept, other = pair
    assert code(kept, other, office.people["employment"]) == "E-03"
    url = reverse("case_join", args=[kept.pk])
    assert as_("employment").get(url, {"number": other.number}).status_code == 403


def test_a_file_on_its_way_to_another_agency_is_not_joined(office, pair):
    kept, other = pair
    chief = office.people["chief"]
    ask_transfer(kept, by=chief, receiving=office.places["direct"], reason="転居")
    assert code(kept, other, chief) == "E-08"


def test_without_a_reason_nothing_is_joined(office, pair):
    kept, other = pair
    with pytest.raises(Refused) as found:
        join_cases(kept, other, by=office.people["chief"], reason="")
    assert found.value.refusals[0].code == "E-01"
    other.refresh_from_db()
    assert other.joined_into is None


def restrict(case, *people):
    case.is_restricted = True
    case.save()
    for person in people:
        CaseGrant(case=case, user=person).save()


def test_what_was_restricted_stays_so(office, pair):
    kept, other = pair
    people = office.people
    restrict(other, people["chief"])
    joined(office, pair)
    assert Case.objects.visible_to(people["chief"]).get() == kept
    assert not Case.objects.readable_to(people["counselor"]).exists()


def test_of_two_restricted_ones_only_who_was_named_for_both_sees_them(office, pair):
    kept, other = pair
    people = office.people
    restrict(kept, people["chief"], people["counselor"])
    restrict(other, people["chief"], people["outreach"])
    joined(office, pair)
    seen = {name for name in people if Case.objects.readable_to(people[name]).exists()}
    assert seen == {"chief"}
