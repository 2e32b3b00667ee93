"""What stands beside the plan is put right, taken back, and brought back: the fact, not the story.

Each leaves its line in the story and what stood before in the history (D9, D24).
"""

from django.db import transaction
from django.utils import timezone

from accounts.models import STAFF
from cases.models import Appointment, Case, EarlySupport, IncomeRise, JobStart
from cases.permissions import is_in_charge, roles_of
from cases.workflow.reach import check_in_reach
from cases.workflow.records import ask_after_job, check_early, check_rise, keep
from cases.workflow.story import check_day, not_staff, tell
from rules.calendar import today
from rules.refusals import Refusal, Refused, refuse, stale


def why_not_changed(row, user) -> Refusal | None:
    """E-03: a fact is changed by who wrote it or is in charge, an appointment by the agency."""
    episode = row.case.episode if isinstance(row, Appointment) else row.episode
    if not roles_of(user, episode) & set(STAFF):
        return not_staff()
    if isinstance(row, Appointment):
        return None if row.standing == row.Standing.PLANNED else not_planned(row)
    if row.author_id == user.pk or is_in_charge(user, episode):
        return None
    return refuse("E-03", roles="書いた人・主任相談支援員・担当・副担当")


def not_planned(row: Appointment) -> Refusal:
    return refuse(
        "E-08",
        state=f"{row.get_standing_display()}の予定",
        operation="日時を変える",
        options="新しい予定を入れる",
    )


@transaction.atomic
def correct_record(row, *, by, version: int, **fields) -> list[str]:
    """Write what was wrong or has come to an end; answers the names of what was changed.

    E-08 if someone saved first; what was refused when it was recorded is refused here too.
    """
    row = type(row).objects.select_for_update(of=("self",)).get(pk=row.pk)
    if refusal := why_not_changed(row, by):
        raise Refused(refusal)
    if row.version != version:
        raise Refused(stale("保存"))
    check_fields(row, fields)
    changed = [
        str(row._meta.get_field(name).verbose_name)
        for name, value in fields.items()
        if getattr(row, name) != value
    ]
    if not changed:
        return []
    for name, value in fields.items():
        setattr(row, name, value)
    keep(row, by)
    if not isinstance(row, Appointment):
        said = f"{row._meta.verbose_name}の記録を直しました：{'、'.join(changed)}"
        tell(row.episode, "correct_record", said, by=by)
    renew_job_dues(row)
    return changed


def check_fields(row, fields: dict) -> None:
    """As when it was recorded: a fact is not to come (E-35), an appointment not gone by (E-02)."""
    if isinstance(row, Appointment):
        if fields["on"] != row.on and fields["on"] < today():
            raise Refused(refuse("E-02", field="on", later="予定の日", earlier="今日"))
        return
    for name in ("on", "started_on", "ended_on"):
        if fields.get(name):
            check_day(fields[name], row._meta.get_field(name).verbose_name, field=name)
    if isinstance(row, EarlySupport):
        check_early(row.episode, fields["started_on"], fields["kind"])
    if isinstance(row, IncomeRise):
        check_rise(fields["before_yen"], fields["after_yen"])


@transaction.atomic
def remove_record(row, *, by) -> None:
    """A fact put down by mistake: it counts no more, and is in reach for 30 days."""
    if refusal := why_not_changed(row, by):
        raise Refused(refusal)
    row.removed_at = timezone.now()
    keep(row, by)
    tell(row.episode, "remove_record", f"{row._meta.verbose_name}の記録を消しました", by=by)
    renew_job_dues(row)


@transaction.atomic
def restore_record(row, *, by) -> None:
    """Bring it back as it stood (E-08 when it is out of reach)."""
    if refusal := why_not_changed(row, by):
        raise Refused(refusal)
    check_in_reach(row)
    row.removed_at = None
    keep(row, by)
    tell(row.episode, "restore_record", f"{row._meta.verbose_name}の記録を元に戻しました", by=by)
    renew_job_dues(row)


def renew_job_dues(row) -> None:
    """The days to ask how the work goes follow the 就職 that stands now (4(3)エ)."""
    if not isinstance(row, JobStart):
        return
    case: Case = row.episode.case
    case.deadlines.filter(key__startswith="job_", done_on__isnull=True).delete()
    newest = JobStart.objects.filter(episode=case.episode_id).order_by("-on", "-pk").first()
    if newest:
        ask_after_job(case, newest.on)
