"""The papers of a plan: one entry each (様式5, 6, 8), filled from what is already written."""

import datetime as dt
from dataclasses import replace

from accounts.models import CITY_ROLES, STAFF, Municipality, Organisation, Role, User
from cases.documents import boxes, sheet_of, who
from cases.models import Case, Closing, IncomeRise, JobStart
from cases.papers import Box
from documents.register import Document, Sheet, Version, register
from documents.standards import papers_of
from network.models import Contact
from plans.models import (
    Evaluation,
    Plan,
    PlanProgramme,
    PlanRevision,
    Review,
    SupportDecision,
)
from plans.papers import (
    ApplicationPaper,
    DecidedRow,
    DecisionBox,
    EvaluationPaper,
    NoticePaper,
    PlanPaper,
    PlanRow,
    ReviewBox,
    RulingPaper,
    ServiceRow,
)
from plans.standards import Programme, plan_rules, programmes
from plans.workflow.profile import entry_of, judged_on
from rules.calendar import wareki, wareki_short
from rules.choices import label
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


# ---- 様式6 ------------------------------------------------------------------------


def evaluations_of(case: Case):
    """The evaluations of a 台帳, the newest first."""
    return Evaluation.objects.filter(plan__episode__case=case).order_by(
        "-plan__episode__number", "-plan__number", "-number"
    )


def laid_before(user: User, case: Case):
    """The evaluations on the agenda of a meeting, for the city that sees no more (D16)."""
    rows = evaluations_of(case).filter(plan__in=Plan.objects.visible_to(user))
    return rows.exclude(state=Evaluation.State.DRAFT)


def evaluation_sheet(evaluation: Evaluation) -> Sheet:
    """様式6 of one evaluation."""
    plan, case = evaluation.plan, evaluation.plan.case
    day, revision = evaluation.evaluated_on, evaluation.plan.newest
    reviews = plan.reviews.filter(subject=Review.Subject.EVALUATION, held_on__gte=day)
    review = reviews.order_by("-pk").first()
    result, reason = result_of(evaluation, review)

    def reasons(of: str, name: str) -> tuple[Box, ...]:
        taken = {reason} if result == of else set()
        return boxes(name, taken, day, evaluation.reason_other)

    paper = EvaluationPaper(
        who=who(case, day),
        turn=plan.number,
        made_on=revision.made_on if revision else None,
        start_on=revision.start_on if revision else None,
        end_on=revision.end_on if revision else None,
        evaluated_on=day,
        staff=evaluation.author.name,
        goal=revision.goal_short if revision else "",
        achievement=evaluation.achievement,
        achievement_level=evaluation.achievement_level,
        changes=boxes(
            "changes",
            {row.code for row in evaluation.changes.all()},
            day,
            evaluation.change_other,
        ),
        remaining=evaluation.remaining,
        wish=evaluation.wish,
        opinion=evaluation.opinion,
        result=result,
        close_reasons=reasons("close", "close_reasons"),
        continue_reasons=reasons("continue", "continue_reasons"),
        suspend_reasons=reasons("suspend", "suspend_reasons"),
        after=evaluation.after or closing_words(evaluation, result),
        follow_up_on=follow_up_day(evaluation, result),
        meeting_on=review.held_on if review else None,
        meeting_outcome=outcome_of(evaluation, review),
        **job_of(plan, day),
    )
    is_draft = evaluation.state == Evaluation.State.DRAFT
    return sheet_of(
        case, paper, day, is_draft=is_draft, judged_on=judged_on(plan), プラン=plan.turn
    )


def job_of(plan: Plan, day: dt.date) -> dict:
    """就労の状況 since the plan was made: the newest job, and what it earns (statistics)."""
    since = plan.revisions.earliest("number").made_on
    started = JobStart.objects.filter(episode=plan.episode, on__range=(since, day)).first()
    rise = IncomeRise.objects.filter(episode=plan.episode, on__range=(since, day)).first()
    of_job = started and {
        "job_started_on": started.on,
        "job_kind": label("work_types", started.employment_type, started.on)
        if started.employment_type
        else "",
        "income_after": started.monthly_yen,
    }
    of_rise = rise and {"income_before": rise.before_yen, "income_after": rise.after_yen}
    return {**(of_job or {}), **(of_rise or {})}


