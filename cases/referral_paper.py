"""つなぎの連絡票: the letter that goes with a person to another agency (4(1)ウエ)."""

import datetime as dt

from accounts.models import STAFF, Organisation, Role
from cases.documents import sheet_of, who
from cases.models import Case, Referral
from cases.papers import Letter, ReferralPaper
from cases.sharing import consent_for, recipient_of
from documents.register import Document, Sheet, Version, register
from rules.calendar import today


def referrals_of(case: Case):
    """The つなぎ of a 台帳, the newest first."""
    rows = Referral.objects.filter(episode__case=case).select_related(
        "contact", "episode__case__person", "episode__case__agency__municipality", "episode__lead"
    )
    return rows.order_by("-planned_on", "-pk")


def letter_from(agency: Organisation, *, to: str, on: dt.date | None, staff="") -> Letter:
    """The head of a letter of the agency to another office."""
    return Letter(
        to=to,
        sent_on=on,
        sender=agency.name,
        head=agency.head,
        address=agency.address,
        tel=agency.tel,
        staff=staff,
    )


def referral_sheet(referral: Referral) -> Sheet:
    """The letter of one つなぎ; 案 until it was sent: then the gate let it leave (E-06)."""
    episode = referral.episode
    case, day = episode.case, referral.sent_on or today()
    consent = consent_for(case, recipient_of(referral.contact), day)
    person = case.person
    paper = ReferralPaper(
        letter=letter_from(
            case.agency,
            to=str(referral.contact),
            on=referral.sent_on,
            staff=episode.lead.name if episode.lead else "",
        ),
        who=who(case, day),
        address=" ".join(filter(None, case.place_on_paper)),
        tel="　".join(filter(None, (person.tel_home, person.tel_mobile))),
        contact_way=person.contact_way,
        topics="、".join(episode.intake.topic_words(episode.received_on)),
        purpose=referral.purpose,
        way=referral.way,
        consented_on=consent.given_on if consent else None,
        accepted_on=referral.accepted_on,
        accepted_by=referral.accepted_by,
    )
    return sheet_of(case, paper, day, is_draft=referral.sent_on is None)


def blank_referral(agency: Organisation | None, _on: dt.date) -> ReferralPaper:
    """The letter with its sender and nothing else."""
    return ReferralPaper(letter=letter_from(agency, to="", on=None)) if agency else ReferralPaper()


register(
    [
        Document(
            code="referral",
            title="つなぎの連絡票",
            room="cases",
            subject="cases.Referral",
            roles=(*STAFF, Role.ADMIN),
            versions=(Version("cases/documents/referral.html"),),
            records=referrals_of,
            sheet=referral_sheet,
            blank=blank_referral,
            is_numbered=True,
            leaves="agency",
            goes_to="outside",
            purpose="つなぎ",
        ),
    ]
)
