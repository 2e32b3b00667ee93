"""変更の履歴 of 本人 and 受付票: who changed what, when, from what to what, in words."""

from itertools import pairwise

from accounts.compare import field_words
from cases.forms.sheet import SheetForm
from cases.models import ConsultTopic, Intake, Person
from rules.choices import label

HIDDEN = {"id", "version", "updated_at", "created_at"}
TOPIC = "相談内容"


def sheet_changes(episode):
    """The newest first; one row per field that one saving changed."""
    intake = Intake.objects.get(episode=episode)
    rows = [
        *differences(episode.case.person.history, Person),
        *differences(intake.history, Intake),
        *topic_changes(intake, episode.received_on),
    ]
    return sorted(rows, key=lambda row: row["at"], reverse=True)


def differences(history, model):
    """Each version beside the one before it."""
    versions = list(history.select_related("history_user").order_by("history_date", "history_id"))
    form = SheetForm()
    return [
        {
            "at": new.history_date,
            "by": new.history_user,
            "field": str(field.verbose_name),
            "before": words(form, field, old),
            "now": words(form, field, new),
        }
        for old, new in pairwise(versions)
        for field in model._meta.fields
        if field.name not in HIDDEN and getattr(old, field.attname) != getattr(new, field.attname)
    ]


def words(form, field, version):
    """A value as the form of the sheet would say it."""
    value = getattr(version, field.attname)
    if field.name in form.fields:
        return field_words(form.fields[field.name], value)
    return "" if value is None else str(value)


def topic_changes(intake, on):
    """○ and ◎ that came, went or changed. What 受付 marked has no version of its own."""
    found = []
    marks = {}
    versions = ConsultTopic.history.filter(intake_id=intake.pk).select_related("history_user")
    for version in versions.order_by("history_date", "history_id"):
        said = f"{version.get_mark_display()}{label('consult_topics', version.code, on)}"
        before, now = marks.get(version.code, ""), said
        if version.history_type == "-":
            before, now = said, ""
        elif version.history_type == "~" and not before:
            before = f"{other_mark(version)}{label('consult_topics', version.code, on)}"
        marks[version.code] = now
        found.append(
            {
                "at": version.history_date,
                "by": version.history_user,
                "field": TOPIC,
                "before": before,
                "now": now,
            }
        )
    return found


def other_mark(version):
    """There are two marks only: what it was before it became this one."""
    some, most = ConsultTopic.Mark.SOME, ConsultTopic.Mark.MOST
    return (most if version.mark == some else some).label
