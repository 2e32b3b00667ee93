"""アセスメント (様式2): revisions that are kept, in sections that are saved half-filled.

What other rooms ask about an assessment stands at the end of this file.
"""

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Q

from accounts.models import Record, User
from cases.models.case import Episode
from cases.questions import Question, Section, by_key, section, sections
from cases.standards import case_rules
from rules.calendar import PartialDate
from rules.choices import UNKNOWN, label
from rules.profile import profile_for

SHORT = 60  # characters of what is known that the hub shows of a section

INTERVIEW = ("summary", "will")  # the chapters that tell what an interview found


class Assessment(Record):
    """アセスメント (実施要領 4(1)エ): one revision, open until it is finished.

    A later one is a new row that begins as a copy; the old one stays as it was.
    """

    episode = models.ForeignKey(
        Episode, models.PROTECT, related_name="assessments", verbose_name="相談"
    )
    number = models.PositiveSmallIntegerField("回")
    started_on = models.DateField("始めた日")
    finished_on = models.DateField("終えた日", null=True, blank=True)
    author = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="始めた人")

    class Meta:
        verbose_name = verbose_name_plural = "アセスメント"
        ordering = ("episode_id", "number")
        constraints = [
            models.UniqueConstraint(fields=("episode", "number"), name="assessment_number"),
            models.UniqueConstraint(
                fields=("episode",),
                condition=Q(finished_on__isnull=True),
                name="assessment_one_open",
            ),
            models.CheckConstraint(
                condition=Q(finished_on__isnull=True) | Q(finished_on__gte=models.F("started_on")),
                name="assessment_order",
                violation_error_message="終えた日は始めた日以降の日付にしてください。",
            ),
        ]

    def __str__(self):
        return f"{self.episode} アセスメント第{self.number}回"

    @property
    def is_open(self):
        return self.finished_on is None

    def in_order(self, read=None):
        """Its sections, or these that were read, in the order of the form."""
        found = {row.code: row for row in read or self.sections.all()}
        return [found[row.code] for row in sections() if row.code in found]


