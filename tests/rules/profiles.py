"""A municipality's file as a test writes it, and what is said of one that is wrong."""

import datetime as dt
import re

from rules import profile

NEW = "990001_new"
LATEST = dt.date(2026, 11, 20)
HEAD = "[[version]]\nvalid_from = 2020-04-01\nname = '要綱'\n"


def write_profile(place, lines, name, head):
    """Write a municipality's file, by default of one version with these lines."""
    (place / name).mkdir(exist_ok=True)
    named = isinstance(lines, str) and re.match(r"name *=", lines, re.M)
    content = (head.split("name")[0] if head is HEAD and named else head) + lines
    data = content if isinstance(content, bytes) else content.encode()
    (place / name / profile.FILE).write_bytes(data)
    profile.clear()
    return place / name


def faults(path):
    return [fault.text for fault in profile.check_folder(path)]


def refusal(key, why, folder=NEW):
    place = f"{folder}/profile.toml" + (f"　{key}" if key else "")
    return f"プロファイルの設定に誤りがあります：{place}（{why}）"
