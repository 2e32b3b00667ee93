"""The papers of one application, as its page offers them."""

from django.urls import reverse

from cases.prints import may_print
from documents.models import IssuedDocument
from documents.register import papers
from documents.standards import papers_of
from rules.calendar import today

OWN = "housing_benefit.BenefitApplication"


def paper_links(user, row) -> list[dict]:
    """Every paper of the benefit that this application fills: its label and its address."""
    case, found = row.case, []
    numbers = papers_of(case.agency.municipality.code, row.applied_on or today()).numbers
    for document in papers():
        if document.room != "housing_benefit" or not may_print(user, case, document):
            continue
        records = document.records(case)
        record = (records.filter(pk=row.pk) if document.subject == OWN else records).first()
        if record is None:
            continue
        words = (document.number_among(numbers), document.title)
        url = reverse("case_paper", args=[case.pk, document.code])
        found.append({"label": " ".join(filter(None, words)), "url": f"{url}?of={record.pk}"})
    return found


def notices_of(row):
    """The notices of this application that went out, as they were kept."""
    rows = IssuedDocument.objects.of_case(row.case.pk).filter(voided_on__isnull=True)
    return rows.filter(subject_label=OWN, subject_pk=row.pk, organisation__kind="city_office")
