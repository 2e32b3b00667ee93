"""An application judged: its rows as a ``Claim``, and what was judged, kept as it was.

Before the city drafts, every look calculates afresh; from then on what was kept is read
(``BenefitApplication.judgement``), so a table that changes changes no ruling.
"""

import datetime as dt
from dataclasses import asdict, dataclass

from housing_benefit.models import BenefitApplication, BenefitMonth, BenefitOrder
from housing_benefit.standards import area_of, benefit_rules
from rules.housing_benefit import (
    Claim,
    Figures,
    Judgement,
    Line,
    MissingValue,
    Share,
    figures_for,
    judge,
)
from rules.profile import profile_for
from rules.refusals import Refused, refuse

# What has to be known before anything can be calculated.
NEEDED = ("applied_on", "event_on", "rent", "income", "assets")
DAYS = ("applied_on", "event_on", "last_month", "suspended_on")


@dataclass(frozen=True)
class Judged:
    """A claim with its judgement, the area it was judged for, and the 要綱 in force."""

    claim: Claim
    judgement: Judgement
    area: str
    edition: str

    def as_kept(self) -> dict:
        """Plain data for the row; ``kept`` reads it back."""
        claim = asdict(self.claim)
        for name in DAYS:
            claim[name] = claim[name].isoformat() if claim[name] else None
        return {
            "claim": claim,
            "judgement": asdict(self.judgement),
            "area": self.area,
            "edition": self.edition,
        }


def kept(data: dict) -> Judged:
    """What was judged, as it was."""
    claim = dict(data["claim"])
    for name in DAYS:
        claim[name] = dt.date.fromisoformat(claim[name]) if claim.get(name) else None
    said = data["judgement"]
    judgement = Judgement(
        figures=Figures(**said["figures"]),
        lines=tuple(Line(**line) for line in said["lines"]),
        amount=said["amount"],
        working=said["working"],
        shares=tuple(Share(**share) for share in said["shares"]),
    )
    return Judged(Claim(**claim), judgement, data["area"], data["edition"])


def missing(application: BenefitApplication) -> dict[str, str]:
    """The facts without which nothing can be calculated: field and name."""
    needed = [name for name in NEEDED if name != "event_on" or application.route != "reduced"]
    if not application.is_rent:
        needed.append("destination")
    if application.purpose in ("change", "again"):
        needed.append("ground")
    return {
        name: str(application._meta.get_field(name).verbose_name)
        for name in needed
        if getattr(application, name) in (None, "")
    }


def claim_of(application: BenefitApplication) -> Claim:
    """The application as the rules read it; raises ``Refused`` while a fact is missing."""
    if gaps := missing(application):
        raise Refused(*(refuse("E-01", field=name, item=item) for name, item in gaps.items()))
    finding = {"": None, "none": False}.get(application.finding, True)
    months = months_before(application)
    before = judgement_before(application) if application.purpose == "change" else None
    rent, income = application.rent, application.income
    if before and application.ground == "income":
        rent = before.claim.rent
    elif before:
        income = before.claim.income
    return Claim(
        kind=application.kind,
        route=application.route,
        members=application.members,
        rent=rent,
        income=income,
        assets=application.assets,
        applied_on=application.applied_on,
        event_on=application.event_on,
        unable_days=application.unable_days,
        is_breadwinner=application.is_breadwinner,
        seeks_work=application.seeks_work,
        is_gang=application.is_gang,
        has_similar=application.has_similar,
        budget_finding=finding,
        costs=application.costs,
        destination=application.destination,
        purpose=application.purpose,
        last_month=max(months, default=None),
        months_used=0 if application.is_new else len(months),
        ground=application.ground,
        rent_before=before.claim.rent if before else 0,
        yen_before=before.judgement.amount if before else 0,
        suspended_on=last_suspension(application).happened_on
        if application.purpose == application.Purpose.RESUME
        else None,
    )


def last_suspension(application: BenefitApplication) -> BenefitOrder:
    """The 中断 that a 再開 ends."""
    rows = application.base.orders.filter(kind="suspend", state="decided")
    return rows.latest("pk")


def months_before(application: BenefitApplication) -> list[dt.date]:
    """What was granted before an application: in its course; of a 再支給, in an earlier one."""
    if application.purpose == application.Purpose.NEW:
        return []
    if application.purpose == application.Purpose.AGAIN:
        rows = BenefitMonth.objects.of_file(application.case, "rent")
        rows = rows.exclude(application=application)
        return list(rows.values_list("month", flat=True))
    return months_of(application)


def judgement_before(application: BenefitApplication) -> Judged:
    """What the course was granted on last before this application, 変更 included."""
    rows = application.base.followers.filter(state="granted", number__lt=application.number)
    return kept((rows.order_by("number").last() or application.base).judgement)


def months_of(application: BenefitApplication) -> list[dt.date]:
    """The months granted so far, on the first application and on what followed it."""
    rows = BenefitMonth.objects.of_course(application)
    return list(rows.values_list("month", flat=True))


def judged(application: BenefitApplication) -> Judged:
    """What was judged, or how it would be now; ``Refused`` where it cannot be (E-01, E-29)."""
    if application.judgement:
        return kept(application.judgement)
    return judged_as(application, claim_of(application))


def judged_as(application: BenefitApplication, claim: Claim) -> Judged:
    """Another claim in the place of this application's: the what-if changes nothing."""
    case = application.case
    profile = profile_for(case.agency.municipality.code, claim.applied_on)
    area = area_of(profile, case.town)
    if area is None:
        raise Refused(profile.lacks("housing_benefit.areas", "住まいの地域が書かれていません"))
    rules = benefit_rules(profile)
    if claim.purpose in ("extend", "again") and claim.last_month is None:
        raise Refused(  # a 中止 or a 中断 has taken every month away since
            refuse(
                "E-08",
                state="これまでの支給の月がなくなった申請",
                operation="判定する",
                options="申請を取り下げる",
            )
        )
    try:
        judgement = judge(rules, figures_for(rules, area, claim), claim)
    except MissingValue as error:
        raise Refused(profile.lacks(error.key, error.why)) from error
    return Judged(claim, judgement, area.label, profile.label)
