"""アセスメント: begun, saved half-filled, finished, begun again as a copy (NAG-4-1-エ-2)."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from cases.models import Assessment, AssessmentFact, AssessmentSection, Case, Episode
from cases.models.assessment import missing
from cases.permissions import edits_section, is_in_charge
from cases.questions import Section, sections
from cases.workflow.story import check_day, tell
from rules.calendar import today
from rules.refusals import Refusal, Refused, refuse, stale

State = Episode.State

# Until 利用申込 the state says nothing of a consent; every later state rests on one.
BEFORE_CONSENT = frozenset(
    {
        State.RECEIVED,
        State.APPLYING,
        State.REFERRING,
        State.HANDED_OVER,
        State.INFORMED,
        State.DECLINED,
        State.SUSPENDED,
    }
)
IN_CHARGE = "主任相談支援員・担当・副担当"


def has_consent(episode: Episode) -> bool:
    """Was 利用申込・同意 given? A consent for one つなぎ alone opens nothing (D2)."""
    if episode.state not in BEFORE_CONSENT:
        return True
    return episode.consents.in_force().filter(contact__isnull=True).exists()


def no_consent(episode: Episode) -> Refusal:
    """E-05 with the way to the page where the application is recorded."""
    return refuse(
        "E-05",
        remedy="ケースの画面で利用申込と同意を記録する",
        url=reverse("case_detail", args=[episode.case_id]),
    )


def not_in_charge(section: Section | None = None) -> Refusal:
    """E-03 with the posts that may edit."""
    extra = [Role(role).label for role in section.editors] if section else []
    return refuse("E-03", roles="・".join([IN_CHARGE, *extra]))


@transaction.atomic
def start_assessment(episode: Episode, *, by, on=None) -> Assessment:
    """Begin the next revision; it starts as a copy of the newest of this 台帳.

    Refuses who is not in charge (E-03), a revision beside an open one (E-08), an ended
    course (E-08), a day to come (E-35) or before the acceptance (E-02).
    """
    day = on or today()
    Case.objects.select_for_update(of=("self",)).get(pk=episode.case_id)
    if not is_in_charge(by, episode):
        raise Refused(not_in_charge())
    if episode.ended_on is not None:
        raise Refused(is_over(episode, "アセスメントを始める"))
    if episode.assessments.filter(finished_on__isnull=True).exists():
        raise Refused(
            refuse(
                "E-08",
                state="アセスメントの途中",
                operation="新しいアセスメントを始める",
                options="いまのアセスメントを続ける",
            )
        )
    check_day(day, "始めた日", episode.received_on, "受付日")
    before = Assessment.objects.filter(episode__case=episode.case_id).order_by("pk").last()
    number = episode.assessments.count() + 1
    assessment = Assessment(episode=episode, number=number, started_on=day, author=by)
    assessment._history_user = by
    assessment.save()
    copied = {row.code: row for row in before.sections.all()} if before else {}
    for table in sections():
        begin_section(assessment, table, copied.get(table.code), by)
    tell(episode, "assess", f"アセスメント（第{number}回）を始めました", by=by, on=day)
    return assessment


def start_revision(assessment: Assessment, *, by, on=None) -> Assessment:
    """見直し: a new revision that begins as a copy; the old one stays readable for ever."""
    return start_assessment(assessment.episode, by=by, on=on)


def begin_section(assessment: Assessment, table: Section, before, by) -> None:
    """An empty section, or what the revision before knew: nothing is typed twice."""
    row = AssessmentSection(assessment=assessment, code=table.code)
    if before:
        row.answers, row.standings = dict(before.answers), dict(before.standings)
    row._history_user = by
    row.save()
    write_facts(row)


@transaction.atomic
def save_section(
    section: AssessmentSection,
    *,
    by,
    version: int,
    answers: Mapping[str, Any],
    standings: Mapping[str, str],
) -> AssessmentSection:
    """Save one section as far as it is known.

    ``version`` is what the person had before their eyes; if someone saved since, nothing
    is written (E-08, 409). Refuses who may not edit it (E-03), a section that waits for
    the consent (E-05), a revision that is finished (E-08).
    """
    row = AssessmentSection.objects.select_for_update(of=("self",)).get(pk=section.pk)
    reasons = section_refusals(row, by)
    if reasons:
        raise Refused(*reasons)
    if row.version != version:
        raise Refused(stale("章の保存"))
    keys = {question.key for question in row.table.questions}
    if not keys >= {*answers, *standings}:
        raise ValueError(f"{row.code}: not its questions")
    row.answers, row.standings = dict(answers), dict(standings)
    row.edited_by, row.edited_at = by, timezone.now()
    row._history_user = by
    row.save()
    write_facts(row)
    return row


def section_refusals(row: AssessmentSection, user) -> list[Refusal]:
    """Why this person cannot save this section now: permission, state, consent."""
    episode = row.assessment.episode
    if not edits_section(user, episode, row.table):
        return [not_in_charge(row.table)]
    if episode.ended_on is not None:
        return [is_over(episode, "アセスメントを直す")]
    if not row.assessment.is_open:
        return [
            refuse(
                "E-08",
                state="アセスメント済み",
                operation="アセスメントを直す",
                options="新しいアセスメントを始める",
            )
        ]
    if not row.table.open_before_consent and not has_consent(episode):
        return [no_consent(episode)]
    return []


def write_facts(row: AssessmentSection) -> None:
    """The coded answers of a section as rows that can be counted, written anew."""
    coded = [question for question in row.table.questions if question.is_coded]
    row.assessment.facts.filter(question__in=[question.key for question in coded]).delete()
    AssessmentFact.objects.bulk_create(
        AssessmentFact(assessment=row.assessment, question=question.key, code=code)
        for question in coded
        for code in codes_of(row, question.key)
    )


def codes_of(row: AssessmentSection, key: str) -> list[str]:
    """The codes of an answer; 未確認 and 本人が答えない are codes too."""
    value = row.answers.get(key, [])
    codes = [value] if isinstance(value, str) else list(value)
    return [*dict.fromkeys(codes), *([row.standings[key]] if key in row.standings else [])]


@transaction.atomic
def finish_assessment(assessment: Assessment, *, by, on=None) -> Assessment:
    """終える: every must is answered, まとめ and 本人の意思 among them (NAG-4-1-エ-2).

    Refused with one E-01 for each that is missing, with the way to its section.
    """
    day = on or today()
    row = Assessment.objects.select_for_update(of=("self",)).get(pk=assessment.pk)
    reasons = finish_refusals(row, by)
    if reasons:
        raise Refused(*reasons)
    check_day(day, "終えた日", row.started_on, "始めた日")
    row.finished_on = day
    row._history_user = by
    row.save()
    assessment.refresh_from_db()
    tell(row.episode, "assessed", f"アセスメント（第{row.number}回）を終えました", by=by, on=day)
    return assessment


def finish_refusals(assessment: Assessment, user) -> list[Refusal]:
    """Why the assessment cannot be finished now; the same words explain the button."""
    episode = assessment.episode
    if not is_in_charge(user, episode):
        return [not_in_charge()]
    if not assessment.is_open:
        return [
            refuse(
                "E-08",
                state="アセスメント済み",
                operation="アセスメントを終える",
                options="新しいアセスメントを始める",
            )
        ]
    if episode.ended_on is not None:
        return [is_over(episode, "アセスメントを終える")]
    if not has_consent(episode):
        return [no_consent(episode)]
    return [
        refuse(
            "E-01",
            field=question.key,
            item=question.label,
            remedy=f"「{row.table.title}」の章を開く",
            url=reverse("assessment_section", args=[episode.case_id, row.code])
            + f"#q-{question.key}",
        )
        for row, question in missing(assessment)
    ]


def is_over(episode: Episode, operation: str) -> Refusal:
    return refuse(
        "E-08", state=episode.get_state_display(), operation=operation, options="再相談を受け付ける"
    )
