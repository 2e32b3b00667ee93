"""Who works where, and whom they work with."""

import datetime as dt
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from django.contrib.auth.hashers import make_password

from accounts.models import (
    CITY_ROLES,
    Membership,
    Municipality,
    Organisation,
    PostReason,
    PrivacyPolicy,
    Qualification,
    Role,
    Training,
    User,
)
from accounts.policies import starting_text
from cases.models import Case, NoteTemplate
from meetings.models import PlanMeeting
from network.models import Contact
from reports.demo.clock import Clock
from rules.calendar import today

PASSWORD = "tsunagi-demo"
TEMPLATES = Path(__file__).parent / "note_templates.toml"
LONG_AGO = 900  # days that the people of the demo have been in their posts


@dataclass
class Office:
    """The municipality of one book, and what has come to be in it so far."""

    clock: Clock
    city: Municipality
    places: dict[str, Organisation] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)
    posts: dict[str, set[str]] = field(default_factory=dict)
    homes: dict[str, str] = field(default_factory=dict)
    contacts: dict[str, Contact] = field(default_factory=dict)
    meetings: dict[str, PlanMeeting] = field(default_factory=dict)
    cases: dict[str, Case] = field(default_factory=dict)

    def who(self, role: str, agency: str) -> User:
        """The first person with a role: of the agency, or of the city for the city's roles."""
        home = "city" if role in CITY_ROLES else agency
        names = [
            name for name, posts in self.posts.items() if role in posts and self.homes[name] == home
        ]
        return self.people[names[0]]


def open_office(book: dict, clock: Clock) -> Office:
    """Places with their 規程 and ひな型, people with their roles, 関係機関."""
    office = Office(clock, Municipality.objects.create(**book["municipality"]))
    since = clock.today - dt.timedelta(days=LONG_AGO)
    for key, row in book["organisations"].items():
        office.places[key] = organisation(office.city, row, since)
    secret = make_password(PASSWORD)  # hashed once: it is slow, as it should be
    for row in book["people"]:
        office.people[row["username"]] = login(row, office.places, secret, since)
        office.posts[row["username"]] = set(row["roles"])
        office.homes[row["username"]] = row["at"]
    for place in office.places.values():
        if not place.is_city_office:
            keep_templates(place)
    trainings(office, book.get("trainings", ()))
    for row in book["contacts"]:
        contact = Contact(municipality=office.city, **row)
        contact.save()
        office.contacts[contact.name] = contact
    return office


def keep_templates(place) -> None:
    rows = tomllib.loads(TEMPLATES.read_text(encoding="utf-8"))["template"]
    for position, row in enumerate(rows, start=1):
        NoteTemplate(organisation=place, position=position, **row).save()


def organisation(city, row, since) -> Organisation:
    place = Organisation(municipality=city, **row)
    if place.is_contracted:
        place.contract_from = since.replace(month=4, day=1)
    place.save()
    if not place.is_city_office:
        for kind in PrivacyPolicy.Kind:
            first = {"kind": kind, "number": 1, "body": starting_text(place, kind)}
            PrivacyPolicy(organisation=place, valid_from=since, **first).save()
    return place


def login(row, places, secret, since) -> User:
    user = User(username=row["username"], name=row["name"], kana=row["kana"], is_demo=True)
    user.password, user.pledged_on = secret, today()
    user.save()
    place = places[row["at"]]
    for role in row["roles"]:
        Membership(user=user, organisation=place, role=Role(role), since=since).save()
    for fact in row.get("qualifications", []):
        Qualification(user=user, organisation=place, **fact).save()
    for subject, said in row.get("reasons", {}).items():
        due = since + dt.timedelta(days=LONG_AGO + said["train_in"])
        kept = {"subject": subject, "reason": said["reason"], "train_by": due}
        PostReason(user=user, organisation=place, **kept).save()
    return user


def trainings(office: Office, rows) -> None:
    """合同研修: ``ago`` days back, or ahead where it is negative."""
    for row in rows:
        facts = {name: value for name, value in row.items() if name not in ("at", "ago")}
        on = office.clock.today - dt.timedelta(days=row["ago"])
        Training(organisation=office.places[row["at"]], on=on, **facts).save()
