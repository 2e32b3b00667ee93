"""様式2 インテーク・アセスメントシート: one revision of an assessment, in the blocks of the form.

Choice lists and questions are the data of ``sections.toml``; a question that has no box on
the form is printed at its end, so that nothing that was answered stays off the paper.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.timezone import localtime

from accounts.models import STAFF, Role
from cases.documents import application_of, boxes, sheet_of, who
from cases.models import Assessment, Case, Episode
from cases.models.assessment import missing, value_text
from cases.models.household import household_now, household_size, monthly_income
from cases.papers import AssessmentPaper, Box, Extra, Job, Member, Topic
from cases.questions import Question, by_key
from documents.register import Document, Lack, Sheet, Version, register
from rules.calendar import PartialDate, today, wareki_short
from rules.choices import choices, label

IN_A_ROW = 4  # matters beside one another
# Where the form has a box of its own. Every other question is printed at the end.
ON_FORM: frozenset[str] = frozenset().union(
    ("referrers", "referrer_name", "histories", "history_text", "story", "topics_added"),
    ("urgent", "urgent_text", "early_supports", "early_support_text", "cohabit", "household_n"),
    ("separate", "marital", "children", "children_n", "dependent_n", "family_text", "housing"),
    ("housing_other", "rent", "housing_text", "community_text", "health_state", "visits"),
    ("clinic", "health_text", "certificates", "certificate_text", "suspected", "income_self"),
    ("main_earner", "tax_status", "assets", "assets_text", "benefits", "benefits_text"),
    ("insurance", "pension", "assistance", "assistance_text", "arrears", "arrears_kinds"),
    ("debts", "economy_text", "work_status", "work_type", "work_text", "since_left", "education"),
    ("licences", "licence_text", "work_note", "issues", "issues_other", "summary", "direction"),
    ("will", "support_will"),
)
# What was written to the その他 of a list.
WRITTEN_TO = {"housing": "housing_other", "issues": "issues_other"}


@dataclass(frozen=True)
class Answers:
    """What a revision says, sorted by how the form shows it."""

    words: Mapping[str, str]
    boxes: Mapping[str, tuple[Box, ...]]
    said: Mapping[str, str]
    extras: tuple[Extra, ...] = ()


def assessments_of(case: Case):
    """The revisions of a 台帳, the newest first."""
    rows = Assessment.objects.filter(episode__case=case).select_related(
        "author", "episode__case__person", "episode__case__agency__municipality"
    )
    return rows.prefetch_related("sections").order_by("-episode__number", "-number")


def assessment_sheet(assessment: Assessment) -> Sheet:
    """様式2 of one revision, in the wording of the day it was begun.

    Family, money and work are rows of the 台帳: they are those of the day of printing.
    """
    episode = assessment.episode
    case, intake, day = episode.case, episode.intake, assessment.started_on
    answers = answers_of(assessment, day)
    consent = application_of(episode)
    paper = AssessmentPaper(
        who=who(case, day),
        turn=assessment.number,
        received_on=episode.received_on,
        started_on=day,
        updated_on=last_day(assessment),
        staff=staff_of(assessment),
        birth=PartialDate.from_stored(case.person.birth) if case.person.birth else None,
        address=" ".join(filter(None, case.place_on_paper)),
        tel="　".join(filter(None, (case.person.tel_home, case.person.tel_mobile))),
        channels=boxes("channels", {intake.channel}, episode.received_on, intake.channel_other),
        visitor=visitor_of(intake, episode.received_on),
        topics=topic_rows(day, marks_of(episode, assessment)),
        topic_other=intake.topic_other,
        heard="、".join(label("urgencies", code, episode.received_on) for code in intake.urgencies),
        helped="、".join(map(help_words, episode.early_supports.all())),
        household_n=size_of(case, answers),
        members=tuple(map(member_line, household_now(case))),
        members_on=today(),
        jobs=tuple(map(job_line, case.works.kept())),
        words=answers.words,
        boxes=answers.boxes,
        said=answers.said,
        extras=answers.extras,
        applied_on=consent.given_on if consent else None,
        **money_of(case),
        **screening_of(episode, day),
    )
    turn = f"第{assessment.number}回　{wareki_short(day)}"
    return sheet_of(case, paper, day, アセスメント=turn)


def assessment_lacks(assessment: Assessment) -> tuple[Lack, ...]:
    """What keeps the assessment from being finished, each with its chapter."""
    case = assessment.episode.case
    return tuple(
        Lack(question.label, reverse("assessment_section", args=[case.pk, row.code]))
        for row, question in missing(assessment)
    )


def blank_assessment(_agency, on: dt.date) -> AssessmentPaper:
    """様式2 with its lists and nothing taken."""
    empty = sorted_answers({}, on)
    return AssessmentPaper(
        channels=boxes("channels", set(), on),
        topics=topic_rows(on, {}),
        words=empty.words,
        boxes=empty.boxes,
        said=empty.said,
        screening=boxes("screening_results", set(), on),
    )


def answers_of(assessment: Assessment, on: dt.date) -> Answers:
    """All answers of a revision; 未確認 and 本人が答えない stay open boxes on paper."""
    given = {key: value for row in assessment.sections.all() for key, value in row.answers.items()}
    return sorted_answers(given, on)


def sorted_answers(given: Mapping[str, Any], on: dt.date) -> Answers:
    words, lists, said, extras = {}, {}, {}, []
    for key, (_section, question) in by_key().items():
        value = given.get(key)
        told = "" if value is None else value_text(question, value, on)
        if key not in ON_FORM:
            extras += [Extra(question_name(question), told)] if told else []
        elif question.kind == "yes_no":
            said[key] = value or ""
        elif question.is_coded:
            taken = {value} if isinstance(value, str) else set(value or ())
            lists[key] = boxes(question.choices, taken, on, given.get(WRITTEN_TO.get(key, ""), ""))
        else:
            words[key] = told
    return Answers(words, lists, said, tuple(extras))


def question_name(question: Question) -> str:
    """面談のメモ is in every section: with the section's name."""
    section = by_key()[question.key][0]
    return f"{section.short}の{question.label}" if question == section.memo else question.label


