"""抜粋: what a 台帳 tells for one purpose, by the kinds of personal data (手引き Ⅶ1(2)①③, §5.2).

Whoever helps the person may read the name; statistics, 事例検討, 評価 and research may not.
"""

from collections.abc import Collection
from dataclasses import dataclass
from hashlib import sha256

from accounts.models import STAFF
from cases.documents import who
from cases.models import Case
from cases.models.assessment import latest_assessment, value_text
from cases.models.household import household_now
from cases.questions import by_key
from cases.sharing import SUPPORT
from documents.register import Document, Sheet, Version
from rules.calendar import PartialDate, age_on, today
from rules.choices import label

IDENTITY = "identity"  # the kind of data that tells who it is
SHORTEST = 2  # letters of a name by which someone is known in a text


@dataclass(frozen=True)
class Line:
    """One answer; ``is_free``: in words of its own, in which anybody may be named."""

    key: str
    label: str
    value: str
    is_free: bool = False


@dataclass(frozen=True)
class Part:
    """One kind of personal data."""

    title: str
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True)
class ExcerptPaper:
    """What the paper says; without a name only how old somebody is."""

    purpose: str = ""
    to: str = ""
    head: tuple[Line, ...] = ()
    parts: tuple[Part, ...] = ()


def lines_of(case: Case, category: str) -> tuple[Line, ...]:
    """What the newest assessment answers of one kind of data."""
    assessment = latest_assessment(case.episode)
    if assessment is None:
        return ()
    given = {key: value for row in assessment.sections.all() for key, value in row.answers.items()}
    return tuple(
        Line(
            key,
            question.label,
            value_text(question, given[key], assessment.started_on),
            is_free=question.kind in ("line", "text"),
        )
        for key, (_section, question) in by_key().items()
        if question.category == category and given.get(key) not in (None, "", [])
    )


def free_lines(case: Case, categories: Collection[str]) -> tuple[Line, ...]:
    """The texts of these kinds that someone must read before they go out without a name."""
    return tuple(line for code in categories for line in lines_of(case, code) if line.is_free)


def digest(lines: Collection[Line]) -> str:
    """What was shown, to the letter: another text is shown again."""
    told = "\0".join(f"{line.key}\0{line.value}" for line in lines)
    return sha256(told.encode()).hexdigest()


def named_in(case: Case, text: str) -> list[str]:
    """The items of the person and the household that this text gives away."""
    person = case.person
    words = {
        "氏名": [*person.name.split(), *person.kana.split(), person.call_name],
        "家族の氏名": [word for row in household_now(case) for word in row.name.split()],
        "住所": [person.address],
        "電話": [person.tel_home, person.tel_mobile],
        "メール": [person.email],
        "台帳番号": [case.number],
    }
    return [
        item
        for item, known in words.items()
        if any(len(word) >= SHORTEST and word in text for word in known)
    ]


def excerpt_sheet(
    case: Case, purpose: str, categories: Collection[str], to: str, texts: Collection[str] = ()
) -> Sheet:
    """The paper: named for the support of the person, else with the read ``texts`` alone."""
    is_named, day = purpose == SUPPORT, today()
    parts = tuple(
        Part(
            label("data_categories", code),
            tuple(
                line
                for line in lines_of(case, code)
                if is_named or not line.is_free or line.key in texts
            ),
        )
        for code in categories
    )
    paper = ExcerptPaper(
        purpose=label("consent_purposes", purpose),
        to=to,
        head=named_head(case, IDENTITY in categories, day) if is_named else bare_head(case, day),
        parts=tuple(part for part in parts if part.lines),
    )
    number, name = (case.number, case.person.display_name) if is_named else ("", "")
    agency = case.agency
    return Sheet(
        paper=paper,
        case_pk=case.pk,
        case_number=number,
        name=name,
        agency=agency.name,
        municipality=agency.municipality.code,
        dated=day,
    )


def named_head(case: Case, is_whole: bool, day) -> tuple[Line, ...]:
    """Who it is; where one lives and is called only with the data of that kind."""
    head, person = who(case, day), case.person
    rows = [("氏名", head.name), ("ふりがな", head.kana)]
    if is_whole:
        address = " ".join(filter(None, case.place_on_paper))
        tel = "　".join(filter(None, (person.tel_home, person.tel_mobile)))
        rows += [("生年月日", head.birth), ("住所", address), ("電話", tel)]
    return tuple(Line("", name, value) for name, value in rows if value)


def bare_head(case: Case, day) -> tuple[Line, ...]:
    """年代 and sex."""
    person = case.person
    rows = [("性別", who(case, day).sex)]
    if person.birth:
        age = age_on(PartialDate.from_stored(person.birth).first_day, day)
        rows.insert(0, ("年代", f"{age // 10 * 10}歳代"))
    return tuple(Line("", name, value) for name, value in rows if value)


# Made on its own page alone, for a purpose that is chosen there.
EXCERPT = Document(
    code="excerpt",
    title="抜粋",
    room="cases",
    subject="cases.Case",
    roles=STAFF,
    versions=(Version("cases/documents/excerpt.html"),),
    records=lambda case: Case.objects.filter(pk=case.pk),
    sheet=lambda case: excerpt_sheet(case, SUPPORT, (IDENTITY,), ""),
    blank=lambda _agency, _on: ExcerptPaper(),
    goes_to="outside",
    purpose="選んだ目的のための抜粋",
)
