"""苦情の窓口のご案内: the four things a person is told (手引き 第Ⅶ章3(2)③)."""

from dataclasses import dataclass

from documents.register import Document, Sheet, Version
from incidents.models import ComplaintProcedure


@dataclass(frozen=True)
class CardPaper:
    """What the card says."""

    agency: str = ""
    desk: str = ""
    address: str = ""
    tel: str = ""
    email: str = ""


def card_sheet(procedure: ComplaintProcedure) -> Sheet:
    """The card of one version: it names no person."""
    agency = procedure.agency
    paper = CardPaper(
        agency.name, procedure.desk, procedure.address, procedure.tel, procedure.email
    )
    return Sheet(
        paper=paper,
        agency=agency.name,
        municipality=agency.municipality.code,
        dated=procedure.valid_from,
    )


# Of no 台帳 and in no list of 様式: printed from the page of the procedure alone.
CARD = Document(
    code="complaint_card",
    title="苦情の窓口のご案内",
    room="incidents",
    subject="incidents.ComplaintProcedure",
    roles=(),
    versions=(Version("incidents/documents/complaint_card.html"),),
    records=lambda _case: ComplaintProcedure.objects.none(),
    sheet=card_sheet,
    blank=lambda _agency, _on: CardPaper(),
    is_of_case=False,
)
