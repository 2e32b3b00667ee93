"""会議資料 to one of those who come to the meeting: through the gate, kept as it was (§5.2)."""

from django.db import transaction

from cases.prints import consent_now
from cases.sharing import council, disclose
from documents.batches import Wanted, order
from documents.models import IssuedCase, IssuedDocument, PrintBatch, PrintSheet
from documents.register import DOCUMENTS
from documents.rendering import laid_out
from documents.workflow import issue, likely_number
from meetings.documents import BESIDE, is_third, pack_sheet, told_to
from meetings.models import Attendee, PlanMeeting
from rules.refusals import Refused, refuse

PACK = "meeting_pack"
CONSENTS = "case__episodes__consents"  # what the gate reads of each


def recipients_of(meeting: PlanMeeting):
    """Those who are handed the 会議資料: who comes from another agency, or from the city."""
    return meeting.attendees.filter(is_outside=True, is_person=False).select_related("contact")


def packs_of(meeting: PlanMeeting):
    """What was handed out for this meeting, the newest first."""
    subject = DOCUMENTS[PACK].subject
    rows = IssuedDocument.objects.filter(subject_label=subject, subject_pk=meeting.pk)
    return rows.select_related("issued_by", "organisation").prefetch_related("cases", "reissues")


def given_to(meeting: PlanMeeting, attendee: Attendee) -> IssuedDocument | None:
    """The first that this one was handed and that was not voided."""
    rows = packs_of(meeting).filter(recipient=name_of(attendee), voided_on__isnull=True)
    return rows.filter(reissue_of__isnull=True).order_by("pk").last()


def name_of(attendee: Attendee) -> str:
    return f"{attendee.organisation}　{attendee.name}"[:200]


def stop_if_cancelled(meeting: PlanMeeting) -> None:
    if meeting.state == PlanMeeting.State.CANCELLED:
        state, options = "中止した会議", "次の会議をつくる"
        raise Refused(refuse("E-08", state=state, operation="会議資料の発行", options=options))


def hand_out_to_all(meeting: PlanMeeting, items, *, by, on, form: str, now) -> PrintBatch:
    """Have a pack made and issued, in the background, for each recipient who has none yet.

    Each is a sheet of its own: what is refused for one is said there, and the others get theirs.
    Refuses a cancelled meeting, and one at which everybody has theirs (E-08).
    """
    stop_if_cancelled(meeting)
    rows = list(items.select_related(*BESIDE).prefetch_related(CONSENTS))
    wanted = [
        Wanted(
            PACK,
            name_of(attendee)[:100],
            None,
            meeting.pk,
            tuple(dict.fromkeys(row.case_id for row in told_to(rows, attendee, on))),
            attendee.pk,
        )
        for attendee in recipients_of(meeting)
        if given_to(meeting, attendee) is None
    ]
    if not wanted:
        options = "控えを開く、または1人ずつ再発行する"
        raise Refused(
            refuse("E-08", state="全員に発行ずみ", operation="会議資料の発行", options=options)
        )
    title = f"会議資料　{meeting}　{len(wanted)}人"
    how = {"title": title, "form": form, "with_gaps": True, "now": now, "issued_on": on}
    return order(wanted, by=by, **how)


def orders_of(user, meeting: PlanMeeting):
    """Those a person gave for this meeting, the newest first."""
    sheets = PrintSheet.objects.filter(code=PACK, subject_pk=meeting.pk, recipient_pk__isnull=False)
    return PrintBatch.objects.visible_to(user).filter(pk__in=sheets.values("batch"))


def rehearse(meeting: PlanMeeting, attendee: Attendee, items, *, by, on, lay) -> None:
    """Have the pack laid out by ``lay``, which remembers, under the number it will likely bear.

    Nothing is written: so nobody who writes waits while pages are laid out.
    """
    sheet, number = pack_sheet(meeting, items, attendee, on), likely_number(meeting.agency, on)
    laid_out(DOCUMENTS[PACK], sheet, on, lay, draft=False, reissue=False, by=by.name, number=number)


@transaction.atomic
def hand_out_once(
    meeting: PlanMeeting, attendee: Attendee, items, *, by, on, lay
) -> IssuedDocument:
    """``hand_out_pack``, or what this one was handed before."""
    PlanMeeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    given = given_to(meeting, attendee)
    return given or hand_out_pack(meeting, attendee, items, by=by, on=on, lay=lay)


@transaction.atomic
def hand_out_pack(
    meeting: PlanMeeting, attendee: Attendee, items, *, by, on, lay=None
) -> IssuedDocument:
    """Issue the pack to an attendee, with those of the ``items`` that may go there on that day.

    Each person told of stands in the register of disclosures, if the attendee is neither of the
    agency nor of the city. Handed to the same one again it bears 再 and the first number.
    Refuses who may not print it (E-03), a day to come (E-35), a cancelled meeting (E-08).
    """
    document = DOCUMENTS[PACK]
    stop_if_cancelled(PlanMeeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk))
    told = told_to(items.select_related(*BESIDE), attendee, on)
    cases = {item.case_id: item.case for item in told}.values()
    if is_third(attendee):
        purpose = f"{document.purpose}（{document.title}）"
        for case in cases:
            disclose(case, council([name_of(attendee)]), purpose=purpose, by=by, on=on)
    return issue(
        document,
        meeting,
        by=by,
        on=on,
        organisation=meeting.agency,
        reissue_of=given_to(meeting, attendee),
        recipient=name_of(attendee),
        goes_to="council" if is_third(attendee) else "city",
        sheet=pack_sheet(meeting, items, attendee, on),
        lay=lay,
        cases=[
            IssuedCase(
                case_pk=case.pk, case_number=case.number, consent_words=consent_now(case, on)
            )
            for case in cases
        ],
    )
