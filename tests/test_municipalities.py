"""A new municipality is one folder: every folder is right, and no code knows a name (D26)."""

import re
import tomllib
from pathlib import Path

import pytest

from rules.profile import FILE, FOLDER, check_folder, check_folders

ROOT = Path(__file__).parents[1]
FOLDERS = sorted(path for path in FOLDER.iterdir() if path.is_dir())

# Where a municipality may be named: its own folder, the demo, what people read, the tests.
ALLOWED = (
    "config/municipalities/",
    "reports/demo/",
    "reports/management/commands/seed_demo",
    "reports/management/commands/demo_",
    "tests/",
)
CODE = {".py", ".html", ".txt", ".js", ".css", ".toml", ".svg"}
ROOMS = sorted(path.parent.name for path in ROOT.glob("*/__init__.py"))
READ = [*ROOMS, "templates", "static"]

# The municipalities whose 要綱 are known, beside every folder's own code and name.
KNOWN = ["長岡", "札幌", "上天草", "埼玉県", "sapporo", "kamiamakusa", "011002", "432121", "110001"]
# The national default is no municipality.
OWN = [word for folder in FOLDERS[1:] for word in folder.name.split("_", 1)]
NAMES = re.compile("|".join(map(re.escape, KNOWN + OWN)), re.IGNORECASE)


def files():
    """Every file of the product that is program, template, style or list."""
    for place in READ:
        for path in sorted((ROOT / place).rglob("*")):
            name = path.relative_to(ROOT).as_posix()
            if path.suffix in CODE and not name.startswith(ALLOWED):
                yield name, path


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_folder_is_right(folder):
    assert check_folder(folder) == []


def test_all_folders_stand_together():
    assert check_folders() == []


def versions_in(folder):
    return tomllib.loads((folder / FILE).read_text(encoding="utf-8"))["version"]


APART = ("valid_from", "programmes", "papers")  # they stand instead of what is below them


def repeated(below, over, place=""):
    """What is said again as it stood already."""
    for key, value in over.items():
        if isinstance(value, dict) and isinstance(below.get(key), dict):
            yield from repeated(below[key], value, f"{place}{key}.")
        elif below.get(key) == value:
            yield place + key


def merged(below, over):
    """Another reading of the merge than the program's own."""
    both = {**below, **over}
    tables = [key for key in over if isinstance(over[key], dict) and key in below]
    return {**both, **{key: merged(below[key], over[key]) for key in tables}}


@pytest.mark.parametrize("folder", FOLDERS[1:], ids=lambda folder: folder.name)
def test_a_municipality_says_only_what_differs(folder):
    below = {}
    for version in versions_in(FOLDERS[0]):
        below = merged(below, version)
    found = []
    for version in versions_in(folder):
        own = {key: row for key, row in version.items() if key not in APART}
        found += [(version["valid_from"], key) for key in repeated(below, own)]
        below = merged(below, version)
    assert found == []


def test_the_national_default_is_the_first_folder():
    assert FOLDERS[0].name == "000000_national"
    assert {"152021", "nagaoka"} <= set(OWN)


def test_no_program_or_template_names_a_municipality():
    found = [
        f"{name}:{number}: {line.strip()}"
        for name, path in files()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if NAMES.search(line)
    ]
    assert found == []


def test_the_search_reads_every_room_and_finds_a_name():
    rooms = {name.split("/")[0] for name, _path in files()}
    assert {*READ} - {"tests"} <= rooms
    assert NAMES.search('if code == "152021":')
    assert NAMES.search("NAGAOKA = 1")
