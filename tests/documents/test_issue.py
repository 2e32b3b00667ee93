"""To issue a paper: one number, one kept copy, opened under its 台帳 only."""

import datetime as dt
from hashlib import sha256

import pytest
from django.urls import reverse

from cases.models import Case, CaseGrant, Disclosure
from documents.models import IssuedCopy, IssuedDocument, NumberSequence
from documents.register import DOCUMENTS
from documents.workflow import issue
from rules.calendar import today, wareki
from rules.refusals import Refused
from tests.course import Course
from tests.documents.reading import facts_of, text_of

FORM1 = DOCUMENTS["form1"]
FORM8 = DOCUMENTS["form8"]


@pytest.fixture
def slip(office):
    """様式1 of a case, issued by the counselor."""
    case = office.case(name="髙﨑 𠮷郎")
    return issue(
        FORM1,
        case.episode,
        by=office.people["counselor"],
        on=today(),
        organisation=office.places["center"],
    )


@pytest.fixture
def decision(office):
    """A 支援決定 to be notified."""
    course = Course(office).supported()
    return course.programme("household_budget").decisions.get()


def notify(office, decision, **rest):
    return issue(
        FORM8,
        decision,
        by=office.people["officer"],
        on=today(),
        organisation=office.places["city"],
        **rest,
    )


def test_the_copy_is_kept_as_it_was_handed_out(slip, office):
    copy = slip.copy
    assert sha256(bytes(copy.pdf)).hexdigest() == copy.sha256
    assert "髙﨑𠮷郎" in text_of(bytes(copy.pdf))
    assert (slip.code, slip.title) == ("form1", "相談受付・申込票")
    assert (slip.subject_label, slip.issued_by) == ("cases.Episode", office.people["counselor"])
    assert slip.history.get().history_user == office.people["counselor"]


def test_a_paper_without_numbers_takes_none(slip):
    assert slip.number == ""
    assert not NumberSequence.objects.filter(kind="document").exists()


def test_two_notices_have_two_numbers(office, decision):
    first, second = notify(office, decision), notify(office, decision)
    assert first.number.endswith("第1号")
    assert second.number.endswith("第2号")
    text = text_of(bytes(first.copy.pdf))
    assert f"{first.number}{wareki(today())}" in text
    assert f"{wareki(decision.revision.start_on)}から" in text


def test_a_draft_bears_its_mark_and_takes_no_number(office, decision):
    draft = notify(office, decision, draft=True)
    assert (draft.number, draft.is_draft) == ("", True)
    assert facts_of(bytes(draft.copy.pdf))["Title"].startswith("（案）")
    assert notify(office, decision).number.endswith("第1号")


def test_issued_again_it_bears_the_first_number_and_its_mark(office, decision):
    first = notify(office, decision)
    again = notify(office, decision, reissue_of=first)
    assert (again.number, again.reissue_of) == (first.number, first)
    assert "再" in text_of(bytes(again.copy.pdf))
    assert "再" not in text_of(bytes(first.copy.pdf))
    assert notify(office, decision).number.endswith("第2号")


def test_a_draft_is_not_issued_again(office, decision):
    draft = notify(office, decision, draft=True)
    with pytest.raises(Refused) as found:
        notify(office, decision, reissue_of=draft)
    assert [refusal.code for refusal in found.value.refusals] == ["E-08"]


def test_nothing_is_issued_for_a_day_to_come(office):
    case = office.case()
    with pytest.raises(Refused) as found:
        issue(
            FORM1,
            case.episode,
            by=office.people["counselor"],
            on=today() + dt.timedelta(days=1),
            organisation=office.places["center"],
        )
    assert [refusal.code for refusal in found.value.refusals] == ["E-35"]


@pytest.mark.parametrize("who", ["direct", "outsider", "other_officer", "officer"])
def test_who_does_not_print_it_does_not_issue_it(office, who):
    case = office.case()
    with pytest.raises(Refused) as found:
        issue(
            FORM1,
            case.episode,
            by=office.people[who],
            on=today(),
            organisation=office.places["center"],
        )
    assert [refusal.code for refusal in found.value.refusals] == ["E-03"]
    assert not IssuedDocument.objects.exists()


def test_a_failed_layout_keeps_no_paper_and_no_number(office, decision, monkeypatch):
    def fail(*_args, **_how):
        raise MemoryError

    monkeypatch.setattr("documents.workflow.print_sheet", fail)
    with pytest.raises(MemoryError):
        notify(office, decision)
    assert not IssuedDocument.objects.exists()
    assert not IssuedCopy.objects.exists()
    monkeypatch.undo()
    assert notify(office, decision).number.endswith("第1号")


def test_a_kept_copy_is_opened_under_its_case(slip, as_):
    url = reverse("issued_copy", args=[slip.case_pk, slip.pk])
    response = as_("counselor").get(url)
    assert response.status_code == 200
    assert response.content == bytes(slip.copy.pdf)
    assert response["Cache-Control"] == "private, no-store"
    assert response["Content-Disposition"].startswith("inline")


def test_a_kept_copy_of_another_case_does_not_exist_here(slip, office, as_):
    other = office.case(name="ほか 花子")
    assert as_("counselor").get(reverse("issued_copy", args=[other.pk, slip.pk])).status_code == 404


@pytest.mark.parametrize("who", ["direct", "outsider", "officer"])
def test_a_kept_copy_is_closed_to_others(slip, as_, who):
    assert as_(who).get(reverse("issued_copy", args=[slip.case_pk, slip.pk])).status_code == 404


def test_a_kept_copy_of_a_restricted_case_is_closed_to_colleagues(slip, office, as_):
    case = Case.objects.get(pk=slip.case_pk)
    case.is_restricted = True
    case.save()
    CaseGrant(case=case, user=office.people["counselor"]).save()
    url = reverse("issued_copy", args=[slip.case_pk, slip.pk])
    assert as_("counselor").get(url).status_code == 200
    assert as_("chief").get(url).status_code == 404


def test_to_issue_is_no_disclosure(slip):
    assert not Disclosure.objects.exists()
