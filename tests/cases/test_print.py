"""Papers from the case page: who prints what, filled from what is already written."""

import pytest
from django.urls import reverse

from cases.models import Disclosure
from documents.models import IssuedDocument, NumberSequence
from tests.course import Course
from tests.documents.reading import pages_of, plainly, text_of

pytestmark = pytest.mark.once  # what is laid out on paper


def open_paper(as_, who, case, code, **query):
    return as_(who).get(reverse("case_paper", args=[case.pk, code]), query)


def test_the_slip_is_filled_from_the_intake(office, as_):
    case = office.case(name="髙﨑 𠮷郎", kana="たかさき よしろう", birth="1977-02-09", sex="male")
    response = open_paper(as_, "counselor", case, "form1")
    text = text_of(response.content)
    for words in (
        case.number,
        plainly("髙﨑 𠮷郎"),
        "たかさきよしろう",
        "52年2月9日",
        "■男性",
        "家賃が払えるか心配。",
        "試験counselor",
        "つむぎ相談センターの長",
    ):
        assert words in text, words


def test_the_signed_day_comes_from_the_consent(office, as_):
    course = Course(office).applied()
    consent = course.episode.consents.get()
    text = text_of(open_paper(as_, "counselor", course.case, "form1").content)
    day = consent.given_on
    assert f"{day.month}月{day.day}日※本人署名" in text


def test_a_paper_is_shown_inline_kept_nowhere_and_named_after_nobody(office, as_):
    case = office.case(name="秘密 花子")
    response = open_paper(as_, "counselor", case, "form1")
    assert response["Content-Type"] == "application/pdf"
    assert response["Cache-Control"] == "private, no-store"
    assert response["Content-Disposition"] == f'inline; filename="form1_{case.number}.pdf"'


def test_a_print_for_inside_is_no_disclosure_and_takes_no_number(office, as_):
    case = office.case()
    before = NumberSequence.objects.count()
    open_paper(as_, "counselor", case, "form1")
    assert not Disclosure.objects.exists()
    assert not IssuedDocument.objects.exists()
    assert NumberSequence.objects.count() == before


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("counselor", 200),
        ("chief", 200),
        ("employment", 200),
        ("direct", 404),
        ("outsider", 404),
        ("officer", 404),
        ("admin", 403),
    ],
)
def test_who_prints_the_slip_of_a_contracted_agency(office, as_, who, status):
    case = office.case()
    assert open_paper(as_, who, case, "form1").status_code == status
    blank = reverse("case_paper_blank", args=[case.pk, "form1"])
    assert as_(who).get(blank).status_code == status


def test_the_city_reads_a_case_of_its_own_agency_but_does_not_print_its_slip(office, as_):
    case = office.case(by="direct")
    response = open_paper(as_, "officer", case, "form1")
    assert response.status_code == 403
    assert "E-03" in response.text


def test_a_paper_without_a_record_or_unknown_does_not_exist(office, as_):
    case = office.case()
    assert open_paper(as_, "counselor", case, "form5").status_code == 404
    assert open_paper(as_, "counselor", case, "form99").status_code == 404
    other = office.case(name="ほか 花子")
    of = other.episode.pk
    assert open_paper(as_, "counselor", case, "form1", of=of).status_code == 404
    assert open_paper(as_, "counselor", case, "form1", of="x").status_code == 404
    assert open_paper(as_, "counselor", case, "form1", of=case.episode.pk).status_code == 200


def test_the_blank_slip_bears_the_agency_and_no_person(office, as_):
    case = office.case(name="秘密 花子")
    response = as_("counselor").get(reverse("case_paper_blank", args=[case.pk, "form1"]))
    text = text_of(response.content)
    assert "つむぎ相談センターの長様" in text
    assert "秘密" not in text
    assert case.number not in text


def test_one_page_offers_what_can_be_printed(office, as_):
    case = office.case()
    client, papers = as_("counselor"), reverse("case_papers", args=[case.pk])
    assert papers in client.get(reverse("case_detail", args=[case.pk])).text
    assert as_("outsider").get(papers).status_code == 404
    page = client.get(papers).text
    assert reverse("case_paper", args=[case.pk, "form1"]) in page
    assert reverse("case_paper_blank", args=[case.pk, "form5"]) in page
    assert f'href="{reverse("case_paper", args=[case.pk, "form5"])}"' not in page


def test_the_papers_of_a_plan_are_filled_from_it(office, as_):
    course = Course(office).supported()
    plan = text_of(open_paper(as_, "counselor", course.case, "form5").content)
    for words in ("試験花子", "つむぎ市長", "家賃の遅れ", "3か月で面接を受ける", "午前中に起きる"):
        assert words in plan, words
    assert "household_budgetを使う" in plan
    assert "■支援決定" in plan
    assert "■了承" in plan
    notice = text_of(open_paper(as_, "counselor", course.case, "form8").content)
    assert "支援提供通知書" in notice
    assert "家計改善支援事業" in notice
    assert "household_budgetを使う" in notice


def test_the_evaluation_is_filled_from_it(office, as_):
    course = Course(office).supported().evaluated()
    response = open_paper(as_, "counselor", course.case, "form6")
    text = text_of(response.content)
    for words in ("家計表を3か月続けた", "貯えがまだ少ない", "もうひとりでやれる", "■終結"):
        assert words in text, words
    assert "■家計の改善" in text
    assert "案" in pages_of(response.content)[0]


def test_a_plan_not_yet_agreed_to_is_printed_as_a_draft(office, as_):
    course = Course(office).planning().drafted("household_budget")
    assert "案" in pages_of(open_paper(as_, "counselor", course.case, "form5").content)[0]
    course.agreed()
    assert "案" not in pages_of(open_paper(as_, "counselor", course.case, "form5").content)[0]


def test_the_page_of_a_plan_prints_that_plan(office, as_):
    course = Course(office).planning().drafted("household_budget").agreed()
    page = as_("counselor").get(reverse("plan_detail", args=[course.plan.pk])).text
    url = f"{reverse('case_paper', args=[course.case.pk, 'form5'])}?of={course.plan.newest.pk}"
    assert f'href="{url}"' in page
    assert "試験花子" in text_of(as_("counselor").get(url).content)


def test_who_did_not_apply_has_the_slip_without_the_part_to_be_signed(office, as_):
    course = Course(office)
    text = text_of(open_paper(as_, "counselor", course.case, "form1_reception").content)
    assert "試験花子" in text
    assert "本人の同意は、まだ受けていません" in text
    assert "本人署名" not in text
    course.applied()
    assert open_paper(as_, "counselor", course.case, "form1_reception").status_code == 404
    signed = text_of(open_paper(as_, "counselor", course.case, "form1").content)
    assert "本人署名" in signed
    assert "まだ受けていません" not in signed
