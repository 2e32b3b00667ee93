"""The register of 関係機関 fills itself with what the 要綱 already names."""

from django.db import transaction

from accounts.models import Municipality
from network.models import Contact


@transaction.atomic
def save_contact(contact: Contact, *, by, version: int) -> None:
    """Keep a 関係機関; E-08 if someone saved it first."""
    if contact.pk:
        contact.check_version(version)
    contact._history_user = by
    contact.save()


def welfare_office(municipality: Municipality, name: str, *, by) -> Contact:
    """The 福祉事務所 that the 要綱 names (P-04), registered when it is first needed."""
    rows = Contact.objects.filter(municipality=municipality, name=name).welfare_offices()
    contact = rows.first() or Contact(
        municipality=municipality, category="welfare_office", name=name, is_active=False
    )
    if not contact.is_active:
        contact.is_active = True
        contact._history_user = by
        contact.save()
    return contact
