"""印刷センター: which papers of which 台帳, for 管理者 and 主任 (D14).

A 管理者 opens no case: here they see its number, name, stage and 担当, and print. One finds by
just these, and by the days of 受付, 支援調整会議 and 決定.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q

from accounts.models import STAFF, Role, User
from accounts.permissions import roles_on
from cases.models import Case, Episode
from cases.prints import KINDS
from documents.batches import Wanted
from documents.register import DOCUMENTS, Document, papers
from documents.standards import papers_of
from meetings.models import AgendaItem
from plans.models import SupportDecision
from rules.calendar import today

MOST_CASES, MOST_SHEETS = 300, 600
LIST, PACK = "form4", "meeting_pack"  # these tell of several (reports.print_wide)
PLACES = (*KINDS, "incidents")  # the papers stand as on the page of a 台帳
NOBODY = "none"
RECEIVED, MET, DECIDED = "received", "met", "decided"
DAYS = {RECEIVED: "受付日", MET: "支援調整会議の日", DECIDED: "支援決定・確認の日"}
# Where a record bears such a day itself, all its records of those days are printed; of any
# other the newest.
DAY_OF = {
    ("cases.Episode", RECEIVED): "received_on",
    ("plans.PlanRevision", MET): "agenda_items__meeting__held_on",
    ("plans.PlanRevision", DECIDED): "decisions__decided_on",
    ("plans.Evaluation", MET): "agenda_items__meeting__held_on",
    ("plans.SupportDecision", DECIDED): "decided_on",
    ("meetings.AgendaItem", MET): "meeting__held_on",
}


class NotMade(Exception):
    """Why a paper is not made: a sentence, and what is still to be filled in."""

    def __init__(self, why: str, lacks: list | None = None):
        super().__init__(why)
        self.why, self.lacks = why, lacks or []


@dataclass(frozen=True)
class Choice:
    """What was asked for in the address; nothing asked for is everything."""

    text: str = ""
    states: tuple[str, ...] = ()
    lead: str = ""
    day: str = RECEIVED
    since: dt.date | None = None
    until: dt.date | None = None

    @property
    def has_days(self) -> bool:
        return bool(self.since or self.until)

    @property
    def days(self) -> tuple[dt.date, dt.date]:
        """From when to when, both inclusive."""
        return self.since or dt.date.min, self.until or dt.date.max

    def among(self, cases):
        """Those of the cases of which all of it holds."""
        for word in self.text.split():
            cases = cases.filter(
                Q(number__icontains=word)
                | Q(person__name__contains=word)
                | Q(person__kana__contains=word)
                | Q(person__call_name__contains=word)
            )
        if self.states:
            cases = cases.filter(episode__state__in=self.states)
        if self.lead == NOBODY:
            cases = cases.filter(episode__lead__isnull=True)
        elif self.lead:
            cases = cases.filter(episode__lead=self.lead)
        return cases.filter(pk__in=self.on_the_days()) if self.has_days else cases

    def on_the_days(self):
        """The 台帳 to which something happened on one of these days."""
        if self.day == MET:
            items = AgendaItem.objects.filter(meeting__held_on__range=self.days)
            return items.values("case")
        if self.day == DECIDED:
            rows = SupportDecision.objects.filter(decided_on__range=self.days)
            return rows.values("programme__plan__episode__case")
        return Episode.objects.filter(received_on__range=self.days).values("case")

    def records(self, document: Document, case: Case):
        """The records of a case that this paper is made from."""
        rows = document.records(case)
        own_day = DAY_OF.get((document.subject, self.day))
        if not (self.has_days and own_day):
            return rows[:1]
        of_days = rows.order_by().filter(**{f"{own_day}__range": self.days})
        return rows.filter(pk__in=of_days.values("pk"))


def cases_for(user, choice: Choice):
    """The 台帳 a person may print from here, as the list shows them."""
    return choice.among(Case.objects.printable_to(user)).for_list()


def staff_for(user):
    """Who can be 担当 there."""
    return User.objects.filter(
        memberships__organisation__in=user.organisation_ids((Role.CHIEF, Role.ADMIN)),
        memberships__role__in=STAFF,
    ).distinct()


def roles_here(user, agency) -> set[str]:
    """Those of a member of staff; here a 管理者 counts too."""
    is_admin = agency.pk in user.organisation_ids((Role.ADMIN,))
    return roles_on(user, agency) | ({Role.ADMIN} if is_admin else set())


def may_make(user, case: Case, document: Document) -> bool:
    """Is it a paper of a 台帳 that one of the person's roles prints there?"""
    code = case.agency.municipality.code
    return (
        document.is_of_case
        and bool(roles_here(user, case.agency) & set(document.roles))
        and document.offered(code, today())
    )


def kinds_for(user) -> list[tuple[str, str]]:
    """The papers to choose from, with the number of the form before the name."""
    numbers = papers_of(next(iter(user.city_codes()), ""), today()).numbers
    codes = user.city_codes()
    held = {row[3] for row in user.posts()} & {Role.CHIEF, Role.ADMIN}
    return [
        (document.code, " ".join(filter(None, (document.number_among(numbers), document.title))))
        for document in sorted(papers(), key=lambda one: PLACES.index(one.room))
        if (document.is_of_case or document.code in (LIST, PACK))
        and held & set(document.roles)
        and any(document.offered(code, today()) for code in codes)
    ]


def wanted_of(user, cases, codes, choice: Choice) -> Iterator[Wanted]:
    """Each paper that there is a record for: case after case, its papers in the order chosen."""
    for case in cases:
        for document in map(DOCUMENTS.__getitem__, codes):
            if may_make(user, case, document):
                for key in choice.records(document, case).values_list("pk", flat=True):
                    yield Wanted(document.code, document.title, case.pk, key)
