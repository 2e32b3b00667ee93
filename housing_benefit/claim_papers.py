"""What the applicant hands in: 申請書, 確認書, 状況通知書, 活動報告, 常用就職届."""

import datetime as dt

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from accounts.models import CITY_ROLES, STAFF, Municipality, Organisation, Role
from cases.documents import boxes, sheet_of, who
from cases.models import Case, JobSearch, JobStart
from cases.models.household import household_now, monthly_income
from cases.papers import Box
from documents.register import Document, Lack, Sheet, Version, register
from housing_benefit.models import BenefitApplication, BenefitJob, BenefitMonth
from housing_benefit.papers import (
    ActivityPaper,
    ActivityRow,
    ClaimPaper,
    DwellingPaper,
    JobPaper,
    PayeeRow,
    PersonRow,
    PledgePaper,
    YenRow,
)
from housing_benefit.payees import divided
from housing_benefit.standards import benefit_rules
from housing_benefit.workflow.guards import lacks_on_form
from housing_benefit.workflow.paying import rules_of
from housing_benefit.workflow.reporting import months_done, track_of
from housing_benefit.workflow.writing import needed_documents, terms_of
from plans.documents import authority_of, profile_on
from plans.standards import plan_rules
from rules.calendar import PartialDate, era_year, months_end, today
from rules.choices import choices, entries, label
from rules.housing_benefit import Duty, move_shares

State = BenefitApplication.State
Kind = BenefitApplication.Kind
# The groups of evidence on a blank form: whatever the applicant may have to bring.
BLANK_GROUPS = {
    "rent": ("first", "left", "closed", "reduced", "at_risk", "lost", "rent", "work"),
    "move": ("first", "fallen", "move"),
    "extend": ("rent", "extend", "work"),
}
ASKED = {"new": "支給", "again": "再支給", "extend": "支給期間の延長"}
BEGINNING = ("new", "again")  # a course begins with these
PRINTED_BY = (*STAFF, *CITY_ROLES, Role.ADMIN)


def addressee_of(city: Municipality, on: dt.date) -> str:
    """To whom an application goes: the head of the municipality."""
    return authority_of(city, plan_rules(profile_on(city.code, on)).addressee)


def ordinance_of(city: Municipality, on: dt.date) -> str:
    """The city's own 要綱 of the benefit; "" where none is named."""
    return benefit_rules(profile_on(city.code, on)).ordinance


def applications(**wanted):
    """The applications of a 台帳 that a paper is of, the newest first."""

    def of(case: Case):
        rows = BenefitApplication.objects.filter(episode__case=case, **wanted)
        return rows.exclude(state=State.WITHDRAWN).order_by("-pk")

    return of


def brought(**wanted):
    """Those of them that were sent to the city, for who sees no more of the 台帳 (D16)."""

    def to(user, case: Case):
        mine = BenefitApplication.objects.visible_to(user).values("pk")
        return applications(**wanted)(case).filter(pk__in=mine)

    return to


def day_of(row: BenefitApplication) -> dt.date:
    """The paper's own day: that of the application, today while it is open."""
    return row.applied_on or today()


def in_groups(name: str, *wanted: str) -> set[str]:
    """The codes of a choice list that belong to these groups."""
    return {choice.code for choice in entries(name) if choice.group in wanted}


def some_boxes(name: str, codes: set[str], taken: set[str], on: dt.date) -> tuple[Box, ...]:
    """The boxes of these codes alone."""
    rows = zip(choices(name, on), boxes(name, taken, on), strict=True)
    return tuple(box for (code, _words), box in rows if code in codes)


def duties_in(row: BenefitApplication) -> tuple[str, ...]:
    """What is to be done each month while one is paid; nothing for 転居費用補助."""
    if not row.is_rent:
        return ()
    return tuple(map(duty_words, rules_of(row).duties[track_of(row.base, 1)]))


def duty_words(duty: Duty) -> str:
    """自立相談支援機関の面接など　月4回以上."""
    per = {"month": "月", "week": "週"}[duty.per]
    return f"{duty.label}　{per}{duty.times}回以上"


# ---- 支給申請書 ---------------------------------------------------------------------------


