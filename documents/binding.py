"""From many papers one file: a PDF with bookmarks, or a ZIP of single PDFs.

The papers are read some at a time and laid down in files without a name, which vanish with the
process: nothing of anybody is left on the disk.
"""

import re
import tempfile
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from typing import IO

from pikepdf import Dictionary, Name, OutlineItem, Pdf, String

GROUP = 40  # papers laid together at a time
PIECE = 1024 * 1024
LONGEST_NAME = 200  # bytes: a file system takes 255
NO_NAME = re.compile(r'[\\/:*?"<>|]')  # what a path or Windows reads as something else
UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


@dataclass(frozen=True)
class Leaf:
    """One paper of the file: whose it is, what it is, its bytes."""

    heading: str
    title: str
    pdf: bytes


def as_pdf(leaves: Iterable[Leaf], title: str, into: IO[bytes]) -> None:
    """One PDF: a bookmark for each 台帳, below it one for each of its papers."""
    marks: list[tuple[str, str, int]] = []
    rest, page = iter(leaves), 0
    with ExitStack() as kept:
        groups = []
        while some := list(islice(rest, GROUP)):
            with ExitStack() as opened, Pdf.new() as group:
                for leaf in some:
                    paper = opened.enter_context(Pdf.open(BytesIO(leaf.pdf)))
                    marks.append((leaf.heading, leaf.title, page + len(group.pages)))
                    group.pages.extend(paper.pages)
                page += len(group.pages)
                laid_down = kept.enter_context(tempfile.TemporaryFile())
                group.save(laid_down)
            groups.append(kept.enter_context(Pdf.open(laid_down)))
        with Pdf.new() as whole:
            for group in groups:
                whole.pages.extend(group.pages)
            finish(whole, marks, title)
            whole.save(into)


def finish(pdf: Pdf, marks: list[tuple[str, str, int]], title: str) -> None:
    """Its bookmarks, its title, its language."""
    with pdf.open_outline() as outline:
        for heading, words, first in marks:
            if not outline.root or outline.root[-1].title != heading:
                outline.root.append(OutlineItem(heading, first))
            outline.root[-1].children.append(OutlineItem(words, first))
    with pdf.open_metadata() as metadata:
        metadata["dc:title"] = title
    pdf.Root.Lang, pdf.Root.PageMode = String("ja"), Name.UseOutlines
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)


def as_zip(leaves: Iterable[Leaf], into: IO[bytes]) -> None:
    """A ZIP: 001_台帳番号 氏名_様式.pdf, in the order of the 束."""
    with zipfile.ZipFile(into, "w") as bundle:
        for number, leaf in enumerate(leaves, start=1):
            bundle.writestr(file_name(f"{number:03}", leaf.heading, leaf.title), leaf.pdf)


def file_name(*words: str) -> str:
    """A name for a PDF that every system takes and that leads nowhere else."""
    text = "_".join(filter(None, words))
    seen = "".join(sign for sign in text if unicodedata.category(sign) not in UNSEEN)
    plain = NO_NAME.sub("＿", seen).strip(". ")
    return plain.encode()[:LONGEST_NAME].decode(errors="ignore") + ".pdf"


def pieces(whole: IO[bytes]) -> Iterator[bytes]:
    """The file in pieces a row can hold."""
    whole.seek(0)
    while piece := whole.read(PIECE):
        yield piece
