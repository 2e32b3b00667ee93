"""要転居証明書: what 家計改善支援 found before 転居費用補助 is asked for."""

import datetime as dt

from django.urls import reverse

from accounts.models import Organisation
from cases.documents import sheet_of, who
from documents.register import Lack, Sheet, register
from housing_benefit.budget import FINDINGS, budget_of
from housing_benefit.claim_papers import addressee_of, day_of, of_application, some_boxes
from housing_benefit.models import BenefitApplication
from housing_benefit.papers import NeedPaper
from rules.housing_benefit import ELIGIBLE_COSTS


def need_sheet(row: BenefitApplication) -> Sheet:
    """The finding ア or イ, with the budget before and after as the rows of the 台帳 say it."""
    case, day = row.case, day_of(row)
    lead = row.episode.lead
    paper = NeedPaper(
        who=who(case, day),
        addressee=addressee_of(case.agency.municipality, day),
        findings=some_boxes("benefit_findings", set(FINDINGS), {row.finding}, day),
        reason=row.finding_reason,
        rows=budget_of(row),
        costs=sum(row.costs.get(code, 0) for code in ELIGIBLE_COSTS),
        destination=row.destination,
        destination_source=row.destination_source,
        agency=case.agency.name,
        staff=lead.name if lead else "",
    )
    return sheet_of(case, paper, day)


def need_lacks(row: BenefitApplication) -> tuple[Lack, ...]:
    """What the paper cannot do without (E-25): the finding, its reason, the budget."""
    edit = reverse("benefit_edit", args=[row.pk])
    found = [
        (row.finding, "家計改善支援の認定", edit),
        (row.finding_reason, "認定のわけ（家計の前と後）", edit),
        (budget_of(row), "家計（いまの額と計画）", reverse("case_budget", args=[row.case.pk])),
    ]
    return tuple(Lack(words, url) for value, words, url in found if not value)


def blank_need(agency: Organisation | None, on: dt.date) -> NeedPaper:
    return NeedPaper(
        addressee=addressee_of(agency.municipality, on) if agency else "",
        findings=some_boxes("benefit_findings", set(FINDINGS), set(), on),
        agency=agency.name if agency else "",
    )


register(
    [
        of_application(
            "benefit_need",
            "要転居証明書",
            "need",
            need_sheet,
            blank_need,
            need_lacks,
            kind=BenefitApplication.Kind.MOVE,
            # Without ア or イ there is nothing to certify.
            finding__in=("", *FINDINGS),
        )
    ]
)
