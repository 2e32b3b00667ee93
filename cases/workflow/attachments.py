"""受け取った書類: put to a 台帳, taken away, brought back within 30 days."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from accounts.models import STAFF
from cases.models import Attachment, Case
from cases.permissions import roles_of
from cases.workflow.records import check_in_reach, keep
from cases.workflow.story import not_staff
from documents.incoming import NotTaken, take_in
from documents.workflow import store
from rules.calendar import today
from rules.refusals import Refusal, Refused, refuse

MOST = 20  # files at once


@transaction.atomic
def attach(
    case: Case,
    *,
    by,
    files: list[tuple[str, bytes]],
    received_on: dt.date,
    form: str,
    title: str = "",
    consent=None,
    note=None,
) -> tuple[list[Attachment], list[Refusal]]:
    """Put papers that came in to a 台帳; each file is taken or refused by itself (E-41).

    ``files`` are names and bytes as they came. Without a ``title`` a paper is called by its
    file's name. Refuses who does not work at the agency (E-03) and a day to come (E-35).
    """
    if not roles_of(by, case.episode) & set(STAFF):
        raise Refused(not_staff())
    if received_on > today():
        raise Refused(refuse("E-35", field="received_on", item="受領日"))
    if len(files) > MOST:
        raise Refused(refuse("E-21", field="files", item="ファイルの数", minimum=1, maximum=MOST))
    rows, refusals = [], []
    for name, content in files:
        try:
            taken = take_in(content)
        except NotTaken as why:
            refusals.append(why.refusal(name))
            continue
        row = Attachment(
            case=case,
            consent=consent,
            note=note,
            title=(title or name)[:200],
            form=form,
            received_on=received_on,
            file=store(taken),
            author=by,
        )
        rows.append(keep(row, by))
    return rows, refusals


def remove_attachment(row: Attachment, *, by) -> None:
    """A paper on the wrong person, or one too many: in reach for 30 days."""
    if not roles_of(by, row.case.episode) & set(STAFF):
        raise Refused(not_staff())
    row.removed_at = timezone.now()
    keep(row, by)


def restore_attachment(row: Attachment, *, by) -> None:
    """Bring it back as it was, while it is in reach (E-08 after that)."""
    if not roles_of(by, row.case.episode) & set(STAFF):
        raise Refused(not_staff())
    check_in_reach(row)
    row.removed_at = None
    keep(row, by)
