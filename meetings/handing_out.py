"""会議資料 to one of those who come to the meeting: through the gate, kept as it was (§5.2)."""

from django.db import transaction

from cases.prints import consent_now
from cases.sharing import council, disclose
from documents.models import IssuedCase, IssuedDocument
from documents.register import DOCUMENTS
from documents.workflow import issue
from meetings.documents import BESIDE, is_third, pack_sheet, told_to
from meetings.models import Attendee, PlanMeeting
from rules.refusals import Refused, refuse

PACK = "meeting_pack"


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


@transaction.atomic
def hand_out_pack(meeting: PlanMeeting, attendee: Attendee, items, *, by, on) -> IssuedDocument:
    """Issue the pack to an attendee, with those of the ``items`` that may go there on that day.

    Each person told of stands in the register of disclosures, if the attendee is neither of the
    agency nor of the city. Handed to the same one again it bears 再 and the first number.
    Refuses who may not print it (E-03), a day to come (E-35), a cancelled meeting (E-08).
    """
    document = DOCUMENTS[PACK]
    row = PlanMeeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if row.state == PlanMeeting.State.CANCELLED:
        state, options = "中止した会議", "次の会議をつくる"
        raise Refused(refuse("E-08", state=state, operation="会議資料の発行", options=options))
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
        cases=[
            IssuedCase(
                case_pk=case.pk, case_number=case.number, consent_words=consent_now(case, on)
            )
            for case in cases
        ],
    )
