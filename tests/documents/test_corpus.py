"""What nobody expects to be typed, onto paper: no error, no hole, nothing over anything else."""

import dataclasses
import itertools
import logging
import re

import pytest

from documents.glyphs import GETA, in_words, without_font
from documents.register import DOCUMENTS
from documents.rendering import TEMPLATES, UA, html_of, lay_out
from tests.documents import samples
from tests.documents.boxes import Laid
from tests.documents.filling import Marks, filled
from tests.documents.reading import run, text_of

CORPUS = (
    "𠮷野家 𩸽 𡈽",
    "👨\u200d👩\u200d👧🇯🇵👍🏽",
    "葛\U000e0100 邉\U000e010b \ue000 〓",
    "\ufa19 \ufa10 \uf9dc \ufa11 \u9ad9 \u5fb7 \ufa1e",
    "斎斉齋齊 辺邊邉 﨑埼 濱 澤",
    "ｶﾞｷﾞｸﾞ か\u3099 ゟ ヿ ヴ ヶ －‐− ゝゞ",
    "０１２ＡＢＣ ＠ ～〜 ￥¥\\ “” \u3000\u00a0‑",
    "עברית مرحبا 한글",
    "' OR 1=1-- <svg onload=alert(1)> {{7*7}} {% debug %} ${x}",
    "=cmd|' /C calc'!A0 @SUM ../../etc/passwd CON.txt",
    "①㈱ ㋿ ㊙ ⅷ ℡ №",
    "x" * 60,
    "漢" * 60,
    "「あ、い。」（う）…！？ー" * 5,
    "null None NaN Test ・",
    "長い名の人" * 12,
)
OURS = {"number", "case_number", "age", "birth", "turn", "sex", "screened", "evaluated"}
LONGER = "".join(CORPUS) * 2
OVER = 1.6  # px of a letter's own square that stands empty
SEALED = "公印"  # stamped over the last sign of the sender's name
BREADTH = 2.5  # px: the rules of a cell and their thick frame


def typed(code):
    """The paper with the corpus in every box; what stands in a memo box overflows it."""
    source = (TEMPLATES / DOCUMENTS[code].template_on(samples.DAY)).read_text(encoding="utf-8")
    memos = set(re.findall(r"{% memo [\w.]*\.(\w+) ", source))
    marks, lines = Marks(), itertools.cycle(CORPUS)

    def value(path, kind):
        if kind is not str or path.rpartition(".")[2] in OURS:
            return marks(path, kind)
        return LONGER if path.rpartition(".")[2] in memos else next(lines)

    return filled(samples.PAPERS[code], value)


@pytest.fixture
def complaints():
    """What WeasyPrint would have said: of a sign without a picture above all."""
    found, logger = [], logging.getLogger("weasyprint")
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: found.append(record.getMessage())
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.WARNING)
    yield found
    logger.removeHandler(handler)
    logger.setLevel(level)


@pytest.mark.parametrize("code", sorted(samples.PAPERS))
def test_whatever_is_typed_prints_whole_and_over_nothing_else(code, complaints):
    sheet = samples.sheet(typed(code))
    laid_out = lay_out(html_of(DOCUMENTS[code], sheet, samples.DAY, by="受付 花子"))
    text, laid = text_of(laid_out.write_pdf(**UA)), Laid(laid_out)
    assert complaints == []
    assert "𠮷野家" in text
    assert "{{7*7}}" in text or "alert(1)" not in text
    assert "〓は字体のない字：U+" in text
    assert outside_their_cells(laid) == []
    assert over_each_other(laid) == []


def outside_their_cells(laid):
    """The words that run over the rule of their cell, or over the edge of the page."""
    return [
        (words.text, words.cell and words.cell.text[:20])
        for words in laid.words
        if not (words.cell.place if words.cell else laid.sheets[words.place.page - 1]).holds(
            words.place, BREADTH
        )
    ]


def over_each_other(laid):
    """The pairs of words that stand on each other."""
    found, near = [], []
    for words in sorted(laid.words, key=lambda words: (words.place.page, words.place.top)):
        near = [one for one in near if one.place.page == words.place.page]
        near = [one for one in near if one.place.bottom > words.place.top]
        found += [(one, words) for one in near if one.place.covers(words.place, OVER)]
        near.append(words)
    return [(one.text, two.text) for one, two in found if SEALED not in (one.text, two.text)]


def test_a_sign_without_a_picture_is_marked_and_named_by_its_number():
    paper = dataclasses.replace(samples.INTAKE, words="絵文字\U0001faf6と외")
    source = html_of(DOCUMENTS["form1"], samples.sheet(paper), samples.DAY)
    signs = without_font("\U0001faf6外")
    assert signs == ["\U0001faf6"]
    assert f"絵文字{GETA}と" in source
    assert "U+1FAF6" in source


@pytest.mark.parametrize(
    "name", ["김민수", "Nguyễn Thị Hương", "नेपाल", "သူဇာ", "สมชาย", "সাকিব", "සුනිල්", "محمد علي"]
)
def test_a_name_prints_in_the_writing_it_was_typed_in(name, complaints):
    paper = dataclasses.replace(samples.INTAKE, name=name)
    source = html_of(DOCUMENTS["form1"], samples.sheet(paper), samples.DAY)
    pdf = lay_out(source).write_pdf(**UA)
    assert name in source
    assert complaints == []
    assert GETA not in text_of(pdf)


@pytest.mark.parametrize("name", ["김민수", "Nguyễn Thị Hương", "नेपाल"])
def test_such_a_name_can_be_searched_and_copied(name):
    paper = dataclasses.replace(samples.INTAKE, name=name)
    source = html_of(DOCUMENTS["form1"], samples.sheet(paper), samples.DAY)
    assert name in run(["pdftotext", "-raw", "-", "-"], lay_out(source).write_pdf(**UA))


def test_many_signs_without_a_picture_are_counted():
    assert in_words(list("一二")) == "U+4E00、U+4E8C"
    assert in_words(list("一二三四五")) == "U+4E00、U+4E8C、ほか3字"


def test_what_needs_no_picture_is_no_hole():
    assert without_font("葛\U000e0100\u200d\n\t　𠮷\ufa19") == []
