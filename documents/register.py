"""The register of papers: a new 様式 is one entry in its room's ``documents.py`` and a template.

Each room declares its papers at start-up, as it does its access rules. Address, print
link, permission, number, kept copy and test come from the entry.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal

from rules.choices import BEGINNING

DOCUMENTS: dict[str, "Document"] = {}


@dataclass(frozen=True)
class Version:
    """The wording of a paper from a day on: its template."""

    template: str
    valid_from: dt.date = BEGINNING


@dataclass(frozen=True)
class Sheet:
    """One paper of one record: what fills it, and whose it is.

    ``paper`` is a frozen dataclass of plain values that the template reads; it holds a
    default for everything, so that the same template prints the blank form. ``dated``
    is the paper's own day: its choice labels are those of that day. ``judged_on`` is the
    day whose 要綱 it is printed by, where that is another one (a plan: its 支援調整会議).
    What is ``enclosed`` follows it in the same PDF, each with its own pages.
    """

    paper: Any
    case_pk: int | None = None
    case_number: str = ""
    name: str = ""
    kana: str = ""
    agency: str = ""
    municipality: str = ""
    dated: dt.date | None = None
    is_draft: bool = False
    title: str = ""  # as this municipality calls it; else the paper's own
    form_number: str = ""
    judged_on: dt.date | None = None
    strip: tuple[tuple[str, str], ...] = ()
    enclosed: tuple[tuple["Document", "Sheet"], ...] = ()  # what goes with it, in one file


def none_brought(_user: Any, _case: Any) -> None:
    """What one sees of a paper one sees with its 台帳 only."""


@dataclass(frozen=True)
class Lack:
    """What a form cannot do without and has not (E-25): its label, and where it is filled in."""

    label: str
    url: str


def nothing_lacks(_record: Any) -> tuple[Lack, ...]:
    """A paper that can always be printed."""
    return ()


def everywhere(_municipality: str, _on: dt.date) -> bool:
    """A paper that every municipality has."""
    return True


@dataclass(frozen=True)
class Document:
    """A kind of paper.

    ``records(case)`` are the records it can be printed from, the newest first;
    ``sheet(record)`` fills it; ``blank(agency, on)`` is its form for writing by hand.
    ``brought(user, case)`` are those of them that a step brought before a person who does
    not see the 台帳 (D16). ``plan_path`` is the look-up from a record to its plan, if it
    belongs to one.
    ``offered(municipality, on)`` says where the 要綱 has this paper at all.
    ``page`` names the address at which one chooses how it is printed, if there is one.
    ``numbered_as`` is the 様式 whose number it bears, where that is not its own.
    ``lacking(record)`` is what the form still lacks (E-25). ``leaves``: it is signed or leaves
    the house, so that it is kept as issued, in the name of the ``"agency"`` or the ``"city"``.
    ``goes_to`` and ``purpose``: whom it is made for and what for, as the sharing gate asks
    (§5.2); a paper that leaves names both, or there is no such paper.
    ``is_of_case``: it is printed from the page of a 台帳; else it tells of several, and what was
    issued of it is opened at the address ``kept_at``, of its record and its own key.
    """

    code: str
    title: str
    room: str
    subject: str
    roles: tuple[str, ...]
    versions: tuple[Version, ...]
    records: Callable[[Any], Any]
    sheet: Callable[[Any], Sheet]
    blank: Callable[[Any, dt.date], Any]
    brought: Callable[[Any, Any], Any] = none_brought
    plan_path: str = ""
    is_numbered: bool = False
    offered: Callable[[str, dt.date], bool] = everywhere
    page: str = ""
    numbered_as: str = ""
    is_of_case: bool = True
    kept_at: str = ""
    lacking: Callable[[Any], tuple[Lack, ...]] = nothing_lacks
    leaves: Literal["", "agency", "city"] = ""
    goes_to: Literal["", "person", "city", "agency", "council", "outside"] = ""
    purpose: str = ""

    def __post_init__(self) -> None:
        if (self.leaves and not self.goes_to) or bool(self.goes_to) != bool(self.purpose):
            raise ValueError(f"the paper {self.code} leaves: say to whom, and for what purpose")

    def number_among(self, numbers: dict[str, str]) -> str:
        """Its number as the municipality writes it (様式１, 様式第1号), or none."""
        return numbers.get(self.numbered_as or self.code, "")

    def template_on(self, day: dt.date) -> str:
        """The template in force on a day; a day before the first has the first."""
        fitting = [row for row in self.versions if row.valid_from <= day]
        return (fitting[-1] if fitting else self.versions[0]).template

    def as_dict(self) -> dict[str, Any]:
        """The entry as plain data, for ``manage.py documents``."""
        return {
            "code": self.code,
            "title": self.title,
            "room": self.room,
            "subject": self.subject,
            "roles": list(self.roles),
            "versions": [
                {"valid_from": row.valid_from.isoformat(), "template": row.template}
                for row in self.versions
            ],
        }


def register(documents: Iterable[Document]) -> None:
    """Add a room's papers; a code may be declared once only."""
    for document in documents:
        if document.code in DOCUMENTS:
            raise ValueError(f"the paper {document.code} is declared twice")
        if not document.versions:
            raise ValueError(f"the paper {document.code} has no version")
        DOCUMENTS[document.code] = document


def papers() -> list[Document]:
    """Every paper there is, by its code."""
    return [DOCUMENTS[code] for code in sorted(DOCUMENTS)]
