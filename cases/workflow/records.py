"""What is recorded beside the plan: 就労, プラン前の支援, 予定 (4(2)イ, 4(3)アエ)."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from accounts.models import STAFF, Role
from cases.models import (
    Appointment,
    Case,
    EarlySupport,
    EmployerVisit,
    Episode,
    IncomeRise,
    JobSearch,
    JobStart,
    Screening,
)
from cases.permissions import roles_of
from cases.standards import case_rules, due_rule
from cases.workflow.deadlines import set_due, settle
from cases.workflow.reach import check_in_reach
from cases.workflow.story import check_day, not_staff, tell
from rules.calendar import today
from rules.choices import label
from rules.profile import profile_for
from rules.refusals import Refused, refuse


def check_staff_and_day(case: Case, by, on, item: str, field="on") -> None:
    """Anyone of the agency records (D15, E-03); what is recorded has happened (E-35)."""
    if not roles_of(by, case.episode) & set(STAFF):
        raise Refused(not_staff())
    if on:
        check_day(on, item, field=field)


def keep(row, by):
    row._history_user = by
    row.save()
    return row


@transaction.atomic
def record_early_support(case: Case, *, by, started_on, kind, content, **fields) -> EarlySupport:
    """Help that does not wait for the plan (4(2)イ); not after the end of the course (E-08)."""
    check_staff_and_day(case, by, started_on, "始めた日", "started_on")
    if case.episode.ended_on is not None:
        raise Refused(
            refuse(
                "E-08",
                state=case.episode.get_state_display(),
                operation="プラン前の支援を記録する",
                options="再相談を受け付ける",
            )
        )
    check_early(case.episode, started_on, kind)
    row = EarlySupport(
        episode=case.episode, author=by, started_on=started_on, kind=kind, content=content, **fields
    )
    words = f"プラン前の支援を始めました：{label('early_supports', kind, started_on)}\n{content}"
    tell(case.episode, "early_support", words, by=by, on=started_on)
    return keep(row, by)


def check_early(episode: Episode, started_on, kind) -> None:
    """Not before the 受付 (E-02), and of the kinds the 要綱 lets begin early (E-23, P-17)."""
    if started_on < episode.received_on:
        raise Refused(refuse("E-02", field="started_on", later="始めた日", earlier="受付日"))
    profile = profile_for(episode.agency.municipality.code, started_on)
    if kind not in case_rules(profile).early_supports:
        words = label("early_supports", kind, started_on)
        raise Refused(refuse("E-23", field="kind", programme=words, profile=profile.label))


@transaction.atomic
def record_job_search(case: Case, *, by, on, kind, result, employer="") -> JobSearch:
    """求職活動の1件."""
    check_staff_and_day(case, by, on, "日付")
    row = JobSearch(
        episode=case.episode, author=by, on=on, kind=kind, employer=employer, result=result
    )
    said = "　".join(filter(None, (label("job_search_kinds", kind, on), employer)))
    tell(case.episode, "job_search", f"求職活動：{said}\n{result}", by=by, on=on)
    return keep(row, by)


@transaction.atomic
def record_employer_visit(case: Case, *, by, on, employer, purpose, result) -> EmployerVisit:
    """企業訪問 for this person."""
    check_staff_and_day(case, by, on, "日付")
    row = EmployerVisit(
        episode=case.episode, author=by, on=on, employer=employer, purpose=purpose, result=result
    )
    tell(
        case.episode, "employer_visit", f"企業訪問：{employer}（{purpose}）\n{result}", by=by, on=on
    )
    return keep(row, by)


@transaction.atomic
def record_job_start(case: Case, *, by, on, kind, **fields) -> JobStart:
    """就職: a fact with its own day (D23); from it come the days to ask how it goes (4(3)エ)."""
    check_staff_and_day(case, by, on, "就職日")
    row = keep(JobStart(episode=case.episode, author=by, on=on, kind=kind, **fields), by)
    said = "　".join(filter(None, (label("job_start_kinds", kind, on), row.employer)))
    tell(case.episode, "job_start", f"就職しました：{said}", by=by, on=on)
    ask_after_job(case, on)
    return row


def ask_after_job(case: Case, on: dt.date) -> None:
    """A 期限 for each of the months of the 要綱 that are still to come (4(3)エ)."""
    rule = due_rule(profile_for(case.agency.municipality.code, on), "job")
    for months in rule.months:
        if rule.counted(on, months).on > today():
            set_due(case, "job", since=on, months=months, key=f"job_{months}")


@transaction.atomic
def record_income_rise(case: Case, *, by, on, before_yen, after_yen, reason="") -> IncomeRise:
    """増収: more than before, or it is none (E-21)."""
    check_staff_and_day(case, by, on, "増えた日")
    check_rise(before_yen, after_yen)
    row = IncomeRise(
        episode=case.episode,
        author=by,
        on=on,
        before_yen=before_yen,
        after_yen=after_yen,
        reason=reason,
    )
    tell(
        case.episode,
        "income_rise",
        f"収入が増えました：月{before_yen:,}円から{after_yen:,}円",
        by=by,
        on=on,
    )
    return keep(row, by)


def check_rise(before_yen: int, after_yen: int) -> None:
    if after_yen > before_yen:
        return
    least = f"{before_yen + 1:,}円"
    words = {"item": "後の月収", "minimum": least, "maximum": "上限なし"}
    raise Refused(refuse("E-21", field="after_yen", **words))


def make_appointment(case: Case, *, by, on, kind, **fields) -> Appointment:
    """予定: on the calendar of the one who goes; not in the past (E-02)."""
    check_staff_and_day(case, by, None, "予定の日")
    if on < today():
        raise Refused(refuse("E-02", field="on", later="予定の日", earlier="今日"))
    return keep(Appointment(case=case, on=on, kind=kind, **{"staff": by, **fields}), by)


def remove_appointment(appointment: Appointment, *, by) -> None:
    """An appointment put down by mistake; one called off is 取りやめ instead."""
    check_staff_and_day(appointment.case, by, None, "予定の日")
    appointment.removed_at = timezone.now()
    keep(appointment, by)


def restore_appointment(appointment: Appointment, *, by) -> None:
    """Bring it back as it stood, while it is in reach (E-08 after that)."""
    check_staff_and_day(appointment.case, by, None, "予定の日")
    check_in_reach(appointment)
    appointment.removed_at = None
    keep(appointment, by)


def settle_appointment(appointment: Appointment, *, by, standing: str) -> None:
    """Kept, or called off; what happened is written as a 支援経過."""
    check_staff_and_day(appointment.case, by, None, "予定の日")
    appointment.standing = standing
    keep(appointment, by)


@transaction.atomic
def check_screening(screening: Screening, *, by, on: dt.date | None = None) -> None:
    """主任の確認 of a スクリーニング that somebody else judged (S: a warning until then)."""
    if Role.CHIEF not in roles_of(by, screening.episode):
        raise Refused(refuse("E-03", roles=Role.CHIEF.label))
    screening.checked_on, screening.checked_by = on or today(), by
    keep(screening, by)
    tell(screening.episode, "screening_checked", "スクリーニングを主任が確かめました", by=by, on=on)


def settle_job_deadline(case: Case, key: str, *, by, on: dt.date | None = None) -> None:
    """就職後の様子を聞いた: what was heard is written as a 支援経過 (4(3)エ)."""
    check_staff_and_day(case, by, on, "日付")
    settle(case, key, on=on or today())
