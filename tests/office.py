"""An office for tests: one city with a 委託 and a 直営 agency, and a city next door."""

import datetime as dt

from simple_history.utils import bulk_create_with_history

from accounts.models import Membership, Municipality, Organisation, Role, User
from cases.workflow import receive
from rules.calendar import today

PASSWORD = "test-password-1"
Kind = Organisation.Kind
PEOPLE = {
    "chief": ("center", Role.CHIEF),
    "counselor": ("center", Role.COUNSELOR),
    "employment": ("center", Role.EMPLOYMENT),
    "outreach": ("center", Role.OUTREACH),
    "admin": ("center", Role.ADMIN),
    "officer": ("city", Role.OFFICER),
    "approver": ("city", Role.APPROVER),
    "direct": ("direct", Role.COUNSELOR),
    "outsider": ("other", Role.COUNSELOR),
    "other_officer": ("other_city", Role.OFFICER),
}


class Office:
    def __init__(self):
        here = Municipality.objects.create(code="990001", name="つむぎ市")
        there = Municipality.objects.create(code="990002", name="となり市")
        self.places = {}
        for key, city, kind, name in (
            ("city", here, Kind.CITY_OFFICE, "つむぎ市 福祉課"),
            ("center", here, Kind.CONTRACTED, "つむぎ相談センター"),
            ("direct", here, Kind.DIRECT, "つむぎ市 相談窓口"),
            ("other_city", there, Kind.CITY_OFFICE, "となり市 福祉課"),
            ("other", there, Kind.CONTRACTED, "となり相談センター"),
        ):
            self.places[key] = Organisation(municipality=city, kind=kind, name=name, version=1)
        at_once(self.places.values())
        self.people = {}
        for username in PEOPLE:
            self.people[username] = User(
                username=username, name=f"試験 {username}", pledged_on=today()
            )
            self.people[username].set_password(PASSWORD)
        at_once(self.people.values())
        since = today() - dt.timedelta(days=400)
        at_once(
            Membership(
                user=self.people[username],
                organisation=self.places[place],
                role=role,
                since=since,
                version=1,
            )
            for username, (place, role) in PEOPLE.items()
        )

    def case(self, by="counselor", place=None, on=None, **person):
        """A 台帳 received by a person at their own agency (or at ``place``)."""
        who = self.people[by]
        agency = self.places[place or PEOPLE[by][0]]
        return receive(
            agency=agency,
            by=who,
            on=on or today(),
            person={"call_name": "電話の方", **person},
            intake={"channel": "self_phone", "words": "家賃が払えるか心配。"},
        )


def at_once(rows):
    """Keep rows and their history as saving each would: most tests begin with an office."""
    rows = list(rows)
    bulk_create_with_history(rows, type(rows[0]))
