"""印刷センター: many papers in one go, made in the background, for who may print them."""

import datetime as dt
import io
import zipfile
from hashlib import sha256

import pikepdf
import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Viewing
from cases.models import CaseGrant
from documents.batches import Wanted, order, take_sheet
from documents.binding import file_name
from documents.models import IssuedDocument, NumberSequence, PaperPrint, PrintBatch, PrintPart
from documents.register import DOCUMENTS
from documents.workflow import issue
from reports.print_centre import Choice, cases_for, kinds_for
from reports.print_work import work
from rules.calendar import today
from tests.course import Course, ago
from tests.documents.reading import facts_of, text_of

CENTRE = "/papers/print/"


@pytest.fixture
def two(office):
    """Two 台帳 with 氏名, ふりがな and a stage of their own."""
    return [
        office.case(name="髙﨑 𠮷郎", kana="たかさき よしろう"),
        office.case(name="葛城 花", kana="かつらぎ はな"),
    ]


def ordered(client, cases, *codes, form="pdf", **rest):
    """The 束 that the page makes of an order."""
    data = {"case": [case.pk for case in cases], "paper": codes, "form": form}
    answer = client.post(reverse("print_centre"), data | rest)
    assert answer.status_code == 302, answer.text
    return PrintBatch.objects.latest("pk")


def fetched(client, batch):
    answer = client.get(reverse("print_file", args=[batch.pk]))
    assert answer.status_code == 200
    return b"".join(answer.streaming_content), answer


def restrict(case, *named):
    case.is_restricted = True
    case.save()
    for user in named:
        CaseGrant(case=case, user=user).save()


# ---- what is made ----------------------------------------------------------------------


def test_one_pdf_has_every_paper_a_bookmark_for_each_and_a_title(two, as_):
    client = as_("chief")
    batch = ordered(client, two, "form1", "handover", with_gaps="on")
    page = client.get(reverse("print_batch", args=[batch.pk])).text
    assert "4枚のうち0枚がすみました。" in page
    work(0)
    content, answer = fetched(client, batch)
    assert answer["Content-Type"] == "application/pdf"
    assert int(answer["Content-Length"]) == len(content)
    assert answer["Content-Disposition"].startswith("attachment;")
    batch.refresh_from_db()
    assert sha256(content).hexdigest() == batch.sha256
    text = text_of(content)
    assert "髙﨑𠮷郎" in text
    assert "葛城花" in text
    assert facts_of(content)["Title"] == batch.title
    with pikepdf.open(io.BytesIO(content)) as pdf, pdf.open_outline() as outline:
        marks = [(row.title, [below.title for below in row.children]) for row in outline.root]
    papers = ["相談受付・申込票", "引継書（この人のいま）"]
    assert marks == [(f"{case.number}　{case.person.name}", papers) for case in reversed(two)]
    assert "できました。4枚" in client.get(reverse("print_batch", args=[batch.pk])).text


