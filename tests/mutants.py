"""make mutants: each access rule and each ``visible_to`` is taken away in turn; a test must fail.

Only what comes to it is asked: the lines of the matrix whose address has the rule or runs the
function, of a few people; the canaries there; those lines of everybody; the tests that name it,
and those of its room. The first failure ends it. The matrix and the canaries are asked in a fork
of one process that stands in the office of ``tests.access.keeping``; the tests, in a copy of the
program. An answer that is wrong without the removal too counts for nothing. As many removals are
tried at once as there are processors. What was found is kept, and a second run goes on.
"""

import argparse
import ast
import gc
import json
import logging
import multiprocessing
import os
import re
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
FOUND, OFFICE = HERE / "found.tsv", HERE / "office"
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
FIRST += ("officer and chief of the 直営",)
SOON = ("tests/access/test_verbs.py", "tests/access/test_not_yours.py")
OF_RULES = ("tests/access/test_matrix.py::test_a_rule_lets_in_whom_one_of_its_addresses_lets_in",)
LATE = ("tests/access/test_rows.py", "tests/access/test_matrix.py")
ASKED_ALREADY = "test_one_role_that_may_and_one_that_may_not"  # these are lines of the matrix
COMING = ("author", "chief, in charge", "officer", "approver", "admin of city", "admin of center")


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
    def function(self):
        """The outermost function it stands in: its file and first line; a rule in none."""
        return None if self.code is None else (self.file, self.code.co_firstlineno)

    @property
    def code(self):
        if self.name.startswith("rule "):
            return None
        whole = compile((ROOT / self.file).read_bytes(), self.file, "exec")
        return code_at(whole, self.line)

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


def addresses_of(removal, reached):
    """The addresses that have the rule, or that come to the function; if none does, the file's."""
    from reports.management.commands.routes import routes

    wanted, module = removal.name.removeprefix("rule "), removal.file[:-3].replace("/", ".")
    named = {name for name, _pattern, view in routes() if view.rule == wanted}
    found = named | set(reached.get(str(removal.function), ()))
    return found or {name for name, _pattern, view in routes() if view.__module__ == module}


def tests_of(removal, addresses):
    """The tests beside the matrix that name what is taken away, its function, or a page with it.

    Last of all the others of its room, and those of others that use its file: of a page that the
    matrix' city does not have.
    """
    word = removal.name.removeprefix("rule ").removeprefix("def ").rpartition(".")[2]
    words = [word, *(f'"{name}"' for name in addresses)]
    if removal.code:
        words.append(removal.code.co_name)
    room, all_tests = removal.file.split("/")[0], sorted((ROOT / "tests").glob("*/test_*.py"))
    brings = f"from {removal.file[:-3].replace('/', '.')} import "
    files = [f for f in all_tests if f.parent.name == room or brings in f.read_text("utf-8")]
    files.append(ROOT / "tests/test_access.py")
    named = [f for f in files if any(word in f.read_text("utf-8") for word in words)]
    rest = [f for f in files if f not in named]
    named, rest = ([str(f.relative_to(ROOT)) for f in some] for some in (named, rest))
    soon = OF_RULES + SOON if removal.name.startswith("rule ") else SOON
    return (*soon, *named, *LATE, *rest)


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
        if type(found) is FunctionType  # a lazy object would wake up if it were asked
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


def coming(ask, functions):
    """Of each function the addresses that run it, for somebody who may go there."""
    from tests.access.asking import WORLDS, actors, undrawn
    from tests.access.reading import METHODS, THROUGH, asked, expected

    brought = next(world for world in WORLDS if world.name == "brought")
    found, here = {str(function): set() for function in functions}, {}

    def note(frame, event, _arg):
        if event == "call" and (code := frame.f_code).co_filename.startswith(here["rooms"]):
            key = str((code.co_filename.removeprefix(here["rooms"]), code.co_firstlineno))
            if key in found:
                found[key].add(here["address"])

    here["rooms"] = f"{ROOT}/"
    kept = questions()
    with undrawn(to_the_end=True), ask.world(brought):
        for actor in (one for one in actors() if one.name in COMING):
            with ask.in_charge(actor):
                for line in asked():
                    here["address"], url = line["address"], ask.faces.address(line)
                    for method in map(METHODS.get, line["methods"]):
                        if expected(line, actor, brought, method) == THROUGH:
                            for known in kept:
                                known.clear()
                            sys.setprofile(note)
                            ask.answer(actor, method, url)
                            sys.setprofile(None)
    return {key: sorted(names) for key, names in found.items()}


def questions():
    """What is kept of the questions that are built once (rules.prepared)."""
    name = "prepared.<locals>.ask"
    asking = [f for f in gc.get_objects() if type(f) is FunctionType and f.__qualname__ == name]
    return [cell.cell_contents for f in asking for cell in f.__closure__ if is_dict(cell)]


def is_dict(cell):
    return type(cell.cell_contents) is dict


