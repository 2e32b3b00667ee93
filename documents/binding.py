"""From many papers one file: a PDF with bookmarks, or a ZIP of single PDFs.

The papers are read one at a time and laid down at once in a file without a name, which vanishes
with the process: nothing of anybody is left on the disk.
"""

import re
import unicodedata
import zipfile
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from secrets import token_hex
from typing import IO, Any

from pikepdf import Array, Dictionary, Name, Object, OutlineItem, Pdf, Stream, String

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


class Book:
    """A PDF that is written paper after paper.

    What is written is no more in memory, only where it lies: a library keeps every object of
    the file until it is saved, so that 300 papers take several times what 30 take.
    """

    TREE = 1  # the number of the object that lists all pages

    def __init__(self, into: IO[bytes]):
        self.into, self.places, self.pages = into, array("Q", [0]), array("Q")
        into.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")

    def add(self, paper: Pdf) -> None:
        """The pages of a paper, and what is drawn on them."""
        with Pdf.new() as alone:
            alone.pages.extend(paper.pages)
            known = {alone.Root.Pages.objgen: self.TREE}
            rows = [page.obj for page in alone.pages]
            self.pages.extend(self.number_of(row, known) for row in rows)
            self.write(rows, known)

    def close(self, marks: list[tuple[str, str, int]], title: str) -> None:
        """What stands in front of the pages, and where everything lies."""
        with Pdf.new() as front:
            for _page in self.pages:
                front.add_blank_page()
            finish(front, marks, title)
            rows = [page.obj.objgen for page in front.pages]
            known = dict(zip(rows, self.pages, strict=True))
            known[front.Root.Pages.objgen] = self.TREE
            ends = {"Root": front.Root, "Info": front.trailer.Info}
            ends = {name: self.number_of(row, known) for name, row in ends.items()}
            self.write([front.Root, front.trailer.Info, front.Root.Pages], known)
        start, size = self.into.tell(), len(self.places) + 1
        self.into.write(b"xref\n0 %d\n%010d 65535 f \n" % (size, 0))
        self.into.writelines(b"%010d 00000 n \n" % place for place in self.places)
        leads = b"".join(b"/%b %d 0 R " % (name.encode(), row) for name, row in ends.items())
        mark = token_hex(16).encode()
        self.into.write(b"trailer\n<</Size %d %b/ID [<%b> <%b>]>>\n" % (size, leads, mark, mark))
        self.into.write(b"startxref\n%d\n%%%%EOF\n" % start)

    def number_of(self, row: Object, known: dict[tuple[int, int], int]) -> int:
        """The number it has in this file; ``known`` are those of the file it comes from."""
        if row.objgen not in known:
            self.places.append(0)
            known[row.objgen] = len(self.places)
        return known[row.objgen]

    def write(self, rows: list[Object], known: dict[tuple[int, int], int]) -> None:
        """These objects, and all they lead to that nobody knew yet."""

        def text(value: Any) -> bytes:
            if not isinstance(value, Object):
                return Array([value]).unparse()[1:-1].strip()
            if value.is_indirect:
                if value.objgen not in known:
                    rows.append(value)
                return b"%d 0 R" % self.number_of(value, known)
            return within(value)

        def within(value: Object) -> bytes:
            if isinstance(value, Dictionary):
                pairs = (Name(key).unparse() + b" " + text(row) for key, row in value.items())
                return b"<<" + b" ".join(pairs) + b">>"
            if isinstance(value, Array) and any(isinstance(row, Object) for row in value):
                return b"[" + b" ".join(map(text, value)) + b"]"
            return value.unparse(resolved=True)

        while rows:
            row = rows.pop()
            self.places[known[row.objgen] - 1] = self.into.tell()
            self.into.write(b"%d 0 obj\n" % known[row.objgen])
            if isinstance(row, Stream):
                content = row.read_raw_bytes()
                row.stream_dict.Length = len(content)
                self.into.write(within(row.stream_dict))
                self.into.write(b"\nstream\n%b\nendstream\nendobj\n" % content)
            else:
                self.into.write(within(row) + b"\nendobj\n")


def as_pdf(leaves: Iterable[Leaf], title: str, into: IO[bytes]) -> None:
    """One PDF: a bookmark for each 台帳, below it one for each of its papers."""
    book, marks = Book(into), []
    for leaf in leaves:
        marks.append((leaf.heading, leaf.title, len(book.pages)))
        with Pdf.open(BytesIO(leaf.pdf)) as paper:
            book.add(paper)
    book.close(marks, title)


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
