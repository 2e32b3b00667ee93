"""To hand a paper out from the page of a case: kept as it was, to whom, under which consent."""

from dataclasses import replace
from hashlib import sha256

import pytest
from django.urls import reverse

from cases.models import Disclosure
from documents.models import IssuedDocument, PaperPrint
from documents.register import DOCUMENTS, papers
from documents.workflow import issue, void
from network.models import Contact
from plans.workflow import open_revision
from rules.calendar import today, wareki_short
from rules.refusals import Refused
from tests.course import Course
from tests.documents.reading import text_of


def place(name, case, *rest):
    return reverse(name, args=[case.pk, *rest])


def hand_out(client, case, code, **data):
    to = DOCUMENTS[code].goes_to
    answer = {"on": wareki_short(today()), "goes_to": to, "recipient": ""} | data
    return client.post(place("paper_issue", case, code), answer)


@pytest.fixture
def course(office):
    course = Course(office, kana="しけん はなこ")
    return course.planning().drafted("household_budget").agreed().reviewed().submitted()


@pytest.fixture
def letter(course, office):
    """A numbered letter that was issued."""
    return issue(
        DOCUMENTS["submission"],
        course.submission,
        by=course.by,
        on=today(),
        organisation=office.places["center"],
    )


def test_what_is_handed_out_is_kept_with_to_whom_and_how_the_consent_stood(course, as_):
    client = as_("counselor")
    answer = hand_out(client, course.case, "submission", recipient="つむぎ市長（窓口）")
    assert answer.status_code == 302
    issued = IssuedDocument.objects.get()
    assert (issued.recipient, issued.issued_by) == ("つむぎ市長（窓口）", course.by)
    assert "書面（有効）" in issued.consent_words
    assert issued.number.endswith("第1号")
    assert issued.organisation.name == "つむぎ相談センター"
    copy = bytes(issued.copy.pdf)
    assert sha256(copy).hexdigest() == issued.copy.sha256
    assert "プラン提出書" in text_of(copy)
    listed = client.get(place("case_papers", course.case)).text
    for words in (issued.number, "つむぎ市長（窓口）", "書面（有効）"):
        assert words in listed


@pytest.mark.parametrize("code", ["form1", "form5", "submission"])
def test_nothing_is_handed_to_anyone_outside_but_through_the_gate(course, office, as_, code):
    clinic = Contact(
        municipality=office.places["city"].municipality, category="medical", name="架空診療所"
    )
    clinic.save()
    course.episode.consents.update(recipients=["c1"])
    client = as_("counselor")
    for to, name in ((str(clinic.pk), "架空診療所"), ("outside", "いとこ")):
        page = hand_out(client, course.case, code, goes_to=to, recipient=name)
        assert page.status_code == 422
        assert "E-06" in page.text
    assert not IssuedDocument.objects.exists()
    course.episode.consents.update(recipients=["c1", "c5"])
    hand_out(client, course.case, code, goes_to=str(clinic.pk), recipient="架空診療所")
    told = Disclosure.objects.get(kind="c5")
    assert (told.recipient, told.given_by) == ("架空診療所", course.by)
    assert told.purpose.startswith(DOCUMENTS[code].purpose)
    course.episode.consents.update(withdrawn_on=today(), withdrawn_reason="知り合いがいる")
    again = client.post(place("paper_reissue", course.case, IssuedDocument.objects.get().pk))
    assert again.status_code == 422
    assert IssuedDocument.objects.count() == 1


def test_whom_it_goes_to_need_not_be_typed(course, as_):
    client = as_("counselor")
    for code, name in (("submission", "つむぎ市長"), ("form5", "試験 花子")):
        assert hand_out(client, course.case, code).status_code == 302
        assert IssuedDocument.objects.filter(code=code).get().recipient == name
    assert "E-01" in hand_out(client, course.case, "form5", goes_to="outside").text


