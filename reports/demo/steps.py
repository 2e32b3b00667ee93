"""What a step of a story does to its case, from 受付 to フォロー."""

import datetime as dt

from cases.models import Case, CaseGrant, Referral
from cases.workflow import (
    assign,
    consult_again,
    correct_note,
    receive,
    save_row,
    sign_consent,
    strike_note,
    withdraw_case,
    withdraw_consent,
    write_note,
)
from reports.demo.benefits import application_of
from reports.demo.tale import STEPS, Tale, step
from rules.transitions import MACHINES

TIMED = ("note", "again")  # steps that keep the hour in their record
EVERYONE = ["c1", "c2", "c3", "c4", "c5"]


def take(tale: Tale, row: dict, day: dt.date) -> None:
    """One step: a verb of the table, ``machine.move``, or a move of the case itself."""
    tale.turn_page()
    row = tale.clock.dates(row)
    do = row.pop("do")
    if do not in TIMED:
        row.pop("at", None)
    if do in STEPS:
        STEPS[do](tale, row, day)
        return
    machine, _dot, name = do.rpartition(".")
    workflow = MACHINES[machine or "case"]
    record = SUBJECTS[machine or "case"](tale, row)
    by = tale.actor(row, workflow.transitions[name])
    if "contact" in row:
        row["contact"] = tale.office.contacts[row["contact"]]
    workflow.advance(record, name, by=by, on=day, **row)


def referral_of(tale, row):
    """The つなぎ a step is about: the one to the contact named, or the newest."""
    rows = Referral.objects.filter(episode=tale.case.episode)
    if "to" in row:
        rows = rows.filter(contact__name=row.pop("to"))
    return rows.order_by("-pk")[0]


SUBJECTS = {
    "benefit": lambda tale, row: application_of(tale),
    "case": lambda tale, row: tale.case.episode,
    "referral": referral_of,
    "transfer": lambda tale, row: tale.case.transfers.get(state="asked"),
    "programme": lambda tale, row: tale.plan.programmes.get(key=row.pop("programme")),
    "hellowork": lambda tale, row: tale.plan.programmes.get(key="hellowork_program").hellowork,
    "plan_revision": lambda tale, row: tale.plan.newest,
    "submission": lambda tale, row: tale.plan.submissions.order_by("-number")[0],
    "follow_up": lambda tale, row: tale.case.episode.follow_ups.order_by("-pk")[0],
}


@step("receive")
def take_call(tale, row, day):
    """受付: the person and the 受付票, as far as they were known that day."""
    story, office = tale.story, tale.office
    case = receive(
        agency=office.places[story["agency"]],
        by=office.people[story["by"]],
        on=day,
        person=dict(story["person"]),
        intake=sheet(story),
        topics=topics(story),
    )
    tale.pk, office.cases[tale.name] = case.pk, case
    if "lead" in story:
        assign_staff(tale, {name: story[name] for name in POSTS if name in story}, day)


def sheet(row):
    """The 受付票: the route, the words, and what else was written on it."""
    intake = {"channel": row["channel"], "words": row["words"], **row.get("intake", {})}
    if "at" in row:
        intake["received_at"] = dt.time.fromisoformat(row["at"])
    return intake


def topics(row):
    """◎ stands before the most troubling matter: ``["◎debt", "health"]``."""
    return [
        (code.removeprefix("◎"), "most" if code.startswith("◎") else "some")
        for code in row.get("topics", [])
    ]


@step("again")
def come_again(tale, row, day):
    """再相談."""
    by = tale.actor(row)
    consult_again(tale.case, by=by, on=day, intake=sheet(row), topics=topics(row))
    if "lead" in row:
        assign_staff(tale, {name: row[name] for name in POSTS if name in row}, day)


POSTS = ("lead", "deputy", "employment")


@step("assign")
def assign_staff(tale, row, day):
    people = {post: tale.office.people[name] for post, name in row.items()}
    assign(tale.case.episode, by=tale.chief, on=day, **people)


@step("apply")
def apply_for(tale, row, day):
    """利用申込と同意: for everything, unless the story says less."""
    said = {
        "method": "written",
        "purposes": ["support", "statistics"],
        "recipients": EVERYONE,
        **row,
    }
    by = tale.actor(said)
    MACHINES["case"].advance(tale.case.episode, "apply", by=by, on=day, **said)


@step("note")
def note(tale, row, day):
    at = dt.time.fromisoformat(row.pop("at")) if "at" in row else None
    by = tale.actor(row)
    said = {"method": "phone", "partner": "本人", **row}
    said["next_step"] = said.pop("next", "")
    write_note(tale.case, by=by, on=day, at=at, **said)


def note_with(tale, words):
    return tale.case.notes.get(body__contains=words, kind="note")


@step("correct")
def correct(tale, row, day):
    found = note_with(tale, row["of"])
    body = found.body.replace(row["of"], row["to"])
    correct_note(found, by=found.author, version=found.version, body=body)


@step("strike")
def strike(tale, row, day):
    found = note_with(tale, row["of"])
    strike_note(found, by=found.author, reason=row["reason"])


@step("withdraw_case")
def withdraw(tale, row, day):
    withdraw_case(tale.case, by=tale.actor(row), reason=row["reason"])


@step("withdraw_consent")
def take_consent_back(tale, row, day):
    consent = tale.case.episode.consents.in_force(day)[0]
    withdraw_consent(consent, by=tale.actor(row), on=day, reason=row["reason"])


@step("sign_consent")
def sign_what_was_said(tale, row, day):
    oral = [one for one in tale.case.episode.consents.all() if one.waits_for_signature]
    sign_consent(oral[0], by=tale.actor(row), on=day)


@step("learn")
def learn(tale, row, day):
    """What became known of the person later: a name, an address, a telephone."""
    by, person = tale.actor(row), tale.case.person
    for name, value in row.items():
        setattr(person, name, value)
    person._history_user = by
    person.save()


@step("restrict")
def restrict(tale, row, day):
    """閲覧制限: only who is named opens it (DV等支援措置)."""
    by, case = tale.chief, tale.case
    case.is_restricted = True
    case._history_user = by
    case.save()
    for name in row["named"]:
        grant = CaseGrant(case=case, user=tale.office.people[name], reason=row["reason"])
        grant._history_user = by
        grant.save()


@step("household")
def household(tale, row, day):
    """世帯員, with a link to a 台帳 of their own where there is one (8050)."""
    by = tale.actor(row)
    if "linked" in row:
        row["linked_case"] = Case.objects.get(pk=tale.office.cases[row.pop("linked")].pk)
    known = tale.case.household.kept().filter(name=row["name"]).first()
    version = known.version if known else 0
    save_row(tale.case, "household", by=by, row=known, version=version, **row)
