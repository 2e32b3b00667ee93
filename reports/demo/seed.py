"""Play the books of a municipality, day by day, as it would have happened."""

import datetime as dt
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from reports.demo import (  # noqa: F401 - they teach
    assessing,
    desk,
    files,
    meeting,
    planning,
    records,
)
from reports.demo.clock import Clock
from reports.demo.office import Office, open_office
from reports.demo.openings import glances, opened
from reports.demo.safety import happenings
from reports.demo.steps import take
from reports.demo.tale import Tale

BOOKS = Path(__file__).parent
MORNING, AFTERNOON, EVENING = dt.time(9, 5), dt.time(16, 40), dt.time(17, 10)


@dataclass
class Event:
    """What happens so many days ago; ``place`` keeps the order within one day."""

    ago: int
    place: int
    hour: dt.time
    name: str
    act: Callable[[dt.date], None]
    day_off: bool = False


@transaction.atomic
def seed(folder: Path, now: dt.datetime | None = None) -> str:
    """Build one municipality from its folder; every day counts back from ``now``."""
    clock = Clock(now or timezone.now())
    book = tomllib.loads((folder / "office.toml").read_text(encoding="utf-8"))
    office = open_office(book, clock)
    books = [
        tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.toml"))
    ]
    stories = [story for told in books for story in told.get("case", [])]
    mishaps = [row for told in books for row in told.get("safety", [])]
    events = [*meeting_events(office, book), *case_events(office, stories, book)]
    events += [Event(ago, 3, EVENING, name, act) for ago, name, act in happenings(office, mishaps)]
    events += viewing_events(office, [row for told in books for row in told.get("viewing", [])])
    for event in sorted(events, key=lambda event: (-event.ago, event.place)):
        with clock.at(event.ago, event.hour, day_off=event.day_off) as day:
            play(event, day)
    return f"{office.city.name}: 職員{len(office.people)}人、ケース{len(stories)}件"


def play(event: Event, day: dt.date) -> None:
    try:
        event.act(day)
    except Exception as fault:
        fault.add_note(f"{event.name}（{event.ago}日前 {day}）")
        raise


def meeting_events(office: Office, book: dict) -> Iterator[Event]:
    for row in book["meetings"]:
        seats = book["seats"][row["agency"]]
        yield event(row["called"], 0, MORNING, row, lambda day, r=row, s=seats: call(office, r, s))
        if "packs" in row:
            act = partial(meeting.hand_out, office, row)
            yield event(row["ago"], 0, MORNING, row, act)
        if "minutes" in row:
            yield event(row["ago"], 2, EVENING, row, lambda day, r=row: meeting.close(office, r))
        if "cancelled" in row:
            ago = row["cancelled_ago"]
            yield event(ago, 2, EVENING, row, lambda day, r=row: meeting.cancel(office, r))


def viewing_events(office: Office, rows: list[dict]) -> Iterator[Event]:
    for row, name, act in glances(office, rows):
        day_off = row.get("day_off", False)
        ago = office.clock.day_off(row["ago"]) if day_off else row["ago"]
        yield Event(ago, 4, hour_of(row), name, act, day_off)


call = meeting.call


def event(ago, place, hour, row, act) -> Event:
    return Event(ago, place, hour, row.get("key", ""), act)


def case_events(office: Office, stories: list[dict], book: dict) -> Iterator[Event]:
    """受付, then the steps in the order of the story; a 審議 happens on its meeting's day.

    A step with ``day_off`` happens at a weekend or on a holiday (土日祝・時間外).
    """
    held = {row["key"]: row["ago"] for row in book["meetings"]}
    for story in stories:
        tale = Tale(story, office)
        first = {"ago": story["ago"], "do": "receive"}
        steps = [on_sheet(story, row) for row in [first, *story.get("steps", [])]]
        for row in spread(steps, held):
            said = {name: value for name, value in row.items() if name not in ("ago", "day_off")}
            day_off = row.get("day_off", False)
            yield Event(
                office.clock.day_off(row["ago"]) if day_off else row["ago"],
                1,
                hour_of(row),
                f"{tale.name} {row['do']}",
                lambda day, tale=tale, said=said, ago=row["ago"]: told(tale, said, ago, day),
                day_off,
            )


def told(tale: Tale, said: dict, ago: int, day: dt.date) -> None:
    """A step, and that its 台帳 was open for it."""
    take(tale, dict(said), day)
    tale.turn_page()
    opened(tale, said, ago)


def on_sheet(story: dict, row: dict) -> dict:
    """A long step (an assessment, a plan) is written on a sheet of its own in the book."""
    row = dict(row)
    return {**story["sheets"][row.pop("sheet")], **row} if "sheet" in row else row


def hour_of(row: dict) -> dt.time:
    """A step is entered a little after it happened."""
    return dt.time.fromisoformat(row["at"]) if "at" in row else AFTERNOON


def spread(steps: list[dict], held: dict[str, int]) -> Iterator[dict]:
    """Say the day of each step; a whole ``ruling`` of the city becomes its moves."""
    for row in steps:
        if row["do"] == "ruling":
            yield from ruling(row)
        elif row["do"] == "review":
            yield {"ago": held[row["meeting"]], **row}
        else:
            yield row


def ruling(row: dict) -> Iterator[dict]:
    """審査, 起案, 決裁, 通知: what the city does with one programme when all is well (6(2)).

    ``deputy`` says who decides instead of the 決裁者, and why (代決).
    """
    key, ago = row["programme"], row["ago"]
    change = row.get("change", False)
    yield {"ago": ago, "do": "programme.examine", "programme": key}
    yield {**row, "do": "examine", "ago": ago - 1}
    yield {"ago": ago - 1, "do": "programme.fulfil", "programme": key}
    yield {"ago": ago - 2, "do": "programme.draft", "programme": key}
    last = "programme.decide_change" if change else "programme.decide"
    yield {"ago": ago - 4, "do": last, "programme": key, **row.get("deputy", {})}
    if way := row.get("way"):
        yield {"ago": ago - 5, "do": "programme.notify", "programme": key, "way": way}