@pytest.mark.parametrize(
    ("to", "typed"),
    [
        ("person", "架空診療所"),
        ("city", "試験 花子"),
        ("agency", "つむぎ市長"),
        ("outside", "架空診療所 御中"),  # stands in the list, with a consent of its own
        ("outside", "試験花子様"),
    ],
)
def test_a_name_that_is_not_of_whom_was_picked_is_told(course, office, as_, to, typed):
    city = office.places["city"].municipality
    Contact(municipality=city, category="medical", name="架空診療所").save()
    page = hand_out(as_("counselor"), course.case, "form5", goes_to=to, recipient=typed)
    assert page.status_code == 422
    assert "E-43" in page.text
    assert typed in page.text
    assert not IssuedDocument.objects.exists()


@pytest.mark.parametrize(
    ("to", "typed"),
    [
        ("person", "試験 花子 様"),
        ("person", "ご本人"),
        ("city", "つむぎ市長（窓口）"),
        ("outside", "いとこ"),
    ],
)
def test_more_than_the_name_may_stand_there(course, as_, to, typed):
    course.episode.consents.update(recipients=["c2"])
    answer = hand_out(as_("counselor"), course.case, "form5", goes_to=to, recipient=typed)
    assert answer.status_code == 302
    assert IssuedDocument.objects.get().recipient == typed


def test_what_the_person_or_the_city_gets_is_no_giving_to_a_third_party(course, as_):
    before = Disclosure.objects.count()
    course.episode.consents.update(recipients=[])
    for code in ("form5", "submission"):
        assert hand_out(as_("counselor"), course.case, code).status_code == 302
    assert Disclosure.objects.count() == before


def test_after_the_end_a_paper_needs_the_consent_to_those_after_the_plan(course, office, as_):
    course.move("suspend", 0, reason="moved")
    course.episode.consents.update(recipients=["c2"])
    client = as_("counselor")
    page = hand_out(client, course.case, "form5", goes_to="outside", recipient="転居先の相談室")
    assert (page.status_code, "E-06" in page.text) == (422, True)
    course.episode.consents.update(recipients=["c3"])
    hand_out(client, course.case, "form5", goes_to="outside", recipient="転居先の相談室")
    assert Disclosure.objects.get(kind="c3").recipient == "転居先の相談室"


def test_every_paper_with_a_recipient_names_it_and_its_purpose(course):
    going = [paper for paper in papers() if paper.leaves or paper.goes_to]
    assert len(going) > 10
    assert all(paper.goes_to and paper.purpose for paper in going)
    for lost in ("goes_to", "purpose"):
        with pytest.raises(ValueError, match="to whom, and for what"):
            replace(DOCUMENTS["form5"], **{lost: ""})


def test_a_kept_copy_does_not_change_with_the_case(course, letter, as_):
    person = course.case.person
    person.name = "改姓 花子"
    person.save()
    client = as_("counselor")
    kept = client.get(place("issued_copy", course.case, letter.pk)).content
    assert "試験花子" in text_of(kept)
    assert "改姓花子" not in text_of(kept)
    assert "改姓花子" in text_of(client.get(place("case_paper", course.case, "submission")).content)


def test_issued_again_from_the_page_it_bears_the_first_number(course, letter, as_):
    client = as_("counselor")
    assert client.post(place("paper_reissue", course.case, letter.pk)).status_code == 302
    again = IssuedDocument.objects.exclude(pk=letter.pk).get()
    assert (again.number, again.reissue_of) == (letter.number, letter)
    third = client.post(place("paper_reissue", course.case, again.pk))
    assert third.status_code == 302
    assert set(IssuedDocument.objects.values_list("number", flat=True)) == {letter.number}


def test_a_number_that_never_left_is_explained_and_never_given_again(course, letter, as_):
    client = as_("counselor")
    empty = client.post(place("paper_void", course.case, letter.pk), {"reason": ""})
    assert empty.status_code == 422
    client.post(place("paper_void", course.case, letter.pk), {"reason": "宛先のまちがい"})
    letter.refresh_from_db()
    assert (letter.voided_on, letter.void_reason) == (today(), "宛先のまちがい")
    hand_out(client, course.case, "submission")
    numbers = sorted(IssuedDocument.objects.values_list("number", flat=True))
    assert len(numbers) == len(set(numbers)) == 2
    assert "欠番）：宛先のまちがい" in client.get(place("case_papers", course.case)).text


