"""Judge a table of claims by the rules in force, for checks from outside.

One row in, one row out: the columns given, then the figures, the answer and its reasons.
A row that cannot be judged says why (``E_AREA``, ``E_TABLE``, ``E_ROW:column``) and stops
no other; only the exit code tells that there was one.
"""

import csv
import datetime as dt
import io
import re
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from housing_benefit.standards import benefit_rules, find_area
from rules.calendar import FIRST_DAY, LAST_DAY
from rules.housing_benefit import (
    Claim,
    MissingValue,
    figures_for,
    figures_from,
    judge,
    rent_limit,
    standard,
)
from rules.profile import NATIONAL, profile_for

RESULT = ("K", "C", "shunyu_kijun", "shisan_limit", "eligible", "amount", "reason")
KINDS = {"家賃補助": "rent", "転居費用補助": "move"}
ROUTES = {
    "rent": {"離職": "left", "廃業": "closed", "減収": "reduced"},
    "move": {"収入減少": "fallen"},
}
COSTS = {
    "運搬": "carriage",
    "礼金": "key_money",
    "仲介手数料": "agency_fee",
    "家賃債務保証料": "guarantee_fee",
    "住宅保険料": "insurance",
    "原状回復": "restoration",
    "鍵交換": "lock",
    "敷金": "deposit",
    "前家賃": "advance_rent",
    "家財": "furniture",
}
DESTINATION = "転居先上限基礎"
NOT_FOUND = "家計改善支援の認定なし"
WHOLE = re.compile("[0-9]{1,12}")
ISO = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Command(BaseCommand):
    help = "住居確保給付金の申請の表（CSV）を判定します。"

    def add_arguments(self, parser):
        parser.add_argument("input", type=Path, metavar="INPUT", help="UTF-8 の CSV")
        parser.add_argument("output", type=Path, metavar="OUTPUT", help="結果を書く CSV")

    def handle(self, *, input, output, **options):
        header, rows = read(input)
        judged = [Row(cells, header).judged() for cells in rows]
        kept = [name for name in header if name not in RESULT]
        try:
            with output.open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(
                    file, [*kept, *RESULT], extrasaction="ignore", lineterminator="\n"
                )
                writer.writeheader()
                writer.writerows(judged)
        except OSError as error:
            raise CommandError(f"{output} に書けません。") from error
        failed = sum(row["eligible"] == "" for row in judged)
        if failed:
            raise CommandError(f"{len(judged)}行のうち{failed}行を判定できませんでした。")