def result_of(evaluation: Evaluation, review: Review | None) -> tuple[str, str]:
    """The result and its 区分: what the meeting decided; before that, what is proposed."""
    decided = evaluation.state == Evaluation.State.DECIDED and review
    result = review.outcome if decided else evaluation.result
    closing = closing_of(evaluation) if decided and result == Review.Outcome.CLOSE else None
    if closing:
        return result, closing.reason
    return result, evaluation.result_reason if result == evaluation.result else ""


def closing_of(evaluation: Evaluation) -> Closing | None:
    return Closing.objects.filter(episode=evaluation.plan.episode).first()


def closing_words(evaluation: Evaluation, result: str) -> str:
    """終結後の対応 as it was settled when the case was closed (4(3)エ)."""
    row = closing_of(evaluation) if result == Review.Outcome.CLOSE else None
    if row is None:
        return ""
    asked = (
        ("つなぎ", row.handing, row.handing_why),
        ("見守り", row.watching, row.watching_why),
        ("フォローアップ", row.following, row.following_why),
    )
    needed = [f"{name}：{why}" for name, yes, why in asked if yes]
    return "　".join(needed) or "つなぎ・見守り・フォローアップのどれも要らない。"


def follow_up_day(evaluation: Evaluation, result: str) -> dt.date | None:
    """The first day on which one asks after the person."""
    if result != Review.Outcome.CLOSE:
        return None
    row = evaluation.plan.episode.follow_ups.first()
    return row.planned_on if row else None


def outcome_of(evaluation: Evaluation, review: Review | None) -> str:
    """What the meeting made of the evaluation: as proposed, otherwise, or sent back."""
    if review is None:
        return ""
    if review.outcome == Review.Outcome.RETURNED:
        return "returned"
    return "approved" if review.outcome == evaluation.result else "amended"


def blank_evaluation(_agency: Organisation | None, on: dt.date) -> EvaluationPaper:
    """様式6 with its lists and nothing taken."""
    return EvaluationPaper(
        changes=boxes("changes", set(), on),
        close_reasons=boxes("close_reasons", set(), on),
        continue_reasons=boxes("continue_reasons", set(), on),
        suspend_reasons=boxes("suspend_reasons", set(), on),
    )


# ---- 様式8 ------------------------------------------------------------------------


def decisions_of(case: Case):
    """What a notice can be written about: 支援決定 and 変更決定, after 決裁 only."""
    rows = SupportDecision.objects.filter(programme__plan__episode__case=case)
    rows = rows.filter(kind__in=(Kind.DECIDED, Kind.CHANGED), notice_title="")
    return rows.order_by("-decided_on", "-pk")


def notice_sheet(decision: SupportDecision) -> Sheet:
    """様式8: everything of the same kind that was decided for the plan on the same day.

    What the 要綱 tells on a notice of its own (D27) stands on that.
    """
    plan = decision.programme.plan
    case, day = plan.case, decision.decided_on
    city, revision = case.agency.municipality, decision.revision
    office, is_change = city.city_office, decision.kind == Kind.CHANGED
    judged = judged_on(plan)
    together = SupportDecision.objects.filter(
        programme__plan=plan, kind=decision.kind, decided_on=day, notice_title=""
    ).select_related("programme")
    before = earlier(decision) if is_change else None
    paper = NoticePaper(
        who=who(case, day),
        is_change=is_change,
        noticed_on=decision.notified_on,
        postal_code=case.person.postal_code,
        address=case.person.address,
        applied_on=revision.agreed_on or revision.made_on,
        turn=f"{plan.turn}（{wareki(revision.made_on)}作成）",
        decided_on=day,
        rows=tuple(decided_row(row) for row in together),
        before=in_words(decided_row(before)) if before else "",
        after=in_words(decided_row(decision)) if is_change else "",
        reason=(decision.reason or revision.opened_for) if is_change else "",
        appeal=papers_of(city.code, day).appeal,
        **sender_of(city, judged),
    )
    sheet = sheet_of(case, paper, day, judged_on=judged)
    return replace(sheet, agency=office.name if office else city.name)


