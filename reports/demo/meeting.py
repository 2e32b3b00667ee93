"""支援調整会議 of the demo: called, held, its minutes closed."""

import datetime as dt
from functools import lru_cache

from accounts.models import Role
from documents.rendering import lay_out
from documents.workflow import void
from meetings.handing_out import hand_out_pack, recipients_of
from meetings.workflow import change_meeting, meeting_workflow, schedule, set_attendees


def call(office, row, seats) -> None:
    """Call it; who usually sits there is expected."""
    agency = office.places[row["agency"]]
    by = office.who(Role.CHIEF, row["agency"])
    meeting = schedule(
        agency,
        by=by,
        held_on=office.clock.day(row["ago"]),
        start_at=dt.time.fromisoformat(row["start"]),
        end_at=dt.time.fromisoformat(row["end"]),
        place=row["place"],
        chair=by.name,
    )
    office.meetings[row["key"]] = meeting
    expected = [seat for seat in seats if set(row.get("only", [seat["name"]])) & {seat["name"]}]
    set_attendees(meeting, [attendee(office, seat, row) for seat in expected], by=by)


def attendee(office, seat, row) -> dict:
    """A seat as the fields of an Attendee: of the agency, of the city, or from elsewhere."""
    there = seat["name"] not in row.get("absent", [])
    known = {"name": seat["name"], "post": seat["post"], "was_there": there}
    if "login" in seat:
        user = office.people[seat["login"]]
        place = office.places[office.homes[seat["login"]]]
        city = place.is_city_office
        return known | {
            "organisation": place.name,
            "user": user,
            "is_city": city,
            "is_outside": city,
        }
    contact = office.contacts.get(seat["of"])
    return known | {"organisation": seat["of"], "contact": contact, "is_outside": True}


def hand_out(office, row, day) -> None:
    """会議資料 to everyone from outside: ``voided`` never left the house, ``again`` lost theirs."""
    meeting, by = office.meetings[row["key"]], office.who(Role.CHIEF, row["agency"])
    said, how = row["packs"], {"by": by, "on": day, "lay": lru_cache(lay_out)}
    for person in recipients_of(meeting):
        issued = hand_out_pack(meeting, person, meeting.items.all(), **how)
        if person.name == said["voided"]:
            void(issued, by=by, reason=said["why"], on=day)
        if person.name in (said["voided"], said["again"]):
            hand_out_pack(meeting, person, meeting.items.all(), **how)


def close(office, row) -> None:
    """The minutes are closed; each case gets its note."""
    meeting, by = office.meetings[row["key"]], office.who(Role.CHIEF, row["agency"])
    change_meeting(meeting, by=by, minutes=row["minutes"])
    meeting_workflow.advance(meeting, "close", by=by, on=meeting.held_on)


def cancel(office, row) -> None:
    meeting, by = office.meetings[row["key"]], office.who(Role.CHIEF, row["agency"])
    meeting_workflow.advance(meeting, "cancel", by=by, on=meeting.held_on, reason=row["cancelled"])
