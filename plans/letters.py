"""The letters of a plan from office to office: 提出書・報告書, 理由報告書, 支援要請書."""

import datetime as dt
from dataclasses import replace

from accounts.models import CITY_ROLES, STAFF, Organisation, Role
from accounts.standards import labels_of
from cases.assessment_paper import job_line
from cases.documents import sheet_of, who
from cases.models import Case
from cases.models.assessment import answer_words, latest_assessment
from cases.papers import Box, Letter
from cases.referral_paper import letter_from
from cases.sharing import consent_for, recipient_of
from documents.register import DOCUMENTS, Document, Sheet, Version, register
from plans.documents import (
    authority_of,
    filled,
    plan_sheet,
    profile_on,
    review_box,
)
from plans.models import HelloworkRequest, Submission, SupportDecision
from plans.notice_papers import sender_of
from plans.papers import HelloworkPaper, ReasonPaper, SubmissionPaper
from plans.standards import plan_rules
from plans.workflow.hellowork import needed
from plans.workflow.profile import judged_on
from rules.calendar import today

ENCLOSED = ("プラン兼事業等利用申込書の写し",)
CITY_TOO = (*STAFF, *CITY_ROLES, Role.ADMIN)


# ---- プラン提出書・報告書 (4(2)オ) ---------------------------------------------------


def submissions_of(case: Case):
    """What went to the city, the newest first."""
    rows = Submission.objects.filter(plan__episode__case=case)
    rows = rows.select_related("revision", "sent_by", "plan__episode__case__agency__municipality")
    return rows.order_by("-sent_on", "-pk")


def submission_sheet(submission: Submission) -> Sheet:
    """提出書, or 報告書 of a plan that needs no decision."""
    plan, revision, day = submission.plan, submission.revision, submission.sent_on
    case, agency = plan.case, plan.agency
    judged = judged_on(plan)
    rules = plan_rules(profile_on(agency.municipality.code, judged))
    is_report = submission.kind == Submission.Kind.REPORT
    lines = revision.lines.select_related("programme").order_by("programme__position")
    paper = SubmissionPaper(
        letter=letter_from(
            agency,
            to=authority_of(agency.municipality, rules.addressee),
            on=day,
            staff=submission.sent_by.name,
        ),
        who=who(case, day),
        is_report=is_report,
        number=submission.number,
        turn=plan.turn,
        made_on=revision.made_on,
        start_on=revision.start_on,
        end_on=revision.end_on,
        agreed_on=revision.agreed_on,
        review=review_box(revision),
        rows=tuple(filled(row, row.programme.label, row.programme.procedure) for row in lines),
        basis=rules.citations.get("report" if is_report else "decision", ""),
        way=submission.way,
        enclosures=ENCLOSED,
    )
    sheet = sheet_of(case, paper, day, judged_on=judged)
    return replace(sheet, title="プラン報告書" if is_report else "プラン提出書")


def blank_submission(agency: Organisation | None, on: dt.date) -> SubmissionPaper:
    """The letter with sender and addressee and nothing else."""
    if agency is None:
        return SubmissionPaper(enclosures=ENCLOSED)
    city = agency.municipality
    to = authority_of(city, plan_rules(profile_on(city.code, on)).addressee)
    return SubmissionPaper(letter=letter_from(agency, to=to, on=None), enclosures=ENCLOSED)


# ---- 理由報告（連絡）書 (6(3)) -------------------------------------------------------


def refusals_of(case: Case):
    """What the city could not decide, the newest first."""
    rows = SupportDecision.objects.filter(
        programme__plan__episode__case=case, kind=SupportDecision.Kind.REFUSED
    )
    return rows.order_by("-decided_on", "-pk")


def reason_sheet(decision: SupportDecision) -> Sheet:
    """Why it was not decided; 報告 in one city, 連絡 in another (P-23). 案 until it was told."""
    plan, revision = decision.programme.plan, decision.revision
    case, agency = plan.case, plan.agency
    judged = judged_on(plan)
    submission = revision.submissions.order_by("-pk").first()
    paper = ReasonPaper(
        letter=city_letter(
            agency, agency.name, decision.reported_on, judged, decision.decided_by.name
        ),
        who=who(case, decision.decided_on),
        turn=plan.turn,
        made_on=revision.made_on,
        submitted_on=submission.sent_on if submission else None,
        decided_on=decision.decided_on,
        programme=decision.programme.label,
        reason=decision.reason,
    )
    sheet = sheet_of(
        case,
        paper,
        decision.reported_on or decision.decided_on,
        is_draft=decision.reported_on is None,
        judged_on=judged,
    )
    verb = labels_of(agency.municipality.code, judged).refusal_report
    return replace(sheet, title=f"支援決定できない理由の{verb}書", agency=paper.letter.sender)


def city_letter(
    agency: Organisation, to: str, sent_on: dt.date | None, judged: dt.date, staff: str
) -> Letter:
    """The head of a letter of the city to an agency."""
    sender = sender_of(agency.municipality, judged)
    return Letter(
        to=to,
        sent_on=sent_on,
        sender=sender.get("office", ""),
        head=sender["sender"],
        tel=sender.get("office_tel", ""),
        staff=staff,
    )


