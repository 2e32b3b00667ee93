"""The sharing gate (§5.2): the one way by which anything of a case leaves the house."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import Q
from django.urls import reverse

from cases.models import Case, Consent, Disclosure, Exemption
from network.models import Contact
from rules.refusals import Refusal, Refused, refuse
from rules.text import number_in

# Which kind of recipient of the 規程 an agency of list R is; all others are c2.
KIND_OF_CATEGORY = {"medical": "c5", "welfare_office": "c4"}
COUNCIL = "c1"  # 支援調整会議の構成員
SUPPORT = "support"  # the one purpose for which the person is named (§5.2)
OTHERS = "c2"
AFTER_THE_PLAN = "c3"
# The person's own papers, and those between the agency and the city it works for, ask nothing.
INSIDE = ("person", "city", "agency")


@dataclass(frozen=True)
class Recipient:
    """Whom it goes to: the name in the register, the kind of the 規程, the row of 関係機関."""

    name: str
    kind: str
    contact: int | None = None
    told: str = ""  # who of them it was, in the register


def recipient_of(contact) -> Recipient:
    """An agency of list R as the gate knows it."""
    return Recipient(str(contact), KIND_OF_CATEGORY.get(contact.category, OTHERS), contact.pk)


def council(organisations: Iterable[str] = ()) -> Recipient:
    """Those who sit in a 支援調整会議, and the agencies they came from."""
    name = "支援調整会議の構成員"
    return Recipient(name, COUNCIL, told="：".join(filter(None, (name, "、".join(organisations)))))


def those_after() -> Recipient:
    """Those who go on with the person, or watch over them, when the plan has ended."""
    return Recipient("プラン終了後の連携先", AFTER_THE_PLAN)


def addressee(case: Case, goes_to: str, name: str = "") -> Recipient | None:
    """Whom a paper goes to: a word of ``INSIDE``, "council", an agency of list R by its key, or
    ``name``, who stands in no list. None is asked for who is inside; once the consultation
    has ended, everyone outside is one of those after the plan.
    """
    if goes_to in INSIDE:
        return None
    if goes_to == "council":
        return council()
    contacts = Contact.objects.filter(municipality=case.agency.municipality_id)
    contact = contacts.filter(pk=number_in(goes_to)).first()
    to = recipient_of(contact) if contact else Recipient(name, OTHERS)
    return to if case.episode.is_open else replace(to, kind=AFTER_THE_PLAN)


def consent_for(case: Case, to: Recipient, on) -> Consent | None:
    """The newest consent in force on a day that covers this recipient and 支援."""
    given = [row for episode in case.episodes.all() for row in episode.consents.all()]
    for consent in sorted(given, key=lambda row: (row.given_on, row.pk), reverse=True):
        named = consent.stands_on(on) and consent.contact_id in (None, to.contact)
        if named and to.kind in consent.recipients and SUPPORT in consent.purposes:
            return consent
    return None


def exemption_for(case: Case, to: Recipient, on) -> Exemption | None:
    """An exception judged for this recipient by then: for one giving, with all that goes with
    it on that day.
    """
    unused = Q(disclosure=None) | Q(disclosure__given_on=on)
    return case.exemptions.filter(unused, recipient=to.name, judged_on__lte=on).first()


def obstacle(case: Case, to: Recipient, on) -> Refusal | None:
    """Why nothing may go to this recipient (E-06), or None."""
    if consent_for(case, to, on) or exemption_for(case, to, on):
        return None
    url = reverse("exemption_add", args=[case.pk])
    return refuse("E-06", recipient=to.name, url=url)


def names_somebody(purpose: str, items: Iterable[str], field: str = "") -> Refusal | None:
    """Why these identifying ``items`` may not go with a de-identified purpose (E-24), or None."""
    named = "、".join(items)
    if purpose == SUPPORT or not named:
        return None
    remedy = "この項目を外すか、目的を選びなおしてください。"
    return refuse("E-24", field=field, items=named, remedy=remedy)


def disclose(case: Case, to: Recipient, *, purpose: str, by, on) -> Disclosure:
    """Write the disclosure that a consent or an exception allows, or raise ``Refused`` (E-06).

    A consent goes before an exception: nobody's judgement is used up where it is not needed.
    """
    if refusal := obstacle(case, to, on):
        raise Refused(refusal)
    consent = consent_for(case, to, on)
    exemption = None if consent else exemption_for(case, to, on)
    if exemption and exemption.used_for:
        return exemption.used_for
    row = Disclosure(
        case=case,
        recipient=(to.told or to.name)[:200],
        kind=to.kind,
        purpose=purpose[:200],
        given_on=on,
        given_by=by,
        consent=consent,
        exemption=exemption,
    )
    row._history_user = by
    row.save()
    return row
