"""文書番号簿: every 文書番号 an office gave in a 年度, and why one was not used (欠番, D28)."""

import re
from dataclasses import dataclass

from accounts.models import CITY_ROLES, Organisation, Role
from cases.models import Case
from documents.models import IssuedDocument, NumberSequence
from rules.calendar import fiscal_year

HOUSE = (Role.CHIEF, Role.ADMIN)
KEEPERS = (*HOUSE, *CITY_ROLES)
COUNT = re.compile(r"第([0-9]+)号$")


@dataclass(frozen=True)
class NumberLine:
    """One number: the paper that bears it, or that none does."""

    count: int
    issued: IssuedDocument | None
    case_number: str = ""


def places_kept(user) -> list[int]:
    """The offices whose register a person keeps: where they are 主任 or 管理者, and the city
    office where they hold a role of the city; such a role held elsewhere counts for nothing.
    """
    office = Organisation.Kind.CITY_OFFICE
    kept = {
        place
        for place, kind, _city, role in user.posts()
        if role in HOUSE or (role in CITY_ROLES and kind == office)
    }
    return sorted(kept)


def numbers_of(organisation, year: int, user) -> list[NumberLine]:
    """The numbers of one office in a 年度, the newest first.

    The number of a 台帳 is told to those who may see it.
    """
    given = NumberSequence.objects.filter(
        organisation=organisation, fiscal_year=year, kind="document"
    ).first()
    rows = (
        IssuedDocument.objects.filter(organisation=organisation, reissue_of__isnull=True)
        .exclude(number="")
        .select_related("issued_by")
    )
    found = {count_of(row): row for row in rows if fiscal_year(row.issued_on) == year}
    seen = Case.objects.visible_to(user).filter(pk__in=[row.case_pk for row in found.values()])
    told = dict(seen.values_list("pk", "number"))
    last = given.last if given else 0
    return [
        NumberLine(count, row, told.get(row.case_pk, "") if row else "")
        for count in range(last, 0, -1)
        for row in [found.get(count)]
    ]


def count_of(row: IssuedDocument) -> int:
    found = COUNT.search(row.number)
    return int(found[1]) if found else 0
