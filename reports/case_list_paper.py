"""様式4 支援ケース一覧: the case list as it stands on the screen, on paper."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from django.db.models import Prefetch, QuerySet

from accounts.models import CITY_ROLES, STAFF, Organisation, Role
from cases.models import Assessment, Case, Consent, ConsultTopic, Episode
from documents.register import Document, Sheet, Version, register
from plans.models import Evaluation, Plan, Review, SupportDecision
from reports.papers import CaseLine, CaseListPaper
from rules.calendar import PartialDate, today
from rules.choices import label

OPEN_LINES = 20
MOST = 500  # lines of one paper: longer ones are narrowed first
SCREENED = {
    "info": "1 情報提供",
    "refer": "2 つなぐ",
    "toward_consent": "3 同意へ",
    "continue": "4 継続支援",
    "stopped": "5 中断・終了",
}
DECIDED = (
    SupportDecision.Kind.DECIDED,
    SupportDecision.Kind.CONFIRMED,
    SupportDecision.Kind.CHANGED,
)
SEXES = {"male": "男", "female": "女"}
BESIDE = (
    Prefetch("intake__topics", ConsultTopic.objects.filter(mark=ConsultTopic.Mark.MOST)),
    Prefetch("consents", Consent.objects.filter(contact__isnull=True).order_by("given_on", "pk")),
    Prefetch("assessments", Assessment.objects.order_by("number").prefetch_related("sections")),
    Prefetch(
        "plans",
        Plan.objects.order_by("number").prefetch_related(
            "revisions",
            Prefetch("reviews", Review.objects.order_by("pk")),
            Prefetch("evaluations", Evaluation.objects.order_by("number")),
            "submissions",
            "programmes__decisions",
        ),
    ),
)


def places_of(case: Case) -> QuerySet[Organisation]:
    """The agency of a 台帳: for the operator's shell its list is printed whole."""
    return Organisation.objects.filter(pk=case.agency_id).select_related("municipality")


def agency_list(agency: Organisation) -> Sheet:
    """Every 台帳 that the agency's list has, the restricted ones left out."""
    cases = Case.objects.filter(
        agency=agency, is_restricted=False, withdrawn_on=None, joined_into=None
    )
    return list_sheet(cases, agency=agency.name, municipality=agency.municipality.code)


def list_sheet(
    cases: QuerySet[Case],
    *,
    agency: str,
    municipality: str,
    conditions: Iterable[str] = (),
    with_names: bool = True,
) -> Sheet:
    """The list of these cases, by 台帳番号, the newest first; without names by number alone."""
    day = today()
    rows = (
        cases.select_related("person", "episode__lead", "episode__screening", "episode__intake")
        .prefetch_related(*(under_episode(row) for row in BESIDE))
        .order_by("-number")
    )
    lines = tuple(case_line(case, day) for case in rows)
    if not with_names:
        lines = tuple(replace(line, name="") for line in lines)
    paper = CaseListPaper(
        agency=agency,
        on=day,
        lines=lines,
        conditions=tuple(conditions),
        with_names=with_names,
    )
    return Sheet(paper=paper, agency=agency, municipality=municipality, dated=day)


def under_episode(lookup: Prefetch) -> Prefetch:
    return Prefetch(f"episode__{lookup.prefetch_through}", lookup.queryset)


def case_line(case: Case, day: dt.date) -> CaseLine:
    """One 台帳: its present consultation and the newest plan of that."""
    episode, person = case.episode, case.person
    screening = getattr(episode, "screening", None)
    consent = next(iter(episode.consents.all()), None)
    birth = PartialDate.from_stored(person.birth) if person.birth else None
    line = CaseLine(
        number=case.number,
        name=person.display_name,
        sex=SEXES.get(person.sex, ""),
        age=birth.age_on(day).replace("歳", "").replace("くらい", "") if birth else "",
        received_on=episode.received_on,
        topics=troubles(episode),
        staff=episode.lead.name if episode.lead else "",
        screened_on=screening.decided_on if screening else None,
        screened=SCREENED.get(screening.result, "") if screening else "",
        applied_on=consent.given_on if consent else None,
    )
    plan = next(reversed(episode.plans.all()), None)
    return replace(line, **of_plan(plan)) if plan else line


def troubles(episode: Episode) -> str:
    """The ◎ of 様式1, and 課題と特性 of the newest assessment."""
    day = episode.received_on
    most = [label("consult_topics", row.code, day) for row in episode.intake.topics.all()]
    assessment = next(reversed(episode.assessments.all()), None)
    sections = assessment.sections.all() if assessment else ()
    found = [code for row in sections for code in row.answers.get("issues", ())]
    return "／".join(filter(None, ("、".join(most), "、".join(label("issues", c) for c in found))))


def of_plan(plan: Plan) -> dict[str, object]:
    revision = max(plan.revisions.all(), key=lambda row: row.number, default=None)
    review = next(
        (row for row in reversed(plan.reviews.all()) if row.subject == Review.Subject.PLAN), None
    )
    programmes = [row for row in plan.programmes.all() if row.state != row.State.DROPPED]
    decided = [
        decision.decided_on
        for row in programmes
        for decision in row.decisions.all()
        if decision.kind in DECIDED
    ]
    evaluation = next(reversed(plan.evaluations.all()), None)
    sent = [row.sent_on for row in plan.submissions.all()]
    return {
        "turn": "初回" if plan.number == 1 else f"再{plan.number - 1}",
        "made_on": revision.made_on if revision else None,
        "met_on": review.held_on if review else None,
        "decided_on": max(decided, default=None),
        "programmes": "、".join(row.label for row in programmes),
        "is_job_target": bool(revision and revision.is_job_target),
        "ends_on": revision.end_on if revision else None,
        "monitoring_on": revision.next_monitoring_on if revision else None,
        "evaluated_on": evaluation.evaluated_on if evaluation else None,
        "evaluated": Review.Outcome(evaluation.result).label
        if evaluation and evaluation.result
        else "",
        "reported_on": max(sent, default=None),
    }


def blank_list(agency: Organisation | None, _on: dt.date) -> CaseListPaper:
    """The list to write in by hand."""
    return CaseListPaper(agency=agency.name if agency else "", lines=(CaseLine(),) * OPEN_LINES)


register(
    [
        Document(
            code="form4",
            title="支援ケース一覧",
            room="reports",
            subject="accounts.Organisation",
            roles=(*STAFF, *CITY_ROLES, Role.ADMIN),
            versions=(Version("reports/documents/form4_cases.html"),),
            records=places_of,
            sheet=agency_list,
            blank=blank_list,
            is_of_case=False,
        ),
    ]
)
