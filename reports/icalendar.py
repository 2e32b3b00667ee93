"""iCalendar (RFC 5545): entries as the bytes of one file, for the calendar of one's own desk.

Nobody is named unless it is asked for: 台帳番号 and 種類 only, no place, no purpose.
"""

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator

from django.utils import timezone

LONGEST = 75  # octets of a line, its end not counted (3.1)
ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


def calendar_file(rows: Iterable, *, place: str, names: bool = False) -> bytes:
    """A whole VCALENDAR. ``place`` keeps the UIDs of one office apart from another's."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//tsunagi//calendar//JA"]
    stamp = moment(timezone.now())
    for row in rows:
        lines += event(row, place=place, stamp=stamp, names=names)
    lines.append("END:VCALENDAR")
    return b"".join(fold(line) for line in lines)


def event(row, *, place: str, stamp: str, names: bool) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{uuid.uuid5(uuid.NAMESPACE_URL, f'tsunagi:{place}:{row.uid}')}"
    yield f"DTSTAMP:{stamp}"
    if row.at:
        yield f"DTSTART:{moment(at(row.day, row.at))}"
        if row.until and row.until > row.at:
            yield f"DTEND:{moment(at(row.day, row.until))}"
    else:
        yield f"DTSTART;VALUE=DATE:{row.day:%Y%m%d}"
    yield f"SUMMARY:{summary(row, names).translate(ESCAPED)}"
    yield "CLASS:PRIVATE"
    if row.is_deadline:
        yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def summary(row, names: bool) -> str:
    """期限：評価 R8-0147; with the name only if it is asked for."""
    kind = f"期限：{row.kind}" if row.is_deadline else row.kind
    return " ".join(filter(None, (kind, row.name if names else "", row.number)))


def at(day: dt.date, time: dt.time) -> dt.datetime:
    return dt.datetime.combine(day, time, timezone.get_default_timezone())


def moment(value: dt.datetime) -> str:
    """A moment in UTC: so the file needs no VTIMEZONE (3.3.5, form 2)."""
    return f"{value.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"


def fold(line: str) -> bytes:
    """Lines of at most 75 octets; the rest goes on behind a space, no character is cut."""
    parts, part, room = [], b"", LONGEST
    for letter in line:
        octets = letter.encode()
        if len(part) + len(octets) > room:
            parts.append(part)
            part, room = b"", LONGEST - 1
        part += octets
    return b"\r\n ".join([*parts, part]) + b"\r\n"
