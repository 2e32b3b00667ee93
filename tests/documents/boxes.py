"""Where each word of a laid-out paper stands, from WeasyPrint's own boxes (in CSS px)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from weasyprint.formatting_structure import boxes


@dataclass(frozen=True)
class Place:
    """A rectangle on a page."""

    page: int
    left: float
    top: float
    right: float
    bottom: float

    def across(self, other: "Place") -> float:
        """How far the two stand above one another."""
        return min(self.right, other.right) - max(self.left, other.left)

    def along(self, other: "Place") -> float:
        """How far the two stand beside one another."""
        return min(self.bottom, other.bottom) - max(self.top, other.top)

    def covers(self, other: "Place", slack: float) -> bool:
        """Does one stand on the other, by more than ``slack`` both ways?"""
        apart = self.page != other.page
        return not apart and self.across(other) > slack and self.along(other) > slack

    def holds(self, other: "Place", slack: float) -> bool:
        """Does the other stand within, but for ``slack``?"""
        return (
            self.left - slack <= other.left
            and other.right <= self.right + slack
            and self.top - slack <= other.top
            and other.bottom <= self.bottom + slack
        )


@dataclass(frozen=True)
class Cell:
    """A cell of a table."""

    place: Place
    table: int
    is_head: bool
    text: str


@dataclass(frozen=True)
class Words:
    """A run of words, the cell it stands in, the last heading above it."""

    place: Place
    text: str
    cell: Cell | None
    heading: str


@dataclass(frozen=True)
class Choice:
    """Something to tick: the label it belongs to, its words, the mark before them ("": none)."""

    label: str
    words: str
    mark: str


class Laid:
    """A laid-out paper: its words, its cells, its choices."""

    def __init__(self, laid_out: Any) -> None:
        self.words: list[Words] = []
        self.cells: list[Cell] = []
        self.sheets: list[Place] = []
        self._ticked: list[tuple[Words, str]] = []
        self._page = self._table = 0
        self._heading = ""
        for page in laid_out.pages:
            self._page += 1
            self.sheets.append(Place(self._page, 0, 0, page.width, page.height))
            self._walk(page._page_box, None)

    def label_of(self, words: Words) -> str:
        """The label it stands at: the head to its left, else above, else the heading."""
        cell = words.cell
        if cell is None:
            return plain(words.heading)
        heads = [
            one
            for one in self.cells
            if one.is_head
            and one.text
            and (one.table, one.place.page) == (cell.table, cell.place.page)
        ]
        beside = [
            one
            for one in heads
            if one.place.along(cell.place) > 2 and one.place.right <= cell.place.left + 2
        ]
        above = [
            one
            for one in heads
            if one.place.across(cell.place) > 2 and one.place.bottom <= cell.place.top + 2
        ]
        if cell.is_head:
            return plain(cell.text.replace(words.text, ""))
        if beside:
            return plain(max(beside, key=lambda one: one.place.right).text)
        if above:
            return plain(max(above, key=lambda one: one.place.bottom).text)
        return plain(words.heading)

    def choices(self) -> list[Choice]:
        """Every choice, ticked or not, in the order of the sheet; a cell for a mark belongs to
        the words in the cell behind it.
        """
        return [
            Choice(
                plain(words.cell.text)
                if words.cell and words.cell.is_head
                else self.label_of(words),
                words.text or self._behind(words.cell),
                mark,
            )
            for words, mark in self._ticked
        ]

    def _behind(self, cell: Cell | None) -> str:
        """The words of the next cell of its row."""
        if cell is None:
            return ""
        rest = [
            one
            for one in self.cells
            if (one.table, one.place.page) == (cell.table, cell.place.page)
            and one.place.along(cell.place) > 2
            and one.place.left >= cell.place.right - 2
        ]
        return min(rest, key=lambda one: one.place.left).text if rest else ""

    def _walk(self, box: Any, cell: Cell | None) -> None:
        if isinstance(box, boxes.TextBox):
            if box.text.strip():
                hanging = len(box.text) - len(box.text.rstrip())  # spaces at the end of a line
                width = box.width - hanging * box.style["font_size"]
                place = self._place(box, width, box.height)
                self.words.append(Words(place, box.text, cell, self._heading))
            return
        if isinstance(box, boxes.MarginBox):
            self._heading = ""
        if isinstance(box, boxes.TableBox):
            self._table += 1
        if isinstance(box, boxes.TableCellBox):
            cell = self._cell(box)
            self.cells.append(cell)
            is_of_choice = "m" in box.element.get("class", "").split()
            if is_of_choice or cell.text == "○":
                said = "" if is_of_choice else cell.text
                self._ticked.append((Words(cell.place, said, cell, self._heading), cell.text))
        if isinstance(box, boxes.BlockBox) and box.element_tag in ("h1", "h2"):
            self._heading = text_of(box)
        if box.element_tag == "li" and not isinstance(box, boxes.LineBox):
            marks, words = [], []
            for run in _texts(box):
                (marks if run.element_tag == "li::before" else words).append(run.text)
            if marks:
                place = self._place(box, box.width, box.height)
                said = Words(place, "".join("".join(words).split()), cell, self._heading)
                self._ticked.append((said, "".join(marks)))
        for child in getattr(box, "children", ()):
            self._walk(child, cell)

    def _cell(self, box: Any) -> Cell:
        left, top = box.border_box_x(), box.border_box_y()
        place = Place(self._page, left, top, left + box.border_width(), top + box.border_height())
        return Cell(place, self._table, box.element_tag == "th", text_of(box))

    def _place(self, box: Any, width: float, height: float) -> Place:
        left, top = box.position_x, box.position_y
        return Place(self._page, left, top, left + width, top + height)


def text_of(box: Any) -> str:
    """The words of a label, without spaces, without what is explained small or ticked beside it."""
    return "".join("".join(_runs(box)).split())


def _runs(box: Any) -> Iterator[str]:
    if isinstance(box, boxes.TextBox):
        yield box.text
    elif box.element_tag not in ("small", "li"):
        for child in getattr(box, "children", ()):
            yield from _runs(child)


def _texts(box: Any) -> Iterator[Any]:
    """The boxes of words in a box, in their order."""
    if isinstance(box, boxes.TextBox):
        yield box
    for child in getattr(box, "children", ()):
        yield from _texts(child)


def plain(label: str) -> str:
    """A label without the marks before it."""
    return label.lstrip("■※")
