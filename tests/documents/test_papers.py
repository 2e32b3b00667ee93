"""Every paper prints: filled, blank, overflowing, with rare characters, and nothing is lost."""

import dataclasses
import datetime as dt
import re
from functools import cache

import pytest

from documents.register import DOCUMENTS, Document, Version, papers, register
from documents.rendering import STATIC, TEMPLATES, OwnFilesOnly, blank_sheet, html_of, print_sheet
from tests.documents import samples
from tests.documents.reading import (
    facts_of,
    fonts_of,
    inside,
    pages_of,
    plainly,
    streams_of,
    text_of,
)

DAY = samples.DAY
CODES = sorted(samples.PAPERS)
OURS = {"BIZ-UDGothic", "BIZ-UDGothic-Bold", "BIZ-UDMincho", "IPAmjMincho"}
BOXES = {  # the box of each paper that people write the most in
    "application": "wishes",
    "benefit_need": "reason",
    "benefit_activity": lambda paper: {
        "rows": (dataclasses.replace(paper.rows[0], result=samples.LONG),)
    },
    "form1": "words",
    "form1_reception": "words",
    "form2": lambda paper: {"words": {**paper.words, "story": samples.LONG}},
    "form3": lambda paper: {"notes": (dataclasses.replace(samples.LINE, body=samples.LONG),)},
    "form3_note": lambda paper: {"note": dataclasses.replace(samples.LINE, body=samples.LONG)},
    "form5": "issues",
    "form6": "remaining",
    "form8": "memo",
    "handover": "summary",
    "hellowork": "wishes",
    "meeting_pack": lambda paper: {
        "items": (dataclasses.replace(paper.items[0], issues=samples.LONG),)
    },
    "minutes": "minutes",
    "reason": "reason",
    "referral": "purpose",
    "ruling": "reason",
    "submission": lambda paper: {
        "rows": (dataclasses.replace(paper.rows[0], content=samples.LONG),)
    },
    "visit": "caution",
}
NAMELESS = {"form7"}  # names an agency, no person
PAGES = {
    "application": 1,
    "benefit_activity": 1,
    "benefit_changed": 1,
    "benefit_claim": 1,
    "benefit_claim_change": 1,
    "benefit_claim_resume": 1,
    "benefit_collected": 1,
    "benefit_resumed": 1,
    "benefit_stopped": 1,
    "benefit_suspended": 1,
    "benefit_claim_extend": 1,
    "benefit_claim_move": 1,
    "benefit_extended": 1,
    "benefit_dwelling": 1,
    "benefit_dwelling_planned": 1,
    "benefit_granted": 1,
    "benefit_job": 1,
    "benefit_need": 1,
    "benefit_pledge": 1,
    "benefit_refused": 1,
    "form1": 1,
    "form1_reception": 1,
    "form2": 5,
    "form3": 1,
    "form3_note": 1,
    "form4": 1,
    "form5": 2,
    "form6": 1,
    "form7": 1,
    "form8": 1,
    "handover": 1,
    "hellowork": 1,
    "ledger": 1,
    "meeting_pack": 2,
    "minutes": 1,
    "reason": 1,
    "referral": 1,
    "ruling": 1,
    "submission": 1,
    "visit": 1,
}


@cache
def filled(code):
    return print_sheet(DOCUMENTS[code], samples.sheet(samples.PAPERS[code]), DAY, by="受付 花子")


@cache
def blank(code):
    return print_sheet(DOCUMENTS[code], blank_sheet(DOCUMENTS[code], None, DAY), DAY, blank=True)


@cache
def overflowing(code):
    paper, box = samples.PAPERS[code], BOXES[code]
    longer = {box: samples.LONG} if isinstance(box, str) else box(paper)
    paper = dataclasses.replace(paper, **longer)
    return print_sheet(DOCUMENTS[code], samples.sheet(paper), DAY)


def test_every_paper_there_is_has_a_sample():
    assert {document.code for document in papers()} == set(samples.PAPERS)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("make", [filled, blank], ids=["filled", "blank"])
def test_a_paper_is_a4_tagged_titled_and_carries_its_fonts(code, make):
    pdf = make(code)
    facts = facts_of(pdf)
    assert DOCUMENTS[code].title in facts["Title"]
    assert facts["Tagged"] == "yes"
    assert "A4" in facts["Page size"]
    objects = inside(pdf)
    assert re.search(rb"/Lang\s*\(ja\)", objects)
    assert b"pdfuaid:part" in objects
    fonts = fonts_of(pdf)
    assert {embedded for _font, embedded in fonts} == {"yes"}
    assert {font for font, _embedded in fonts} <= OURS