def claim_sheet(row: BenefitApplication) -> Sheet:
    """支給申請書 filled with the application and the rows of the household."""
    case, person, day = row.case, row.case.person, day_of(row)
    needed = {code for code, _words in needed_documents(row)}
    paper = ClaimPaper(
        who=who(case, day),
        postal_code=person.postal_code,
        address=person.address,
        tel=person.tel_mobile or person.tel_home,
        addressee=addressee_of(case.agency.municipality, day),
        ordinance=ordinance_of(case.agency.municipality, day),
        asked=ASKED[row.purpose],
        so_far="" if row.purpose == row.Purpose.NEW else period(months_before(row)),
        applied_on=row.applied_on,
        is_move=not row.is_rent,
        routes=some_boxes(
            "benefit_routes", in_groups("benefit_routes", row.kind), {row.route}, day
        ),
        event_on=row.event_on,
        unable_days=row.unable_days,
        unable_reason=row.unable_reason,
        is_breadwinner=row.is_breadwinner,
        is_gang=row.is_gang,
        has_similar=row.has_similar,
        housings=boxes("benefit_housings", {row.housing}, day),
        rent=row.rent,
        landlord=row.landlord,
        covered_until=row.covered_until,
        people=people_of(row, day),
        members=row.members,
        income=row.income,
        assets=row.assets,
        costs=tuple(
            YenRow(words, row.costs.get(code)) for code, words in choices("benefit_costs", day)
        ),
        destination=row.destination,
        destination_source=row.destination_source,
        payees=some_boxes(
            "benefit_payees", in_groups("benefit_payees", "all", row.kind), {row.payee}, day
        ),
        account=row.account,
        several=several_of(row),
        enclosures=some_boxes("benefit_documents", needed, set(row.documents), day),
    )
    return sheet_of(case, paper, day)


def several_of(row: BenefitApplication) -> tuple[PayeeRow, ...]:
    """Each who is paid and for what; nothing where it is one alone."""
    if len(row.all_payees) == 1:
        return ()
    parts = divided(row, move_shares(rules_of(row), row.costs, 0))
    return tuple(
        PayeeRow(part.to.landlord, part.costs, part.to.account, part.payee * part.to.is_to_person)
        for part in parts
    )


def people_of(row: BenefitApplication, on: dt.date) -> tuple[PersonRow, ...]:
    """Who lives together: the others as the rows say, the person with the rest of the totals."""
    case, incomes = row.case, monthly_income(row.case)
    others = [
        PersonRow(
            name=member.name,
            relation=label("household_relations", member.relation, on) if member.relation else "",
            age=PartialDate.from_stored(member.birth).age_on(on) if member.birth else "",
            occupation=member.occupation,
            income=incomes.get(member.pk),
            savings=member.savings,
        )
        for member in household_now(case).filter(lives_together=True)
    ]
    person = who(case, on)
    own = PersonRow(
        name=person.name,
        relation="本人",
        age=person.age,
        income=rest(row.income, [other.income for other in others]),
        savings=rest(row.assets, [other.savings for other in others]),
    )
    return (own, *others)


def rest(total: int | None, others: list[int | None]) -> int | None:
    """What of a total is not the others'; None where they hold more than all of it."""
    if total is None:
        return None
    left = total - sum(filter(None, others))
    return left if left >= 0 else None


def claim_lacks(row: BenefitApplication) -> tuple[Lack, ...]:
    """What the 支給申請書 cannot do without (E-25)."""
    url = reverse("benefit_edit", args=[row.pk])
    return tuple(Lack(words, url) for words in lacks_on_form(row))


def blank_claim(kind: str, purpose: str = "new"):
    """支給申請書 with the choices and nothing else."""

    def blank(agency: Organisation | None, on: dt.date) -> ClaimPaper:
        wanted = ("all", *BLANK_GROUPS[kind if purpose == "new" else purpose])
        papers = in_groups("benefit_documents", *wanted)
        return ClaimPaper(
            addressee=addressee_of(agency.municipality, on) if agency else "",
            ordinance=ordinance_of(agency.municipality, on) if agency else "",
            asked=ASKED[purpose],
            is_move=kind == Kind.MOVE,
            routes=some_boxes("benefit_routes", in_groups("benefit_routes", kind), set(), on),
            housings=boxes("benefit_housings", set(), on),
            costs=tuple(YenRow(words) for _code, words in choices("benefit_costs", on)),
            payees=some_boxes(
                "benefit_payees", in_groups("benefit_payees", "all", kind), set(), on
            ),
            enclosures=some_boxes("benefit_documents", papers, set(), on),
        )

    return blank