def test_a_zip_has_a_pdf_each_with_a_name_that_leads_nowhere(office, as_):
    case = office.case(name="../../etc/𠮷\\:*?\u202e<b>")
    batch = ordered(as_("chief"), [case], "form1", form="zip", with_gaps="on")
    work(0)
    content, answer = fetched(as_("chief"), batch)
    assert answer["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(content)) as bundle:
        (name,) = bundle.namelist()
        assert bundle.read(name).startswith(b"%PDF")
    assert name.startswith(f"001_{case.number}")
    assert "𠮷" in name
    assert name.endswith("_相談受付・申込票.pdf")
    assert not set(name) & set('/\\:*?"<>|\u202e')


@pytest.mark.parametrize("words", ["..", "", "あ" * 300, "\x00\r\n", "CON"])
def test_any_words_make_a_name_for_a_file(words):
    name = file_name("001", words)
    assert name.startswith("001")
    assert name.endswith(".pdf")
    assert len(name.encode()) <= 255


def test_every_paper_is_logged_as_a_single_print_is(two, office, as_):
    batch = ordered(as_("chief"), two[:1], "form1", with_gaps="on")
    assert not PaperPrint.objects.exists()
    work(0)
    line = PaperPrint.objects.get()
    assert (line.case_pk, line.code, line.by) == (two[0].pk, "form1", office.people["chief"])
    viewings = Viewing.objects.filter(case_pk=two[0].pk)
    assert [row.act for row in viewings] == [Viewing.Act.PRINT]
    fetched(as_("chief"), batch)
    assert viewings.filter(act=Viewing.Act.DOWNLOAD).count() == 1


def test_a_paper_that_lacks_a_field_is_listed_and_the_others_are_printed(office, as_):
    whole = Course(office, name="三浦 良", kana="みうら りょう").applied().case
    open_case = office.case()
    client = as_("chief")
    batch = ordered(client, [whole, open_case], "form1")
    work(0)
    page = client.get(reverse("print_batch", args=[batch.pk])).text
    assert "刷れなかった紙" in page
    assert "E-25" in page
    assert f'href="{reverse("case_sheet", args=[open_case.pk])}"' in page
    assert "三浦良" in text_of(fetched(client, batch)[0])
    client.post(reverse("print_retry", args=[batch.pk]), {"gaps": "on"})
    work(0)
    assert "できました。2枚" in client.get(reverse("print_batch", args=[batch.pk])).text
    assert open_case.number in text_of(fetched(client, batch)[0])


def test_what_was_filled_in_meanwhile_is_printed_at_the_second_try(office, as_):
    case = Course(office, name="三浦 良").applied().case
    client = as_("chief")
    batch = ordered(client, [case], "form1")
    work(0)
    assert "できた紙はありません。" in client.get(reverse("print_batch", args=[batch.pk])).text
    case.person.kana = "みうら りょう"
    case.person.save()
    client.post(reverse("print_retry", args=[batch.pk]))
    work(0)
    assert "みうらりょう" in text_of(fetched(client, batch)[0])


def test_one_broken_paper_stops_no_other(two, as_, monkeypatch, caplog):
    real = DOCUMENTS["form1"].sheet

    def sheet(record):
        if record.case_id == two[0].pk:
            raise ValueError("髙﨑")
        return real(record)

    batch = ordered(as_("chief"), two, "form1", with_gaps="on")
    object.__setattr__(DOCUMENTS["form1"], "sheet", sheet)
    try:
        work(0)
    finally:
        object.__setattr__(DOCUMENTS["form1"], "sheet", real)
    assert [row.problem != "" for row in batch.sheets.all()] == [False, True]
    assert "ValueError" in caplog.text
    assert "髙﨑" not in caplog.text


def test_no_number_is_given_and_what_was_issued_is_printed_as_it_was(office, as_):
    course = Course(office).planning().drafted("household_budget").agreed().reviewed().submitted()
    place = office.places["center"]
    letter = DOCUMENTS["submission"]
    first = issue(letter, course.submission, by=course.by, on=today(), organisation=place)
    counted = list(NumberSequence.objects.values_list("kind", "last"))
    batch = ordered(as_("chief"), [course.case], "submission", form="zip", with_gaps="on")
    work(0)
    with zipfile.ZipFile(io.BytesIO(fetched(as_("chief"), batch)[0])) as bundle:
        assert bundle.read(bundle.namelist()[0]) == bytes(first.copy.pdf)
    assert list(NumberSequence.objects.values_list("kind", "last")) == counted
    assert IssuedDocument.objects.filter(code="submission").count() == 1
    assert PaperPrint.objects.get().what == PaperPrint.What.COPY


# ---- which cases -----------------------------------------------------------------------


def numbers_on(client, query=""):
    page = client.get(CENTRE + query)
    return [case.number for case in page.context["cases"]]


def test_one_chooses_by_name_stage_and_person_in_charge(two, office, as_):
    course = Course(office, name="担当 花子").planning()
    client = as_("chief")
    assert numbers_on(client, "?q=髙﨑") == [two[0].number]
    assert numbers_on(client, f"?q={two[1].number}") == [two[1].number]
    assert numbers_on(client, "?state=assessing&state=planning") == [course.case.number]
    lead = course.episode.lead_id
    assert (course.case.number in numbers_on(client, f"?lead={lead}")) is bool(lead)
    assert numbers_on(client, "?lead=none&q=葛城") == [two[1].number]


def test_one_chooses_by_the_days_of_reception_meeting_and_decision(office, as_):
    old = office.case(name="昔の方", on=ago(40))
    course = Course(office).supported()
    client = as_("chief")
    decision = course.programme("household_budget").decisions.get()
    for kind, day, case in (
        ("received", ago(40), old),
        ("met", course.plan.newest.reviews.get().held_on, course.case),
        ("decided", decision.decided_on, course.case),
    ):
        assert numbers_on(client, f"?day={kind}&since={day}&until={day}") == [case.number], kind
        assert numbers_on(client, f"?day={kind}&since={ago(-5)}") == []


def test_of_a_day_the_papers_of_that_day_are_printed_not_the_newest(office, as_):
    course = Course(office).supported()
    decision = course.programme("household_budget").decisions.get()
    client, day = as_("chief"), decision.decided_on
    data = {"case": [course.case.pk], "paper": ["form8", "minutes"], "form": "pdf"}
    client.post(f"{CENTRE}?day=decided&since={day}&until={day}", data)
    sheet = PrintBatch.objects.get().sheets.get(code="form8")
    assert sheet.subject_pk == decision.pk
    client.post(f"{CENTRE}?day=met&since={ago(-400)}", data)
    assert PrintBatch.objects.count() == 1


def test_nothing_ticked_or_nothing_to_print_says_so_and_keeps_the_rest(two, as_):
    client = as_("chief")
    none = client.post(CENTRE, {"paper": ["form1"], "form": "zip"})
    assert none.status_code == 422
    assert "E-01" in none.text
    assert none.context["form"]["form"].value() == "zip"
    empty = client.post(CENTRE, {"case": [two[0].pk], "paper": ["form6"], "form": "pdf"})
    assert empty.status_code == 422
    assert "刷る枚数（いまは0枚）" in empty.text
    assert not PrintBatch.objects.exists()


# ---- for whom --------------------------------------------------------------------------


def test_a_restricted_case_is_counted_for_the_named_only(two, office, as_):
    for who in ("chief", "admin"):
        assert len(numbers_on(as_(who))) == 2
    restrict(two[0], office.people["admin"])
    assert numbers_on(as_("chief")) == [two[1].number]
    assert "1件" in as_("chief").get(CENTRE).text
    assert len(numbers_on(as_("admin"))) == 2


def test_a_case_that_is_not_ones_own_cannot_be_ordered_by_hand(two, office, as_):
    hidden, other = two[0], office.case(by="direct", name="直営の方")
    restrict(hidden)
    for case in (hidden, other):
        data = {"case": [case.pk], "paper": ["form1"], "form": "pdf"}
        assert as_("chief").post(CENTRE, data).status_code == 422
    assert not PrintBatch.objects.exists()


def test_a_key_that_is_none_is_no_case(two, as_):
    data = {"case": ["9" * 5000, "x"], "paper": ["form1"], "form": "pdf"}
    answer = as_("chief").post(CENTRE, data)
    assert answer.status_code == 422
    assert " checked" not in answer.text.partition("<table")[2]


def test_an_admin_prints_and_opens_no_case(two, office, as_):
    client = as_("admin")
    page = client.get(CENTRE).text
    assert two[0].number in page
    assert reverse("case_detail", args=[two[0].pk]) not in page
    batch = ordered(client, two, "form1")
    work(0)
    page = client.get(reverse("print_batch", args=[batch.pk])).text
    assert "必須項目" in page
    assert [case.pk for case in two if f'href="/cases/{case.pk}/' in page] == []
    assert "handover" not in dict(kinds_for(office.people["admin"]))


def test_who_is_no_chief_and_no_admin_does_not_come_in(two, as_):
    for who in ("counselor", "employment", "officer", "approver", "outsider"):
        assert as_(who).get(CENTRE).status_code == 403, who


def test_a_batch_is_for_who_ordered_it(two, as_):
    batch = ordered(as_("chief"), two, "form1", with_gaps="on")
    work(0)
    admin = as_("admin")
    for name in ("print_batch", "print_file"):
        assert admin.get(reverse(name, args=[batch.pk])).status_code == 404
    for name in ("print_cancel", "print_retry"):
        assert admin.post(reverse(name, args=[batch.pk])).status_code == 404


def test_what_was_taken_away_before_the_printing_is_not_printed(two, office, as_):
    batch = ordered(as_("chief"), two, "form1", with_gaps="on")
    restrict(two[0])
    work(0)
    page = as_("chief").get(reverse("print_batch", args=[batch.pk])).text
    assert "この台帳は、いまは印刷できません。" in page
    assert two[0].number not in page
    assert "髙﨑" not in page
    content, _answer = fetched(as_("chief"), batch)
    assert "髙﨑𠮷郎" not in text_of(content)
    assert "葛城花" in text_of(content)
    assert not PaperPrint.objects.filter(case_pk=two[0].pk).exists()


def test_what_was_taken_away_after_the_printing_is_not_given_out(two, as_):
    client = as_("chief")
    batch = ordered(client, two, "form1", with_gaps="on")
    work(0)
    restrict(two[0])
    refused = client.get(reverse("print_file", args=[batch.pk]))
    assert refused.status_code == 409
    assert "E-08" in refused.text
    assert "このままでは渡せません" in client.get(reverse("print_batch", args=[batch.pk])).text
    client.post(reverse("print_retry", args=[batch.pk]))
    work(0)
    assert "髙﨑𠮷郎" not in text_of(fetched(client, batch)[0])
    assert not batch.sheets.filter(case_pk=two[0].pk, pdf__isnull=False).exists()


def test_who_lost_the_role_gets_nothing_made(two, office, as_):
    batch = ordered(as_("chief"), two, "form1", with_gaps="on")
    office.people["chief"].memberships.update(until=ago(1))
    work(0)
    assert not batch.sheets.made().exists()
    assert not PaperPrint.objects.exists()


# ---- the queue -------------------------------------------------------------------------


def wanted(case, number):
    return [Wanted("form1", "相談受付・申込票", case.pk, case.episode.pk)] * number


def test_two_batches_are_served_in_turn(two, office):
    now = timezone.now()
    how = {"title": "", "form": "pdf", "with_gaps": True, "now": now}
    long = order(wanted(two[0], 5), by=office.people["chief"], **how)
    short = order(wanted(two[1], 2), by=office.people["admin"], **how)
    taken = [take_sheet("w", now + dt.timedelta(seconds=n)).batch_id for n in range(5)]
    assert taken == [long.pk, short.pk, long.pk, short.pk, long.pk]


def test_no_two_processes_take_the_same_sheet(two, office):
    now = timezone.now()
    how = {"title": "", "form": "pdf", "with_gaps": True, "now": now}
    order(wanted(two[0], 4), by=office.people["chief"], **how)
    taken = [take_sheet(who, now).position for who in ("a", "b", "a", "b")]
    assert sorted(taken) == [1, 2, 3, 4]
    assert take_sheet("c", now) is None
    assert take_sheet("c", now + dt.timedelta(minutes=11)).position == 1


def test_a_sheet_that_ends_its_process_each_time_is_put_aside(two, office):
    now = timezone.now()
    how = {"title": "", "form": "pdf", "with_gaps": True, "now": now}
    batch = order(wanted(two[0], 2), by=office.people["chief"], **how)
    batch.sheets.filter(position=1).update(tries=3)
    work(0)
    assert "3回止まりました" in batch.sheets.get(position=1).problem
    assert batch.sheets.get(position=2).made_at


def test_a_file_that_cannot_be_laid_together_is_not_begun_for_ever(two, as_, monkeypatch):
    batch = ordered(as_("chief"), two, "form1", with_gaps="on")
    with monkeypatch.context() as patched:
        patched.setattr("reports.print_work.as_pdf", lambda *_args: 1 / 0)
        work(0)
    page = as_("chief").get(reverse("print_batch", args=[batch.pk])).text
    assert "紙にできませんでした" in page
    as_("chief").post(reverse("print_retry", args=[batch.pk]))
    work(0)
    assert fetched(as_("chief"), batch)[0].startswith(b"%PDF")


def test_more_than_can_be_ordered_at_once_is_told_before_it_is_counted(two, as_, monkeypatch):
    monkeypatch.setattr("reports.views.printing.MOST_SHEETS", 1)
    data = {"case": [case.pk for case in two], "paper": ["form1"], "form": "pdf"}
    answer = as_("chief").post(CENTRE, data)
    assert answer.status_code == 422
    assert "刷る枚数（いまは1枚より多い）" in answer.text
    assert "E-21" in answer.text


def test_papers_are_looked_up_before_the_writing_begins_and_ordered_once(two, as_):
    client = as_("chief")
    form = {"case": [row.pk for row in two], "paper": ["form1", "handover"], "form": "pdf"}
    with CaptureQueriesContext(connection) as seen:
        first = client.post(CENTRE, form | {"csrfmiddlewaretoken": "t" * 32})
    asked = [row["sql"] for row in seen]
    begun = next(number for number, sql in enumerate(asked) if "accounts_answer" in sql)
    written = next(number for number, sql in enumerate(asked) if "documents_printsheet" in sql)
    assert begun < written
    assert any("cases_episode" in sql for sql in asked[:begun])
    assert not any("cases_" in sql for sql in asked[begun:])
    again = client.post(CENTRE, form | {"csrfmiddlewaretoken": "t" * 32})
    assert again["Location"] == first["Location"]
    assert PrintBatch.objects.get().sheets.count() == 4


def test_a_cancelled_batch_makes_nothing_more_and_keeps_nothing(two, as_):
    client = as_("chief")
    batch = ordered(client, two, "form1", with_gaps="on")
    client.post(reverse("print_cancel", args=[batch.pk]))
    work(0)
    assert not batch.sheets.made().exists()
    assert "取りやめました" in client.get(reverse("print_batch", args=[batch.pk])).text
    again = client.post(reverse("print_retry", args=[batch.pk]))
    assert again.status_code == 409


def test_what_is_done_cannot_be_cancelled(two, as_):
    client = as_("chief")
    batch = ordered(client, two[:1], "form1", with_gaps="on")
    work(0)
    assert client.post(reverse("print_cancel", args=[batch.pk])).status_code == 409
    assert fetched(client, batch)[0].startswith(b"%PDF")


def test_after_three_days_the_file_is_gone(two, as_):
    batch = ordered(as_("chief"), two[:1], "form1", with_gaps="on")
    work(0)
    call_command("sweep", verbosity=0)
    assert PrintBatch.objects.exists()
    PrintBatch.objects.update(ordered_at=timezone.now() - dt.timedelta(days=3, minutes=1))
    call_command("sweep", verbosity=0)
    assert not PrintBatch.objects.exists()
    assert not PrintPart.objects.exists()
    assert as_("chief").get(reverse("print_file", args=[batch.pk])).status_code == 404


def test_the_list_is_the_rule_itself(two, office):
    assert set(cases_for(office.people["chief"], Choice())) == set(two)
    assert not cases_for(office.people["officer"], Choice()).exists()
