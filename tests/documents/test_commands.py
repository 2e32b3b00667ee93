"""The operator's shell: the list of papers, and one paper as a file."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from documents.models import IssuedDocument
from documents.register import DOCUMENTS
from tests.course import Course
from tests.documents.reading import facts_of, pages_of, text_of


def say(*words, **options):
    out = StringIO()
    call_command(*words, stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def draw(tmp_path):
    """Print a paper into a file and give the file's bytes."""

    def run(*words):
        path = tmp_path / "paper.pdf"
        say("render_document", *words, "--output", str(path))
        return path.read_bytes()

    return run


def test_the_list_names_every_paper_with_its_room_and_roles():
    rows = {row["code"]: row for row in json.loads(say("documents", "--format", "json"))}
    assert set(rows) == set(DOCUMENTS)
    assert set(rows["form1"]) == {"code", "title", "room", "subject", "roles", "versions"}
    assert rows["form5"]["room"] == "plans"
    assert rows["form5"]["subject"] == "plans.PlanRevision"
    assert "counselor" in rows["form5"]["roles"]
    assert rows["form1"]["versions"] == [
        {"valid_from": "2015-04-01", "template": "cases/documents/form1_intake.html"}
    ]


@pytest.mark.parametrize("code", sorted(DOCUMENTS))
def test_a_blank_paper_needs_no_record(draw, code):
    assert DOCUMENTS[code].title in facts_of(draw(code, "--blank"))["Title"]


@pytest.mark.parametrize(
    "words",
    [
        ("form99", "--blank"),
        ("form1",),
        ("form1", "--blank", "--on", "R8.2.30"),
        ("form1", "--blank", "--on", "R8.2"),
    ],
)
def test_what_cannot_be_printed_is_refused_in_a_sentence(draw, words):
    with pytest.raises(CommandError) as found:
        draw(*words)
    assert found.value.returncode == 2
    assert "。" in str(found.value)


def test_a_folder_that_is_not_there_is_said(tmp_path):
    with pytest.raises(CommandError, match="書けません"):
        say("render_document", "form1", "--blank", "--output", str(tmp_path / "no" / "x.pdf"))


def test_a_case_is_printed_by_its_number(office, draw):
    case = office.case(name="試験 太郎")
    pdf = draw("form1", "--case", case.number, "--on", "2026-11-20")
    assert "試験太郎" in text_of(pdf)
    assert "印刷令和8年11月20日" in text_of(pdf)
    assert not IssuedDocument.objects.exists()


def test_one_number_in_two_agencies_is_asked_back(office, draw):
    """Every agency counts its 台帳 for itself."""
    ours, theirs = office.case(name="試験 太郎"), office.case(by="outsider", name="隣 次郎")
    assert ours.number == theirs.number
    with pytest.raises(CommandError, match=r"--place で選んでください.*となり相談センター"):
        draw("form1", "--case", ours.number)
    for place in ("となり相談センター", "990002"):
        pdf = draw("form1", "--case", ours.number, "--place", place)
        assert "隣次郎" in text_of(pdf)
    with pytest.raises(CommandError, match="ありません"):
        draw("form1", "--case", ours.number, "--place", "990003")


def test_the_richest_and_the_poorest_case_are_found(office, draw):
    office.case(name="中 花子", kana="なか はなこ")
    office.case(call_name="だれか")
    office.case(
        name="多 太郎", kana="おおい たろう", address="つむぎ市神田町3丁目12番5号", sex="male"
    )
    assert "多太郎" in text_of(draw("form1", "--case", "richest"))
    assert "だれか" in text_of(draw("form1", "--case", "poorest"))


@pytest.mark.parametrize("which", ["R8-9999", "richest", "poorest"])
def test_where_there_is_no_record_a_sentence_says_so(office, draw, which):
    office.case()
    with pytest.raises(CommandError) as found:
        draw("form5", "--case", which)
    assert found.value.returncode == 2
    assert "ありません" in str(found.value)


def test_a_plan_is_chosen_by_its_number(office, draw):
    course = Course(office).planning().drafted("household_budget")
    assert "■初回" in "".join(pages_of(draw("form5", "--case", course.case.number, "--plan", "1")))
    with pytest.raises(CommandError, match="プラン2の"):
        draw("form5", "--case", course.case.number, "--plan", "2")
