"""The sharing gate (§5.2): the one way by which anything of a case leaves the house."""

from cases.models import Case, Consent, Disclosure
from rules.refusals import Refusal, Refused, refuse

# Which kind of recipient of the 規程 an agency of list R is; all others are c2.
KIND_OF_CATEGORY = {"medical": "c5", "welfare_office": "c4"}


def kind_of(contact) -> str:
    """The kind of recipient (c1 to c5) that a contact is."""
    return KIND_OF_CATEGORY.get(contact.category, "c2")


def consent_for(case: Case, contact, on) -> Consent | None:
    """The newest consent in force on a day that covers this recipient and 支援."""
    kind = kind_of(contact)
    given = [row for episode in case.episodes.all() for row in episode.consents.all()]
    for consent in sorted(given, key=lambda row: (row.given_on, row.pk), reverse=True):
        named = consent.stands_on(on) and consent.contact_id in (None, contact.pk)
        if named and kind in consent.recipients and "support" in consent.purposes:
            return consent
    return None


def obstacle(case: Case, contact, on) -> Refusal | None:
    """Why nothing may go to this recipient (E-06), or None."""
    if consent_for(case, contact, on):
        return None
    return refuse("E-06", recipient=str(contact))


def disclose(case: Case, contact, *, purpose: str, by, on) -> Disclosure:
    """Write the disclosure that a consent allows, or raise ``Refused`` (E-06)."""
    consent = consent_for(case, contact, on)
    if consent is None:
        raise Refused(refuse("E-06", recipient=str(contact)))
    row = Disclosure(
        case=case,
        recipient=str(contact),
        kind=kind_of(contact),
        purpose=purpose[:200],
        given_on=on,
        given_by=by,
        consent=consent,
    )
    row._history_user = by
    row.save()
    return row
