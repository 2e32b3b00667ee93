"""配置と資格 (P-07 to P-10): who holds a post, by what right, and what the 要綱 still asks.

Nothing here stands in anyone's way: what is missing is a warning, whose reason is asked
once and kept (E-20, E-40), or a sentence on the 管理者's pages (E-31).
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from accounts.models import STAFF, Membership, PostReason, Qualification, Role, post_names
from accounts.standards import Route, Staffing, staffing_of
from rules.calendar import fiscal_year, today
from rules.refusals import Refusal, refuse

Kind = Qualification.Kind
# 自立相談支援事業従事者養成研修 has these three courses; for another post any of them counts.
CORE = "都道府県が育成する地域の中核人材"  # 手引き 第Ⅵ章4
COURSES = (Role.CHIEF, Role.COUNSELOR, Role.EMPLOYMENT)


@dataclass(frozen=True)
class Way:
    """One way to a post, and what is lacking on it; ``begun``: some of it is there."""

    label: str
    lacking: tuple[str, ...]
    begun: bool = False


@dataclass(frozen=True)
class Standing:
    """How somebody stands towards what a post asks for.

    ``by``: the ways that are gone to the end. ``is_asked``: the 要綱 asks for one of the ways;
    where it waives the 修了証 for the time being, nothing is missing (P-09).
    """

    post: str
    ways: tuple[Way, ...]
    is_asked: bool

    @property
    def label(self) -> str:
        return Role(self.post).label

    @property
    def by(self) -> list[Way]:
        return [way for way in self.ways if not way.lacking]

    @property
    def is_missing(self) -> bool:
        return self.is_asked and bool(self.ways) and not self.by

    @property
    def nearest(self) -> str:
        """What is lacking on the shortest way that was begun at all, or on the shortest."""
        way = min(self.ways, key=lambda way: (not way.begun, len(way.lacking)))
        return "、".join(way.lacking)


@dataclass(frozen=True)
class Warned:
    """A warning that asks for a reason; ``subject`` is what the reason is kept under."""

    subject: str
    refusal: Refusal


def standing(
    post: str, facts: Iterable[Qualification], staffing: Staffing, on: dt.date
) -> Standing:
    """How someone with these 資格・経験 stands towards a post on a day (3(2), 2(2), 4, 3(3))."""
    facts = list(facts)
    ways = [way_of(route, facts, staffing) for route in routes(post, staffing)]
    if post in staffing.certificate_posts:
        ways.insert(0, Way("養成研修の修了証", lacking_certificate(post, facts, staffing, on)))
    return Standing(post, tuple(ways), staffing.certificate == "required")


def routes(post: str, staffing: Staffing) -> list[Route]:
    return [route for route in staffing.routes if post in route.posts]


def courses(post: str) -> tuple[str, ...]:
    """The 養成研修 whose 修了証 counts for a post."""
    return (post,) if post in COURSES else COURSES


def lacking_certificate(
    post: str, facts: list[Qualification], staffing: Staffing, on: dt.date
) -> tuple[str, ...]:
    held = [row for row in facts if row.kind == Kind.CERTIFICATE and row.name in courses(post)]
    if post not in staffing.last_year_posts:
        return () if held else ("養成研修の修了証",)
    # 前年度までに (3(3)ア): one without a day cannot be placed in a year.
    earlier = [
        row for row in held if row.obtained_on and fiscal_year(row.obtained_on) < fiscal_year(on)
    ]
    return () if earlier else ("前年度までの養成研修の修了証",)


def way_of(route: Route, facts: list[Qualification], staffing: Staffing) -> Way:
    """What a route still asks for, in words."""
    names = {(row.kind, row.name) for row in facts}
    asks: list[tuple[str, bool]] = []  # what it asks for, and whether it is there
    begun = False
    if route.licences:
        held = any((Kind.LICENCE, name) in names for name in route.licences)
        asks.append((f"{'・'.join(route.licences)}のどれか", held))
    for asked in route.experience:
        works = staffing.other_work if asked.is_listed else (asked.work,)
        years = sum(
            row.years or 0 for row in facts if row.kind == Kind.EXPERIENCE and row.name in works
        )
        words = f"「{asked.work}」{asked.years}年以上（いまの登録は{years}年）"
        asks.append((words, years >= asked.years))
        begun = begun or years > 0
    if route.training:
        asks.append((route.training, (Kind.TRAINING, route.training) in names))
    if route.is_judged:
        asks.append(("要件にあたるとの判断", (Kind.JUDGED, route.label) in names))
    begun = begun or any(held for _words, held in asks)
    return Way(route.label, tuple(words for words, held in asks if not held), begun)


def names_of(kind: str, staffing: Staffing) -> list[tuple[str, str]]:
    """What of a kind the 要綱 names, as choices; without one there is nothing to record.

    地域の中核人材 is the 手引き's, and everywhere the same.
    """
    found: list[str] = []
    if kind == Kind.CERTIFICATE:
        asked = [course for post in staffing.certificate_posts for course in courses(post)]
        return [(course, Role(course).label) for course in COURSES if course in asked]
    if kind == Kind.CORE:
        return [(CORE, CORE)]
    for route in staffing.routes:
        if kind == Kind.LICENCE:
            found += route.licences
        elif kind == Kind.EXPERIENCE:
            found += [row.work for row in route.experience if not row.is_listed]
        elif kind == Kind.TRAINING and route.training:
            found.append(route.training)
        elif kind == Kind.JUDGED and route.is_judged:
            found.append(route.label)
    if kind == Kind.EXPERIENCE:
        found += staffing.other_work
    return [(name, name) for name in dict.fromkeys(found)]


def undue_combination(posts: Iterable[str], staffing: Staffing) -> str:
    """The subject of a 兼務 the 要綱 does not name (P-08), or ""."""
    held = [post for post in STAFF if post in set(posts)]
    if staffing.concurrent == "any" or len(held) < 2:
        return ""
    named = any(set(held) <= set(allowed) for allowed in staffing.concurrent_posts)
    return "" if named else "+".join(held)


def warnings_of(
    posts: Iterable[str], facts: Iterable[Qualification], staffing: Staffing, on: dt.date
) -> list[Warned]:
    """What these posts of one person leave open: E-20 for each, E-40 for the 兼務."""
    posts, facts = [post for post in STAFF if post in set(posts)], list(facts)
    found = []
    for post in posts:
        row = standing(post, facts, staffing, on)
        if row.is_missing:
            remedy = f"足りないもの：{row.nearest}。"
            found.append(Warned(post, refuse("E-20", post=row.label, remedy=remedy)))
    subject = undue_combination(posts, staffing)
    if subject:
        words = post_names(subject.split("+"))
        found.append(Warned(subject, refuse("E-40", posts=words)))
    return found


def empty_posts(organisation, members: Iterable[Membership]) -> list[Refusal]:
    """E-31 for each post of the 要綱 that nobody holds at an agency today."""
    if organisation.is_city_office:
        return []
    staffing = staffing_of(organisation.municipality.code)
    held = {row.role for row in members}
    return [
        refuse("E-31", organisation=organisation.name, post=Role(post).label)
        for post in staffing.asked_at(organisation.tasks)
        if post not in held
    ]


class Register:
    """資格・経験 and 配置の理由 of an agency, read at once; told person by person."""

    def __init__(self, organisation, on: dt.date | None = None):
        self.on = on or today()
        self.staffing = staffing_of(organisation.municipality.code, self.on)
        self.facts: dict[int, list[Qualification]] = {}
        for row in Qualification.objects.filter(organisation=organisation):
            self.facts.setdefault(row.user_id, []).append(row)
        self.reasons = {
            (row.user_id, row.subject): row
            for row in PostReason.objects.filter(organisation=organisation)
        }

    def facts_of(self, user) -> list[Qualification]:
        return self.facts.get(user.pk, [])

    def standings(self, user, posts: Iterable[str]) -> list[Standing]:
        """One for each post of a person, in the order of the posts."""
        held = set(posts)
        return [
            standing(post, self.facts_of(user), self.staffing, self.on)
            for post in STAFF
            if post in held
        ]

    def open_points(self, user, posts: Iterable[str]) -> list[tuple[Warned, PostReason | None]]:
        """What is open about a person, each with the reason that was given."""
        found = warnings_of(posts, self.facts_of(user), self.staffing, self.on)
        return [(row, self.reasons.get((user.pk, row.subject))) for row in found]

    def kinds(self) -> list[tuple[str, str]]:
        """The kinds of which the 要綱 asks for something."""
        return [(kind.value, kind.label) for kind in Kind if names_of(kind, self.staffing)]
