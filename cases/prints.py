"""Which papers of a 台帳 a person may print, as the case page offers them.

A print for inside is no disclosure: it takes no number, keeps no copy, asks no consent.
"""

from collections.abc import Iterable

from django.urls import reverse

from accounts.models import CITY_ROLES, STAFF, Organisation
from accounts.permissions import roles_on
from cases.documents import application_of
from cases.models import Case
from cases.permissions import writes_sheet
from documents.models import IssuedCase, IssuedDocument
from documents.register import DOCUMENTS, Document, Sheet, papers
from documents.standards import papers_of
from rules.calendar import today, wareki

# The kinds of the menu: by the room that knows the paper, in the order of a course.
KINDS = {
    "cases": "相談・アセスメント・支援経過",
    "plans": "プラン・支援決定・評価",
    "meetings": "支援調整会議",
    "housing_benefit": "住居確保給付金",
    "reports": "ケースの全体",
}
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
    form still lacks (E-25) and whether this person ``fills`` it in, the way to hand it out, the
    earlier records, and the blank.
    Those without a record come last.

    Of a ``plan`` only what was written for it, else every paper of the 台帳.
    """
    code, day = case.agency.municipality.code, today()
    numbers = papers_of(code, day).numbers
    fills, links = writes_sheet(user, case.episode), []
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
                "room": document.room,
                "code": document.code,
                **(print_link(user, case, document, rows[0], is_newest=not plan) if rows else {}),
                "has_record": bool(rows),
                "lacking": document.lacking(rows[0]) if rows else (),
                "fills": fills,
                "earlier": [
                    {"label": row, **print_link(user, case, document, row, is_newest=False)}
                    for row in rows[1:]
                ],
                "blank_url": reverse("case_paper_blank", args=[case.pk, document.code]),
            }
        )
    return sorted(links, key=lambda link: not link["has_record"])


def by_kind(links: list[dict], papers: Iterable[IssuedDocument]) -> list[dict]:
    """The links as the menu of a 台帳 lists them: of each kind those that can be printed now, each
    with the last of the ``papers`` that were issued of it, and those without a record.
    """
    last: dict[str, IssuedDocument] = {}
    for row in papers:
        if not (row.voided_on or row.is_draft):
            last.setdefault(row.code, row)
    kinds = []
    for room, label in KINDS.items():
        rows = [link | {"issued": last.get(link["code"])} for link in links if link["room"] == room]
        if rows:
            ready = [row for row in rows if row["has_record"]]
            blank = [row for row in rows if not row["has_record"]]
            kinds.append({"label": label, "ready": ready, "blank": blank})
    return kinds


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


def copies_of(user, papers) -> dict[int, str]:
    """Where this person opens what was issued of a 台帳; a paper about several is opened by who
    works at its agency and sees each of those it tells of.
    """
    several = [row for row in papers if row.case_pk is None]
    found = {
        row.pk: reverse("issued_copy", args=[row.case_pk, row.pk])
        for row in papers
        if row.case_pk is not None
    }
    if several:
        places = user.organisation_ids(STAFF)
        closed = told_in_closed(user, several)
        for row in several:
            if row.organisation_id in places and row.pk not in closed:
                page = DOCUMENTS[row.code].kept_at
                found[row.pk] = reverse(page, args=[row.subject_pk, row.pk])
    return found


def told_in_closed(user, papers) -> set[int]:
    """Those of the papers about several 台帳 that tell of one this person does not see."""
    told = IssuedCase.objects.filter(document__in=papers).values_list("document", "case_pk")
    keys = {key for _paper, key in told}
    seen = Case.objects.readable_to(user).filter(pk__in=keys).values_list("pk", flat=True)
    closed = keys - set(seen)
    return {paper for paper, key in told if key in closed}


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
