"""受給中: the monthly report with its shortfalls and its income, and the 常用就職届 (手引き)."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from cases.models import Note
from cases.workflow.records import record_job_start
from cases.workflow.story import check_day, tell
from housing_benefit.judging import kept
from housing_benefit.models import BenefitApplication, BenefitJob, BenefitMonth, BenefitReport
from housing_benefit.workflow.paying import rules_of
from housing_benefit.workflow.writing import check_writer, keep
from rules.calendar import add_months, era_year, today
from rules.housing_benefit import Done, done_in, is_regular, track_in
from rules.refusals import Refused, refuse, stale

IN_PERSON = ("interview", "visit")  # 面接など: the methods of a 支援経過 that count
STEPS = {"consult": ("hellowork",), "apply": ("apply", "interview")}  # of 求職活動


@dataclass(frozen=True)
class MonthDone:
    """One month of a course: its track, its duties, and the report if there is one."""

    month: dt.date
    track: str
    done: tuple[Done, ...]
    report: BenefitReport | None
    ceiling: int | None

    @property
    def is_short(self) -> bool:
        return self.report is not None and any(row.is_short for row in self.done)

    @property
    def is_over(self) -> bool:
        """Is the income reported above the 収入の上限 that the month was granted on?"""
        if self.report is None or self.ceiling is None:
            return False
        return (self.report.income or 0) > self.ceiling

    @property
    def is_late(self) -> bool:
        return self.report is None and add_months(self.month, 1) <= today()


def track_of(base: BenefitApplication, number: int) -> str:
    """自営 where 経営相談 goes with the benefit, as long as it may last."""
    return track_in(rules_of(base), "business" if base.support == "business" else "seek", number)


def months_done(base: BenefitApplication) -> list[MonthDone]:
    """Every month granted so far, with what was to be done and what was."""
    rules = rules_of(base)
    reports = {row.month: row for row in base.reports.all()}
    found = []
    rows = BenefitMonth.objects.of_course(base).select_related("application")
    for number, row in enumerate(rows.order_by("month"), start=1):
        track, report = track_of(base, number), reports.get(row.month)
        counts = report.counts if report else {}
        done = done_in(rules.duties[track], row.month, counts)
        ruled = row.application.judgement
        ceiling = kept(ruled).judgement.figures.income_limit if ruled else None
        found.append(MonthDone(row.month, track, done, report, ceiling))
    return found


def counted(base: BenefitApplication, month: dt.date) -> dict[str, int]:
    """What the 台帳 itself tells of a month: nothing is counted twice by hand."""
    days = (month, add_months(month, 1) - dt.timedelta(days=1))
    episode = base.episode
    notes = Note.objects.filter(
        episode=episode, kind=Note.Kind.NOTE, method__in=IN_PERSON, on__range=days, struck_reason=""
    )
    found = {"interview": notes.count()}
    for code, kinds in STEPS.items():
        found[code] = episode.job_searches.filter(kind__in=kinds, on__range=days).count()
    return found


@transaction.atomic
def report_month(
    base: BenefitApplication,
    month: dt.date,
    *,
    by,
    version: int = 0,
    submitted_on: dt.date,
    counts: Mapping[str, int],
    income: int | None,
    guidance: str = "",
) -> BenefitReport:
    """Keep the report of a month; where a duty falls short, what was said to them belongs to it.

    ``version`` is 0 for a first report. The income is asked for once a 常用就職届 is there
    (E-01).
    """
    check_writer(base, by)
    BenefitApplication.objects.select_for_update().get(pk=base.pk)
    (standing,) = [row for row in months_done(base) if row.month == month]
    row = standing.report or BenefitReport(application=base, month=month)
    if (row.version if standing.report else 0) != version:
        raise Refused(stale("報告の保存"))
    check_day(submitted_on, "報告を受けた日", month, "その月", field="submitted_on")
    duties = rules_of(base).duties[standing.track]
    if any(done.is_short for done in done_in(duties, month, counts)) and not guidance:
        raise Refused(refuse("E-01", field="guidance", item="指導したこと"))
    begun = base.jobs.filter(start__on__lt=add_months(month, 1))
    if income is None and begun.exists():
        raise Refused(refuse("E-01", field="income", item="世帯の収入（その月）"))
    row.submitted_on, row.counts, row.income = submitted_on, dict(counts), income
    row.guidance, row.author = guidance, by
    words = f"住居確保給付金：{era_year(month)}{month.month}月の状況報告を受けました"
    tell(base.episode, "benefit_report", f"{words}\n{guidance}".strip(), by=by, on=submitted_on)
    return keep(row, by)


@transaction.atomic
def report_job(
    base: BenefitApplication,
    *,
    by,
    reported_on: dt.date,
    on: dt.date,
    employer: str,
    employment_type: str = "",
    contract_months: int | None = None,
    monthly_yen: int | None = None,
) -> BenefitJob:
    """常用就職届: the 就職 is written with it; from its month on the income is reported monthly.

    Shorter than 常用就職 is no such notice (E-21): it stays a 就職 of the 台帳.
    """
    check_writer(base, by)
    rules = rules_of(base)
    if not is_regular(rules, contract_months):
        words = {"minimum": f"{rules.regular_months}か月", "maximum": "期間の定めなし"}
        raise Refused(refuse("E-21", field="contract_months", item="契約の月数", **words))
    check_day(on, "働きはじめた日", field="on")
    check_day(reported_on, "届を受けた日", field="reported_on")
    start = record_job_start(
        base.case,
        by=by,
        on=on,
        kind="regular",
        employment_type=employment_type,
        employer=employer,
        monthly_yen=monthly_yen,
    )
    row = BenefitJob(
        application=base,
        start=start,
        reported_on=reported_on,
        contract_months=contract_months,
        author=by,
    )
    words = f"住居確保給付金：常用就職届を受けました　{employer}（{row.contract}）"
    tell(base.episode, "benefit_job", words, by=by, on=reported_on)
    return keep(row, by)
