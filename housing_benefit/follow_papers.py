"""What is handed in after a 支給決定: 変更支給申請書, 受給再開届."""

import datetime as dt

from accounts.models import Organisation
from cases.documents import sheet_of, who
from documents.register import Sheet, register
from housing_benefit.claim_papers import (
    addressee_of,
    claim_lacks,
    day_of,
    in_groups,
    months_before,
    of_application,
    ordinance_of,
    period,
    some_boxes,
)
from housing_benefit.judging import judgement_before
from housing_benefit.models import BenefitApplication, BenefitOrder
from housing_benefit.papers import ChangePaper, ResumePaper
from housing_benefit.workflow.paying import rules_of
from housing_benefit.workflow.writing import CHANGE_PAPERS, needed_documents
from rules.housing_benefit import last_day_to_resume, months_left

Purpose = BenefitApplication.Purpose


def common(row: BenefitApplication) -> dict:
    """Who asks, of whom, on which day, with which papers."""
    case, day = row.case, day_of(row)
    needed = {code for code, _words in needed_documents(row)}
    return {
        "who": who(case, day),
        "address": case.person.address,
        "tel": case.person.tel_mobile or case.person.tel_home,
        "addressee": addressee_of(case.agency.municipality, day),
        "ordinance": ordinance_of(case.agency.municipality, day),
        "applied_on": row.applied_on,
        "so_far": period(months_before(row)),
        "enclosures": some_boxes("benefit_documents", needed, set(row.documents), day),
    }


def common_blank(agency: Organisation | None, on: dt.date, papers: set[str]) -> dict:
    """The names of the municipality and the papers to bring, and nothing else."""
    city = agency.municipality if agency else None
    return {
        "addressee": addressee_of(city, on) if city else "",
        "ordinance": ordinance_of(city, on) if city else "",
        "enclosures": some_boxes("benefit_documents", papers, set(), on),
    }


def grounds_of(group: str, taken: set[str], on: dt.date):
    return some_boxes("benefit_grounds", in_groups("benefit_grounds", group), taken, on)


def payees_of(taken: set[str], on: dt.date):
    """To whom 家賃補助 may be paid."""
    codes = in_groups("benefit_payees", "all", BenefitApplication.Kind.RENT)
    return some_boxes("benefit_payees", codes, taken, on)


# ---- 変更支給申請書 -----------------------------------------------------------------------


def change_sheet(row: BenefitApplication) -> Sheet:
    """What changes, beside what the course was granted on last: one ground changes one thing."""
    day, before = day_of(row), judgement_before(row)
    is_income = row.ground == "income"
    paper = ChangePaper(
        **common(row),
        grounds=grounds_of("change", {row.ground}, day),
        yen_before=before.judgement.amount,
        rent_before=before.claim.rent,
        rent=before.claim.rent if is_income else row.rent,
        income_before=before.claim.income,
        income=row.income if is_income else before.claim.income,
        landlord=row.landlord,
        payees=payees_of({row.payee}, day),
        account=row.account,
    )
    return sheet_of(row.case, paper, day)


def blank_change(agency: Organisation | None, on: dt.date) -> ChangePaper:
    papers = {code for codes in CHANGE_PAPERS.values() for code in codes}
    return ChangePaper(
        **common_blank(agency, on, papers),
        grounds=grounds_of("change", set(), on),
        payees=payees_of(set(), on),
    )


# ---- 受給再開届 ---------------------------------------------------------------------------


def resume_sheet(row: BenefitApplication) -> Sheet:
    """The 中断 that ends with it, until when one may come back, what is left to be paid."""
    day, rules = day_of(row), rules_of(row.base)
    decided = row.base.orders.filter(kind="suspend", state=BenefitOrder.State.DECIDED)
    order = decided.filter(happened_on__lte=day).latest("pk")
    paper = ResumePaper(
        **common(row),
        grounds=grounds_of("suspend", {order.ground}, day),
        suspended_on=order.happened_on,
        last_day=last_day_to_resume(rules, order.happened_on),
        left=months_left(rules, len(months_before(row))),
        members=row.members,
        income=row.income,
        assets=row.assets,
        seeks_work=row.seeks_work,
        is_gang=row.is_gang,
        has_similar=row.has_similar,
    )
    return sheet_of(row.case, paper, day)


def blank_resume(agency: Organisation | None, on: dt.date) -> ResumePaper:
    papers = in_groups("benefit_documents", "all", "rent", "work")
    return ResumePaper(**common_blank(agency, on, papers), grounds=grounds_of("suspend", set(), on))


register(
    [
        of_application(
            "benefit_claim_change",
            "住居確保給付金変更支給申請書",
            "change",
            change_sheet,
            blank_change,
            claim_lacks,
            purpose=Purpose.CHANGE,
        ),
        of_application(
            "benefit_claim_resume",
            "住居確保給付金受給再開届",
            "resume",
            resume_sheet,
            blank_resume,
            claim_lacks,
            purpose=Purpose.RESUME,
        ),
    ]
)