class AssessmentSection(Record):
    """章: the answers of one section, and where there is none, why (未確認, 本人が答えない)."""

    assessment = models.ForeignKey(
        Assessment, models.PROTECT, related_name="sections", verbose_name="アセスメント"
    )
    code = models.CharField("章", max_length=20)
    answers = models.JSONField("答え", default=dict, blank=True)
    standings = models.JSONField("答えのないわけ", default=dict, blank=True)
    edited_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="直した人"
    )
    edited_at = models.DateTimeField("直した日時", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "アセスメントの章"
        constraints = [models.UniqueConstraint(fields=("assessment", "code"), name="section_once")]

    def __str__(self):
        return f"{self.assessment} {self.code}"

    @property
    def table(self) -> Section:
        """Its row in the table of questions."""
        found = section(self.code)
        if found is None:
            raise LookupError(f"no section {self.code}")
        return found

    @property
    def is_touched(self):
        return bool(self.answers or self.standings or self.edited_by_id)

    @property
    def is_copied(self):
        """Brought along from the revision before, and not yet looked at again."""
        return self.edited_by_id is None and bool(self.answers or self.standings)

    def waiting(self):
        """The questions still to be asked."""
        return self.table.waiting(self.answers, self.standings)

    def words(self, question: Question, on: dt.date) -> str:
        """One answer in the words of a day, with 未確認 or 本人が答えない where that was said."""
        return answer_text(
            question, self.answers.get(question.key), self.standings.get(question.key, ""), on
        )

    @property
    def state(self):
        """``todo``, ``doing`` or ``done``, for the hub."""
        if not self.is_touched:
            return "todo"
        return "doing" if self.waiting() else "done"

    def known(self, on: dt.date) -> str:
        """What is known so far, in one line."""
        said = (
            f"{row.label} {self.words(row, on)}" if row.says_little else self.words(row, on)
            for row in self.table.questions
            if row.key in self.answers
        )
        line = "　".join(" ".join(text.split()) for text in said)
        return line if len(line) <= SHORT else f"{line[:SHORT]}…"


class AssessmentFact(models.Model):
    """アセスメントの事実: one coded answer, so that it can be counted in SQL (D23).

    Written anew with every saving of its section; 未確認 and 本人が答えない are codes too,
    so that the rows of a statistic always sum to all.
    """

    assessment = models.ForeignKey(
        Assessment, models.CASCADE, related_name="facts", verbose_name="アセスメント"
    )
    question = models.CharField("質問", max_length=30)
    code = models.CharField("答え", max_length=30)

    class Meta:
        verbose_name = verbose_name_plural = "アセスメントの事実"
        constraints = [
            models.UniqueConstraint(fields=("assessment", "question", "code"), name="fact_once")
        ]
        indexes = [models.Index(fields=("question", "code"), name="fact_counted")]

    def __str__(self):
        return f"{self.question}={self.code}"


def answer_text(question: Question, value: Any, standing: str, on: dt.date) -> str:
    """An answer as screen and paper show it; empty if nothing was said."""
    words = "" if value is None else value_text(question, value, on)
    if not standing:
        return words
    return f"{words}（{UNKNOWN[standing]}）" if words else UNKNOWN[standing]


def value_text(question: Question, value: Any, on: dt.date) -> str:
    if question.kind == "many":
        return "、".join(label(question.choices, code, on) for code in value)
    if question.is_coded:
        return label(question.choices, value, on)
    if question.kind == "yen":
        return f"{value:,}円"
    if question.kind == "number":
        return f"{value:,}{question.unit}"
    if question.kind == "date":
        return PartialDate.from_stored(value).both()
    return str(value)


# ---- what other rooms ask ----------------------------------------------------------


def latest_assessment(episode: Episode) -> Assessment | None:
    """The newest revision of an episode, open or finished, with its sections; or None."""
    return episode.assessments.prefetch_related("sections").order_by("-number").first()


def assessment_after(episode: Episode, day: dt.date) -> bool:
    """Was an assessment begun or finished after a day? Without one no 再プラン (E-17)."""
    later = Q(started_on__gt=day) | Q(finished_on__gt=day)
    return episode.assessments.filter(later).exists()


def answer(assessment: Assessment, key: str) -> Any:
    """The stored answer to a question (code, codes, text, number), or None."""
    found = _section_of(assessment, key)
    return found.answers.get(key) if found else None


def answer_words(assessment: Assessment, key: str) -> str:
    """The answer in the words of the assessment's own day (D25); empty if nothing was said."""
    found = _section_of(assessment, key)
    return found.words(by_key()[key][1], assessment.started_on) if found else ""


def issues(assessment: Assessment) -> list[str]:
    """The codes of 課題と特性, in the order they were stored."""
    return list(answer(assessment, "issues") or [])


def is_complete(assessment: Assessment) -> bool:
    """Is nothing missing without which an assessment cannot be finished?"""
    return not missing(assessment)


def missing(assessment: Assessment) -> list[tuple[AssessmentSection, Question]]:
    """What keeps an assessment from being finished (NAG-4-1-エ-2), in the order of the form.

    Where the 要綱 is content with the interview, its まとめ and the 本人の意思 are enough (D27).
    """
    code = assessment.episode.agency.municipality.code
    rules = case_rules(profile_for(code, assessment.started_on))
    return [
        (row, question)
        for row in assessment.in_order()
        if rules.assessment == "sheet" or row.code in INTERVIEW
        for question in row.waiting()
        if question.need == "must"
    ]


def _section_of(assessment: Assessment, key: str) -> AssessmentSection | None:
    """The section a question stands in; an unknown question is a fault of the caller."""
    code = by_key()[key][0].code
    return next((row for row in assessment.sections.all() if row.code == code), None)
