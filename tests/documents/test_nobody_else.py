"""A paper of one person tells of that person alone, whatever stands beside it in the office."""

import pytest

from documents.register import papers
from documents.rendering import html_of
from rules.calendar import today
from tests.course import Course
from tests.documents.reading import plainly

PEOPLE = {
    "甲野 春子": {"kana": "こうの はるこ", "tel_mobile": "090-1111-0001", "address": "春町1番"},
    "乙川 秋男": {"kana": "おつかわ あきお", "tel_mobile": "090-2222-0002", "address": "秋町2番"},
}


@pytest.fixture
def courses(office):
    """Two people of one office, led by one counselor through the whole course."""
    found = [Course(office, name=name, **person) for name, person in PEOPLE.items()]
    for course in found:
        course.closed()
        course.case.person.refresh_from_db()
    return found


def told_of(course):
    """What only this person's papers may say."""
    person = course.case.person
    return {person.name, person.kana, person.tel_mobile, person.address, course.case.number}


def sources(sheet, document):
    """The page of a paper and of each that goes with it."""
    yield html_of(document, sheet, today())
    for enclosed, inner in sheet.enclosed:
        yield from sources(inner, enclosed)


def test_no_paper_of_one_person_tells_of_another(courses):
    printed = set()
    for course, other in (courses, courses[::-1]):
        own, foreign = (set(map(plainly, told_of(one))) for one in (course, other))
        for document in papers():
            if not document.is_of_case:
                continue
            for record in document.records(course.case):
                text = plainly("".join(sources(document.sheet(record), document)))
                assert not [words for words in foreign if words in text], document.code
                assert document.code == "form7" or any(words in text for words in own)
                printed.add(document.code)
    assert {f"form{number}" for number in (1, 2, 3, 5, 6, 7, 8)} <= printed
    assert {"form3_note", "minutes", "submission", "ledger", "handover"} <= printed
