"""様式1, with 利用申込・同意 and without."""

import datetime as dt
from dataclasses import replace

from django.urls import reverse

from accounts.models import STAFF, Organisation, Role
from cases.models import Case, Consent, Episode
from cases.papers import Box, IntakePaper, Topic, Who
from documents.register import Document, Lack, Sheet, Version, register
from rules.calendar import PartialDate
from rules.choices import OTHER, UNKNOWN, choices, label


def episodes_of(case):
    """The consultations of a 台帳, the newest first."""
    return case.episodes.select_related(
        "case__person", "case__agency__municipality", "intake__received_by"
    ).order_by("-number")


def sheet_of(
    case: Case, paper, dated: dt.date, *, is_draft=False, judged_on=None, **strip: str
) -> Sheet:
    """The sheet of a paper of this case."""
    return Sheet(
        paper=paper,
        case_pk=case.pk,
        case_number=case.number,
        name=case.person.display_name,
        kana=case.person.kana,
        agency=case.agency.name,
        municipality=case.agency.municipality.code,
        dated=dated,
        is_draft=is_draft,
        judged_on=judged_on,
        strip=tuple(strip.items()),
    )


def who(case: Case, on: dt.date) -> Who:
    """The person's lines at the head of a paper, with the age on its day."""
    person = case.person
    birth = PartialDate.from_stored(person.birth) if person.birth else None
    is_said = person.sex and person.sex not in UNKNOWN  # those are no choices of the form
    sex = label("sexes", person.sex, on) if is_said else ""
    return Who(
        number=case.number,
        name=person.display_name,
        kana=person.kana,
        sex=(person.sex == OTHER and person.sex_other) or sex,
        birth=birth.wareki_short() if birth else "",
        age=birth.age_on(on) if birth else "",
    )


def boxes(name: str, taken: set[str], on: dt.date, text: str = "") -> tuple[Box, ...]:
    """A choice list as boxes, in the wording of a day; ``text`` is what その他 was."""
    return tuple(
        Box(
            words,
            code in taken,
            text if code in taken and code == OTHER else "",
            code == OTHER,
        )
        for code, words in choices(name, on)
    )


def intake_sheet(episode: Episode) -> Sheet:
    """様式1 of one consultation, in the wording of the day of 受付."""
    case, person, intake = episode.case, episode.case.person, episode.intake
    day = episode.received_on
    birth = PartialDate.from_stored(person.birth) if person.birth else None
    consent = application_of(episode)
    postal_code, address = case.place_on_paper
    paper = IntakePaper(
        number=case.number,
        received_on=day,
        received_by=intake.received_by.name,
        name=person.display_name,
        kana=person.kana,
        sex=person.sex,
        sex_other=person.sex_other,
        birth=birth,
        age=birth.age_on(day) if birth else "",
        postal_code=postal_code,
        address=address,
        residence=label("residence_kinds", "none", day) if person.residence == "none" else "",
        tel_home=person.tel_home,
        tel_mobile=person.tel_mobile,
        email=person.email,
        visitor_name=intake.visitor_name,
        visitor_tel=intake.visitor_tel,
        visitor_relation=intake.visitor_relation,
        visitor_relation_text=intake.visitor_relation_text,
        topics=topics_on(day, {row.code: row.get_mark_display() for row in intake.topics.all()}),
        topic_other=intake.topic_other,
        words=intake.words,
        addressee=addressee(case.agency),
        policy_on=consent.policy.valid_from if consent else policy_day(case.agency, day),
        signed_on=consent.signed_day if consent else None,
        oral_on=consent.oral_day if consent else None,
    )
    return sheet_of(case, paper, day)


def unapplied_episodes(case: Case):
    """The consultations without 利用申込・同意, the newest first."""
    applied = Consent.objects.filter(episode__case=case, contact__isnull=True)
    return episodes_of(case).exclude(pk__in=applied.values("episode"))


def reception_sheet(episode: Episode) -> Sheet:
    """様式1 of somebody who did not apply: what was told, without the part to be signed."""
    sheet = intake_sheet(episode)
    return replace(sheet, paper=replace(sheet.paper, is_application=False))


def intake_lacks(episode: Episode) -> tuple[Lack, ...]:
    """The ※ items of 様式1 that are still open."""
    case, consent = episode.case, application_of(episode)
    sheet, page = (reverse(name, args=[case.pk]) for name in ("case_sheet", "case_detail"))
    found = [
        (case.person.kana, "ふりがな", sheet),
        (case.person.name, "氏名", sheet),
        (consent and consent.signed_day, "本人署名", page),
    ]
    return tuple(Lack(words, url) for value, words, url in found if not value)


def blank_intake(agency: Organisation | None, on: dt.date) -> IntakePaper:
    """様式1 for the counter: everything open but whom it is addressed to."""
    return IntakePaper(
        topics=topics_on(on, {}),
        addressee=addressee(agency) if agency else "",
        policy_on=policy_day(agency, on) if agency else None,
    )


def blank_reception(agency: Organisation | None, on: dt.date) -> IntakePaper:
    """The same for the counter, without the part to be signed."""
    return replace(blank_intake(agency, on), is_application=False)


def application_of(episode: Episode) -> Consent | None:
    """利用申込・同意 of the consultation: the first consent not taken for one つなぎ alone."""
    rows = episode.consents.filter(contact__isnull=True).select_related("policy")
    return rows.order_by("given_on", "pk").first()


def addressee(agency: Organisation) -> str:
    """宛名: the head of the agency."""
    return agency.head or f"{agency.name}の長"


def policy_day(agency: Organisation, on: dt.date) -> dt.date | None:
    """From when the 規程 (様式7) is in force that goes with this paper."""
    policy = agency.policy_on(on)
    return policy.valid_from if policy else None


def topics_on(day: dt.date, marks: dict[str, str]) -> tuple[tuple[Topic, Topic], ...]:
    """The matters of the form in two columns, as they are worded on a day."""
    rows = [
        Topic(number, words, marks.get(code, ""))
        for number, (code, words) in enumerate(choices("consult_topics", day), start=1)
    ]
    half = (len(rows) + 1) // 2
    right = [*rows[half:], *[Topic(0, "")] * (2 * half - len(rows))]
    return tuple(zip(rows[:half], right, strict=True))


register(
    [
        Document(
            code="form1",
            title="相談受付・申込票",
            room="cases",
            subject="cases.Episode",
            roles=(*STAFF, Role.ADMIN),
            versions=(Version("cases/documents/form1_intake.html"),),
            records=episodes_of,
            sheet=intake_sheet,
            blank=blank_intake,
            leaves="agency",
            lacking=intake_lacks,
            goes_to="person",
            purpose="利用の申込み",
        ),
        Document(
            code="form1_reception",
            title="相談受付・申込票（本人同意なし）",
            room="cases",
            subject="cases.Episode",
            roles=(*STAFF, Role.ADMIN),
            versions=(Version("cases/documents/form1_intake.html"),),
            records=unapplied_episodes,
            sheet=reception_sheet,
            blank=blank_reception,
            numbered_as="form1",
        ),
    ]
)
