"""Which papers of a 台帳 a person may print, as the case page offers them.

A print for inside is no disclosure: it takes no number, keeps no copy, asks no consent.
"""

from django.urls import reverse

from accounts.permissions import roles_on
from documents.register import Document, papers
from documents.standards import papers_of
from rules.calendar import today


def may_print(user, case, document: Document) -> bool:
    """Does one of the person's roles towards this agency print this paper?"""
    return bool(roles_on(user, case.agency) & set(document.roles))


def link_of(case, document: Document) -> str:
    """The paper itself, or the page before it."""
    if document.page:
        return reverse(document.page, args=[case.pk])
    return reverse("case_paper", args=[case.pk, document.code])


def print_links(user, case) -> list[dict]:
    """For ``components/print_links.html``: the filled paper if there is a record, and the blank."""
    code, day = case.agency.municipality.code, today()
    numbers = papers_of(code, day).numbers
    links = []
    for document in papers():
        if not document.is_of_case or not document.offered(code, day):
            continue
        if not may_print(user, case, document):
            continue
        has_record = document.records(case).exists()
        words = [document.number_among(numbers), document.title]
        links.append(
            {
                "label": " ".join(filter(None, words)),
                "url": link_of(case, document) if has_record else "",
                "blank_url": reverse("case_paper_blank", args=[case.pk, document.code]),
            }
        )
    return links