@pytest.mark.parametrize("code", CODES)
def test_a_screen_reader_finds_the_headings_the_heads_of_the_tables_and_every_word(code):
    objects = inside(filled(code))
    roles = set(re.findall(rb"/S\s*/(\w+)", objects))
    assert {b"H1", b"Table", b"TR", b"TH", b"TD"} <= roles
    assert objects.count(b"/Headers") > 0  # each cell names its heads
    for needed in (rb"/DisplayDocTitle true", rb"/Marked true", rb"/Tabs\s*/S"):
        assert re.search(needed, objects), needed
    pages = [stream for stream in streams_of(filled(code)) if b"\nBDC\n" in stream]
    assert len(pages) == PAGES[code]
    for page in pages:
        depth = 0
        for token in re.findall(rb"\b(BDC|BMC|EMC|TJ|Tj)\b", page):
            depth += {b"BDC": 1, b"BMC": 1, b"EMC": -1}.get(token, 0)
            assert depth > 0 or token == b"EMC"  # words are tagged, or said to be no content
        assert depth == 0
    fonts = objects.count(b"/Subtype /Type0")
    assert objects.count(b"/ToUnicode") == fonts > 0  # what is copied is what was typed


@pytest.mark.parametrize("code", CODES)
def test_a_paper_keeps_its_pages_and_each_says_whose_it_is(code):
    pages = pages_of(filled(code))
    assert len(pages) == PAGES[code]
    for number, page in enumerate(pages, start=1):
        assert f"{number}／{len(pages)}" in page
        assert "R8-0123" in page
    assert len(pages_of(blank(code))) == PAGES[code]


@pytest.mark.parametrize("code", sorted(set(CODES) - NAMELESS))
def test_what_is_known_of_the_person_is_on_the_paper(code):
    text = text_of(filled(code))
    assert plainly(samples.NAME) in text
    assert "（手書き用）" not in text
    assert "案" not in facts_of(filled(code))["Title"]


@pytest.mark.parametrize("code", CODES)
def test_a_blank_paper_names_nobody(code):
    text = text_of(blank(code))
    assert "（手書き用）" in text
    assert "None" not in text
    assert "R8-" not in text


def test_every_paper_with_a_box_for_free_text_is_tried_with_a_long_one():
    templates = {code: DOCUMENTS[code].template_on(DAY) for code in CODES}
    with_memo = {
        code
        for code, template in templates.items()
        if "{% memo " in (TEMPLATES / template).read_text(encoding="utf-8")
    }
    assert set(BOXES) == with_memo
    assert len(samples.LONG) > 10_000


@pytest.mark.parametrize("code", sorted(BOXES))
def test_a_long_text_begins_in_its_box_and_is_whole_on_its_annex(code):
    pages = pages_of(overflowing(code))
    text = "".join(pages)
    assert "（別紙1へ続く）" in text
    annex = text[text.index("（全文）") :]
    for sentence in samples.LONG.replace("\n", "").split("。")[:-1]:
        assert sentence in without_feet(annex), sentence
    assert "（別紙1おわり）" in annex
    assert pages[0].count("0000番目") == 1 or "0000番目" in pages[1]
    assert f"{len(pages)}／{len(pages)}" in pages[-1]


def without_feet(text):
    """The running strips and feet of the pages, taken out from between two sentences."""
    printed = r"印刷令和8年11月20日\d\d:\d\d(つむぎ市くらし自立相談センター)?"
    foot = rf"R8-0123(?:様式)?.{{4,60}}?\d+／\d+{printed}"
    strip = r"IDR8-0123氏名.{2,9}（.{2,12}）"
    return re.sub(f"{foot}|{strip}", "", text)


def test_a_short_text_takes_no_annex():
    assert "別紙1" not in text_of(filled("form1"))


@pytest.mark.parametrize(
    "name", [samples.TAKASAKI, samples.YOSHIRO, samples.KANDA, samples.KATSURAGI]
)
def test_a_rare_character_is_printed_with_a_font_that_has_it(name):
    paper = dataclasses.replace(samples.INTAKE, name=name * 2)
    pdf = print_sheet(DOCUMENTS["form1"], samples.sheet(paper), DAY)
    assert plainly(name * 2) in text_of(pdf)
    assert {font for font, _embedded in fonts_of(pdf)} <= OURS


