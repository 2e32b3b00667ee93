"""make mutants: each access rule and each ``visible_to`` is taken away in turn; a test must fail.

Only what names it is asked: the lines of the matrix whose address has the rule or lies in the
file, then the canaries, then the tests that name the model or the rule; the first failure ends
it. The matrix and the canaries are asked in a fork of one process that stands in the office of
``tests.access.keeping``; the tests, in a copy of the program. An answer that is wrong without
the removal too counts for nothing. What was found is kept, and a second run goes on.
"""

import argparse
import ast
import gc
import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from types import CodeType, FunctionType

from tests.access import keeping

ROOT = Path(__file__).parents[1]
HERE = ROOT / "var/mutants"
TREE, FOUND, OFFICE = HERE / "tree", HERE / "found.json", HERE / "office"
ROOMS = (
    "accounts",
    "network",
    "documents",
    "cases",
    "plans",
    "meetings",
    "housing_benefit",
    "incidents",
    "reports",
)
SEEN = {  # what bounds the rows, and what stands there when it is gone
    "visible_to": ".all()",
    "visible": ".all()",
    "readable_to": ".all()",
    "for_user": ".all()",
    "page_for": ".filter(pk=pk)",
    "page": ".filter(pk=pk)",
}
ASKED = (
    "allow_at",
    "check_in_charge",
    "check_writer",
    "check_examiner",
    "check_recorder",
    "check_strike",
)
ASKED += ("check_reads_records", "stop_if_not_yours")
FIRST = ("chief, other agency", "chief, colleague", "counselor, other city", "officer")


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

    @property
    def text(self):
        """The file without it."""
        whole = (ROOT / self.file).read_bytes()
        return whole[: self.start] + self.instead.encode() + whole[self.end :]


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
        elif isinstance(node, ast.FunctionDef) and node.name in SEEN:
            last = node.body[-1]
            if isinstance(last, ast.Return) and node.args.args[0].arg == "self":
                yield cut(last, f"return self{SEEN[node.name]}", f"def {node.name}")
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
    of_a_case = {"cases", "plans"} & set(path.parts)
    return name in SEEN and (name not in ("page", "visible") or bool(of_a_case))


def addresses_of(removal):
    """The addresses that name the rule, or whose views are in the file; else all."""
    from reports.management.commands.routes import routes

    wanted = removal.name.removeprefix("rule ")
    rows = [(name, view.rule, view.__module__) for name, _pattern, view in routes()]
    named = {name for name, rule, _module in rows if rule == wanted}
    if not named and "/views" in removal.file:
        module = removal.file.removesuffix(".py").replace("/", ".")
        named = {name for name, _rule, found in rows if found == module}
    return named


def tests_of(removal):
    """The tests beside the matrix that name what is taken away, or the room's own."""
    word = removal.name.removeprefix("rule ").removeprefix("def ").rpartition(".")[2]
    room = removal.file.split("/")[0]
    files = sorted((ROOT / "tests" / room).glob("test_*.py"))
    naming = [str(f.relative_to(ROOT)) for f in files if word in f.read_text(encoding="utf-8")]
    return ("tests/test_access.py", "tests/access/test_not_yours.py", *naming)


# ---- in a fork of this process -----------------------------------------------------------


def without(removal):
    """Take it away from the running program."""
    if removal.name.startswith("rule "):
        from accounts.permissions import EVERYONE, RULES

        rule = RULES[removal.name.removeprefix("rule ")]
        object.__setattr__(rule, "roles", EVERYONE)
        object.__setattr__(rule, "decides", False)
        return
    path = str(ROOT / removal.file)
    new = code_at(compile(removal.text, path, "exec"), removal.line)
    old = [
        found
        for found in gc.get_objects()
        if isinstance(found, FunctionType)
        and found.__code__.co_filename == path
        and found.__code__.co_firstlineno == new.co_firstlineno
        and found.__qualname__ == new.co_qualname
    ]
    assert any(function.__code__ != new for function in old), removal.key
    for function in old:
        function.__code__ = new


def code_at(code, line):
    """The outermost function in which a line stands; a class is gone into."""
    inside = [one for one in code.co_consts if isinstance(one, CodeType)]
    for one in sorted(inside, key=lambda one: one.co_firstlineno, reverse=True):
        if one.co_firstlineno <= line:
            return one if one.co_flags & 2 else code_at(one, line)  # CO_NEWLOCALS
    raise LookupError(line)


