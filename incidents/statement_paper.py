"""運営情報 as a sheet to post up or to hand out (手引き 第Ⅶ章3(1))."""

from dataclasses import dataclass

from documents.register import Document, Sheet, Version
from incidents.models import Statement
from incidents.workflow.statement import figures


@dataclass(frozen=True)
class StatementPaper:
    """What is told of the year; it names nobody."""

    agency: str = ""
    year: str = ""
    mission: str = ""
    activities: str = ""
    figures: tuple[tuple[str, str], ...] = ()
    income: int | None = None
    expense: int | None = None
    finance: str = ""
    address: str = ""
    tel: str = ""


def statement_sheet(row: Statement) -> Sheet:
    agency = row.agency
    paper = StatementPaper(
        agency=agency.name,
        year=f"{row.year}年度",
        mission=row.mission,
        activities=row.activities,
        figures=tuple(figures(row)),
        income=row.income,
        expense=row.expense,
        finance=row.finance,
        address=agency.address,
        tel=agency.tel,
    )
    return Sheet(
        paper=paper,
        agency=agency.name,
        municipality=agency.municipality.code,
        dated=row.last_day,
    )


# Of no 台帳 and in no list of 様式: printed from the page of the 運営情報 alone.
STATEMENT = Document(
    code="statement",
    title="運営情報",
    room="incidents",
    subject="incidents.Statement",
    roles=(),
    versions=(Version("incidents/documents/statement.html"),),
    records=lambda _case: Statement.objects.none(),
    sheet=statement_sheet,
    blank=lambda _agency, _on: StatementPaper(),
    is_of_case=False,
)
