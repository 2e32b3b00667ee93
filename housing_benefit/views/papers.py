"""The papers of one application, as its page offers them."""

from django.db.models import Q
from django.urls import reverse

from cases.prints import may_print
from documents.models import IssuedDocument
from documents.register import papers
from documents.standards import papers_of
from rules.calendar import today

OWN, ORDER = "housing_benefit.BenefitApplication", "housing_benefit.BenefitOrder"


def paper_links(user, row) -> list[dict]:
    """Every paper of the benefit that this application fills: its label and its address."""
    case, found = row.case, []
    numbers = papers_of(case.agency.municipality.code, row.applied_on or today()).numbers
    for document in papers():
        if document.room != "housing_benefit" or not may_print(user, case, document):
            continue
        records = document.records(case)
        if document.subject == OWN:
            records = records.filter(pk=row.pk)
        elif document.subject == ORDER:
            records = records.filter(application=row)
        record = records.first()
        if record is None:
            continue
        words = (document.number_among(numbers), document.title)
        url = reverse("case_paper", args=[case.pk, document.code])
        found.append({"label": " ".join(filter(None, words)), "url": f"{url}?of={record.pk}"})
    return found


def notices_of(row):
    """The notices of this application that went out, as they were kept."""
    rows = IssuedDocument.objects.of_case(row.case.pk).filter(voided_on__isnull=True)
    own = Q(subject_label=OWN, subject_pk=row.pk)
    orders = Q(subject_label=ORDER, subject_pk__in=row.orders.values("pk"))
    return rows.filter(own | orders, organisation__kind="city_office")