def in_a_fork(act, *args):
    """What ``act(*args)`` answers, in a process of its own with a database of its own."""
    end, begin = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            answer = act(*args)
        except Exception as failure:
            answer = f"{type(failure).__name__}: {failure}"
        os.write(begin, json.dumps(answer).encode())
        os._exit(0)
    os.close(begin)
    with open(end, encoding="utf-8") as told:
        answer = json.loads(told.read())
    os.waitpid(child, 0)
    return answer


def wrong_answers(ask, people, lines):
    """What the table does not allow: who, where, in which world, how."""
    from tests.access.reading import expected

    for actor in people:
        for line, world, method, status in ask.answers(actor, lines):
            if status not in expected(line, actor, world, method):
                yield [actor.name, line["address"], line["face"], world.name, method]


def first_wrong(ask, removal):
    """The first answer that is wrong without the guard, and right with it."""
    from tests.access.asking import actors
    from tests.access.reading import asked

    addresses = addresses_of(removal)
    lines = [line for line in asked() if not addresses or line["address"] in addresses]
    people = sorted(actors(), key=lambda actor: actor.name not in FIRST)

    def look():
        without(removal)
        return next(wrong_answers(ask, people, lines), None)

    def look_again(name, address, face, *_how):
        same = [line for line in lines if (line["address"], line["face"]) == (address, face)]
        return list(wrong_answers(ask, [row for row in people if row.name == name], same))

    found = in_a_fork(look)
    if isinstance(found, str):
        raise RuntimeError(f"{removal.key}: {found}")
    return found if found and found not in in_a_fork(look_again, *found) else None


def heard(ask, removal=None):
    """The first canary that somebody hears; what falls over is heard, too."""
    from tests.access.test_canary import BLIND, heard_by

    if removal:
        without(removal)
    return next(chain.from_iterable(heard_by(ask, name) for name in BLIND), None)


# ---- in a copy of the program ------------------------------------------------------------


def pytest(*args):
    command = [sys.executable, "-m", "pytest", "--database=only", "-x", "-p", "no:cacheprovider"]
    env = os.environ | {"TSUNAGI_ENV": "test"}
    env.pop("DATABASE_URL", None)
    return subprocess.run(
        [*command, *args], cwd=TREE, env=env, capture_output=True, check=False
    ).returncode


@cache
def passes(tests):
    """Do these tests pass with nothing removed?"""
    return pytest(*tests) == 0


def fails(removal, tests):
    target = TREE / removal.file
    target.write_bytes(removal.text)
    try:
        return pytest(*tests) != 0
    finally:
        target.write_bytes((ROOT / removal.file).read_bytes())


@cache
def canaries_are_still(ask):
    return in_a_fork(heard, ask) is None


def noticed_by(ask, removal):
    """Who notices first that it is gone; nobody: an empty text."""
    if found := first_wrong(ask, removal):
        return " ".join(["matrix", *found])
    if in_a_fork(heard, ask, removal) and canaries_are_still(ask):
        return "canary"
    tests = tests_of(removal)
    return "tests" if fails(removal, tests) and passes(tests) else ""


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
    ends = time.monotonic() + 60 * options.minutes
    copy_tree()
    subprocess.run([sys.executable, "-m", "tests.access.keeping", OFFICE], cwd=ROOT, check=True)
    ask = keeping.read(OFFICE)
    found = json.loads(FOUND.read_text()) if FOUND.exists() else {}
    for row in rows:
        if row.key not in found and time.monotonic() < ends:
            found[row.key] = noticed_by(ask, row)
            FOUND.write_text(json.dumps(found, ensure_ascii=False, indent=1))
            print(f"{found[row.key] or '気づかれない'}\t{row.key}", flush=True)
    asked = [found[row.key] for row in rows if row.key in found]
    noticed = sum(map(bool, asked))
    print(f"{len(rows)}のうち{len(asked)}をためし、{noticed}が試験を落としました。")
    return 0 if noticed == len(rows) else 1


if __name__ == "__main__":
    raise SystemExit(main())
