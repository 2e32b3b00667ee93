"""Every value stands at its label, as often as the table of its form says (values.csv).

Each paper is filled with values found nowhere else on it; 0 times is a value that this form
does not print. What is read is the text of the PDF, where it stands the layout.
"""

import csv
import dataclasses
import re
from collections import defaultdict
from pathlib import Path

import pytest

from documents.register import DOCUMENTS
from documents.rendering import UA, html_of, lay_out
from tests.documents import samples
from tests.documents.boxes import Laid
from tests.documents.filling import Marks, filled
from tests.documents.reading import text_of

TABLE = Path(__file__).with_name("values.csv")
SHOWING_ALL = {"form8": {"is_change": True}, "ruling": {"kind": "decided"}}


def table():
    """Of each paper: the value, its labels, how often."""
    found = defaultdict(set)
    with TABLE.open(encoding="utf-8", newline="") as file:
        for paper, value, label, times in csv.reader(file):
            found[paper].add((value, label, times))
    return found


def measured(code):
    """The same, read from the paper itself."""
    marks = Marks()
    paper = dataclasses.replace(samples.PAPERS[code], **SHOWING_ALL.get(code, {}))
    sheet = samples.sheet(filled(paper, marks))
    laid_out = lay_out(html_of(DOCUMENTS[code], sheet, samples.DAY))
    text, laid = text_of(laid_out.write_pdf(**UA)), Laid(laid_out)
    values = re.compile(
        "|".join(re.escape(form) for forms in marks.words.values() for form in forms)
    )
    labels, times = defaultdict(set), defaultdict(set)
    for path, forms in marks.words.items():
        value = re.sub(r"\[\d+\]", "[]", path)
        times[value].add(sum(text.count(form) for form in forms))
        for words in laid.words:
            if any(form in "".join(words.text.split()) for form in forms):
                labels[value].add(values.sub("", laid.label_of(words)))
    return {
        (value, "｜".join(sorted(labels[value])), "・".join(map(str, sorted(times[value]))))
        for value in times
    }


def test_every_paper_has_its_table_of_values():
    assert set(table()) - {"paper"} == set(samples.PAPERS)


@pytest.mark.parametrize("code", sorted(samples.PAPERS))
def test_every_value_stands_at_its_label_as_often_as_the_table_says(code):
    found, wanted = measured(code), table()[code]
    missing = sorted(wanted - found)
    surplus = [",".join((code, *row)) for row in sorted(found - wanted)]
    assert not missing, (missing, surplus)
    assert not surplus, surplus
