"""別紙: where a text goes that its box cannot hold. Nothing is cut off, nothing is shrunk.

The lines are counted here and not by the page: BIZ UD明朝 gives every sign one or half
a square, so the count is known before anything is laid out. It is counted a little
too high (kinsoku may push a sign over), and a box grows rather than hide a line.
"""

import re
import unicodedata
from dataclasses import dataclass

GRID = 7.5  # mm: a sheet of 180 mm is 24 columns
PADDING = 4.0  # mm at both sides of a box together
POINT = 0.3528  # mm


@dataclass(frozen=True)
class Annex:
    """One 別紙: the whole text of a box that printed only its beginning."""

    number: int
    title: str
    text: str

    @property
    def paragraphs(self) -> list[str]:
        """Its paragraphs; more than two empty lines in a row are printed as two."""
        return re.sub("\n{4,}", "\n\n\n", self.text).split("\n")


def squares(columns: float, points: float = 9.0) -> int:
    """How many half squares stand in one line of a box so many columns wide."""
    return max(2, int((columns * GRID - PADDING) / (points * POINT) * 2) - 1)


def halves(sign: str) -> int:
    """The width of a sign in half squares; marks and selectors take none."""
    if unicodedata.combining(sign) or unicodedata.category(sign) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WFA" else 1


def lines_of(text: str, width: int) -> list[str]:
    """The text in lines of so many half squares; joined again they are the text."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line, used = "", 0
        for sign in paragraph:
            if used + halves(sign) > width:
                lines.append(line)
                line, used = "", 0
            line, used = line + sign, used + halves(sign)
        lines.append(line + "\n")
    lines[-1] = lines[-1][:-1]
    return lines


def beginning(text: str, lines: int, width: int) -> tuple[str, bool]:
    """What stands in the box, and whether the whole must go on a 別紙.

    Where it must, the last line of the box is kept for saying so.
    """
    rows = lines_of(text, width)
    if len(rows) <= lines:
        return text, False
    return "".join(rows[: max(1, lines - 1)]).rstrip("\n"), True
