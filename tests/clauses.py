"""The clauses of the five 要綱・手引き and the tests that prove them: ``make clauses``.

``tests/clauses.csv`` has one row per clause: its id, strength (M 義務, S 努力, O 例, I 説明),
the room that answers for it, what must hold in our own words, the tests that prove it, and
what it still waits for. A row is proven when it names tests and waits for nothing.
"""

import ast
import csv
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FILE = Path(__file__).with_name("clauses.csv")
SEEDS = {
    "NAG": ("長岡市 実施要領", 66),
    "TEB": ("手引き（案）", 116),
    "SAP": ("札幌市 実施要綱", 55),
    "KAM": ("上天草市 実施要領", 38),
    "SAI": ("埼玉県 実施要綱", 21),
}
# NAG-4-1-ア-5: the seed, its sections and items; a number where one item asks several things.
SHAPE = re.compile(rf"({'|'.join(SEEDS)})(-[0-9A-Za-zァ-ヶｦ-ﾟ一-龠①-⑨()–]+)+")
IDS = "6d83a84e614f2ba0"  # of all the ids: one that is added, lost or misspelt changes it
STRENGTHS = "MSOI"
COURSE = ("cases", "plans", "meetings", "accounts")
# 職員を育てることと、苦情・共有の条項は、べつに確かめる。
ELSEWHERE = ("TEB-6-2", "TEB-6-3", "TEB-7")
ELSEWHERE_ROWS = {"NAG-4-1-エ-6", "NAG-9-3", "KAM-5-1-エ-4", "KAM-7-3"}


@dataclass(frozen=True)
class Clause:
    id: str
    strength: str
    room: str
    must: str
    tests: tuple[str, ...]
    waits: str

    @property
    def seed(self) -> str:
        return self.id.split("-")[0]

    @property
    def is_proven(self) -> bool:
        return bool(self.tests) and not self.waits

    @property
    def is_of_the_course(self) -> bool:
        """A duty, firm or to be striven for, of the rooms from 受付 to 終結."""
        if self.id.startswith(ELSEWHERE) or self.id in ELSEWHERE_ROWS:
            return False
        return self.strength in "MS" and self.room in COURSE


def read(path: Path = FILE) -> list[Clause]:
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Clause(**{**row, "tests": tuple(row["tests"].split())}) for row in csv.DictReader(file)
        ]


def digest(clauses: list[Clause]) -> str:
    ids = "\n".join(sorted(row.id for row in clauses))
    return hashlib.sha256(ids.encode()).hexdigest()[: len(IDS)]


# ---- does a test exist, and does it assert anything? -----------------------------------------


def fault_of(node_id: str) -> str:
    """Why a test proves nothing: it is not there, or asserts nothing; "" if it stands."""
    path, _, name = node_id.partition("::")
    functions = functions_of(ROOT / path)
    if not path.startswith("tests/") or not functions:
        return f"{node_id}: ファイルがありません"
    name = name.partition("[")[0].replace("::", ".")
    if name not in functions or not name.split(".")[-1].startswith("test_"):
        return f"{node_id}: 試験がありません"
    if not asserts(functions, name):
        return f"{node_id}: 何も確かめていません"
    return ""


@cache
def functions_of(path: Path) -> dict[str, ast.FunctionDef]:
    """The functions of a file, those of a class as ``Class.name``."""
    if not path.is_file():
        return {}
    found = {}
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef):
            found[node.name] = node
        elif isinstance(node, ast.ClassDef):
            found |= {
                f"{node.name}.{row.name}": row
                for row in node.body
                if isinstance(row, ast.FunctionDef)
            }
    return found


def asserts(functions: dict[str, ast.FunctionDef], name: str, seen: frozenset[str] = frozenset()):
    """An ``assert``, ``pytest.raises`` or ``expect(…)``, of its own or of a helper it calls."""
    if name not in functions or name in seen:
        return False
    nodes = list(ast.walk(functions[name]))
    called = {word for node in nodes for word in names_of_call(node)}
    if any(isinstance(node, ast.Assert) for node in nodes) or called & {"raises", "expect"}:
        return True
    return any(asserts(functions, word, seen | {name}) for word in called)


def names_of_call(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Call):
        if isinstance(node.func, ast.Name):
            yield node.func.id
        elif isinstance(node.func, ast.Attribute):
            yield node.func.attr


# ---- make clauses ----------------------------------------------------------------------------


def report(clauses: list[Clause]) -> Iterator[str]:
    """Per seed: how many rows, how many proven, and each open one with what it waits for."""
    for seed, (title, _count) in SEEDS.items():
        rows = [row for row in clauses if row.seed == seed]
        still = [row for row in rows if not row.is_proven]
        yield f"{title}（{seed}）：{len(rows)}件、証拠のあるもの {len(rows) - len(still)}件"
        for row in still:
            yield f"  {row.id}\t{row.strength}\t{row.must}\t← {row.waits}"
        yield ""
    course = [row for row in clauses if row.is_of_the_course]
    proven = sum(row.is_proven for row in course)
    yield f"受付から終結までの義務・努力：{len(course)}件、証拠のあるもの {proven}件"
    yield f"すべて：{len(clauses)}件、証拠のあるもの {sum(row.is_proven for row in clauses)}件"


if __name__ == "__main__":
    print("\n".join(report(read())).expandtabs(8))
