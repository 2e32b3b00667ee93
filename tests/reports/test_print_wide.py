"""The print centre's papers about several 台帳: 様式4, 会議資料; and what it prints is no issue."""

import io

import pikepdf
import pytest
from django.urls import reverse

from cases.models import Disclosure
from documents.models import IssuedDocument, PaperPrint, PrintBatch
from meetings.workflow import add_plan
from reports.print_work import work
from rules.calendar import wareki_short
from tests.course import Course, ago
from tests.documents.reading import text_of

pytestmark = pytest.mark.once  # what is laid out on paper

CENTRE = "/papers/print/"


@pytest.fixture
def course(office):
    return Course(office).planning().drafted("household_budget").agreed().meeting(days=0)


@pytest.fixture
def other(course, office):
    """A second person on the same agenda."""
    other = Course(office, name="隣 次郎").planning().drafted("household_budget").agreed()
    for row in (course, other):
        add_plan(course.held, row.plan, by=course.by)
    return other


def ordered(client, courses, *codes, query="", **more):
    data = {"case": [row.case.pk for row in courses], "paper": codes, "form": "pdf"} | more
    answer = client.post(CENTRE + query, data)
    assert answer.status_code == 302, answer.text
    work(0)
    return PrintBatch.objects.get(pk=answer.url.rstrip("/").rpartition("/")[2])


def fetched(client, batch):
    answer = client.get(reverse("print_file", args=[batch.pk]))
    return b"".join(answer.streaming_content) if answer.streaming else b""


def test_the_list_has_those_who_were_ticked_and_no_other(course, other, office, as_):
    third = office.case(name="三人 目子")
    for who in ("chief", "admin"):
        batch = ordered(as_(who), [course, other], "form4")
        text = text_of(fetched(as_(who), batch))
        assert "試験花子" in text
        assert "隣次郎" in text
        assert third.number not in text
        assert "まとめて印刷で選んだ2件" in text


def test_the_pack_of_a_meeting_is_printed_once_for_all_on_its_agenda(course, other, as_):
    client = as_("chief")
    batch = ordered(client, [course, other], "meeting_pack", "form1", with_gaps="on")
    content = fetched(client, batch)
    assert [row.code for row in batch.sheets.all()] == ["meeting_pack", "form1", "form1"]
    with pikepdf.open(io.BytesIO(content)) as pdf, pdf.open_outline() as outline:
        assert outline.root[0].title == str(course.held)
    text = text_of(content)
    assert "次第" in text
    logged = PaperPrint.objects.filter(code="meeting_pack").values_list("case_pk", flat=True)
    assert set(logged) == {course.case.pk, other.case.pk}


def test_a_pack_is_chosen_by_the_day_of_its_meeting(course, other, office, as_):
    earlier = Course(office, name="前 三郎").planning().drafted().agreed().reviewed(days=40)
    for met, days in ((earlier, 40), (course, 0)):
        day = wareki_short(ago(days))
        query = f"?day=met&since={day}&until={day}"
        batch = ordered(as_("chief"), [met], "meeting_pack", query=query, with_gaps="on")
        assert [row.subject_pk for row in batch.sheets.all()] == [met.held.pk]


def test_what_a_pack_lacks_is_listed_and_led_to(course, other, as_):
    client = as_("chief")
    batch = ordered(client, [course], "meeting_pack")
    page = client.get(reverse("print_batch", args=[batch.pk])).text
    assert "E-25" in page
    assert reverse("meeting_edit", args=[course.held.pk]) in page


def test_the_admin_prints_no_pack(course, other, as_):
    assert "meeting_pack" not in dict(
        as_("admin").get(CENTRE).context["form"].fields["paper"].choices
    )


def test_a_case_that_is_closed_meanwhile_takes_its_paper_with_it(course, other, as_):
    client = as_("chief")
    batch = ordered(client, [course, other], "form4")
    other.case.is_restricted = True
    other.case.save()
    assert client.get(reverse("print_file", args=[batch.pk])).status_code == 409
    client.post(reverse("print_retry", args=[batch.pk]))
    work(0)
    assert not batch.sheets.made().exists()


def test_the_centre_is_no_way_round_the_gate(course, other, as_):
    """It issues nothing: what would leave the house bears 控え, and the pack is the inner one."""
    before = Disclosure.objects.count()
    client = as_("chief")
    batch = ordered(client, [course], "form5", "form1", "meeting_pack", with_gaps="on")
    assert not IssuedDocument.objects.exists()
    assert Disclosure.objects.count() == before
    for sheet in batch.sheets.all():
        text = text_of(bytes(sheet.pdf))
        assert ("控え" in text) is (sheet.code != "meeting_pack"), sheet.code


def test_a_single_print_of_what_leaves_bears_the_same_mark_until_it_is_issued(course, as_):
    client = as_("counselor")

    def printed(name, *args):
        return text_of(client.get(reverse(name, args=[course.case.pk, *args])).content)

    assert "控え" in printed("case_paper", "form1")
    assert "控え" not in printed("case_paper", "form2")
    assert "控え" not in printed("case_paper_blank", "form1")
    given = {"on": wareki_short(ago(0)), "goes_to": "person", "recipient": ""}
    client.post(reverse("paper_issue", args=[course.case.pk, "form1"]), given)
    assert "控え" not in printed("issued_copy", IssuedDocument.objects.get().pk)
