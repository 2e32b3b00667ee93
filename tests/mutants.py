"""make mutants: each access rule and each ``visible_to`` is taken away in turn; a test must fail.

A removal is made in a copy of the program. Only what names it is asked: the lines of the matrix
whose address has the rule or lies in the file, then the canaries, then the tests that name the
model or the rule; the first failure ends it. What was found is kept, and a second run goes on.
"""

import argparse
import ast
import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
TREE, FOUND = ROOT / "var/mutants/tree", ROOT / "var/mutants/found.json"
ROOMS = ("accounts", "network", "documents", "cases", "plans", "meetings", "reports")
SEEN = {  # what bounds the rows, and what stands there when it is gone
    "visible_to": ".all()",
    "visible": ".all()",
    "readable_to": ".all()",
    "for_user": ".all()",
    "page_for": ".filter(pk=pk)",
    "page": ".filter(pk=pk)",
}
ASKED = ("check_in_charge", "check_writer", "check_examiner", "check_recorder", "check_strike")
ASKED += ("stop_if_not_yours",)
MATRIX = "tests/access/test_matrix.py"
CANARY = "tests/access/test_canary.py"


@dataclass(frozen=True)
class Removal:
    """One place of one file, and what is written there instead."""

    file: str
    line: int
    start: int
    end: int
    instead: str
    name: str

    @property
    def key(self):
        return f"{self.file}:{self.line} {self.name}"


def removals():
    """Everything that keeps somebody out, as it stands in the source."""
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            if "migrations" not in path.parts and "demo" not in path.parts:
                yield from removals_in(path)


def removals_in(path):
    text = path.read_bytes()
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))

    def cut(node, instead, name, since=None):
        begin = starts[node.lineno - 1] + node.col_offset
        if since is not None:
            begin = starts[since.end_lineno - 1] + since.end_col_offset
        end = starts[node.end_lineno - 1] + node.end_col_offset
        return Removal(str(path.relative_to(ROOT)), node.lineno, begin, end, instead, name)

    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                if is_rule(value) and isinstance(key, ast.Constant) and key.value != "open":
                    yield cut(value, 'Rule("")', f"rule {key.value}")
        elif isinstance(node, ast.Expr) and called(node.value) in ASKED:
            yield cut(node, "None", called(node.value))
        elif bounds(node, path):
            yield cut(node, SEEN[node.func.attr], node.func.attr, since=node.func.value)


def is_rule(node):
    """A rule of some people; one of everybody has nothing to take away."""
    return called(node) == "Rule" and any(word.arg == "roles" for word in node.keywords)


def called(node):
    return getattr(node.func, "id", "") if isinstance(node, ast.Call) else ""


def bounds(node, path):
    """Does it keep rows out? ``page`` and ``visible`` do so of a 台帳 only."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
        return False
    name = node.func.attr
    return name in SEEN and (name not in ("page", "visible") or "cases" in path.parts)


def addresses_of(removal):
    """The addresses that name the rule, or whose views are in the file; else all."""
    wanted = removal.name.removeprefix("rule ")
    rows = json.loads(run([sys.executable, "manage.py", "routes"], ROOT).stdout)
    named = [row["name"] for row in rows if row["rule"] == wanted]
    if not named and "/views" in removal.file:
        module = removal.file.removesuffix(".py").replace("/", ".")
        named = [row["name"] for row in rows if row["module"] == module]
    return named


def tests_of(removal):
    """The tests beside the matrix that name what is taken away, or the room's own."""
    word = removal.name.removeprefix("rule ").rpartition(".")[2]
    room = removal.file.split("/")[0]
    files = sorted((ROOT / "tests" / room).glob("test_*.py"))
    naming = [str(f.relative_to(ROOT)) for f in files if word in f.read_text(encoding="utf-8")]
    return ["tests/test_access.py", "tests/access/test_not_yours.py", *naming]


def run(command, where, **words):
    env = os.environ | {"TSUNAGI_ENV": "test"} | words
    return subprocess.run(command, cwd=where, env=env, capture_output=True, text=True, check=False)


def pytest(where, *args, addresses=()):
    command = [sys.executable, "-m", "pytest", "--database=only", "-x", "-p", "no:cacheprovider"]
    return run([*command, *args], where, MATRIX_ADDRESSES=" ".join(addresses)).returncode


def is_noticed(removal):
    """The first of the three that fails, or nothing."""
    target = TREE / removal.file
    whole = (ROOT / removal.file).read_bytes()
    instead = removal.instead.encode()
    target.write_bytes(whole[: removal.start] + instead + whole[removal.end :])
    try:
        for args, addresses in (
            ((MATRIX,), addresses_of(removal)),
            ((CANARY,), ()),
            (tuple(tests_of(removal)), ()),
        ):
            if pytest(TREE, *args, addresses=addresses):
                return args[0]
    finally:
        target.write_bytes(whole)
    return ""


def copy_tree():
    shutil.rmtree(TREE, ignore_errors=True)
    skip = shutil.ignore_patterns(".git", ".venv", "mutants", "look", "data", "*.sqlite3-*", "db.*")
    shutil.copytree(ROOT, TREE, ignore=skip, symlinks=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=int, default=60)
    parser.add_argument("--list", action="store_true", help="only say what would be taken away")
    options = parser.parse_args()
    rows = list(removals())
    if options.list:
        print("\n".join(row.key for row in rows))
        return 0
    copy_tree()
    print("もとのままの試験 …", flush=True)
    if pytest(TREE, MATRIX, CANARY, "tests/test_access.py", "tests/access/test_not_yours.py"):
        print("もとのままで落ちています。先に直してください。")
        return 2
    found = json.loads(FOUND.read_text()) if FOUND.exists() else {}
    ends = time.monotonic() + 60 * options.minutes
    for row in rows:
        if row.key not in found and time.monotonic() < ends:
            found[row.key] = is_noticed(row)
            FOUND.write_text(json.dumps(found, ensure_ascii=False, indent=1))
            print(f"{found[row.key] or '気づかれない'}\t{row.key}", flush=True)
    asked = [found[row.key] for row in rows if row.key in found]
    noticed = sum(map(bool, asked))
    print(f"{len(rows)}のうち{len(asked)}をためし、{noticed}が試験を落としました。")
    return 0 if noticed == len(rows) else 1


if __name__ == "__main__":
    raise SystemExit(main())
