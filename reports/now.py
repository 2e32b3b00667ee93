"""この人のいま, gathered from every room: for handing over and for meetings.

``day`` writes a date: in both calendars on the screen, in 和暦 on paper.
"""

import datetime as dt
import re

from cases.models import Appointment, Note, Referral, answer_words, latest_assessment
from cases.models.household import household_now, household_size, monthly_income
from cases.note_box import note_title
from cases.views.tables import budget_words, debt_words
from cases.workflow.notes import appointment_words
from plans.context import period
from plans.models import Plan, PlanProgramme, PlanRevision
from reports.papers import (
    DueRow,
    Fact,
    GoalRow,
    MemberRow,
    NoteRow,
    NowPaper,
    OutsideRow,
    ProgrammeRow,
)
from rules.calendar import PartialDate, both, today
from rules.choices import label

LAST_NOTES = 5
OVER = (Referral.State.REJECTED,)
IN_DIGITS = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")  # how the reason of a 期限 writes a date


def now_of(case, day=both, *, has_records=True) -> NowPaper:
    """All of it, in words of today; without what only who reads 支援経過記録 may know."""
    episode, person = case.episode, case.person
    assessment = latest_assessment(episode)
    birth = PartialDate.from_stored(person.birth) if person.birth else None
    return NowPaper(
        number=case.number,
        name=person.display_name,
        kana=person.kana,
        age=birth.age_on(today()) if birth else "",
        who=who_of(case, birth, day),
        stage=f"{episode.get_state_display()}（第{episode.number}回の相談）",
        staff=staff_of(episode),
        words=episode.intake.words,
        will=words_of(assessment, "will"),
        summary=words_of(assessment, "summary"),
        direction=words_of(assessment, "direction"),
        dues=dues_of(case, day, has_records),
        tasks=tasks_of(case, assessment, has_records),
        household=tuple(map(member_row, household_now(case))),
        money=money_of(case, assessment),
        outside=outside_of(case, day) if has_records else (),
        notes=notes_of(case) if has_records else (),
        **plan_of(case, day),
    )


def words_of(assessment, key):
    return answer_words(assessment, key) if assessment else ""


def facts(*rows):
    """Those of which something is known."""
    return tuple(Fact(name, words) for name, words in rows if words)


def who_of(case, birth, day):
    person = case.person
    on_screen = (person.postal_code, person.address)
    where = " ".join(filter(None, on_screen if day is both else case.place_on_paper))
    living = label("residence_kinds", person.residence) if person.residence else ""
    return facts(
        ("生年月日", birth_words(birth, day)),
        ("性別", person.sex_other or (label("sexes", person.sex) if person.sex else "")),
        ("住所", where or living or "わかりません"),
        ("電話", "　".join(filter(None, (person.tel_home, person.tel_mobile)))),
        ("連絡のしかた", person.contact_way),
        ("気をつけること", person.caution),
        ("受付", day(case.episode.received_on)),
    )


def birth_words(birth, day):
    if birth is None:
        return "わかりません"
    return birth.both() if day is both else birth.wareki()


def staff_of(episode):
    posts = (("", episode.lead), ("副 ", episode.deputy), ("就労 ", episode.employment))
    return "　".join(f"{post}{who}" for post, who in posts if who) or "未定"


def plan_of(case, day):
    """The newest plan of this course with the version that counts."""
    plan = Plan.objects.filter(episode=case.episode).order_by("-number").first()
    if plan is None:
        return {}
    revision = plan.newest
    lines = revision.lines.select_related("programme__submission")
    return {
        "turn": plan.turn,
        "plan_state": f"{plan.get_state_display()}　第{revision.number}版 "
        f"{revision.get_state_display()}",
        "plan_period": period(revision.start_on, revision.end_on, day),
        "goal_long": revision.goal_long,
        "goal_short": revision.goal_short,
        "goals": tuple(
            GoalRow(row.goal, row.by_person, row.by_support, row.who, row.period)
            for row in revision.items.all()
        ),
        "programmes": tuple(
            ProgrammeRow(
                line.programme.label,
                line.programme.get_state_display(),
                period(line.begins_on, line.ends_on, day),
                line.provider,
            )
            for line in lines
        ),
    }


