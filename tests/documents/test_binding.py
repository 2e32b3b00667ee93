"""Many papers in one file: each as it was, and the more there are the memory stays the same."""

import subprocess
import sys
from io import BytesIO

import pikepdf
import pytest
from django.conf import settings
from pikepdf import Array, Dictionary, Name, Pdf, String

from documents.binding import Leaf, as_pdf

MOST_GROWTH = 1.2
BOUND = """
import resource, sys, tempfile
from documents.binding import Leaf, as_pdf
paper = sys.stdin.buffer.read()
leaves = (Leaf("台帳", "様式", paper) for _number in range(int(sys.argv[1])))
with tempfile.TemporaryFile() as whole:
    as_pdf(leaves, "束", whole)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def paper(*words, wide=()):
    """A PDF as an outside program may write it: pages in a tree, sizes inherited, links."""
    pdf, kept = Pdf.new(), BytesIO()
    for word in words:
        pdf.add_blank_page()
        pdf.pages[-1].Contents = pdf.make_stream(f"BT ({word}) Tj ET".encode())
        pdf.pages[-1].Widths = pdf.make_indirect(Array(wide))
        del pdf.pages[-1].MediaBox
    first, last = pdf.pages[0].obj, pdf.pages[-1].obj
    link = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Link,
        Rect=[0, 0, 9.5, 9],
        Contents=String("1 0 R 髙 (𠮷"),
        F=4,
        Dest=[last, Name.Fit],
    )
    first.Annots = Array([pdf.make_indirect(link)])
    first[Name("/With space")] = True
    inner = pdf.make_indirect(
        Dictionary(Type=Name.Pages, Kids=pdf.Root.Pages.Kids, Count=len(words))
    )
    for page in list(pdf.pages):
        page.obj.Parent = inner
    inner.Parent, inner.MediaBox = pdf.Root.Pages, [0, 0, 200, 300]
    pdf.Root.Pages.Kids = Array([inner])
    pdf.save(kept)
    return kept.getvalue()


@pytest.fixture
def whole():
    into = BytesIO()
    leaves = [
        Leaf("R8-1　髙﨑 𠮷郎", "受付票", paper("one", "two")),
        Leaf("R8-1　髙﨑 𠮷郎", "プラン", paper("three")),
        Leaf("R8-2　葛城 花", "受付票", paper("four", "five")),
    ]
    as_pdf(iter(leaves), "受付票（2件）", into)
    into.seek(0)
    with Pdf.open(into) as pdf:
        yield pdf


def test_every_page_is_there_in_its_order_and_nothing_is_wrong_with_the_file(whole):
    assert whole.check_pdf_syntax() == []
    drawn = [page.Contents.read_bytes() for page in whole.pages]
    assert drawn == [
        f"BT ({word}) Tj ET".encode() for word in ("one", "two", "three", "four", "five")
    ]
    assert {tuple(page.mediabox) for page in whole.pages} == {(0, 0, 200, 300)}
    assert {page.obj.Parent.objgen for page in whole.pages} == {whole.Root.Pages.objgen}


def test_a_mark_for_each_case_and_below_it_for_each_paper_and_a_title(whole):
    with whole.open_outline() as outline:
        marks = [
            (row.title, [(below.title, below.destination[0].objgen) for below in row.children])
            for row in outline.root
        ]
    at = [page.obj.objgen for page in whole.pages]
    assert marks == [
        ("R8-1　髙﨑 𠮷郎", [("受付票", at[0]), ("プラン", at[2])]),
        ("R8-2　葛城 花", [("受付票", at[3])]),
    ]
    with whole.open_metadata() as metadata:
        assert metadata["dc:title"] == str(whole.docinfo.Title) == "受付票（2件）"
    assert str(whole.Root.Lang) == "ja"


def test_a_link_leads_to_the_page_of_its_own_paper_and_its_words_are_as_they_were(whole):
    for first, last in ((0, 1), (2, 2), (3, 4)):
        (link,) = whole.pages[first].Annots
        assert link.Dest[0].objgen == whole.pages[last].obj.objgen
        assert str(link.Contents) == "1 0 R 髙 (𠮷"
        assert float(link.Rect[2]) == 9.5
        assert whole.pages[first].obj["/With space"] is True


def test_a_file_without_papers_is_a_file(tmp_path):
    with open(tmp_path / "none.pdf", "wb") as none:
        as_pdf([], "空", none)
    with pikepdf.open(tmp_path / "none.pdf") as pdf:
        assert pdf.check_pdf_syntax() == []
        assert len(pdf.pages) == 0


def test_ten_times_the_papers_take_no_more_memory():
    content = paper("long", wide=range(5000))
    many, few = (
        int(
            subprocess.run(
                [sys.executable, "-c", BOUND, str(number)],
                input=content,
                cwd=settings.BASE_DIR,
                capture_output=True,
                check=True,
            ).stdout
        )
        for number in (200, 20)
    )
    assert many <= few * MOST_GROWTH
