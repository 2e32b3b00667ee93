"""What the pages of one case ask each time, by its keys (``rules.prepared``)."""

from django.db.models import F

from cases.models import (
    Appointment,
    Assessment,
    AssessmentSection,
    Case,
    CaseNumber,
    Closing,
    Consent,
    ConsultTopic,
    Deadline,
    HouseholdMember,
    Note,
    NoteTemplate,
    Referral,
    Transfer,
)
from cases.models.case import keys_of
from rules.prepared import prepared

APPOINTMENTS = 8  # as many as stand beside the course without hiding the rest


WHOLE = ("person", "agency__municipality", "episode__intake")


def file_of(user, pk):
    """A file that a person may see, with the rows that belong to it; or None."""
    return _whole(_files(pk, *keys_of(user)))


def file_or_joined(user, pk):
    """And one that was joined into such a file (``CaseQuerySet.page``); or None."""
    return _whole(_files_or_joined(pk, *keys_of(user)))


def _whole(found):
    for case in found:
        case.episode.case = case  # its rules ask for the case: this one, not another reading
        return case
    return None


@prepared
def _files(pk, *keys):
    return Case.objects.visible(*keys).filter(pk=pk).select_related(*WHOLE)


@prepared
def _files_or_joined(pk, *keys):
    return Case.objects.page(pk, *keys).select_related(*WHOLE, "joined_into")


@prepared
def joined(case):
    """The files that were joined into one."""
    return Case.objects.filter(joined_into=case).only("number", "joined_into")


@prepared
def old_numbers(case):
    """The numbers it bore before, and where."""
    return CaseNumber.objects.filter(case=case).annotate(at=F("agency__name"))


@prepared
def open_deadlines(case):
    return Deadline.objects.filter(case=case, done_on__isnull=True)


@prepared
def moves(episode):
    """The lines that its moves left, the oldest first."""
    told = Note.objects.filter(episode=episode, kind=Note.Kind.MOVE, struck_reason="")
    return told.order_by("pk").only("machine", "move", "on")


@prepared
def notes_that_stand(case):
    """The newest 記録 of a file, with the name of who wrote it."""
    rows = Note.objects.filter(case=case, kind=Note.Kind.NOTE, struck_reason="")
    shown = ("on", "method", "partner", "place", "body", "next_step")
    return rows.only(*shown).annotate(by=F("author__name"))[:1]


@prepared
def topics(intake):
    return ConsultTopic.objects.filter(intake=intake)


@prepared
def consents(episode):
    """With the number of the 規程 that was shown, not its text."""
    told = ("episode", "given_on", "signed_on", "until", "withdrawn_on", "method", "recipients")
    rows = Consent.objects.filter(episode=episode)
    return rows.only(*told).annotate(edition=F("policy__number"))


@prepared
def assessments(episode):
    """The newest revision."""
    return Assessment.objects.filter(episode=episode).order_by("-number")[:1]


@prepared
def assessment_sections(assessment):
    return AssessmentSection.objects.filter(assessment=assessment)


@prepared
def referrals(episode):
    return Referral.objects.filter(episode=episode)


@prepared
def transfers_asked(case):
    return Transfer.objects.filter(case=case, state=Transfer.State.ASKED)


@prepared
def appointments(case):
    """The next ones, with the name of who goes."""
    rows = Appointment.objects.filter(case=case, standing=Appointment.Standing.PLANNED)
    return rows.annotate(goes=F("staff__name"))[:APPOINTMENTS]


@prepared
def closings(episode):
    return Closing.objects.filter(episode=episode)


@prepared
def family(case):
    return HouseholdMember.objects.filter(case=case).kept().only("relation", "name")


@prepared
def note_templates(agency):
    rows = NoteTemplate.objects.filter(organisation=agency, is_active=True)
    return rows.only("title", "body").order_by("position", "pk")