def test_a_voided_paper_is_neither_issued_again_nor_voided_twice(course, letter):
    void(letter, by=course.by, reason="宛先のまちがい", on=today())
    with pytest.raises(Refused) as found:
        void(letter, by=course.by, reason="もう一度", on=today())
    assert [refusal.code for refusal in found.value.refusals] == ["E-08"]
    letter.refresh_from_db()
    with pytest.raises(Refused) as found:
        issue(
            DOCUMENTS["submission"],
            course.submission,
            by=course.by,
            on=today(),
            organisation=letter.organisation,
            reissue_of=letter,
        )
    assert [refusal.code for refusal in found.value.refusals] == ["E-08"]


def test_what_was_issued_again_is_not_voided(course, letter, as_):
    as_("counselor").post(place("paper_reissue", course.case, letter.pk))
    with pytest.raises(Refused) as found:
        void(letter, by=course.by, reason="渡さなかった", on=today())
    assert [refusal.code for refusal in found.value.refusals] == ["E-08"]


def test_a_paper_under_way_goes_out_as_a_draft_without_a_number(office, as_):
    course = Course(office).planning().drafted("household_budget")
    client = as_("counselor")
    assert "「案」の印で発行" in client.get(place("paper_issue", course.case, "form5")).text
    hand_out(client, course.case, "form5")
    issued = IssuedDocument.objects.get()
    assert (issued.is_draft, issued.number) == (True, "")
    assert "案" in text_of(bytes(issued.copy.pdf))


@pytest.mark.parametrize("code", ["form2", "form3", "handover", "visit", "ledger"])
def test_what_stays_inside_is_printed_and_not_issued(course, as_, code):
    client = as_("counselor")
    assert client.get(place("paper_issue", course.case, code)).status_code == 404
    assert hand_out(client, course.case, code).status_code == 404


def test_the_city_hands_out_its_own_papers_and_the_agency_its_own(course, as_):
    course.decided("household_budget")
    assert as_("counselor").get(place("paper_issue", course.case, "form8")).status_code == 403
    assert as_("officer").get(place("paper_issue", course.case, "form8")).status_code == 200
    assert as_("officer").get(place("paper_issue", course.case, "submission")).status_code == 403
    assert as_("outsider").get(place("paper_issue", course.case, "form8")).status_code == 404
    hand_out(as_("officer"), course.case, "form8")
    assert IssuedDocument.objects.get().organisation.name == "つむぎ市 福祉課"


def test_the_page_says_what_a_form_lacks_and_leads_there(office, as_):
    case = office.case(call_name="電話の方")
    page = as_("counselor").get(place("case_papers", case))
    papers = {row["label"]: row for row in page.context["papers"]}
    lacks = papers["様式１ 相談受付・申込票"]["lacking"]
    assert [lack.label for lack in lacks] == ["ふりがな", "氏名", "本人署名"]
    assert lacks[0].url == place("case_sheet", case)
    assert "E-25" in page.text
    course = Course(office).planning()
    course.drafted("household_budget")
    revision = course.plan.newest
    revision.goal_short = ""
    revision.save()
    lacks = DOCUMENTS["form5"].lacking(revision)
    assert [lack.label for lack in lacks] == ["この期間の達成目標"]
    assert lacks[0].url == reverse("plan_edit", args=[course.plan.pk])


def test_prints_and_opened_copies_are_logged_and_shown(course, letter, as_):
    client = as_("counselor")
    client.get(place("case_paper", course.case, "form1"))
    client.get(place("notes_print", course.case))
    client.get(place("issued_copy", course.case, letter.pk))
    rows = PaperPrint.objects.order_by("pk").values_list("code", "what", "by__username")
    assert list(rows) == [
        ("form1", "printed", "counselor"),
        ("form3", "printed", "counselor"),
        ("submission", "copy", "counselor"),
    ]
    page = client.get(place("case_papers", course.case)).text
    assert "相談受付・申込票　印刷" in page
    assert "プラン提出書　控えを開いた" in page


