"""What the papers of this room are filled with: plain values, no model.

Each has a default for everything: the paper with nothing known is the blank form.
"""

import datetime as dt
from dataclasses import dataclass

from rules.calendar import PartialDate


@dataclass(frozen=True)
class Topic:
    """One of the 16 matters of 様式1 with its mark (○, ◎ or none)."""

    number: int
    label: str
    mark: str = ""


@dataclass(frozen=True)
class IntakePaper:
    """相談受付・申込票 (様式1)."""

    number: str = ""
    received_on: dt.date | None = None
    received_by: str = ""
    name: str = ""
    kana: str = ""
    sex: str = ""
    sex_other: str = ""
    birth: PartialDate | None = None
    age: str = ""
    postal_code: str = ""
    address: str = ""
    residence: str = ""
    tel_home: str = ""
    tel_mobile: str = ""
    email: str = ""
    visitor_name: str = ""
    visitor_tel: str = ""
    visitor_relation: str = ""
    visitor_relation_text: str = ""
    topics: tuple[tuple[Topic, Topic], ...] = ()
    topic_other: str = ""
    words: str = ""
    addressee: str = ""
    policy_on: dt.date | None = None
    signed_on: dt.date | None = None
    oral_on: dt.date | None = None  # agreed to by word of mouth: the signature comes later


@dataclass(frozen=True)
class LastNote:
    """A 記録 of the last times, short enough for the paper of a visit."""

    on: dt.date
    title: str
    body: str
    next_step: str = ""


@dataclass(frozen=True)
class Due:
    """What comes next: a 期限, or an appointment."""

    on: dt.date
    what: str


@dataclass(frozen=True)
class VisitPaper:
    """訪問の準備: what one takes along, and lines to write on in the order of the note."""

    number: str = ""
    name: str = ""
    kana: str = ""
    age: str = ""
    stage: str = ""
    staff: str = ""
    address: str = ""
    tel: str = ""
    contact_way: str = ""
    caution: str = ""
    household: str = ""
    on: dt.date | None = None
    at: dt.time | None = None
    place: str = ""
    method: str = ""
    purpose: str = ""
    notes: tuple[LastNote, ...] = ()
    questions: tuple[str, ...] = ()
    dues: tuple[Due, ...] = ()
    methods: tuple[str, ...] = ()
    lines: int = 12
