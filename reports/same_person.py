"""同一人物かもしれません: 台帳 of equal ふりがな and birth date, to who may see both (E-26)."""

from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, Subquery

from accounts.models import Role
from cases.models import Case, Note
from cases.models.case import CLOSE_KANA
from cases.permissions import is_in_charge
from reports.day import is_mine

FEW, MANY = 10, 20


@dataclass(frozen=True)
class Alike:
    """A 台帳, one that resembles it, and whether this person may join the two."""

    case: Case
    twin: Case
    may_join: bool


def same_person(user) -> list[Alike]:
    """Each 台帳 with one that resembles it; to an agency only what it is in charge of.

    The city's officers see both sides of a wall; a 主任 all of the agency; others what
    is theirs. Where somebody has answered that they are two people, nothing is said.
    """
    visible = Case.objects.visible_to(user)
    among = visible
    if not sees_all(user):
        mine = visible.filter(is_mine(user)).exclude(person__birth="")
        among = visible.filter(person__birth__in=mine.order_by().values("person__birth"))
    files = alike_among(among)
    found = []
    for case in files:
        twins = [row for row in files if row.pk != case.pk and are_alike(row, case)]
        twin = next((row for row in twins if not told_apart(case, row)), None)
        if twin and concerns(user, case, twin):
            both = all(is_in_charge(user, row.episode) for row in (case, twin))
            found.append(Alike(case, twin, both and case.agency_id == twin.agency_id))
    return found


def alike_among(visible) -> list[Case]:
    pairs = list(
        visible.exclude(person__kana="")
        .exclude(person__birth="")
        .order_by()
        .annotate(close_kana=CLOSE_KANA)
        .values("close_kana", "person__birth")
        .annotate(files=Count("pk"))
        .filter(files__gte=2)[:FEW]
    )
    if not pairs:
        return []
    alike = Q()
    for pair in pairs:
        alike |= Q(close_kana=pair["close_kana"], person__birth=pair["person__birth"])
    # The newest answer names all that were alike when it was given.
    told = Note.objects.filter(machine="case", move="different", case=OuterRef("pk"))
    rows = visible.annotate(close_kana=CLOSE_KANA).filter(alike).for_list()
    rows = rows.annotate(told=Subquery(told.order_by("-pk").values("body")[:1]))
    found = list(rows.order_by("close_kana", "agency", "number")[:MANY])
    for case in found:
        case.episode.case = case
    return found


def are_alike(one, other) -> bool:
    return (one.close_kana, one.person.birth) == (other.close_kana, other.person.birth)


def told_apart(one, other) -> bool:
    return names(one.told, other) or names(other.told, one)


def names(body: str | None, case: Case) -> bool:
    """Does the line 「似た台帳（…）とは別の人です」 name this 台帳?"""
    numbers = (body or "").replace("（", "、").replace("）", "、").split("、")
    return case.number in numbers


def sees_all(user) -> bool:
    return bool(user.city_ids() or user.organisation_ids((Role.CHIEF,)))


def concerns(user, case, twin) -> bool:
    return sees_all(user) or any(is_in_charge(user, row.episode) for row in (case, twin))
