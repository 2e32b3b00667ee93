"""The letters of the city to the person: 様式8, and the notices of one programme (D27)."""

import datetime as dt
from dataclasses import replace

from accounts.models import CITY_ROLES, STAFF, Municipality, Organisation, Role
from cases.documents import sheet_of, who
from cases.models import Case
from documents.register import Document, Sheet, Version, register
from documents.standards import papers_of
from network.models import Contact
from plans.documents import authority_of, profile_on
from plans.models import PlanProgramme, SupportDecision
from plans.papers import DecidedRow, NoticePaper, RulingPaper
from plans.standards import plan_rules, programmes
from plans.workflow.profile import entry_of, judged_on
from rules.calendar import wareki, wareki_short

Kind = SupportDecision.Kind


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


# ---- the notice of one programme alone (D27) ---------------------------------------


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


def has_paper(find):
    """A test whether any programme of a municipality's catalogue has such a paper."""

    def offered(municipality: str, on: dt.date) -> bool:
        return any(find(row) for row in programmes(profile_on(municipality, on)))

    return offered


register(
    [
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
            plan_path="programme__plan",
            is_numbered=True,
            leaves="city",
            goes_to="person",
            purpose="支援決定の通知",
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
            plan_path="programme__plan",
            is_numbered=True,
            offered=has_paper(lambda row: row.notices),
            leaves="city",
            goes_to="person",
            purpose="事業ごとの決定の通知",
        ),
    ]
)
