"""What is ticked stands ticked at its label, as often as the table says, and nothing else is.

Each paper is laid out twice: the choices that may be taken by themselves (□) are taken in turn,
every second one first, then the others. ``choices.csv`` has both marks of every choice on the
sheet; what a code chooses (性別, 結果 …) stands as in the sample both times.
"""

import csv
import dataclasses
from collections import Counter, defaultdict
from collections.abc import Mapping
from itertools import count
from pathlib import Path

import pytest

from documents.register import DOCUMENTS
from documents.rendering import html_of, lay_out
from tests.documents import samples
from tests.documents.boxes import Laid

TABLE = Path(__file__).with_name("choices.csv")
TAKEN = ("is_on", "is_used")
TOPIC = ("○", "", "◎", "")


def table():
    """Of each paper: the label, the choice, its mark in the first and in the second, how often."""
    found = defaultdict(set)
    with TABLE.open(encoding="utf-8", newline="") as file:
        for paper, *row in csv.reader(file):
            found[paper].add(tuple(row))
    return found


def taken(old, turn, at):
    """The paper with every second of its choices taken; ``at`` counts them."""
    if isinstance(old, tuple):
        return tuple(taken(item, turn, at) for item in old)
    if isinstance(old, Mapping):
        return {key: taken(item, turn, at) for key, item in old.items()}
    if not dataclasses.is_dataclass(old):
        return old
    new = {}
    for field in dataclasses.fields(old):
        value = getattr(old, field.name)
        if field.name in TAKEN:
            new[field.name] = (next(at) + turn) % 2 == 0
        elif field.name == "mark" and hasattr(old, "number"):
            new[field.name] = TOPIC[(next(at) + turn) % 4]
        else:
            new[field.name] = taken(value, turn, at)
    return dataclasses.replace(old, **new)


def laid(code, turn):
    sheet = samples.sheet(taken(samples.PAPERS[code], turn, count()))
    return Laid(lay_out(html_of(DOCUMENTS[code], sheet, samples.DAY))).choices()


def ticked(code):
    """The same as the table, read from the sheets."""
    pairs = zip(laid(code, 0), laid(code, 1), strict=True)
    found = Counter(
        (first.label, first.words.replace(",", "，"), first.mark, second.mark)
        for first, second in pairs
    )
    return {(*row, str(times)) for row, times in found.items()}


def test_every_paper_has_its_table_of_choices_or_none_to_tick():
    assert set(table()) <= {"paper", *samples.PAPERS}
    assert {"form1", "form2", "form5", "form6", "form8"} <= set(table())


@pytest.mark.parametrize("code", sorted(samples.PAPERS))
def test_every_choice_is_ticked_as_the_table_says_and_none_else(code):
    found, wanted = ticked(code), table()[code]
    assert sorted(wanted - found) == []
    assert [",".join((code, *row)) for row in sorted(found - wanted)] == []


def on_boxes(old):
    """The labels of the choices a paper says are taken."""
    if isinstance(old, tuple | Mapping):
        for item in old.values() if isinstance(old, Mapping) else old:
            yield from on_boxes(item)
    elif dataclasses.is_dataclass(old):
        if getattr(old, "is_on", False):
            yield "".join(old.label.split())
        for field in dataclasses.fields(old):
            yield from on_boxes(getattr(old, field.name))


@pytest.mark.parametrize("code", ["form2", "form6", "hellowork", "benefit_claim"])
@pytest.mark.parametrize("turn", [0, 1])
def test_what_the_paper_says_is_taken_is_what_is_ticked(code, turn):
    wanted = Counter(on_boxes(taken(samples.PAPERS[code], turn, count())))
    choices = laid(code, turn)
    ticks = [choice.words for choice in choices if choice.mark == "■"]
    topics = {choice.words for choice in choices if choice.mark not in ("■", "□")}  # ○ or ◎
    for words, times in wanted.items():
        shown = sum(words in found for found in ticks)
        assert shown >= times or any(words in topic for topic in topics), words