def wrong_answers(ask, people, lines):
    """What the table does not allow: who, where, in which world, how."""
    from tests.access.reading import expected

    for actor in people:
        for line, world, method, status in ask.answers(actor, lines):
            if status not in expected(line, actor, world, method):
                yield [actor.name, line["address"], line["face"], world.name, method]


def first_wrong(ask, removal, addresses, *, is_first):
    """The first answer that is wrong without the guard, and right with it."""
    from tests.access.asking import actors
    from tests.access.reading import asked

    lines = [line for line in asked() if line["address"] in addresses]
    people = [actor for actor in actors() if (actor.name in FIRST) == is_first]

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


def heard(ask, addresses, removal=None):
    """The first canary that somebody hears there; what falls over is heard, too."""
    from tests.access.test_canary import BLIND, heard_by

    if removal:
        without(removal)
    return next(chain.from_iterable(heard_by(ask, name, addresses) for name in BLIND), None)


# ---- in a copy of the program ------------------------------------------------------------


def failed(tests):
    """The first of these tests that fails; if one cannot be named, all of them; or none."""
    command = [sys.executable, "-m", "pytest", "-x", "-rfE", "-p", "no:cacheprovider"]
    command += ["-m", "not matrix and not browser", "-k", f"not {ASKED_ALREADY}", *tests]
    env = os.environ | {"TSUNAGI_ENV": "test"}
    env.pop("DATABASE_URL", None)
    run = subprocess.run(command, cwd=tree(), env=env, capture_output=True, text=True, check=False)
    if run.returncode == 0:
        return ()
    named = re.search(r"^(?:FAILED|ERROR) (tests/.+?)(?: - |$)", run.stdout, re.MULTILINE)
    return (named[1],) if named else tests


@cache
def passes(tests):
    """Do these tests pass with nothing removed?"""
    return not failed(tests)


def failed_without(removal, tests):
    target = tree() / removal.file
    target.write_bytes(removal.text)
    try:
        return failed(tests)
    finally:
        target.write_bytes((ROOT / removal.file).read_bytes())


@cache
def canaries_are_still(ask, addresses):
    return in_a_fork(heard, ask, addresses) is None


def noticed_by(ask, removal, reached):
    """Who notices first that it is gone; nobody: an empty text."""
    addresses = frozenset(addresses_of(removal, reached))
    if found := first_wrong(ask, removal, addresses, is_first=True):
        return " ".join(["matrix", *found])
    if in_a_fork(heard, ask, addresses, removal) and canaries_are_still(ask, addresses):
        return "canary"
    if found := first_wrong(ask, removal, addresses, is_first=False):
        return " ".join(["matrix", *found])
    tests = tests_of(removal, addresses)
    found = failed_without(removal, tests)
    return " ".join(["tests", *found]) if found and passes(found) else ""


@cache
def tree():
    """The copy of the program that one process changes."""
    copy = HERE / f"tree-{os.getpid()}"
    skip = shutil.ignore_patterns(".git", ".venv", "mutants", "look", "data", "*.sqlite3-*", "db.*")
    return shutil.copytree(ROOT, copy, ignore=skip, symlinks=True)


def known():
    """Of every removal that was tried, who noticed."""
    lines = FOUND.read_text(encoding="utf-8").splitlines() if FOUND.exists() else ()
    return dict(line.split("\t", 1) for line in lines)


def go_through(rows, ask, reached, ends):
    for row in rows:
        if time.monotonic() > ends:
            return
        noticed = noticed_by(ask, row, reached)
        with FOUND.open("a", encoding="utf-8") as kept:
            kept.write(f"{row.key}\t{noticed}\n")
        print(f"{noticed or '気づかれない'}\t{row.key}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=int, default=60)
    parser.add_argument("--list", action="store_true", help="only say what would be taken away")
    options = parser.parse_args()
    rows = list(removals())
    if options.list:
        print("\n".join(row.key for row in rows))
        return 0
    logging.disable()  # a refusal is what is asked for
    ends = time.monotonic() + 60 * options.minutes
    for copy in HERE.glob("tree*"):
        shutil.rmtree(copy)
    subprocess.run([sys.executable, "-m", "tests.access.keeping", OFFICE], cwd=ROOT, check=True)
    ask, tried = keeping.read(OFFICE), known()
    reached = in_a_fork(coming, ask, [row.function for row in rows])
    left = [row for row in rows if not tried.get(row.key)]
    at_once, fork = os.cpu_count(), multiprocessing.get_context("fork")
    given = [(left[part::at_once], ask, reached, ends) for part in range(at_once)]
    parts = [fork.Process(target=go_through, args=args) for args in given]
    for part in parts:
        part.start()
    for part in parts:
        part.join()
    found = known()
    asked = [found[row.key] for row in rows if row.key in found]
    noticed = sum(map(bool, asked))
    print(f"{len(rows)}のうち{len(asked)}をためし、{noticed}が試験を落としました。")
    return 0 if noticed == len(rows) else 1


if __name__ == "__main__":
    raise SystemExit(main())
