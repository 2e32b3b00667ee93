"""事業の利用申請書: where the 要綱 wants one beside the plan (D27)."""

import datetime as dt
from dataclasses import replace

from accounts.models import CITY_ROLES, STAFF, Organisation, Role
from cases.documents import sheet_of, who
from cases.models import Case
from documents.register import Document, Sheet, Version, register
from plans.documents import authority_of, blank_plan, profile_on
from plans.models import PlanProgramme
from plans.notice_papers import has_paper
from plans.papers import ApplicationPaper
from plans.standards import plan_rules
from plans.workflow.profile import entry_of, judged_on


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


register(
    [
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
            plan_path="plan",
            offered=has_paper(lambda row: row.application),
            leaves="agency",
            goes_to="city",
            purpose="事業の利用の申請",
        ),
    ]
)