def test_a_print_that_was_refused_is_no_print(course, as_):
    as_("outsider").get(place("case_paper", course.case, "form1"))
    as_("officer").get(place("case_paper", course.case, "form1"))
    assert not PaperPrint.objects.exists()


def revised(course):
    """A second version of the agreed plan, and the first."""
    first = course.plan.newest
    open_revision(course.plan, by=course.by, why="目標を直す")
    course.write("household_budget", goal_long="ふたつめの目標")
    return first, course.plan.newest


def test_an_earlier_record_is_printed_and_handed_out_as_it_was(course, as_):
    first, second = revised(course)
    client = as_("counselor")
    menu = client.get(place("case_papers", course.case))
    row = next(row for row in menu.context["papers"] if "プラン兼" in row["label"])
    assert [str(older["label"]) for older in row["earlier"]] == [str(first)]
    older = row["earlier"][0]
    assert older["url"].endswith(f"?of={first.pk}")
    assert older["url"] in menu.text
    assert "ふたつめの目標" not in text_of(client.get(older["url"]).content)
    assert "ふたつめの目標" in text_of(client.get(row["url"]).content)
    form = client.get(older["issue_url"])
    assert f"form5?of={first.pk}" in form.text or f"of={first.pk}" in form.context["preview"]
    given = {"on": wareki_short(today()), "goes_to": "person", "recipient": "ご本人"}
    client.post(older["issue_url"], given)
    issued = IssuedDocument.objects.get()
    assert issued.subject_pk == first.pk != second.pk
    assert "ふたつめの目標" not in text_of(bytes(issued.copy.pdf))


def test_a_record_of_somebody_else_is_not_handed_out_here(course, office, as_):
    other = Course(office, name="隣 次郎").planning().drafted("household_budget")
    url = place("paper_issue", course.case, "form5") + f"?of={other.plan.newest.pk}"
    assert as_("counselor").get(url).status_code == 404


def test_the_page_of_a_plan_prints_what_was_written_for_it(course, as_):
    page = as_("counselor").get(reverse("plan_detail", args=[course.plan.pk]))
    labels = [row["label"] for row in page.context["papers"] if row.get("url")]
    assert any("プラン兼事業等利用申込書" in label for label in labels)
    assert any("プラン提出書" in label for label in labels)
    assert not any("相談受付" in row["label"] for row in page.context["papers"])
    assert f"?of={course.plan.newest.pk}" in page.text
    revision = course.plan.newest
    revision.goal_short = ""
    revision.save()
    page = as_("counselor").get(reverse("plan_detail", args=[course.plan.pk]))
    assert "まだ書いていない必須の項目（E-25）" in page.text
    assert reverse("plan_edit", args=[course.plan.pk]) in page.text


def test_the_page_of_a_meeting_says_what_its_papers_lack_and_leads_there(course, as_):
    meeting = course.held
    revision = course.item.revision
    revision.goal_short = ""
    revision.save()
    url = reverse("meeting_detail", args=[meeting.pk])
    page = as_("counselor").get(url)
    found = {lack.label: lack.url for lack in page.context["lacking"]}
    assert found["場所"] == reverse("meeting_edit", args=[meeting.pk])
    assert found["試験 花子　この期間の達成目標"] == reverse("plan_edit", args=[course.plan.pk])
    assert "出席者名簿" not in found
    assert "E-25" in page.text
    assert "E-25" not in as_("officer").get(url).text


def test_a_notice_is_kept_with_to_whom_it_went_and_how_the_consent_stood(course):
    course.decided("household_budget")
    course.rule("household_budget", "notify", days=73, way="手渡し")
    issued = IssuedDocument.objects.get(code="form8")
    assert issued.recipient == "試験 花子"
    assert "書面（有効）" in issued.consent_words
    assert issued.organisation.name == "つむぎ市 福祉課"
