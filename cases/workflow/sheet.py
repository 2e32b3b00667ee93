"""様式1 after 受付: what was learned later, and what was put down wrongly."""

from django.db import transaction

from cases.models import ConsultTopic, Episode, Intake, Person
from cases.permissions import is_in_charge
from cases.workflow.story import tell
from rules.refusals import Refused, refuse


def sheet_version(episode: Episode) -> int:
    """The version of the whole sheet: it changes with the person and with the 受付票."""
    person = Person.objects.get(pk=episode.case.person_id)
    return person.version + Intake.objects.get(episode=episode).version


@transaction.atomic
def correct_sheet(episode: Episode, *, by, version: int, person: dict, intake: dict, topics):
    """Write the sheet; what stood before stays in the history.

    Those in charge only (E-03); E-08 if someone saved first.
    """
    if not is_in_charge(by, episode):
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
    for row, fields in ((who, person), (sheet, intake)):
        for name, value in fields.items():
            setattr(row, name, value)
        row._history_user = by
        row.save()
    sheet.topics.all().delete()
    ConsultTopic.objects.bulk_create(
        ConsultTopic(intake=sheet, code=code, mark=mark) for code, mark in topics
    )
    tell(episode, "correct_sheet", "受付票・申込票の内容を直しました", by=by)
