"""様式5 プラン兼事業等利用申込書, and what the papers of a plan have in common."""

import datetime as dt

from django.urls import reverse

from accounts.models import CITY_ROLES, STAFF, Organisation, Role, User
from cases.documents import sheet_of, who
from cases.models import Case
from documents.register import Document, Lack, Sheet, Version, register
from plans.models import Plan, PlanRevision, Review, SupportDecision
from plans.papers import DecisionBox, PlanPaper, PlanRow, ReviewBox, ServiceRow
from plans.standards import Programme, plan_rules, programmes
from plans.workflow.profile import judged_on
from plans.workflow.revision import unwritten
from rules.calendar import wareki
from rules.profile import NATIONAL, Profile, profile_for

# 決定区分 as the form names it (5.4).
PROCEDURES = {
    "decision": "支援決定",
    "confirm": "確認",
    "report": "報告",
    "hellowork": "確認\n支援要請",
    "own": "支給決定",
    "none": "―",
}
Kind = SupportDecision.Kind


# ---- what the papers have in common ----------------------------------------------


def authority_of(municipality, post: str) -> str:
    """甲市 and 市長 are 甲市長."""
    name = municipality.name
    return name + (post[1:] if post[:1] == name[-1:] else post)


def profile_on(municipality: str, on: dt.date) -> Profile:
    return profile_for(municipality or NATIONAL, on)


# ---- 様式5 ------------------------------------------------------------------------


def revisions_of(case: Case):
    """The versions of the plans of a 台帳, the newest first; a withdrawn one is no plan."""
    rows = PlanRevision.objects.filter(plan__episode__case=case)
    return rows.exclude(state=PlanRevision.State.WITHDRAWN).order_by(
        "-plan__episode__number", "-plan__number", "-number"
    )


def tabled(user: User, case: Case):
    """The versions that were laid before the city, which sees no more of the 台帳 (D16)."""
    unseen = (PlanRevision.State.DRAFT, PlanRevision.State.AGREED)
    plans = Plan.objects.visible_to(user)
    return revisions_of(case).filter(plan__in=plans).exclude(state__in=unseen)


def services_of(profile: Profile) -> tuple[ServiceRow, ...]:
    """The municipality's catalogue with nothing used."""
    return tuple(unused(row) for row in programmes(profile))


def unused(row: Programme) -> ServiceRow:
    """A programme that may still be marked, with the kinds it has."""
    kinds = f"\n（{'・'.join(row.kinds)}）" if row.kinds else ""
    return ServiceRow(f"{row.label}{kinds}", PROCEDURES[row.procedure])


def plan_sheet(revision: PlanRevision) -> Sheet:
    """様式5 of one version of a plan, by the 要綱 that judges the plan (D26)."""
    plan, case = revision.plan, revision.plan.case
    day, judged = revision.made_on, judged_on(revision.plan)
    agency = case.agency
    profile = profile_on(agency.municipality.code, judged)
    rules = plan_rules(profile)
    paper = PlanPaper(
        who=who(case, day),
        turn=plan.number,
        made_on=day,
        staff=staff_of(revision),
        agency=agency.name,
        contact=agency.tel,
        issues=revision.issues,
        approach=revision.approach,
        goal_long=revision.goal_long,
        goal_short=revision.goal_short,
        rows=rows_of(revision),
        services=used_services(revision, profile),
        start_on=revision.start_on,
        end_on=revision.end_on,
        is_job_target=revision.is_job_target,
        next_monitoring_on=revision.next_monitoring_on,
        memo=revision.memo,
        addressee=authority_of(agency.municipality, rules.addressee),
        signed_on=revision.signed_day,
        oral_on=revision.oral_day,
        review=review_box(revision),
        decision=decision_box(revision),
    )
    is_draft = revision.state == PlanRevision.State.DRAFT
    turn = f"{plan.turn}　{wareki(day)}作成"
    return sheet_of(case, paper, day, is_draft=is_draft, judged_on=judged, プラン=turn)