def blank_notice(agency: Organisation | None, on: dt.date) -> NoticePaper:
    """様式8 with the office and nothing else."""
    if agency is None:
        return NoticePaper()
    city = agency.municipality
    return NoticePaper(appeal=papers_of(city.code, on).appeal, **sender_of(city, on))


def sender_of(city: Municipality, on: dt.date) -> dict[str, str]:
    """Who writes a letter of the city, and whom to ask about it."""
    office, rules = city.city_office, plan_rules(profile_on(city.code, on))
    authority = authority_of(city, rules.authority)
    if office is None:
        return {"sender": authority}
    return {
        "sender": office.head or authority,
        "office": "　".join(filter(None, (office.name, office.section))),
        "office_tel": office.tel,
    }


def decided_row(decision: SupportDecision) -> DecidedRow:
    """A decided programme, in the words of the version it rests on.

    Where no dates were set for it, it runs as long as the plan.
    """
    revision = decision.revision
    line = revision.lines.filter(programme=decision.programme).first()
    kind = f"（{decision.programme_kind}）" if decision.programme_kind else ""
    return DecidedRow(
        label=f"{decision.programme.label}{kind}",
        content=line.content if line else "",
        start_on=decision.start_on or (line and line.start_on) or revision.start_on,
        end_on=decision.end_on or (line and line.end_on) or revision.end_on,
        provider=line.provider if line else "",
        contact=tel_of(line.provider, decision.programme) if line else "",
    )


def tel_of(provider: str, programme: PlanProgramme) -> str:
    """The telephone of the 実施機関 as the list of 関係機関 has it, where it is named there."""
    if not provider:
        return ""
    known = Contact.objects.filter(municipality=programme.agency.municipality, is_active=True)
    rows = [row for row in known.filter(name__in=names_in(provider)) if row.tel]
    itself = {row.tel for row in rows if str(row) == provider}
    tels = itself or {row.tel for row in rows if row.name == provider}
    return tels.pop() if len(tels) == 1 else ""


def names_in(provider: str) -> list[str]:
    """What the name of the 関係機関 may be: all of it, or up to the 部署 behind a space."""
    words = provider.split(" ")
    return [" ".join(words[:count]) for count in range(1, len(words) + 1)]


def earlier(decision: SupportDecision) -> SupportDecision | None:
    """The decision that this one changes."""
    rows = decision.programme.decisions.filter(kind__in=(Kind.DECIDED, Kind.CHANGED))
    return rows.filter(pk__lt=decision.pk).order_by("-pk").first()


def in_words(row: DecidedRow) -> str:
    """A decided programme in one line, for 変更前 and 変更後."""
    start = wareki_short(row.start_on) if row.start_on else ""
    end = wareki_short(row.end_on) if row.end_on else ""
    period = f"{start}～{end}" if start or end else ""
    return "　".join(filter(None, (row.label, row.content, row.provider, period)))


# ---- papers of one programme (D27) -------------------------------------------------


def rulings_of(case: Case):
    """What is told on a notice of its own, the newest first."""
    rows = SupportDecision.objects.filter(programme__plan__episode__case=case)
    return rows.exclude(notice_title="").order_by("-decided_on", "-pk")


def ruling_sheet(decision: SupportDecision) -> Sheet:
    """The notice of one ruling, under the title and number of the 要綱."""
    programme, plan = decision.programme, decision.programme.plan
    case, city = plan.case, plan.agency.municipality
    office, judged = city.city_office, judged_on(plan)
    row, entry = decided_row(decision), entry_of(programme)
    revision = decision.revision
    paper = RulingPaper(
        who=who(case, decision.decided_on),
        kind=decision.kind,
        noticed_on=decision.notified_on,
        postal_code=case.person.postal_code,
        address=case.person.address,
        applied_on=programme.applied_on or revision.agreed_on or revision.made_on,
        decided_on=decision.decided_on,
        programme=row.label,
        basis=entry.basis if entry else "",
        content=row.content,
        start_on=row.start_on,
        end_on=row.end_on,
        provider=row.provider,
        contact=row.contact,
        reason=decision.reason,
        appeal=papers_of(city.code, judged).appeal,
        **sender_of(city, judged),
    )
    sheet = sheet_of(case, paper, decision.decided_on, judged_on=judged)
    return replace(
        sheet,
        agency=office.name if office else city.name,
        title=decision.notice_title,
        form_number=decision.notice_number,
    )