def read(path):
    """(header, rows) of a CSV; what is no such file is refused whole."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise CommandError(f"{path} を読めません。") from error
    except UnicodeDecodeError as error:
        raise CommandError(f"{path} の文字コードが UTF-8 ではありません。") from error
    lines = csv.DictReader(io.StringIO(text, newline=""), restval="")
    try:
        rows = list(lines)
    except csv.Error as error:
        raise CommandError(f"{path} は CSV として読めません。") from error
    if not lines.fieldnames:
        raise CommandError(f"{path} に見出しの行がありません。")
    return lines.fieldnames, rows


class Row:
    """One row being read: ``wrong`` gathers the columns that say nothing usable."""

    def __init__(self, cells, header):
        self.cells = cells
        self.wrong = []
        if None in cells:  # more cells than the header has columns
            self.wrong.append(header[-1])

    def judged(self):
        """The row with its results; the reason alone where it cannot be judged."""
        claim = self.claim()
        try:
            rules, figures = self.figures(claim)
            if self.wrong:
                return self.unjudged()
            judgement = judge(rules, figures, claim)
        except LookupError:
            return self.unjudged("E_AREA")
        except MissingValue:
            return self.unjudged("E_TABLE")
        return self.cells | {
            "K": figures.standard,
            "C": figures.limit,
            "shunyu_kijun": figures.income_limit,
            "shisan_limit": figures.asset_limit,
            "eligible": int(judgement.is_eligible),
            "amount": judgement.amount,
            "reason": ";".join(judgement.reasons) or "OK",
        }

    def unjudged(self, *reasons):
        columns = [f"E_ROW:{name}" for name in dict.fromkeys(self.wrong)]
        empty = {name: self.cells.get(name, "") if name in ("K", "C") else "" for name in RESULT}
        return self.cells | empty | {"reason": ";".join([*reasons, *columns])}

    def figures(self, claim):
        """(rules, figures) by the row's own K and C, or by its area's tables.

        Raises ``LookupError`` for an area that nobody declares.
        """
        base, limit = self.optional("K"), self.optional("C")
        if base is not None and limit is not None:
            rules = benefit_rules(profile_for(NATIONAL, claim.applied_on))
            return rules, figures_from(rules, claim, base, limit)
        found = find_area(self.text("area"), claim.applied_on)
        if found is None:
            raise LookupError(self.text("area"))
        profile, area = found
        rules = benefit_rules(profile)
        if self.wrong:
            return rules, None
        if base is None and limit is None:
            return rules, figures_for(rules, area, claim)
        if base is None:
            base = standard(rules, area, claim.members, claim.applied_on)
        if limit is None:
            limit = rent_limit(area, claim.members, claim.applied_on)
        return rules, figures_from(rules, claim, base, limit)

    def claim(self):
        """The claim, whole even where a column is wrong: then nobody judges it."""
        kind = self.one_of("kind", KINDS)
        route = self.one_of("route", ROUTES.get(kind, {}))
        members = self.whole("n", least=1)
        rent, income, assets = map(self.whole, ("rent", "income", "assets"))
        applied_on = self.day("apply") or LAST_DAY
        event_on = None if route == "reduced" and not self.text("event") else self.day("event")
        if event_on and applied_on and self.is_later(kind, route, event_on, applied_on):
            self.wrong.append("event")
        costs, destination, found = self.extra()
        return Claim(
            kind=kind,
            route=route,
            members=members,
            rent=rent,
            income=income,
            assets=assets,
            applied_on=applied_on,
            event_on=event_on,
            unable_days=self.optional("ext_days") or 0,
            is_breadwinner=self.answer("breadwinner"),
            seeks_work=self.answer("activity"),
            is_gang=self.answer("gang"),
            has_similar=self.answer("similar"),
            budget_finding=found,
            costs=costs,
            destination=destination,
        )

    @staticmethod
    def is_later(kind, route, event_on, applied_on):
        """Is the event later than the application? Of 収入減少 only the month is known."""
        if route == "reduced":
            return False
        if kind == "move":
            event_on = event_on.replace(day=1)
        return event_on > applied_on

    def text(self, column):
        return (self.cells.get(column) or "").strip()

    def one_of(self, column, known):
        if self.text(column) not in known:
            self.wrong.append(column)
        return known.get(self.text(column), "")

    def whole(self, column, least=0):
        """A whole number of yen or people."""
        text = self.text(column)
        if not WHOLE.fullmatch(text) or int(text) < least:
            self.wrong.append(column)
            return least
        return int(text)

    def optional(self, column):
        return self.whole(column) if self.text(column) else None

    def day(self, column):
        text = self.text(column)
        try:
            day = dt.date.fromisoformat(text) if ISO.fullmatch(text) else None
        except ValueError:
            day = None
        if day is None or not FIRST_DAY <= day <= LAST_DAY:
            self.wrong.append(column)
            return None
        return day

    def answer(self, column):
        """1 yes, 0 no; nothing was not asked."""
        text = self.text(column)
        if text not in ("", "0", "1"):
            self.wrong.append(column)
        return text == "1" if text else None

    def extra(self):
        """(costs, the destination's 基準, the finding) of the words of ``extra``."""
        costs, destination, found = {}, None, True
        for word in self.text("extra").split():
            name, _, yen = word.partition("=")
            if word == NOT_FOUND:
                found = False
            elif name in COSTS or name == DESTINATION:
                if not WHOLE.fullmatch(yen):
                    self.wrong.append("extra")
                elif name == DESTINATION:
                    destination = int(yen)
                else:
                    costs[COSTS[name]] = costs.get(COSTS[name], 0) + int(yen)
        return costs, destination, found
