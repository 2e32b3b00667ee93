"""Which papers of a 台帳 a person may print, as the case page offers them.

A print for inside is no disclosure: it takes no number, keeps no copy, asks no consent.
"""

from django.urls import reverse

from accounts.models import CITY_ROLES, STAFF, Organisation
from accounts.permissions import roles_on
from cases.documents import application_of
from documents.register import Document, Sheet, papers
from documents.standards import papers_of
from rules.calendar import today, wareki

EARLIER = 5  # records before the newest that the menu offers, of each paper


def may_print(user, case, document: Document) -> bool:
    """Does one of the person's roles towards this agency print this paper?"""
    return bool(roles_on(user, case.agency) & set(document.roles))


def link_of(case, document: Document, record=None) -> str:
    """The paper itself, or the page before it; of one record where it is not the newest's."""
    if document.page:
        return reverse(document.page, args=[case.pk])
    url = reverse("case_paper", args=[case.pk, document.code])
    return f"{url}?of={record.pk}" if record else url


def print_links(user, case, plan=None) -> list[dict]:
    """For ``components/print_links.html``: the filled paper if there is a record, what the
    form still lacks (E-25), the way to hand it out, the earlier records, and the blank.
    Those without a record come last.

    Of a ``plan`` only what was written for it, else every paper of the 台帳.
    """
    code, day = case.agency.municipality.code, today()
    numbers = papers_of(code, day).numbers
    links = []
    for document in papers():
        if not document.is_of_case or not document.offered(code, day):
            continue
        if not may_print(user, case, document) or (plan and not document.plan_path):
            continue
        rows = document.records(case)
        if plan:
            rows = rows.filter(**{document.plan_path: plan})
        rows = list(rows[: EARLIER + 1])
        words = [document.number_among(numbers), document.title]
        links.append(
            {
                "label": " ".join(filter(None, words)),
                **(print_link(user, case, document, rows[0], is_newest=not plan) if rows else {}),
                "has_record": bool(rows),
                "lacking": document.lacking(rows[0]) if rows else (),
                "earlier": [
                    {"label": row, **print_link(user, case, document, row, is_newest=False)}
                    for row in rows[1:]
                ],
                "blank_url": reverse("case_paper_blank", args=[case.pk, document.code]),
            }
        )
    return sorted(links, key=lambda link: not link["has_record"])


def print_link(user, case, document: Document, record, *, is_newest: bool) -> dict:
    """To look at one record as a paper, and to hand it out."""
    issue_url = ""
    if may_issue(user, case, document):
        issue_url = reverse("paper_issue", args=[case.pk, document.code])
        issue_url += "" if is_newest else f"?of={record.pk}"
    return {
        "url": link_of(case, document, None if is_newest else record),
        "issue_url": issue_url,
    }


def may_issue(user, case, document: Document) -> bool:
    """The agency hands out its papers, the city its own; 管理者 and others print only."""
    roles = roles_on(user, case.agency) & set(document.roles)
    return bool(roles & set({"agency": STAFF, "city": CITY_ROLES}.get(document.leaves, ())))


def issuer_of(case, document: Document) -> Organisation | None:
    """In whose name a paper goes out: the agency's, or the city office's."""
    return case.agency if document.leaves == "agency" else case.agency.municipality.city_office


def recipient_of(case, sheet: Sheet) -> str:
    """To whom a paper goes if nothing else is said: whom the letter names, else the person."""
    letter = getattr(sheet.paper, "letter", None)
    return letter.to if letter and letter.to else case.person.display_name


def goes_first(document: Document, record) -> str:
    """To whom it goes if nothing else is said: the agency it is written to, by its key."""
    if document.goes_to != "outside":
        return document.goes_to
    return str(getattr(record, "contact_id", None) or "")


def consent_now(case, on) -> str:
    """How the consent of the person stands on a day, to be kept with what is issued."""
    given = application_of(case.episode)
    if given is None:
        return "利用申込・同意はまだない"
    how = given.get_method_display()
    state = "有効" if given.stands_on(on) else "撤回ずみ"
    return f"{wareki(given.given_on)} {how}（{state}）"
