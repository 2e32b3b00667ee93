"""What the papers of 住居確保給付金 are filled with: plain values, no model.

Each has a default for everything: the paper with nothing known is the blank form.
"""

import datetime as dt
from dataclasses import dataclass

from cases.papers import NOBODY, Box, Who
from housing_benefit.budget import BudgetChange
from rules.housing_benefit import Line


@dataclass(frozen=True)
class PersonRow:
    """One of the household on the application, with income and savings in yen."""

    name: str = ""
    relation: str = ""
    age: str = ""
    occupation: str = ""
    income: int | None = None
    savings: int | None = None


@dataclass(frozen=True)
class YenRow:
    """An amount and what it is for."""

    label: str
    yen: int | None = None


@dataclass(frozen=True)
class PayeeRow:
    """One who is paid of 転居費用補助, for which costs, into which 口座."""

    name: str = ""
    costs: str = ""
    account: str = ""
    to_person: str = ""


@dataclass(frozen=True)
class ClaimPaper:
    """支給申請書 of 家賃補助 or of 転居費用補助."""

    who: Who = NOBODY
    postal_code: str = ""
    address: str = ""
    tel: str = ""
    addressee: str = ""
    ordinance: str = ""
    asked: str = "支給"
    so_far: str = ""  # the months granted before, where more are asked for
    applied_on: dt.date | None = None
    is_move: bool = False
    routes: tuple[Box, ...] = ()
    event_on: dt.date | None = None
    unable_days: int = 0
    unable_reason: str = ""
    is_breadwinner: bool | None = None
    is_gang: bool | None = None
    has_similar: bool | None = None
    housings: tuple[Box, ...] = ()
    rent: int | None = None
    landlord: str = ""
    covered_until: dt.date | None = None
    people: tuple[PersonRow, ...] = ()
    members: int | None = None
    income: int | None = None
    assets: int | None = None
    costs: tuple[YenRow, ...] = ()
    destination: int | None = None
    destination_source: str = ""
    payees: tuple[Box, ...] = ()
    account: str = ""
    several: tuple[PayeeRow, ...] = ()  # where more than one is paid, each
    enclosures: tuple[Box, ...] = ()

    @property
    def open_rows(self) -> range:
        """Empty rows to carry a household on by hand; fewer beside several 支払い先."""
        return range(max(0, (2 if self.several else 4) - len(self.people)))

    @property
    def cost_pairs(self) -> list[tuple[YenRow, ...]]:
        """The costs, two in a line."""
        rows = self.costs if len(self.costs) % 2 == 0 else (*self.costs, YenRow(""))
        return [rows[at : at + 2] for at in range(0, len(rows), 2)]


@dataclass(frozen=True)
class FollowPaper:
    """What every paper has in common that is handed in after a 支給決定."""

    who: Who = NOBODY
    address: str = ""
    tel: str = ""
    addressee: str = ""
    ordinance: str = ""
    applied_on: dt.date | None = None
    so_far: str = ""
    grounds: tuple[Box, ...] = ()
    enclosures: tuple[Box, ...] = ()


@dataclass(frozen=True)
class ChangePaper(FollowPaper):
    """変更支給申請書: what was, what is, in yen a month."""

    yen_before: int | None = None
    rent_before: int | None = None
    rent: int | None = None
    income_before: int | None = None
    income: int | None = None
    landlord: str = ""
    payees: tuple[Box, ...] = ()
    account: str = ""


@dataclass(frozen=True)
class ResumePaper(FollowPaper):
    """受給再開届: the 中断 it ends, the means of the household now; ``left`` in months."""

    suspended_on: dt.date | None = None
    last_day: dt.date | None = None
    left: int | None = None
    members: int | None = None
    income: int | None = None
    assets: int | None = None
    seeks_work: bool | None = None
    is_gang: bool | None = None
    has_similar: bool | None = None


@dataclass(frozen=True)
class PledgePaper:
    """申請時確認書: what is promised, and what is agreed to."""

    who: Who = NOBODY
    address: str = ""
    addressee: str = ""
    is_move: bool | None = None
    terms: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()
    explained_on: dt.date | None = None
    explained_by: str = ""
    signed_on: dt.date | None = None


@dataclass(frozen=True)
class DwellingPaper:
    """入居（予定）住宅に関する状況通知書: written by the landlord or the agent."""

    who: Who = NOBODY
    address: str = ""
    addressee: str = ""
    is_planned: bool = False
    landlord: str = ""
    rent: int | None = None


@dataclass(frozen=True)
class ActivityRow:
    """One step of looking for work."""

    on: dt.date | None = None
    kind: str = ""
    place: str = ""
    result: str = ""


@dataclass(frozen=True)
class ActivityPaper:
    """求職活動等状況報告書 of one month."""

    who: Who = NOBODY
    addressee: str = ""
    month: dt.date | None = None
    rows: tuple[ActivityRow, ...] = ()
    duties: tuple[str, ...] = ()
    income: int | None = None

    @property
    def open_rows(self) -> range:
        return range(max(0, 10 - len(self.rows)))


@dataclass(frozen=True)
class JobPaper:
    """常用就職届."""

    who: Who = NOBODY
    address: str = ""
    tel: str = ""
    addressee: str = ""
    employer: str = ""
    started_on: dt.date | None = None
    kinds: tuple[Box, ...] = ()
    is_endless: bool | None = None
    contract_months: int | None = None
    monthly: int | None = None


@dataclass(frozen=True)
class NeedPaper:
    """要転居証明書: the finding of 家計改善支援 with the budget before and after."""

    who: Who = NOBODY
    addressee: str = ""
    findings: tuple[Box, ...] = ()
    reason: str = ""
    rows: tuple[BudgetChange, ...] = ()
    costs: int | None = None
    destination: int | None = None
    destination_source: str = ""
    agency: str = ""
    staff: str = ""

    @property
    def open_rows(self) -> range:
        return range(6)


@dataclass(frozen=True)
class NoticePaper:
    """A ruling told to the person: what every notice of the benefit has in common.

    ``lines`` are those of the judgement that the ruling rests on, as the screen shows them.
    ``rows`` are what was ruled, each with its name.
    """

    who: Who = NOBODY
    number: str = ""  # 文書番号
    noticed_on: dt.date | None = None
    postal_code: str = ""
    address: str = ""
    sender: str = ""
    office: str = ""
    office_tel: str = ""
    kind: str = ""
    ordinance: str = ""
    applied_on: dt.date | None = None
    decided_on: dt.date | None = None
    rows: tuple[tuple[str, str], ...] = ()
    lines: tuple[Line, ...] = ()
    duties: tuple[str, ...] = ()
    appeal: str = ""
