"""`manage.py assess_housing_benefit`: a table in, a table out, one bad row stops no other."""

import csv
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

EXAMPLES = Path(__file__).with_name("examples.csv")
RESULT = ("K", "C", "shunyu_kijun", "shisan_limit", "eligible", "amount", "reason")
GIVEN = {
    "id": "X",
    "kind": "家賃補助",
    "area": "sapporo",
    "n": "1",
    "rent": "30000",
    "income": "0",
    "assets": "0",
    "apply": "2026-08-10",
    "route": "離職",
    "event": "2026-05-31",
    "ext_days": "0",
    "breadwinner": "1",
    "activity": "1",
    "gang": "0",
    "similar": "0",
    "extra": "",
}
MOVE = {
    "kind": "転居費用補助",
    "route": "収入減少",
    "activity": "",
    "extra": "転居先上限基礎=36000 運搬=60000",
}


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def assess(tmp_path):
    """Judge rows that differ from ``GIVEN``; gives (rows out, whether the command failed)."""

    def run(*changes, encoding="utf-8", header=None):
        source, target = tmp_path / "in.csv", tmp_path / "out.csv"
        rows = [GIVEN | change for change in changes]
        with source.open("w", encoding=encoding, newline="") as file:
            writer = csv.DictWriter(file, header or list(rows[0]), extrasaction="ignore")
            writer.writeheader()
            writer.writerows(rows)
        try:
            call_command("assess_housing_benefit", str(source), str(target))
        except CommandError:
            return rows_of(target), True
        return rows_of(target), False

    return run


def test_the_fifteen_examples_come_out_to_the_yen(tmp_path):
    """By the tables of each area, without the K and C that the examples print."""
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    expected = rows_of(EXAMPLES)
    with source.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(GIVEN), extrasaction="ignore")
        writer.writeheader()
        writer.writerows(expected)
    call_command("assess_housing_benefit", str(source), str(target))
    assert len(expected) == 15
    assert rows_of(target) == expected


def test_what_is_given_twice_comes_out_once(tmp_path):
    target = tmp_path / "out.csv"
    call_command("assess_housing_benefit", str(EXAMPLES), str(target))
    assert target.read_text(encoding="utf-8") == EXAMPLES.read_text(encoding="utf-8")


def test_with_its_own_figures_a_row_needs_no_area(assess):
    rows, failed = assess({"area": "", "K": "92000", "C": "36000"})
    assert (rows[0]["amount"], rows[0]["reason"], failed) == ("30000", "OK", False)


def test_one_figure_given_leaves_the_other_to_the_area(assess):
    rows, _ = assess({"area": "kamiamakusa", "K": "", "C": "35000"})
    assert (rows[0]["K"], rows[0]["C"], rows[0]["eligible"]) == ("86000", "35000", "1")


def test_a_bad_row_stops_no_other(assess):
    rows, failed = assess({}, {"rent": "三万"}, {"area": "atlantis"}, {"id": "Z"})
    assert [row["reason"] for row in rows] == ["OK", "E_ROW:rent", "E_AREA", "OK"]
    assert [row["eligible"] for row in rows] == ["1", "", "", "1"]
    assert failed


def test_a_value_that_no_table_has_is_not_calculated(assess):
    rows, failed = assess(
        {"area": "kamiamakusa"},
        {"apply": "2027-07-01"},
        {"n": "9"},
        MOVE | {"extra": "運搬=60000"},
    )
    assert [row["reason"] for row in rows] == ["E_TABLE"] * 4
    assert failed


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"kind": "家賃"}, "kind;E_ROW:route"),
        ({"route": "収入減少"}, "route"),
        (MOVE | {"route": "離職"}, "route"),
        ({"n": "0"}, "n"),
        ({"rent": "36,000"}, "rent"),
        ({"income": "-1"}, "income"),
        ({"assets": ""}, "assets"),
        ({"apply": "2026-02-29"}, "apply"),
        ({"apply": "R8.8.10"}, "apply"),
        ({"event": ""}, "event"),
        ({"event": "2026-08-11"}, "event"),
        ({"ext_days": "?"}, "ext_days"),
        ({"breadwinner": "はい"}, "breadwinner"),
        ({"extra": "礼金=たくさん"}, "extra"),
        ({"extra": "敷金"}, "extra"),
        ({"K": "x", "C": "36000"}, "K"),
    ],
)
def test_a_column_that_says_nothing_usable_is_named(assess, change, column):
    rows, failed = assess(change)
    assert (rows[0]["reason"], rows[0]["amount"], failed) == (f"E_ROW:{column}", "", True)


def test_every_wrong_column_is_named(assess):
    rows, _ = assess({"area": "atlantis", "rent": "", "gang": "2"})
    assert rows[0]["reason"] == "E_AREA;E_ROW:rent;E_ROW:gang"


def test_a_column_that_is_not_there_is_named(assess):
    rows, failed = assess({}, header=[name for name in GIVEN if name != "income"])
    assert (rows[0]["reason"], failed) == ("E_ROW:income", True)


def test_what_was_not_asked_is_no_reason(assess):
    empty = dict.fromkeys(("breadwinner", "activity", "gang", "similar", "ext_days"), "")
    rows, failed = assess(empty)
    assert (rows[0]["reason"], failed) == ("OK", False)


def test_extra_keeps_to_the_words_it_knows(assess):
    note = "メモ 担当=佐藤 面積=たたみ6"
    rows, failed = assess(
        {"extra": note},
        MOVE | {"extra": f"{MOVE['extra']}　敷金=50000 {note} 鍵交換=11000"},
        MOVE | {"extra": f"{MOVE['extra']} 家計改善支援の認定なし"},
    )
    assert [(row["amount"], row["reason"]) for row in rows] == [
        ("30000", "OK"),
        ("71000", "OK"),
        ("0", "E_KAKEI"),
    ]
    assert not failed


def test_a_file_of_a_spreadsheet_with_its_mark_is_read(assess):
    rows, failed = assess({}, encoding="utf-8-sig")
    assert (next(iter(rows[0])), rows[0]["reason"], failed) == ("id", "OK", False)
    assert list(rows[0]) == [*GIVEN, *RESULT]


@pytest.mark.parametrize("content", [None, b"", "氏名".encode("shift_jis")])
def test_what_is_no_such_file_is_refused_in_a_sentence(tmp_path, content):
    source = tmp_path / "in.csv"
    if content is not None:
        source.write_bytes(content)
    with pytest.raises(CommandError, match=r"。$"):
        call_command("assess_housing_benefit", str(source), str(tmp_path / "out.csv"))
    assert not (tmp_path / "out.csv").exists()
