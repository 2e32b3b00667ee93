"""What a municipality's 要綱 calls things, whom it entrusts and posts, what it refers to.

The tables ``labels`` (P-04 to P-06, P-14, P-22, P-23), ``agencies`` (P-03), ``staffing``
(P-07 to P-10, P-37) and ``texts`` (P-10, P-30 to P-36) of the profile.
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from rules.profile import NATIONAL, NO_PROSE, Code, Profile, Prose, profile_for, register_table

Post = Literal["chief", "counselor", "employment", "outreach", "shelter"]


@dataclass(frozen=True)
class Labels:
    """The words of the 要綱 for what every municipality has, on screens, papers and refusals."""

    city: str
    staff: str
    triage: str
    welfare_office: str
    hellowork: str
    meeting: str
    approval: str
    refusal_report: Literal["報告", "連絡"]

    def fill(self, sentence: str) -> str:
        """A sentence of ours with the municipality's words in its gaps: 「{city}に出しました」."""
        return sentence.format_map(vars(self))


@dataclass(frozen=True)
class Agencies:
    """Which corporations the consultation may be entrusted to (P-03), and, where the 要綱 is
    a prefecture's, the 町村 among which it chooses what an agency serves.
    """

    entrustable: tuple[str, ...]
    towns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Experience:
    """So many years in a kind of work.

    ``is_listed``: years in any work of ``other_work`` count, and no others (P-10).
    """

    work: str
    years: int
    is_listed: bool = False

    def __post_init__(self) -> None:
        if not self.years:
            raise ValueError("years は1年以上です")


@dataclass(frozen=True)
class Route:
    """One way to qualify for a post: one of the licences, and years of work, and a training,
    and a judgement, as far as it asks for them. What stands beside it is another route.
    """

    code: Code
    label: str
    posts: tuple[Post, ...]
    licences: tuple[str, ...] = ()
    experience: tuple[Experience, ...] = ()
    training: str = ""
    is_judged: bool = False


@dataclass(frozen=True)
class Task:
    """What an agency may do besides, and the post it then needs (P-07)."""

    post: Post
    label: str
    clause: str


@dataclass(frozen=True)
class Staffing:
    """Who is to be posted, what they may hold beside it, how they qualify (P-07 to P-10).

    ``optional_posts``: those of ``posts`` an agency may do without (no E-31), unless it has
    taken on the one of ``tasks`` that asks for it; without it there is no such post there.
    ``last_year_posts``: for these a 修了証 counts from the 年度 after it was given.
    """

    posts: tuple[Post, ...]
    concurrent: Literal["any", "listed"]
    certificate: Literal["required", "waived"]
    decider_may_counsel: Literal["allowed", "warned", "forbidden"]
    concurrent_posts: tuple[tuple[Post, ...], ...] = ()
    certificate_posts: tuple[Post, ...] = ()
    last_year_posts: tuple[Post, ...] = ()
    optional_posts: tuple[Post, ...] = ()
    tasks: tuple[Task, ...] = ()
    routes: tuple[Route, ...] = ()
    other_work: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        asking = (row.licences or row.experience or row.training for row in self.routes)
        if not all(asks or row.is_judged for asks, row in zip(asking, self.routes, strict=True)):
            raise ValueError(
                "routes には licences・experience・training・is_judged のどれかを書きます"
            )
        codes = [row.code for row in self.routes]
        if len(codes) != len(set(codes)):
            raise ValueError("routes に同じ code が2つあります")
        if self.concurrent == "listed" and not self.concurrent_posts:
            raise ValueError("concurrent = listed には concurrent_posts を書きます")
        if not self.posts:
            raise ValueError("posts を1つ以上書きます")
        named = [*self.optional_posts, *(post for row in self.routes for post in row.posts)]
        named += [post for pair in self.concurrent_posts for post in pair]
        for post in named:
            if post not in self.posts:
                raise ValueError(f"{post} は posts に書いていない職種です")
        if any(row.post not in self.optional_posts for row in self.tasks):
            raise ValueError("tasks の post は optional_posts に書きます")
        if any(len(pair) < 2 for pair in self.concurrent_posts):
            raise ValueError("concurrent_posts は職種を2つ以上ずつ書きます")

    def posts_at(self, tasks: Collection[str]) -> list[str]:
        """The posts there are at an agency that has taken on these tasks."""
        bound = {row.post for row in self.tasks}
        return [post for post in self.posts if post not in bound or post in tasks]

    def asked_at(self, tasks: Collection[str]) -> list[str]:
        """Those of them it may not leave empty (E-31)."""
        optional = set(self.optional_posts) - set(tasks)
        return [post for post in self.posts_at(tasks) if post not in optional]


@dataclass(frozen=True)
class Texts:
    """What the 要綱 refers to, in words: shown to people, counted by nobody."""

    law: Prose
    secrecy: Prose
    sharing: Prose
    references: tuple[str, ...]
    protection: tuple[str, ...]
    council: Prose
    register_unit: str
    housing_source: Prose
    housing_office: str
    delegated: Prose = NO_PROSE
    others: tuple[str, ...] = ()


register_table("labels", Labels)
register_table("agencies", Agencies)
register_table("staffing", Staffing)
register_table("texts", Texts)


def labels_in(profile: Profile) -> Labels:
    """The words of one version of a 要綱."""
    table = profile.table("labels")
    assert isinstance(table, Labels)
    return table


def staffing_of(municipality: str, on: dt.date | None = None) -> Staffing:
    """Who is to be posted in a municipality (its 団体コード), on a day."""
    table = profile_for(municipality or NATIONAL, on).table("staffing")
    assert isinstance(table, Staffing)
    return table


def labels_of(municipality: str, on: dt.date | None = None) -> Labels:
    """The words of a municipality (its 団体コード; none: the national ones) on a day."""
    return labels_in(profile_for(municipality or NATIONAL, on))
