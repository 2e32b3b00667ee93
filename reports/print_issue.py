"""会議資料 handed out in the background: issued and kept in one transaction, or not at all."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.db import transaction
from django.utils import timezone

from cases.prints import copies_of
from documents.batches import keep_sheet
from documents.models import PrintSheet
from documents.rendering import lay_out
from meetings.handing_out import given_to, hand_out_once, recipients_of, rehearse
from meetings.models import PlanMeeting
from reports.print_centre import NotMade
from rules.refusals import Refused

NOT_THERE = "いまの出席者のなかに、この渡す先がありません。会議の画面で、出席者を確かめてください。"
NOT_SEEN = "すでに渡した資料に、いまは見られない台帳が載っています。"
TAKEN = "ほかで先に刷られました。"


@lru_cache(maxsize=1)
def memory_of(_batch: int, size: int) -> Any:
    """Of one order at a time: a plan that several may read is laid out once for all of them."""
    return lru_cache(maxsize=size)(lay_out)


def hand_out(sheet: PrintSheet, worker: str, log: Callable[[], Any]) -> None:
    """The pack of one recipient; who has one already keeps it, and a copy of it is in the file."""
    by, on = sheet.batch.by, sheet.batch.issued_on
    meetings = PlanMeeting.objects.visible_to(by).select_related("agency__municipality")
    meeting = meetings.filter(pk=sheet.subject_pk).first()
    attendee = meeting and recipients_of(meeting).filter(pk=sheet.recipient_pk).first()
    if attendee is None:
        raise NotMade(NOT_THERE)
    items = meeting.items.visible_to(by)
    lay = memory_of(sheet.batch_id, items.count() + 2)
    if given_to(meeting, attendee) is None:
        rehearse(meeting, attendee, items, by=by, on=on, lay=lay)
    try:
        with transaction.atomic():
            issued = hand_out_once(meeting, attendee, items, by=by, on=on, lay=lay)
            if not copies_of(by, [issued]):
                raise NotMade(NOT_SEEN)
            sheet.cases = list(issued.cases.values_list("case_pk", flat=True))
            sheet.save(update_fields=["cases"])
            pdf = bytes(issued.copy.pdf)
            if not keep_sheet(sheet, pdf, worker=worker, now=timezone.now(), log=log):
                raise NotMade(TAKEN)
    except Refused as refused:
        raise NotMade("".join(map(str, refused.refusals))) from refused
