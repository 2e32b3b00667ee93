"""The register of 関係機関 fills itself with what the 要綱 already names."""

from accounts.models import Municipality
from network.models import Contact


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