def plan_lacks(revision: PlanRevision) -> tuple[Lack, ...]:
    """What 様式5 cannot do without and this version has not (E-25)."""
    url = reverse("plan_edit", args=[revision.plan_id])
    return tuple(Lack(words, url) for words in unwritten(revision))


def blank_plan(agency: Organisation | None, on: dt.date) -> PlanPaper:
    """様式5 with the municipality's catalogue and nothing else."""
    if agency is None:
        return PlanPaper(services=services_of(profile_on("", on)))
    profile = profile_on(agency.municipality.code, on)
    return PlanPaper(
        services=services_of(profile),
        agency=agency.name,
        contact=agency.tel,
        addressee=authority_of(agency.municipality, plan_rules(profile).addressee),
    )


def staff_of(revision: PlanRevision) -> str:
    """Who made the plan, and the 就労支援員 of the case."""
    employment = revision.plan.episode.employment
    names = [f"{revision.author.name}（担当）"]
    if employment and employment != revision.author:
        names.append(f"{employment.name}（就労支援員）")
    return "　".join(names)


def rows_of(revision: PlanRevision) -> tuple[PlanRow, ...]:
    return tuple(
        PlanRow(row.number, row.goal, row.by_person, row.by_support, row.who, row.period)
        for row in revision.items.all()
    )


def used_services(revision: PlanRevision, profile: Profile) -> tuple[ServiceRow, ...]:
    """The catalogue with the programmes of this version filled in.

    A programme that the catalogue lacks stands at the end: what was agreed is printed.
    """
    lines = {line.programme.key: line for line in revision.lines.select_related("programme")}
    rows = [
        filled(lines.pop(row.key), row.label, row.procedure) if row.key in lines else unused(row)
        for row in programmes(profile)
    ]
    rows += [
        filled(line, line.programme.label, line.programme.procedure) for line in lines.values()
    ]
    return tuple(rows)


def filled(line, name: str, procedure: str) -> ServiceRow:
    """A programme that is used, with the kind the agency judged."""
    return ServiceRow(
        f"{name}\n（{line.kind}）" if line.kind else name,
        PROCEDURES[procedure],
        is_used=True,
        content="／".join(filter(None, (line.content, line.provider))),
        start_on=line.begins_on,
        end_on=line.ends_on,
        is_continued=line.is_continued,
    )


def review_box(revision: PlanRevision) -> ReviewBox:
    """The newest result of a 支援調整会議 on this version."""
    row = revision.reviews.filter(subject=Review.Subject.PLAN).order_by("-pk").first()
    return ReviewBox(row.held_on, row.outcome, row.attendance) if row else ReviewBox()


def decision_box(revision: PlanRevision) -> DecisionBox:
    """What the city ruled on this version: one refusal is a refusal of the paper (E-13)."""
    rulings = list(revision.decisions.order_by("-decided_on", "-pk"))
    for kind, kinds in (
        ("refused", (Kind.REFUSED,)),
        ("decided", (Kind.DECIDED, Kind.CHANGED)),
        ("confirmed", (Kind.CONFIRMED,)),
    ):
        for ruling in rulings:
            if ruling.kind in kinds:
                why = ruling.reason if kind == "refused" else ""
                return DecisionBox(kind, ruling.decided_on, why)
    return DecisionBox()


register(
    [
        Document(
            code="form5",
            title="プラン兼事業等利用申込書",
            room="plans",
            subject="plans.PlanRevision",
            roles=(*STAFF, *CITY_ROLES, Role.ADMIN),
            versions=(Version("plans/documents/form5_plan.html"),),
            records=revisions_of,
            sheet=plan_sheet,
            blank=blank_plan,
            brought=tabled,
            plan_path="plan",
            leaves="agency",
            lacking=plan_lacks,
            goes_to="person",
            purpose="プランへの同意と事業の利用の申込み",
        ),
    ]
)
