"""支援台帳: the whole file of a person on paper, its cover before the forms (実施要領 9(2))."""

import datetime as dt
from dataclasses import replace

from accounts.models import STAFF, Role
from cases.documents import sheet_of, who
from cases.models import Case
from documents.register import DOCUMENTS, Document, Sheet, Version, register
from reports.papers import CourseLine, LedgerPaper
from rules.calendar import today

# What the file holds, in the order in which it comes about; of each all records, old to new.
INSIDE = ("form1", "form2", "form5", "minutes", "submission", "form8", "ruling", "form6", "form3")


def files_of(case: Case):
    """The 台帳 itself."""
    rows = Case.objects.filter(pk=case.pk)
    return rows.select_related("person", "agency__municipality", "episode__lead")


def ledger_sheet(case: Case) -> Sheet:
    """The cover: who, every consultation, what lies behind it; then each paper."""
    day = today()
    code = case.agency.municipality.code
    enclosed = tuple(
        (document, document.sheet(record))
        for document in map(DOCUMENTS.__getitem__, INSIDE)
        if document.offered(code, day)
        for record in reversed(document.records(case))
    )
    counts: dict[str, int] = {}
    for document, sheet in enclosed:
        title = sheet.title or document.title
        counts[title] = counts.get(title, 0) + 1
    person = case.person
    paper = LedgerPaper(
        who=who(case, day),
        address=" ".join(filter(None, (person.postal_code, person.address))),
        tel="　".join(filter(None, (person.tel_home, person.tel_mobile))),
        staff=case.episode.lead.name if case.episode.lead else "",
        old_numbers=tuple(case.old_numbers.values_list("number", flat=True)),
        courses=tuple(
            CourseLine(
                row.number,
                row.received_on,
                row.get_state_display(),
                row.ended_on,
                row.lead.name if row.lead else "",
            )
            for row in case.episodes.select_related("lead").order_by("number")
        ),
        contents=tuple(f"{title}　{count}" for title, count in counts.items()),
    )
    return replace(sheet_of(case, paper, day), enclosed=enclosed)


def blank_ledger(_agency, _on: dt.date) -> LedgerPaper:
    """The cover to write on by hand."""
    return LedgerPaper(courses=(CourseLine(),) * 5)


register(
    [
        Document(
            code="ledger",
            title="支援台帳",
            room="reports",
            subject="cases.Case",
            roles=(*STAFF, Role.ADMIN),
            versions=(Version("reports/documents/ledger.html"),),
            records=files_of,
            sheet=ledger_sheet,
            blank=blank_ledger,
        ),
    ]
)
