"""様式1 after 受付: what was learned later, and what was put down wrongly."""

from django.db import transaction

from cases.models import ConsultTopic, Episode, Intake, Person
from cases.permissions import writes_sheet
from cases.workflow.story import tell, tell_different
from rules.refusals import Refused, refuse


def sheet_version(episode: Episode) -> int:
    """The version of the whole sheet: it changes with the person and with the 受付票."""
    person = Person.objects.get(pk=episode.case.person_id)
    return person.version + Intake.objects.get(episode=episode).version


@transaction.atomic
def correct_sheet(
    episode: Episode,
    *,
    by,
    version: int,
    person: dict,
    intake: dict,
    topics,
    resembling=(),
    different_reason="",
) -> list[str]:
    """Write the sheet; what stood before stays in the history. Answers what was changed.

    Those in charge only (E-03); E-08 if someone saved first. Saving what already stands
    leaves no line. ``resembling`` and ``different_reason``: as in ``receive`` (E-26, D33).
    """
    if not writes_sheet(by, episode):
        raise Refused(refuse("E-03", roles="主任相談支援員・担当・副担当"))
    who = Person.objects.select_for_update(of=("self",)).get(pk=episode.case.person_id)
    sheet = Intake.objects.select_for_update(of=("self",)).get(episode=episode)
    if who.version + sheet.version != version:
        raise Refused(
            refuse(
                "E-08",
                state="ほかの人が先に直した受付票",
                operation="保存",
                options="2つを見比べて選ぶ",
            )
        )
    changed = [*changes_of(who, person), *changes_of(sheet, intake)]
    topics_changed = set(topics) != set(sheet.topics.values_list("code", "mark"))
    if topics_changed:
        write_topics(sheet, dict(topics), by)
        changed.append("相談内容")
    if not changed:
        return []
    for row, fields in ((who, person), (sheet, intake)):
        if changes_of(row, fields) or (topics_changed and row is sheet):
            for name, value in fields.items():
                setattr(row, name, value)
            row._history_user = by
            row.save()
    said = "、".join(map(str, changed))
    tell(episode, "correct_sheet", f"受付票・申込票を直しました：{said}", by=by)
    if resembling:
        tell_different(episode, resembling, by=by, reason=different_reason)
    return changed


def changes_of(row, fields: dict) -> list[str]:
    """The names of the fields that will not be what they were."""
    return [
        str(row._meta.get_field(name).verbose_name)
        for name, value in fields.items()
        if getattr(row, name) != value
    ]


def write_topics(sheet: Intake, wanted: dict[str, str], by) -> None:
    """○ and ◎ row by row, so that each change has its history; never two ◎ on the way."""
    most = ConsultTopic.Mark.MOST
    found = {row.code: row for row in sheet.topics.all()}
    for code in found.keys() - wanted.keys():
        found[code]._history_user = by
        found[code].delete()
    for code, mark in sorted(wanted.items(), key=lambda pair: pair[1] == most):
        row = found.get(code) or ConsultTopic(intake=sheet, code=code)
        if row.pk is None or row.mark != mark:
            row.mark = mark
            row._history_user = by
            row.save()