def months_before(row: BenefitApplication) -> list[dt.date]:
    """The months that were granted before this application asks for more."""
    rows = BenefitMonth.objects.of_course(row).exclude(application=row)
    if row.purpose == row.Purpose.AGAIN:
        others = BenefitMonth.objects.standing().filter(case=row.case, kind=row.kind)
        rows = others.exclude(application__in=(row, *row.followers.all()))
    return sorted(rows.values_list("month", flat=True))


def period(months: list[dt.date]) -> str:
    """令和8年8月分から令和8年10月分まで（3か月）; nothing for no month."""
    if not months:
        return ""
    first, last = (f"{era_year(day)}{day.month}月分" for day in (months[0], months[-1]))
    return f"{first}から{last}まで（{len(months)}か月）"


# ---- 申請時確認書 -------------------------------------------------------------------------


def pledge_sheet(row: BenefitApplication) -> Sheet:
    """申請時確認書: the terms that were explained, by whom."""
    case, day = row.case, day_of(row)
    paper = PledgePaper(
        who=who(case, day),
        address=case.person.address,
        addressee=addressee_of(case.agency.municipality, day),
        is_move=not row.is_rent,
        terms=tuple(terms_of(rules_of(row), row.is_rent).values()),
        duties=duties_in(row),
        explained_on=row.explained_on,
        explained_by=row.explained_by.name if row.explained_by else "",
        signed_on=row.signed_on,
    )
    return sheet_of(case, paper, day)


def blank_pledge(agency: Organisation | None, on: dt.date) -> PledgePaper:
    """申請時確認書 of 家賃補助, which is asked for the most."""
    rules = benefit_rules(profile_on(agency.municipality.code if agency else "", on))
    return PledgePaper(
        duties=tuple(map(duty_words, rules.duties["seek"])),
        addressee=addressee_of(agency.municipality, on) if agency else "",
        terms=tuple(terms_of(rules).values()),
    )


# ---- 入居（予定）住宅に関する状況通知書 ---------------------------------------------------


def dwelling_sheet(row: BenefitApplication) -> Sheet:
    """The landlord's paper, with what the application already says."""
    case, day = row.case, day_of(row)
    paper = DwellingPaper(
        who=who(case, day),
        address=case.place_on_paper[1],
        addressee=addressee_of(case.agency.municipality, day),
        is_planned=row.housing == "lost",
        landlord=row.landlord,
        rent=row.rent,
    )
    return sheet_of(case, paper, day)


def blank_dwelling(is_planned: bool):
    def blank(agency: Organisation | None, on: dt.date) -> DwellingPaper:
        to = addressee_of(agency.municipality, on) if agency else ""
        return DwellingPaper(addressee=to, is_planned=is_planned)

    return blank


# ---- 求職活動等状況報告書 -----------------------------------------------------------------


def months_of(case: Case):
    """The paid months of a 台帳 up to this one, the newest first."""
    rows = BenefitMonth.objects.standing()
    rows = rows.filter(case=case, kind=Kind.RENT, month__lte=today())
    return rows.order_by("-month")


def brought_months(user, case: Case):
    mine = BenefitApplication.objects.visible_to(user).values("pk")
    return months_of(case).filter(application__in=mine)


def activity_sheet(month: BenefitMonth) -> Sheet:
    """What was done in a month to find work, as it was recorded."""
    case, last = month.case, months_end(month.month, 1)
    base = month.application.base
    rows = JobSearch.objects.filter(episode=base.episode_id, on__range=(month.month, last))
    standing = next(one for one in months_done(base) if one.month == month.month)
    report = standing.report
    paper = ActivityPaper(
        who=who(case, last),
        addressee=addressee_of(case.agency.municipality, last),
        month=month.month,
        rows=tuple(
            ActivityRow(
                on=row.on,
                kind=label("job_search_kinds", row.kind, row.on),
                place=row.employer,
                result=row.result,
            )
            for row in rows.order_by("on", "pk")
        ),
        duties=tuple(
            f"{duty_words(one.duty)}{f'（{one.times}回）' if report else ''}"
            for one in standing.done
        ),
        income=report.income if report else None,
    )
    return sheet_of(case, paper, last)


def blank_activity(agency: Organisation | None, on: dt.date) -> ActivityPaper:
    return ActivityPaper(addressee=addressee_of(agency.municipality, on) if agency else "")


# ---- 常用就職届 ---------------------------------------------------------------------------


