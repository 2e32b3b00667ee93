"""郵便番号 to 住所, without any network."""

import json
import sqlite3
from contextlib import closing

import pytest

from rules import postal
from rules.postal import Address


def entry(prefecture, city, town, **more):
    return {"prefecture": prefecture, "city": city, "neighborhood": town, "alternates": [], **more}


@pytest.fixture
def built(tmp_path, monkeypatch):
    source, target = tmp_path / "source.db", tmp_path / "var" / "postal.sqlite3"
    border = entry("愛知県", "弥富市", "")
    border["alternates"] = [entry("三重県", "桑名郡木曽岬町", ""), entry("愛知県", "弥富市", "")]
    office = entry("新潟県", "長岡市", "大手通", banchi="1丁目4番地10")
    with closing(sqlite3.connect(source)) as database:
        database.execute("create table postal_data (code text, data text)")
        database.execute("create table office_data (code text, data text)")
        rows = [("4980000", border), ("9400062", entry("新潟県", "長岡市", "大手通"))]
        for code, data in rows:
            database.execute("insert into postal_data values (?, ?)", (code, json.dumps(data)))
        database.execute("insert into office_data values (?, ?)", ("9408501", json.dumps(office)))
        database.commit()
    monkeypatch.setattr(postal, "database_path", lambda: target)
    assert postal.build(source, target) == 4
    assert [path.name for path in target.parent.iterdir()] == ["postal.sqlite3"]
    return source, target


@pytest.mark.parametrize(
    "code", ["9400062", "940-0062", "〒９４０－００６２", "９４０ー００６２", " 940 0062 "]
)
def test_a_code_in_any_notation_finds_its_address(built, code):
    assert postal.lookup(code) == [Address("新潟県", "長岡市", "大手通")]


def test_a_code_of_two_prefectures_finds_both(built):
    assert postal.lookup("498-0000") == [
        Address("愛知県", "弥富市", ""),
        Address("三重県", "桑名郡木曽岬町", ""),
    ]


def test_a_large_office_has_its_number(built):
    assert postal.lookup("9408501") == [Address("新潟県", "長岡市", "大手通1丁目4番地10")]


@pytest.mark.parametrize("code", ["", "0000000", "940006", "94000622", "abcdefg", "' or 1=1"])
def test_an_unknown_code_finds_nothing(built, code):
    assert postal.lookup(code) == []


def test_the_file_can_be_built_again_in_place(built):
    source, target = built
    assert postal.build(source, target) == 4
    assert postal.lookup("9400062")


def test_a_build_that_fails_leaves_the_old_file(built, tmp_path):
    _, target = built
    empty = tmp_path / "empty.db"
    sqlite3.connect(empty).close()
    with pytest.raises(sqlite3.Error):
        postal.build(empty, target)
    assert [path.name for path in target.parent.iterdir()] == ["postal.sqlite3"]
    assert postal.lookup("9400062")


def test_without_the_file_nothing_is_found(tmp_path, monkeypatch):
    monkeypatch.setattr(postal, "database_path", lambda: tmp_path / "absent.sqlite3")
    assert postal.lookup("9400062") == []
