"""Demo data: an office that could exist, made by the real verbs. All people are invented."""

import datetime as dt
import tomllib
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.models import Membership, Municipality, Organisation, PrivacyPolicy, Role, User
from cases.models import CaseGrant, Deadline
from cases.workflow import assign, case_workflow, receive, write_note
from network.models import Contact
from reports.demo_assessment import assess
from rules.calendar import today

PASSWORD = "tsunagi-demo"
OFFICE = Path(__file__).resolve().parents[2] / "demo"


class Command(BaseCommand):
    help = "架空の人物のデモデータを作ります。"

    def handle(self, **options):
        if Municipality.objects.exists():
            raise CommandError("データが既にあります。空のデータベースで実行してください。")
        for path in sorted(OFFICE.glob("*.toml")):
            with path.open("rb") as file:
                self.stdout.write(seed(tomllib.load(file), today()))
        assess(today())


@transaction.atomic
def seed(book, now):
    """Build one municipality from its book of stories; days count back from ``now``."""
    city = Municipality.objects.create(**book["municipality"])
    places = {key: organisation(city, row, now) for key, row in book["organisations"].items()}
    people = {row["username"]: login(row, places) for row in book["people"]}
    for row in book["contacts"]:
        Contact(municipality=city, **row).save()
    for story in sorted(book["cases"], key=lambda row: -row["days_ago"]):
        tell(story, places, people, now)
    return f"{city.name}: 職員{len(people)}人、ケース{len(book['cases'])}件"


def organisation(city, row, now):
    since = now.replace(month=4, day=1) - dt.timedelta(days=730)
    place = Organisation(municipality=city, **row)
    if place.is_contracted:
        place.contract_from = since.replace(month=4, day=1)
    place.save()
    if not place.is_city_office:
        body = f"{place.name}は、ご相談の内容を支援のためにだけ使い、大切に守ります。"
        PrivacyPolicy(organisation=place, number=1, valid_from=since, body=body).save()
    return place


def login(row, places):
    user = User(username=row["username"], name=row["name"], kana=row["kana"], is_demo=True)
    user.set_password(PASSWORD)
    user.save()
    since = today() - dt.timedelta(days=900)
    for role in row["roles"]:
        place = places[row["at"]]
        Membership(user=user, organisation=place, role=Role(role), since=since).save()
    return user


def tell(story, places, people, now):
    """One case: receive it, give it its people, then let happen what happened."""

    def day(ago):
        return now - dt.timedelta(days=ago)

    agency = places[story["agency"]]
    by = people[story["by"]]
    intake = {"channel": story["channel"], "words": story["words"]}
    intake |= story.get("intake", {})
    if "at" in story:
        intake["received_at"] = dt.time.fromisoformat(story["at"])
    case = receive(
        agency=agency,
        by=by,
        on=day(story["days_ago"]),
        person={"call_name": story["call_name"], **story.get("person", {})},
        intake=intake,
        topics=[tuple(pair) for pair in story.get("topics", [])],
    )
    if "lead" in story:
        chief = people[story["chief"]]
        staff = {
            key: people[story[key]] for key in ("lead", "deputy", "employment") if key in story
        }
        assign(case.episode, by=chief, on=day(story["days_ago"]), **staff)
    for note in story.get("notes", []):
        write_note(
            case,
            by=people[note.get("by", story["by"])],
            on=day(note["days_ago"]),
            at=dt.time.fromisoformat(note["at"]) if "at" in note else None,
            method=note["method"],
            partner=note.get("partner", "ご本人"),
            body=note["body"],
            next_step=note.get("next", ""),
        )
    for move in story.get("moves", []):
        data = {key: value for key, value in move.items() if key not in ("name", "days_ago")}
        case_workflow.advance(case.episode, move["name"], by=by, on=day(move["days_ago"]), **data)
    for due in story.get("deadlines", []):
        Deadline.objects.create(
            case=case, kind=due["kind"], due_on=day(-due["days_ahead"]), reason=due["reason"]
        )
    if story.get("restricted"):
        case.is_restricted = True
        case.save()
        for username in story["restricted"]:
            CaseGrant(case=case, user=people[username], reason="DV等支援措置の担当").save()