def last_day(assessment: Assessment) -> dt.date | None:
    """When it was finished, or last written in; none where that is the day it was begun."""
    written = [row.edited_at for row in assessment.sections.all() if row.edited_at]
    last = assessment.finished_on or (localtime(max(written)).date() if written else None)
    return last if last and last > assessment.started_on else None


def staff_of(assessment: Assessment) -> str:
    """Who received the person, and who asks."""
    received, author = assessment.episode.intake.received_by, assessment.author
    if received == author:
        return f"{author.name}（受付・記入）"
    return f"{received.name}（受付）　{author.name}（記入）"


def visitor_of(intake, on: dt.date) -> str:
    if not intake.visitor_name:
        return ""
    relation = intake.visitor_relation_text or label(
        "visitor_relations", intake.visitor_relation, on
    )
    said = f"{intake.visitor_name}（{relation}）" if relation else intake.visitor_name
    return "　".join(filter(None, (said, intake.visitor_tel)))


def marks_of(episode: Episode, assessment: Assessment) -> dict[str, str]:
    """○ and ◎ of 受付, and ○ for what came out later."""
    rows = [row for row in assessment.sections.all() if row.code == "topics"]
    added = rows[0].answers.get("topics_added", ()) if rows else ()
    first = {row.code: row.get_mark_display() for row in episode.intake.topics.all()}
    return dict.fromkeys(added, "○") | first


def topic_rows(day: dt.date, marks: dict[str, str]) -> tuple[tuple[Topic, ...], ...]:
    rows = [
        Topic(number, words, marks.get(code, ""))
        for number, (code, words) in enumerate(choices("consult_topics", day), start=1)
    ]
    rows += [Topic(0, "")] * (-len(rows) % IN_A_ROW)
    return tuple(tuple(rows[at : at + IN_A_ROW]) for at in range(0, len(rows), IN_A_ROW))


def help_words(row) -> str:
    name = label("early_supports", row.kind, row.started_on)
    return f"{name} {wareki_short(row.started_on)}～"


def size_of(case: Case, answers: Answers) -> str:
    """How many live together: as they are listed, else as it was said."""
    if household_now(case).filter(lives_together=True).exists():
        return f"{household_size(case)}人"
    return answers.words["household_n"]


def member_line(row) -> Member:
    lives = {True: "同居", False: "別居", None: ""}[row.lives_together]
    birth = PartialDate.from_stored(row.birth) if row.birth else None
    return Member(
        name=row.name,
        relation=label("household_relations", row.relation) if row.relation else "",
        age=birth.age_on(today()) if birth else "",
        lives=lives,
        occupation=row.occupation,
        memo=row.memo,
    )


def job_line(row) -> Job:
    kind = label("work_types", row.employment) if row.employment else ""
    return Job(
        period="～".join(map(month_words, (row.since, row.until))) if row.since else "",
        employer=row.employer,
        job=f"{row.job}（{kind}）" if kind else row.job,
        reason_left=row.reason_left,
    )


def month_words(stored: str) -> str:
    return PartialDate.from_stored(stored).wareki_short() if stored else ""


def money_of(case: Case) -> dict[str, str]:
    """Incomes, arrears and debts as the rows of the 台帳 have them."""
    incomes = monthly_income(case)
    own = f"月額 {incomes[None]:,}円" if None in incomes else ""
    all_of_them = f"月額 {sum(incomes.values()):,}円" if incomes else ""
    debts = case.debts.kept().filter(settled_on__isnull=True)
    late = [f"{row.lender} {row.arrears:,}円" for row in debts if row.arrears]
    owed = [
        " ".join(
            filter(
                None,
                (
                    row.lender,
                    f"残高{row.balance:,}円" if row.balance else "",
                    f"月{row.monthly:,}円" if row.monthly else "",
                ),
            )
        )
        for row in debts
        if row.balance or row.monthly
    ]
    return {
        "income": own,
        "household_income": all_of_them,
        "arrears": "、".join(late),
        "debts": "、".join(owed),
    }


def screening_of(episode: Episode, day: dt.date) -> dict[str, Any]:
    """■スクリーニング; before it was judged its five results, none taken."""
    row = getattr(episode, "screening", None)
    if row is None:
        return {"screening": boxes("screening_results", set(), day)}
    referrals = episode.referrals.select_related("contact") if row.result == "refer" else ()
    checked = f"主任の確認 {wareki_short(row.checked_on)}" if row.checked_on else ""
    return {
        "screened_on": row.decided_on,
        "screening": boxes("screening_results", {row.result}, row.decided_on),
        "referred_to": "、".join(str(referral.contact) for referral in referrals),
        "referred_how": "、".join(filter(None, (referral.way for referral in referrals))),
        "reason": row.reason,
        "checked": checked,
    }


register(
    [
        Document(
            code="form2",
            title="インテーク・アセスメントシート",
            room="cases",
            subject="cases.Assessment",
            roles=(*STAFF, Role.ADMIN),
            versions=(Version("cases/documents/form2_assessment.html"),),
            records=assessments_of,
            sheet=assessment_sheet,
            blank=blank_assessment,
            lacking=assessment_lacks,
        ),
    ]
)