def dues_of(case, day, has_records):
    def why(row):
        reason = row.reason if day is both else IN_DIGITS.sub(as_day(day), row.reason)
        return "　".join(filter(None, (reason, row.clause)))

    return tuple(
        DueRow(row.due_on, row.kind, why(row), row.is_late)
        for row in case.deadlines.filter(done_on__isnull=True)
        if has_records or not row.is_handed_on
    )


def as_day(day):
    """For ``re.sub``: a date written in digits, as ``day`` writes it."""
    return lambda found: day(dt.date.fromisoformat(found[0]))


def tasks_of(case, assessment, has_records):
    """What is still to be done and is no deadline: 約束, questions, つなぎ, a plan sent back."""
    planned = case.appointments.filter(standing=Appointment.Standing.PLANNED)
    said = [
        f"約束　{appointment_words(row)}{'（記録はまだ）' if row.on < today() else ''}"
        for row in planned
    ]
    if assessment and assessment.is_open:
        waiting = sum(len(row.waiting()) for row in assessment.in_order())
        said.append(f"アセスメント第{assessment.number}回を続ける（あと{waiting}問）")
    open_states = (Referral.State.PLANNED, Referral.State.SENT)
    if has_records:
        handed = case.episode.referrals.filter(state__in=open_states).select_related("contact")
        said += [f"{row.contact}に受け入れを確かめる" for row in handed]
    back = (PlanProgramme.State.REFUSED, PlanProgramme.State.REPORTED_BACK)
    said += [
        f"{row.label}は決定できないと知らされました。プランを見直す"
        for row in PlanProgramme.objects.filter(plan__episode=case.episode, state__in=back)
    ]
    drafts = PlanRevision.objects.filter(
        plan__episode=case.episode, state=PlanRevision.State.RETURNED
    )
    if drafts.filter(plan__state=Plan.State.PREPARING).exists():
        said.append("会議で差し戻されたプランを直す")
    return tuple(said)


def member_row(row):
    age = PartialDate.from_stored(row.birth).age_on(today()) if row.birth else ""
    lives = "" if row.lives_together is None else "同居" if row.lives_together else "別居"
    relation = label("household_relations", row.relation) if row.relation else ""
    return MemberRow(row.name, relation, age, lives, row.occupation)


def money_of(case, assessment):
    """収入, 家賃, 家計, 債務, 給付 in a line each."""
    incomes = monthly_income(case)
    own = incomes.get(None)
    total = f"世帯で月{sum(incomes.values()):,}円" if incomes else ""
    mine = f"ご本人 月{own:,}円" if own is not None else ""
    return facts(
        ("世帯", f"同居 {household_size(case)}人（ご本人を含む）"),
        ("収入", "　".join(filter(None, (mine, total)))),
        ("家計", budget_words(case)),
        ("家賃", words_of(assessment, "rent")),
        ("債務・滞納", debt_words(case)),
        (
            "給付・年金",
            "　".join(
                filter(None, (words_of(assessment, "benefits"), words_of(assessment, "pension")))
            ),
        ),
        ("生活保護", words_of(assessment, "assistance")),
    )


def outside_of(case, day):
    """つなぎ先, who has a part by the last meeting, and who provides a programme."""
    rows = [
        OutsideRow(str(row.contact), f"つなぎ（{row.get_state_display()}）", row.contact.tel)
        for row in case.episode.referrals.exclude(state__in=OVER).select_related("contact")
    ]
    plan = Plan.objects.filter(episode=case.episode).order_by("-number").first()
    if plan is None:
        return tuple(rows)
    review = plan.reviews.filter(roles__isnull=False).order_by("-pk").first()
    rows += [
        OutsideRow(row.organisation, row.task, f"{day(row.until)}まで" if row.until else "")
        for row in (review.roles.all() if review else ())
    ]
    rows += [
        OutsideRow(line.provider, line.programme.label, "")
        for line in plan.newest.lines.select_related("programme")
        if line.provider
    ]
    return tuple(dict.fromkeys(rows))


def notes_of(case):
    notes = Note.objects.of_file(case).filter(kind=Note.Kind.NOTE, struck_reason="")
    return tuple(
        NoteRow(note.on, note.at, note_title(note), note.body, note.author.name, note.next_step)
        for note in notes.select_related("author")[:LAST_NOTES]
    )