def blank_ruling(agency: Organisation | None, on: dt.date) -> RulingPaper:
    """The notice with the office and nothing else."""
    if agency is None:
        return RulingPaper()
    city = agency.municipality
    return RulingPaper(appeal=papers_of(city.code, on).appeal, **sender_of(city, on))


def applications_of(case: Case):
    """The programmes that are applied for on a paper of their own, the newest first."""
    rows = PlanProgramme.objects.filter(plan__episode__case=case).exclude(application_title="")
    return rows.exclude(state=PlanProgramme.State.DROPPED).order_by("-plan__number", "-pk")


def application_sheet(programme: PlanProgramme) -> Sheet:
    """The application for one programme, filled with what the plan already says."""
    plan, case = programme.plan, programme.plan.case
    revision, judged = plan.newest, judged_on(programme.plan)
    line = revision.lines.filter(programme=programme).first()
    city, entry = plan.agency.municipality, entry_of(programme)
    day = programme.applied_on or revision.made_on
    paper = ApplicationPaper(
        who=who(case, day),
        postal_code=case.person.postal_code,
        address=case.person.address,
        tel=case.person.tel_mobile or case.person.tel_home,
        addressee=authority_of(city, plan_rules(profile_on(city.code, judged)).addressee),
        applied_on=programme.applied_on,
        programme=programme.label,
        content=line.content if line else "",
        start_on=line.begins_on if line else revision.start_on,
        end_on=line.ends_on if line else revision.end_on,
        provider=line.provider if line else "",
        basis=entry.basis if entry else "",
        consent=entry.consent if entry else "",
    )
    sheet = sheet_of(case, paper, day, judged_on=judged)
    return replace(
        sheet, title=programme.application_title, form_number=programme.application_number
    )


def blank_application(agency: Organisation | None, on: dt.date) -> ApplicationPaper:
    """The application with the addressee and nothing else."""
    return ApplicationPaper(addressee=blank_plan(agency, on).addressee)


def has_paper(find):
    """A test whether any programme of a municipality's catalogue has such a paper."""

    def offered(municipality: str, on: dt.date) -> bool:
        return any(find(row) for row in programmes(profile_on(municipality, on)))

    return offered


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
            plan_number=lambda revision: revision.plan.number,
        ),
        Document(
            code="form6",
            title="評価シート",
            room="plans",
            subject="plans.Evaluation",
            roles=(*STAFF, *CITY_ROLES, Role.ADMIN),
            versions=(Version("plans/documents/form6_evaluation.html"),),
            records=evaluations_of,
            sheet=evaluation_sheet,
            blank=blank_evaluation,
            brought=laid_before,
            plan_number=lambda evaluation: evaluation.plan.number,
        ),
        Document(
            code="form8",
            title="支援提供（変更）通知書",
            room="plans",
            subject="plans.SupportDecision",
            roles=(*STAFF, *CITY_ROLES, Role.ADMIN),
            versions=(Version("plans/documents/form8_notice.html"),),
            records=decisions_of,
            sheet=notice_sheet,
            blank=blank_notice,
            plan_number=lambda decision: decision.programme.plan.number,
            is_numbered=True,
        ),
        Document(
            code="ruling",
            title="事業ごとの決定の通知書",
            room="plans",
            subject="plans.SupportDecision",
            roles=(*STAFF, *CITY_ROLES, Role.ADMIN),
            versions=(Version("plans/documents/ruling.html"),),
            records=rulings_of,
            sheet=ruling_sheet,
            blank=blank_ruling,
            plan_number=lambda decision: decision.programme.plan.number,
            is_numbered=True,
            offered=has_paper(lambda row: row.notices),
        ),
        Document(
            code="application",
            title="事業の利用申請書",
            room="plans",
            subject="plans.PlanProgramme",
            roles=(*STAFF, *CITY_ROLES, Role.ADMIN),
            versions=(Version("plans/documents/application.html"),),
            records=applications_of,
            sheet=application_sheet,
            blank=blank_application,
            plan_number=lambda programme: programme.plan.number,
            offered=has_paper(lambda row: row.application),
        ),
    ]
)
