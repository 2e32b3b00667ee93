"""住居確保給付金 as the office takes it, step by step, by the real verbs."""

import datetime as dt
import threading
from contextlib import contextmanager
from copy import copy

from django.db import connection

from housing_benefit.models import BenefitApplication, BenefitMonth
from housing_benefit.workflow import (
    benefit_workflow,
    explain,
    order_workflow,
    prepare_payment,
    report_order,
    save_application,
    save_payee,
    start_application,
)
from housing_benefit.workflow.writing import TERMS, needed_documents
from rules.refusals import Refused
from tests.places import settle_at

DAY = dt.date(2026, 8, 10)
FACTS = {
    "applied_on": DAY,
    "event_on": dt.date(2026, 5, 31),
    "members": 1,
    "rent": 30_000,
    "income": 0,
    "assets": 100_000,
    "is_breadwinner": True,
    "seeks_work": True,
    "is_gang": False,
    "has_similar": False,
    "housing": "at_risk",
    "landlord": "港不動産",
    "payee": "landlord",
    "account": "港信用金庫 普通 0000512",
    "support": "hellowork",
}
FOUND_AGAIN = ("income", "assets", "seeks_work", "is_gang", "has_similar")
MOVING = {
    "event_on": dt.date(2026, 3, 1),
    "seeks_work": None,
    "housing": "",
    "finding": "lower_rent",
    "finding_reason": "家賃が5万円から3万円に下がる。",
    "costs": {"key_money": 36_000, "agency_fee": 39_600, "carriage": 60_000, "deposit": 36_000},
    "destination": 36_000,
    "destination_source": "転居先の市の表",
    "support": "budget",
}

MOVER = {
    "landlord": "架空引越センター",
    "payee": "trader",
    "account": "波銀行 本店 普通 0000777",
    "costs": ["carriage"],
}


class Benefit:
    """One application of a new 台帳, as far as its steps have been taken."""

    def __init__(self, office, name="給付 太郎", kind="rent", route="", case=None, **facts):
        self.people = office.people
        self.by = self.people["counselor"]
        self.case = case or office.case(name=name, on=DAY)
        route = route or ("left" if kind == "rent" else "fallen")
        self.row = start_application(self.case, by=self.by, kind=kind, route=route)
        self.write(**FACTS | (MOVING if kind == "move" else {}) | facts)

    def write(self, **facts):
        save_application(self.row, by=self.by, version=self.row.version, **facts)
        return self

    def paid_also(self, number=2, version=0, **said):
        """A further 支払い先 of 転居費用補助."""
        save_payee(self.row, number, by=self.by, version=version, **MOVER | said)
        self.row = BenefitApplication.objects.get(pk=self.row.pk)
        return self

    def explained(self, on=DAY):
        explain(self.row, by=self.by, on=on, signed_on=on, agreed=list(TERMS))
        return self

    def with_papers(self):
        return self.write(documents={code: {} for code, _label in needed_documents(self.row)})

    def move(self, name, who="counselor", on=DAY, **data):
        benefit_workflow.advance(self.row, name, by=self.people[who], on=on, **data)
        return self

    def received(self, on=DAY):
        return self.explained(on).move("receive", on=on)

    def sent(self, on=DAY):
        return self.received(on).with_papers().move("send", on=on)

    def drafted(self, on=DAY):
        return self.sent(on).move("draft", "officer", on)

    def ruled(self, on=DAY):
        self.drafted(on)
        name = "grant" if self.row.judgement["judgement"]["amount"] else "refuse"
        return self.move(name, "approver", on)

    def followed(self, purpose="extend", on=DAY, **facts):
        """The application that follows its 支給決定, written down that day."""
        self.move(purpose, on=on)
        next_one = copy(self)
        next_one.row = self.row.followers.latest("number")
        found = {name: FACTS[name] for name in FOUND_AGAIN}
        return next_one.write(**found | {"applied_on": on} | facts)

    def told(self):
        name = "notify" if self.row.state == "granted" else "tell_refusal"
        return self.move(name, "officer", way="郵送")


@contextmanager
def judged_in(office, place):
    """For a while the office's city is one whose tables are known."""
    city = office.places["city"].municipality
    before = city.code, city.name
    settle_at(office, place)
    yield
    city.code, city.name = before
    city.save()


def order_of(benefit, kind, ground, happened_on=DAY, who="counselor", **said):
    """A 中断, a 中止 or a 徴収, as far as its report."""
    said = {"details": "電話で聞いた。", "on": happened_on} | said
    by = benefit.people[who]
    return report_order(
        benefit.row, by=by, kind=kind, ground=ground, happened_on=happened_on, **said
    )


def decided(benefit, order, on):
    """起案 by one of the city, 決裁 by another."""
    order_workflow.advance(order, "draft", by=benefit.people["officer"], on=on)
    order_workflow.advance(order, "decide", by=benefit.people["approver"], on=on)
    benefit.row.refresh_from_db()
    return order


def paid(benefit, office, month):
    """One month of it on a 支払い一覧, whatever the judgement says."""
    row = benefit.row
    BenefitMonth(application=row, case=row.case, kind=row.kind, month=month, yen=30_000).save()
    return prepare_payment(office.places["city"], by=office.people["officer"], month=month)


def at_once(*acts):
    """All press at the same moment, each with a connection of its own: "done", or the code."""
    start, answers = threading.Barrier(len(acts)), []

    def press(act):
        start.wait()
        try:
            act()
            answers.append("done")
        except Refused as refused:
            answers.append(refused.refusals[0].code)
        finally:
            connection.close()

    people = [threading.Thread(target=press, args=(act,)) for act in acts]
    for person in people:
        person.start()
    for person in people:
        person.join()
    return sorted(answers)