def blank_reason(agency: Organisation | None, on: dt.date) -> ReasonPaper:
    """The letter with the city's office and nothing else."""
    if agency is None:
        return ReasonPaper()
    return ReasonPaper(letter=city_letter(agency, "", None, on, ""))


# ---- ハローワークへの支援要請 (4(2)カ, D7) ---------------------------------------------


def requests_of(case: Case):
    """The 支援要請 of a 台帳, the newest first."""
    rows = HelloworkRequest.objects.filter(programme__plan__episode__case=case)
    return rows.select_related("contact", "programme__plan").order_by("-pk")


def hellowork_sheet(request: HelloworkRequest) -> Sheet:
    """The 支援要請書 with the plan's copy behind it, one bundle.

    It bears 案 until the city has agreed (E-14) and every paper is ready (E-15).
    """
    plan = request.programme.plan
    case, agency, day = plan.case, plan.agency, request.sent_on or today()
    judged = judged_on(plan)
    rules = plan_rules(profile_on(agency.municipality.code, judged))
    consent = consent_for(case, recipient_of(request.contact), day) if request.contact else None
    revision = plan.newest
    helper = plan.episode.employment or plan.episode.lead
    papers = tuple(Box(row.label, row.code in request.documents) for row in needed(request))
    paper = HelloworkPaper(
        letter=letter_from(
            agency,
            to=str(request.contact or labels_of(agency.municipality.code, judged).hellowork),
            on=request.sent_on,
            staff=helper.name if helper else "",
        ),
        who=who(case, day),
        address=" ".join(filter(None, case.place_on_paper)),
        tel="　".join(filter(None, (case.person.tel_home, case.person.tel_mobile))),
        turn=plan.turn,
        made_on=revision.made_on if revision else None,
        jobs=tuple(map(job_words, case.works.kept())),
        consented_on=consent.given_on if consent else None,
        approved_on=request.approved_on,
        received_on=request.received_on,
        enclosures=papers,
        basis=rules.citations.get("hellowork", ""),
        **asked_of(plan.episode),
    )
    is_ready = all(box.is_on for box in papers) and (
        request.approved_on is not None or not rules.hellowork_needs_approval
    )
    sheet = sheet_of(case, paper, day, is_draft=not is_ready, judged_on=judged)
    if revision is None:
        return sheet
    return replace(sheet, enclosed=((DOCUMENTS["form5"], plan_sheet(revision)),))


def asked_of(episode) -> dict[str, str]:
    """What the assessment knows of work: wishes, licences, health, housing."""
    assessment = latest_assessment(episode)
    if assessment is None:
        return {}
    words = {
        key: answer_words(assessment, key)
        for key in ("work_note", "licences", "licence_text", "health_state", "housing")
    }
    return {
        "wishes": words["work_note"],
        "licences": "　".join(filter(None, (words["licences"], words["licence_text"]))),
        "health": words["health_state"],
        "housing": words["housing"],
    }


def job_words(row) -> str:
    """A place of work in one line."""
    job = job_line(row)
    return "　".join(filter(None, (job.period, job.employer, job.job)))


def blank_hellowork(agency: Organisation | None, on: dt.date) -> HelloworkPaper:
    """The request with its list of papers and nothing else."""
    rules = plan_rules(profile_on(agency.municipality.code if agency else "", on))
    papers = tuple(Box(row.label) for row in rules.hellowork_documents)
    if agency is None:
        return HelloworkPaper(enclosures=papers)
    return HelloworkPaper(letter=letter_from(agency, to="", on=None), enclosures=papers)


register(
    [
        Document(
            code="submission",
            title="プラン提出書・報告書",
            room="plans",
            subject="plans.Submission",
            roles=CITY_TOO,
            versions=(Version("plans/documents/submission.html"),),
            records=submissions_of,
            sheet=submission_sheet,
            blank=blank_submission,
            plan_path="plan",
            is_numbered=True,
            leaves="agency",
            goes_to="city",
            purpose="プランの提出・報告",
        ),
        Document(
            code="reason",
            title="支援決定できない理由の報告（連絡）書",
            room="plans",
            subject="plans.SupportDecision",
            roles=CITY_TOO,
            versions=(Version("plans/documents/reason.html"),),
            records=refusals_of,
            sheet=reason_sheet,
            blank=blank_reason,
            plan_path="programme__plan",
            is_numbered=True,
            leaves="city",
            goes_to="agency",
            purpose="支援決定できない理由の報告",
        ),
        Document(
            code="hellowork",
            title="ハローワークへの支援要請書",
            room="plans",
            subject="plans.HelloworkRequest",
            roles=CITY_TOO,
            versions=(Version("plans/documents/hellowork.html"),),
            records=requests_of,
            sheet=hellowork_sheet,
            blank=blank_hellowork,
            plan_path="programme__plan",
            is_numbered=True,
            leaves="agency",
            goes_to="outside",
            purpose="ハローワークへの支援要請",
        ),
    ]
)