def test_a_draft_says_so_on_every_page_and_in_its_title():
    sheet = samples.sheet(samples.PLAN)
    pdf = print_sheet(DOCUMENTS["form5"], sheet, DAY, draft=True)
    assert all("案" in page for page in pages_of(pdf))
    assert facts_of(pdf)["Title"].startswith("（案）")
    assert 'class="mark"' in html_of(
        DOCUMENTS["form5"], dataclasses.replace(sheet, is_draft=True), DAY
    )


def test_what_is_issued_again_says_so():
    sheet = samples.sheet(samples.NOTICE)
    html = html_of(DOCUMENTS["form8"], sheet, DAY, reissue=True, number="令8第7号")
    assert '<b class="round">再</b>' in html
    assert "令8第7号" in html


def test_typed_text_stays_text():
    evil = "<img src='file:///etc/passwd'><b>太字</b> {{ paper }} & \"引用\""
    paper = dataclasses.replace(samples.INTAKE, words=evil, name=evil)
    text = text_of(print_sheet(DOCUMENTS["form1"], samples.sheet(paper), DAY))
    assert plainly(evil) in text


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/a.png",
        "file:///etc/passwd",
        "file://elsewhere/share/a.png",
        (STATIC / ".." / "css" / "app.css").as_uri(),
        STATIC.as_uri() + "/../../manage.py",
        "data:text/css,body{}",
        "ftp://example.com/x",
    ],
)
def test_nothing_is_fetched_but_our_own_files(url):
    with pytest.raises(ValueError, match="own files"):
        OwnFilesOnly().fetch(url)


def test_our_own_files_are_fetched():
    response = OwnFilesOnly().fetch((STATIC / "print.css").as_uri())
    assert b"@page" in response.read()
    response.close()


@pytest.fixture
def wording(tmp_path, settings):
    """Write a city's own wording of 様式1 and give its 団体コード."""
    settings.MUNICIPALITIES_DIR = tmp_path
    path = tmp_path / "990001_tsumugi" / "templates" / "cases" / "documents"
    path.mkdir(parents=True)

    def write(text):
        (path / "form1_intake.html").write_text(text, encoding="utf-8")
        return "990001"

    return write


def test_a_city_prints_its_own_wording_and_the_others_do_not(wording):
    code = wording(
        '{% extends "documents/base.html" %}'
        "{% block content %}<h1>つむぎ市の受付票</h1>{% endblock %}"
    )
    there = html_of(DOCUMENTS["form1"], samples.sheet(samples.INTAKE, code), DAY)
    here = html_of(DOCUMENTS["form1"], samples.sheet(samples.INTAKE, "990002"), DAY)
    assert "つむぎ市の受付票" in there
    assert "つむぎ市の受付票" not in here


def test_no_paper_is_printed_with_a_hole(wording):
    code = wording("{{ paper.no_such_thing }}")
    with pytest.raises(KeyError, match="no_such_thing"):
        html_of(DOCUMENTS["form1"], samples.sheet(samples.INTAKE, code), DAY)


def test_the_number_of_a_form_is_the_citys():
    numbered = html_of(DOCUMENTS["form1"], samples.sheet(samples.INTAKE), DAY)
    without = html_of(DOCUMENTS["form1"], samples.sheet(samples.INTAKE, "152021"), DAY)
    assert "様式１" in numbered
    assert "様式１" not in without


def entry(**changes):
    return dataclasses.replace(DOCUMENTS["form1"], code="form1_again", **changes)


def test_the_wording_is_the_one_of_the_day():
    document: Document = entry(
        versions=(
            Version("old.html", dt.date(2015, 4, 1)),
            Version("new.html", dt.date(2025, 4, 1)),
        )
    )
    assert document.template_on(dt.date(2025, 3, 31)) == "old.html"
    assert document.template_on(dt.date(2025, 4, 1)) == "new.html"
    assert document.template_on(dt.date(2010, 1, 1)) == "old.html"


def test_a_paper_is_declared_once_and_with_a_version():
    with pytest.raises(ValueError, match="twice"):
        register([DOCUMENTS["form1"]])
    with pytest.raises(ValueError, match="no version"):
        register([entry(versions=())])


def test_nothing_typed_goes_into_a_log(caplog, capfd):
    paper = dataclasses.replace(samples.INTAKE, words="한글と𓀀")
    print_sheet(DOCUMENTS["form1"], samples.sheet(paper), DAY)
    printed = capfd.readouterr()
    assert "한" not in caplog.text + printed.out + printed.err