def job_starts_of(case: Case):
    """The jobs somebody took up since they applied for 家賃補助, the newest first: those of the
    相談 it was asked for in, and those that were reported.
    """
    asked = BenefitApplication.objects.filter(
        episode=OuterRef("episode"),
        kind=Kind.RENT,
        root=None,
        decided_on__isnull=False,
        applied_on__lte=OuterRef("on"),
    )
    rows = JobStart.objects.filter(Q(benefit_job__isnull=False) | Exists(asked))
    return rows.filter(episode__case=case).order_by("-on", "-pk")


def job_sheet(start: JobStart) -> Sheet:
    """常用就職届 of a job that was recorded."""
    case, day = start.episode.case, start.on
    notice = BenefitJob.objects.filter(start=start).first()
    paper = JobPaper(
        who=who(case, day),
        address=case.person.address,
        tel=case.person.tel_mobile or case.person.tel_home,
        addressee=addressee_of(case.agency.municipality, day),
        employer=start.employer,
        started_on=day,
        kinds=boxes("employment_types", {start.employment_type}, day),
        is_endless=notice.contract_months is None if notice else None,
        contract_months=notice.contract_months if notice else None,
        monthly=start.monthly_yen,
    )
    return sheet_of(case, paper, day)


def blank_job(agency: Organisation | None, on: dt.date) -> JobPaper:
    return JobPaper(
        addressee=addressee_of(agency.municipality, on) if agency else "",
        kinds=boxes("employment_types", set(), on),
    )


def of_application(code: str, title: str, template: str, sheet, blank, lacking=None, **wanted):
    """The entry of a paper that is printed from an application."""
    rest_of_it = {"lacking": lacking} if lacking else {}
    return Document(
        code=code,
        title=title,
        room="housing_benefit",
        subject="housing_benefit.BenefitApplication",
        roles=PRINTED_BY,
        versions=(Version(f"housing_benefit/documents/{template}.html"),),
        records=applications(**wanted),
        sheet=sheet,
        blank=blank,
        brought=brought(**wanted),
        leaves="agency",
        goes_to="city",
        purpose="住居確保給付金の申請・報告",
        **rest_of_it,
    )


register(
    [
        of_application(
            "benefit_claim",
            "住居確保給付金支給申請書（家賃補助）",
            "claim",
            claim_sheet,
            blank_claim(Kind.RENT),
            claim_lacks,
            kind=Kind.RENT,
            purpose__in=BEGINNING,
        ),
        of_application(
            "benefit_claim_extend",
            "住居確保給付金支給申請書（期間延長・再延長）",
            "claim",
            claim_sheet,
            blank_claim(Kind.RENT, "extend"),
            claim_lacks,
            purpose="extend",
        ),
        of_application(
            "benefit_claim_move",
            "住居確保給付金支給申請書（転居費用補助）",
            "claim",
            claim_sheet,
            blank_claim(Kind.MOVE),
            claim_lacks,
            kind=Kind.MOVE,
        ),
        of_application(
            "benefit_pledge",
            "住居確保給付金申請時確認書",
            "pledge",
            pledge_sheet,
            blank_pledge,
            purpose__in=(*BEGINNING, "extend", "resume"),
        ),
        of_application(
            "benefit_dwelling_planned",
            "入居予定住宅に関する状況通知書",
            "dwelling",
            dwelling_sheet,
            blank_dwelling(is_planned=True),
            purpose__in=BEGINNING,
            housing="lost",
        ),
        of_application(
            "benefit_dwelling",
            "入居住宅に関する状況通知書",
            "dwelling",
            dwelling_sheet,
            blank_dwelling(is_planned=False),
            purpose__in=BEGINNING,
            housing="at_risk",
        ),
        Document(
            code="benefit_activity",
            title="求職活動等状況報告書",
            room="housing_benefit",
            subject="housing_benefit.BenefitMonth",
            roles=PRINTED_BY,
            versions=(Version("housing_benefit/documents/activity.html"),),
            records=months_of,
            sheet=activity_sheet,
            blank=blank_activity,
            brought=brought_months,
            leaves="agency",
            goes_to="city",
            purpose="住居確保給付金の申請・報告",
        ),
        Document(
            code="benefit_job",
            title="常用就職届",
            room="housing_benefit",
            subject="cases.JobStart",
            roles=PRINTED_BY,
            versions=(Version("housing_benefit/documents/job.html"),),
            records=job_starts_of,
            sheet=job_sheet,
            blank=blank_job,
            leaves="agency",
            goes_to="city",
            purpose="住居確保給付金の申請・報告",
        ),
    ]
)
