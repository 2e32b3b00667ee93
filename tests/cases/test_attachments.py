"""受け取った書類: put to a case, opened through it alone, removed and brought back."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cases.models import Attachment, CaseGrant
from cases.models.rows import IN_REACH
from cases.workflow.attachments import attach, restore_attachment
from documents.models import PaperPrint, StoredFile
from rules.calendar import today, wareki_short
from rules.refusals import Refused
from tests.course import Course
from tests.documents import bad_files


def place(name, case, *rest):
    return reverse(name, args=[case.pk, *rest])


def send(client, case, *files, **data):
    answer = {"received_on": wareki_short(today()), "form": "copy", "title": ""} | data
    sent = [SimpleUploadedFile(name, content) for name, content in files]
    return client.post(place("attachment_add", case), answer | {"files": sent})


@pytest.fixture
def case(office):
    return office.case(name="試験 花子")


@pytest.fixture
def paper(office, case):
    rows, _refusals = attach(
        case,
        by=office.people["counselor"],
        files=[("通帳.pdf", bad_files.PDF)],
        received_on=today(),
        form="original",
    )
    return rows[0]


def test_a_paper_is_put_to_the_case_and_shown_with_its_day(case, as_):
    client = as_("counselor")
    assert client.get(place("attachment_add", case)).status_code == 200
    answer = send(client, case, ("通帳.pdf", bad_files.PDF), title="通帳の写し")
    assert answer.status_code == 302
    row = Attachment.objects.get()
    assert (row.title, row.form, row.received_on) == ("通帳の写し", "copy", today())
    assert row.history.get().history_user.username == "counselor"
    page = client.get(place("case_papers", case)).text
    assert "通帳の写し" in page
    assert "写し" in page


def test_it_belongs_to_a_consent_or_a_note_of_this_case_only(office, as_):
    course = Course(office).applied()
    consent = course.episode.consents.get()
    client = as_("counselor")
    send(client, course.case, ("申込.pdf", bad_files.PDF), consent=consent.pk)
    assert Attachment.objects.get().consent == consent
    other = office.case(name="ほか 花子")
    answer = send(client, other, ("申込.pdf", bad_files.PDF), consent=consent.pk)
    assert answer.status_code == 422
    assert Attachment.objects.count() == 1


def test_of_many_files_the_good_ones_are_kept_and_each_bad_one_is_named(case, as_):
    client = as_("counselor")
    answer = send(
        client,
        case,
        ("よい.pdf", bad_files.PDF),
        ("わるい.exe", bad_files.REFUSED["program.exe"]),
        ("写真.jpg", bad_files.JPEG),
        ("切れた.png", bad_files.REFUSED["cut.png"]),
    )
    page = client.get(answer.url).text
    assert "2個の書類を入れました" in page
    for name in ("わるい.exe", "切れた.png"):
        assert f"「{name}」は受け取れません" in page
    assert set(Attachment.objects.values_list("title", flat=True)) == {"よい.pdf", "写真.jpg"}


def test_bad_files_alone_are_refused_beside_the_field_and_nothing_typed_is_lost(case, as_):
    answer = send(as_("counselor"), case, ("x.html", b"<script>"), title="申立書")
    assert answer.status_code == 422
    assert "「x.html」は受け取れません" in answer.text
    assert "E-41" in answer.text
    assert "申立書" in answer.text
    assert not StoredFile.objects.exists()


def test_no_file_and_a_day_to_come_are_refused(case, as_):
    client = as_("counselor")
    assert "「ファイル」を入力してください。" in send(client, case).text
    later = wareki_short(today() + dt.timedelta(days=2))
    answer = send(client, case, ("a.pdf", bad_files.PDF), received_on=later)
    assert answer.status_code == 422
    assert "E-35" in answer.text


def test_too_many_at_once_are_refused(office, case):
    with pytest.raises(Refused) as found:
        attach(
            case,
            by=office.people["counselor"],
            files=[("a.pdf", bad_files.PDF)] * 21,
            received_on=today(),
            form="copy",
        )
    assert [refusal.code for refusal in found.value.refusals] == ["E-21"]


def test_the_same_file_is_stored_once(office, case, paper):
    other = office.case(name="ほか 花子")
    attach(
        other,
        by=office.people["counselor"],
        files=[("別名.pdf", bad_files.PDF)],
        received_on=today(),
        form="copy",
    )
    assert Attachment.objects.count() == 2
    assert StoredFile.objects.count() == 1


def test_it_is_opened_as_a_download_and_the_opening_is_logged(case, paper, as_):
    answer = as_("counselor").get(place("attachment", case, paper.pk))
    assert answer.content == bad_files.PDF
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/pdf"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "private, no-store"
    assert "花子" not in answer["Content-Disposition"]
    row = PaperPrint.objects.get()
    assert (row.what, row.title, row.by.username) == ("file", "通帳.pdf", "counselor")


def test_it_is_opened_through_its_own_case_only(office, case, paper, as_):
    other = office.case(name="ほか 花子")
    assert as_("counselor").get(place("attachment", other, paper.pk)).status_code == 404
    for who in ("direct", "outsider", "officer"):
        assert as_(who).get(place("attachment", case, paper.pk)).status_code == 404
    case.is_restricted = True
    case.save()
    CaseGrant(case=case, user=office.people["counselor"]).save()
    assert as_("counselor").get(place("attachment", case, paper.pk)).status_code == 200
    assert as_("chief").get(place("attachment", case, paper.pk)).status_code == 404


def test_only_the_agency_puts_papers_in_and_takes_them_away(office, as_):
    course = Course(office).supported()  # the city sees this case
    rows, _none = attach(
        course.case,
        by=course.by,
        files=[("a.pdf", bad_files.PDF)],
        received_on=today(),
        form="copy",
    )
    officer = as_("officer")
    assert officer.get(place("attachment", course.case, rows[0].pk)).status_code == 200
    assert officer.get(place("attachment_add", course.case)).status_code == 403
    assert officer.post(place("attachment_remove", course.case, rows[0].pk)).status_code == 403


def test_removed_it_can_be_brought_back_for_thirty_days(office, case, paper, as_):
    client = as_("counselor")
    client.post(place("attachment_remove", case, paper.pk))
    assert client.get(place("attachment", case, paper.pk)).status_code == 404
    assert "通帳.pdf" in client.get(place("removed_rows", case)).text
    client.post(place("removed_restore", case, "attachments", paper.pk))
    assert client.get(place("attachment", case, paper.pk)).status_code == 200
    paper.refresh_from_db()
    paper.removed_at = paper.updated_at - IN_REACH - dt.timedelta(days=1)
    paper.save()
    with pytest.raises(Refused) as found:
        restore_attachment(paper, by=office.people["counselor"])
    assert [refusal.code for refusal in found.value.refusals] == ["E-08"]


def test_the_same_page_sent_twice_keeps_one_and_other_files_are_another_act(case, as_):
    client = as_("counselor")
    token = {"csrfmiddlewaretoken": "x" * 64}
    send(client, case, ("a.pdf", bad_files.PDF), **token)
    send(client, case, ("a.pdf", bad_files.PDF), **token)
    assert Attachment.objects.count() == 1
    send(client, case, ("b.jpg", bad_files.JPEG), **token)
    assert Attachment.objects.count() == 2
