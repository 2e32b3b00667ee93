"""Every parameter of a 要綱 can be read in Japanese: a new one cannot be forgotten."""

import dataclasses
import re
import types
import typing

import pytest

from rules.profile import FOLDER, profile_for, registered_tables, versions_of
from rules.profile_words import compared, is_hidden, sections, word_for, words
from tests.places import PLACES

CODES = sorted(path.name.split("_")[0] for path in FOLDER.iterdir() if path.is_dir())


def schemas_in(hint):
    """Every dataclass in a type, and in theirs."""
    if dataclasses.is_dataclass(hint):
        yield hint
        for part in typing.get_type_hints(hint).values():
            yield from schemas_in(part)
    for part in typing.get_args(hint):
        if not isinstance(part, str):
            yield from schemas_in(part)


def codes_in(hint):
    """Every code a type allows; of what stands inside it, too."""
    if typing.get_origin(hint) is typing.Literal:
        yield from typing.get_args(hint)
    elif typing.get_origin(hint) in (tuple, dict, typing.Union, types.UnionType):
        for part in typing.get_args(hint):
            yield from codes_in(part)


SCHEMAS = sorted(
    {schema for table in registered_tables().values() for schema in schemas_in(table)},
    key=lambda schema: schema.__name__,
)
FIELDS = [
    (schema, field.name)
    for schema in SCHEMAS
    for field in dataclasses.fields(schema)
    if "derived" not in field.metadata
]


def test_every_table_is_shown():
    assert set(words()["tables"]) == set(registered_tables())


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda schema: schema.__name__)
def test_every_field_has_a_label_and_no_label_is_left_over(schema):
    """One name for one dataclass, and each of its fields is called something in Japanese."""
    assert [row.__name__ for row in SCHEMAS].count(schema.__name__) == 1
    labels = words()["fields"][schema.__name__]
    assert set(labels) == {name for owner, name in FIELDS if owner is schema}
    assert [name for name, label in labels.items() if re.search("[A-Za-z_]", label)] == []


def test_every_code_has_a_word():
    missing = []
    for schema, name in FIELDS:
        place = f"{schema.__name__}.{name}"
        for code in codes_in(typing.get_type_hints(schema)[name]):
            is_field = code in words()["fields"][schema.__name__]  # has a label of its own
            if not is_field and re.search("[A-Za-z_]", word_for(place, code)):
                missing.append((place, code))
    assert missing == []


def test_no_words_are_kept_for_what_is_not_there():
    places = {f"{schema.__name__}.{name}" for schema, name in FIELDS}
    table = words()
    said = {*table["words"], *table["units"], *table["hidden"]["fields"]}
    assert said - places == set()
    assert set(words()["notes"]) <= set(registered_tables())
    assert all(is_hidden(schema, name) == (name in ("code", "marks")) for schema, name in FIELDS)


@pytest.mark.parametrize("code", CODES)
def test_no_municipality_shows_a_code(code):
    """What people read of any version holds no word of the program."""
    for profile in versions_of(code):
        shown = [row for section in sections(profile) for row in section.rows]
        assert [row for row in shown if re.search("[a-z]_?[a-z]", row.text + row.label)] == []
        keys = [(section.name, row.key) for section in sections(profile) for row in section.rows]
        assert len(keys) == len(set(keys))


def differences(old, new):
    return [
        (section.name, pair.label, pair.difference)
        for section, pairs in compared(old, new)
        for pair in pairs
        if pair.difference
    ]


def test_what_a_new_version_changed_is_found_and_nothing_else():
    """札幌市: the 印 went with R3.4.1."""
    versions = versions_of(PLACES["sapporo"])
    assert differences(versions[1], versions[2]) == [("papers", "署名の横の印", "変わった")]
    assert differences(versions[2], versions[2]) == []


def test_what_came_and_what_went_is_named_so(folders):
    """The invented town: the loan and the inn left the catalogue, the budget is decided on."""
    folders.town()
    old, new = versions_of("990001")
    found = differences(old, new)
    assert ("programmes", "手続", "変わった") in found
    assert ("programmes", "事業の名", "なくなった") in found
    assert ("programmes", "事業の名", "加わった") in differences(new, old)


def test_a_route_a_limit_and_a_notice_read_like_sentences(folders):
    folders.town()
    told = {
        (section.name, row.group, row.label): row.text
        for section in sections(versions_of("990001")[0])
        for row in section.rows
    }
    inn = ("programmes", "つむぎの宿")
    assert "日数：14日" in told[*inn, "決定までの期限"]
    assert "却下：つむぎの宿利用可否決定通知書　番号：第７号様式" in told[*inn, "通知書"]
    assert told[*inn, "独自の申請書"] == "書類の名：つむぎの宿利用申請書\n番号：第６号様式"
    assert told["plans", "", "決裁の順"].split("\n")[2] == "町長　役割：決裁者"


def test_posts_that_go_together_read_so():
    tables = {section.name: section for section in sections(profile_for(PLACES["sapporo"]))}
    (row,) = [row for row in tables["staffing"].rows if row.label == "兼務できる組"]
    assert row.text == "相談支援員と就労支援員"
