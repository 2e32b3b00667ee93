"""The register of 関係機関 fills itself with what the 要綱 already names."""

from django.db import transaction

from accounts.models import Municipality
from network.models import Contact
from rules.refusals import Refused, refuse


@transaction.atomic
def save_contact(contact: Contact, *, by, version: int) -> None:
    """Keep a 関係機関, once in a city (E-32); E-08 if someone saved it first."""
    if contact.pk:
        contact.check_version(version)
    same = Contact.objects.filter(
        municipality=contact.municipality_id, name=contact.name, section=contact.section
    )
    if same.exclude(pk=contact.pk).exists():
        raise Refused(refuse("E-32", field="name", item=f"関係機関：{contact}"))
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
