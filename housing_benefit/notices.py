"""The notices of the city's rulings on the benefit: one row of a table each, one template each.

A notice stands on what was stored with the ruling: the same lines, the same figures as the
screen shows. Nothing is calculated again for it.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

from accounts.models import Municipality, Organisation
from cases.documents import sheet_of, who
from cases.models import Case
from documents.register import Document, Sheet, Version, register
from housing_benefit.claim_papers import (
    PRINTED_BY,
    applications,
    duties_in,
    ordinance_of,
    period,
)
from housing_benefit.judging import kept
from housing_benefit.models import BenefitApplication, BenefitOrder
from housing_benefit.papers import NoticePaper
from housing_benefit.payees import divided, role_of
from housing_benefit.standards import benefit_rules
from housing_benefit.workflow.paying import rules_of
from plans.documents import authority_of, profile_on
from plans.notice_papers import sender_of
from plans.standards import plan_rules
from rules.calendar import era_year, wareki
from rules.choices import label
from rules.housing_benefit import Share, last_day_to_resume
from rules.housing_benefit.tables import Article

State = BenefitApplication.State


@dataclass(frozen=True)
class Notice:
    """One kind of notice. ``ruled(case)`` are the rulings it tells of, the newest first;
    ``said(ruling)`` what it says beside what all notices say. A ruling has the fields of
    ``Told``, ``decided_on`` and its ``application``.
    """

    code: str
    title: str
    template: str
    subject: str
    ruled: Callable[[Case], object]
    said: Callable[[object], dict]


def notice_of(notice: Notice):
    """The function that fills a notice."""

    def sheet(ruling) -> Sheet:
        row = ruling.application
        case, day = row.case, ruling.decided_on
        city = case.agency.municipality
        paper = NoticePaper(
            who=who(case, day),
            noticed_on=ruling.notified_on,
            postal_code=case.person.postal_code,
            address=case.person.address,
            kind=row.get_kind_display(),
            decided_on=day,
            ordinance=ordinance_of(city, day),
            appeal=appeal_of(city, day),
            **sender_of(city, day) | {"applied_on": row.applied_on} | notice.said(ruling),
        )
        whole = sheet_of(case, paper, day)
        office = city.city_office
        return replace(whole, agency=office.name if office else city.name)

    return sheet


def blank_notice(agency: Organisation | None, on: dt.date) -> NoticePaper:
    """A notice with the office and nothing else."""
    if agency is None:
        return NoticePaper()
    city = agency.municipality
    return NoticePaper(
        ordinance=ordinance_of(city, on), appeal=appeal_of(city, on), **sender_of(city, on)
    )


def appeal_of(city: Municipality, on: dt.date) -> str:
    """教示文 in the names of this municipality."""
    profile = profile_on(city.code, on)
    text = benefit_rules(profile).appeal
    names = {"自治体の長": authority_of(city, plan_rules(profile).authority), "自治体": city.name}
    for words, name in names.items():
        text = text.replace(f"〔{words}〕", name)
    return text


def yen(amount: int) -> str:
    return f"{amount:,}円"


# ---- 支給決定, 不支給決定 -----------------------------------------------------------------


def granted(*purposes: str):
    """What was granted on applications of these purposes."""

    def of(case: Case):
        rows = applications(purpose__in=purposes, decided_on__isnull=False)(case)
        return rows.exclude(state=State.REFUSED)

    return of


def refused(case: Case):
    return applications(state=State.REFUSED)(case)


def said_of_grant(row: BenefitApplication) -> dict:
    """How much, for which months, to whom, and the sum that made it."""
    found = kept(row.judgement)
    amount = found.judgement.amount
    rows = [("支給額", f"月額 {yen(amount)}" if row.is_rent else yen(amount))]
    if row.is_rent:
        is_change = row.purpose == row.Purpose.CHANGE
        months = row.changed_months if is_change else row.months
        rows.append(("支給期間", period([one.month for one in months.all()])))
    rows += [*payees_in(row, found.judgement.shares), ("計算", found.judgement.working)]
    figures = found.judgement.figures
    rows.append(
        (
            "収入・資産の上限",
            f"収入 {yen(figures.income_limit)}（基準額 {yen(figures.standard)}）、"
            f"資産 {yen(figures.asset_limit)}　世帯 {found.claim.members}人",
        )
    )
    return {"rows": tuple(one for one in rows if one[1]), "duties": duties_in(row)}


def payees_in(row: BenefitApplication, shares: tuple[Share, ...]) -> list[tuple[str, str]]:
    """To whom it is paid; where there are several, to each how much and for which costs."""
    parts = divided(row, shares)
    several = len(parts) > 1
    rows = []
    for number, to in enumerate([part.to for part in parts] or [row], start=1):
        nth = f"（{number}）" if several else ""
        said = [role_of(row, to), to.landlord]
        if several:
            part = parts[number - 1]
            said.append(f"{yen(part.yen)}（{part.costs}）")
        rows.append((f"支払い先{nth}", "　".join(filter(None, said))))
        rows.append((f"本人に支払うわけ{nth}", to.payee_reason if to.is_to_person else ""))
    return rows


def said_of_refusal(row: BenefitApplication) -> dict:
    """Every line that does not hold, as it was judged."""
    lines = kept(row.judgement).judgement.lines
    return {"lines": tuple(line for line in lines if line.holds is False)}


# ---- 中断, 中止, 徴収 ----------------------------------------------------------------------


def ordered(kind: str):
    """The orders of this kind that were decided, the newest first."""

    def of(case: Case):
        rows = BenefitOrder.objects.filter(application__episode__case=case, kind=kind)
        return rows.filter(state=BenefitOrder.State.DECIDED).order_by("-pk")

    return of


# Where each of them stands (``articles`` of the 要綱).
ARTICLES: dict[str, Article] = {"suspend": "period", "stop": "stop", "collect": "collect"}


def said_of_order(order: BenefitOrder) -> dict:
    """The ground, and from when what is paid no longer or how much is to be given back."""
    rules = rules_of(order.application)
    rows = [
        ("理由", label("benefit_grounds", order.ground, order.happened_on)),
        ("わけができた日", wareki(order.happened_on)),
    ]
    if order.from_month:
        month = f"{era_year(order.from_month)}{order.from_month.month}月分"
        rows.append(("支給しない月", f"{month}から"))
    if order.kind == order.Kind.SUSPEND:
        last = wareki(last_day_to_resume(rules, order.happened_on))
        rows.append(("再開の申請", f"要件をふたたび満たしたとき、{last}まで申請できます"))
    if order.yen is not None:
        rows.append(("返していただく額", yen(order.yen)))
    rows.append(("根拠", rules.articles[ARTICLES[order.kind]]))
    return {"rows": tuple(rows), "applied_on": order.application.decided_on}


APPLICATION = "housing_benefit.BenefitApplication"
ORDER = "housing_benefit.BenefitOrder"
# code, title, template, subject, what was ruled, what is said of it
NOTICES = tuple(
    Notice(*row)
    for row in (
        (
            "benefit_granted",
            "住居確保給付金支給決定通知書",
            "granted",
            APPLICATION,
            granted("new", "again"),
            said_of_grant,
        ),
        (
            "benefit_extended",
            "住居確保給付金支給期間延長決定通知書",
            "extended",
            APPLICATION,
            granted("extend"),
            said_of_grant,
        ),
        (
            "benefit_changed",
            "住居確保給付金変更支給決定通知書",
            "changed",
            APPLICATION,
            granted("change"),
            said_of_grant,
        ),
        (
            "benefit_resumed",
            "住居確保給付金支給再開決定通知書",
            "resumed",
            APPLICATION,
            granted("resume"),
            said_of_grant,
        ),
        (
            "benefit_refused",
            "住居確保給付金不支給決定通知書",
            "refused",
            APPLICATION,
            refused,
            said_of_refusal,
        ),
        (
            "benefit_suspended",
            "住居確保給付金支給中断通知書",
            "suspended",
            ORDER,
            ordered("suspend"),
            said_of_order,
        ),
        (
            "benefit_stopped",
            "住居確保給付金支給中止通知書",
            "stopped",
            ORDER,
            ordered("stop"),
            said_of_order,
        ),
        (
            "benefit_collected",
            "住居確保給付金徴収決定通知書",
            "collected",
            ORDER,
            ordered("collect"),
            said_of_order,
        ),
    )
)


def brought_of(notice: Notice):
    """The rulings on what was sent to the city, for who sees no more of the 台帳 (D16)."""

    def brought(user, case: Case):
        mine = BenefitApplication.objects.visible_to(user).values("pk")
        rows = notice.ruled(case)
        if notice.subject == APPLICATION:
            return rows.filter(pk__in=mine)
        return rows.filter(application__in=mine)

    return brought


register(
    Document(
        code=notice.code,
        title=notice.title,
        room="housing_benefit",
        subject=notice.subject,
        roles=PRINTED_BY,
        versions=(Version(f"housing_benefit/documents/{notice.template}.html"),),
        records=notice.ruled,
        sheet=notice_of(notice),
        blank=blank_notice,
        brought=brought_of(notice),
        is_numbered=True,
        leaves="city",
        goes_to="person",
        purpose="住居確保給付金の決定の通知",
    )
    for notice in NOTICES
)
