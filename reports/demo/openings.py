"""閲覧の記録 of the demo: whoever takes a step has the 台帳 open; and what a book tells besides."""

from collections.abc import Iterator

from accounts.models import User, Viewing
from accounts.viewing import write_down
from cases.models import Case
from cases.permissions import is_own_work
from reports.demo.office import Office
from reports.demo.tale import Tale
from rules.choices import label

LATELY = 60  # days: what is older stands in no list that anybody looks through
PAPERS = {"issue": Viewing.Act.PRINT}


def opened(tale: Tale, said: dict, ago: int) -> None:
    """The 台帳 was open before whoever took this step."""
    if ago > LATELY:
        return
    case = tale.case
    by = tale.office.people.get(said.get("by", "")) or case.episode.lead
    if by:
        at_city = case.agency.municipality_id in by.city_ids()  # its step is its own work
        look(by, case, PAPERS.get(said["do"], Viewing.Act.OPEN), is_step=at_city)


def look(
    user: User,
    case: Case,
    act: str = Viewing.Act.OPEN,
    purpose: str = "",
    *,
    is_step: bool = False,
) -> None:
    """What the page of a 台帳 writes down of whoever may see it."""
    if not Case.objects.visible_to(user).filter(pk=case.pk).exists():
        return
    is_own = is_step or is_own_work(user, case.episode)
    words = label("view_purposes", purpose) if purpose and not is_own else ""
    page = "case_paper" if act == Viewing.Act.PRINT else "case_detail"
    what = {"pk": case.pk, "number": case.number, "act": act, "page": page}
    write_down(user, agency=case.agency, is_own=is_own, purpose=words, **what)


def glances(office: Office, rows: list[dict]) -> Iterator[tuple[dict, str, object]]:
    """(row, name, act) of each time that somebody looked at 台帳 without doing anything."""
    for row in rows:
        yield row, f"{row['by']} が開く", lambda _day, row=row: glance(office, row)


def glance(office: Office, row: dict) -> None:
    """``cases`` by their keys in the book; ``purpose`` is a code of 見るわけ, or unsaid."""
    for key in row["cases"]:
        case = Case.objects.select_related("agency", "episode").get(pk=office.cases[key].pk)
        case.episode.case = case
        look(office.people[row["by"]], case, row.get("act", "open"), row.get("purpose", ""))
