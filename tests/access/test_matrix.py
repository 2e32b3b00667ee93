"""The permission matrix (§5.1): every address × method × person × distance × world, by table."""

import pytest
from django.db import transaction
from django.urls import reverse

from accounts.models import Draft, Qualification
from cases.models import Appointment, Deadline, Debt, HouseholdMember, WorkHistory
from cases.questions import sections
from cases.views.records import KINDS as RECORDS
from cases.views.tables import KINDS as ROWS
from cases.workflow.correcting import remove_record
from cases.workflow.records import (
    record_early_support,
    record_employer_visit,
    record_income_rise,
    record_job_search,
    record_job_start,
)
from documents.models import IssuedDocument
from documents.register import DOCUMENTS
from reports.management.commands.routes import methods_of, routes
from tests.access.asking import WORLDS, Ask, actors, met_in, undrawn
from tests.access.reading import METHODS, ROLES, expected, table
from tests.course import ago
from tests.full import Full
from tests.office import Office
from tests.stories.screens import STEPS, place, step_address

# ---- the table is complete -----------------------------------------------------------

# Words that stand in an address: each of them needs a line of its own.
WORDS = {
    "case_row_add": set(ROWS),
    "case_row": set(ROWS),
    "case_rows": set(ROWS),
    "case_row_remove": set(ROWS),
    "case_row_restore": set(ROWS),
    "assessment_section": {section.code for section in sections()},
    "record_add": set(RECORDS),
    "record_edit": set(RECORDS),
    "record_remove": set(RECORDS) - {"appointment"},  # has an address of its own
    "case_paper": set(DOCUMENTS),
    "case_paper_blank": set(DOCUMENTS),
    "removed_restore": {*ROWS, *RECORDS} - {"appointment"} | {"appointments"},
    "qualification_add": set(Qualification.Kind.values),
    "appointment_settle": set(Appointment.Standing.values) - {"planned"},
}


def lines_of(name):
    return [line for line in table() if line["address"] == name]


def test_every_address_and_every_method_has_its_lines():
    methods = {name: methods_of(view) for name, _pattern, view in routes()}
    assert {line["address"] for line in table()} == set(methods)
    for line in table():
        asked = [METHODS[letter] for letter in line["methods"]]
        assert sorted(asked) == sorted(methods[line["address"]]), line["address"]


def test_every_line_says_something_known_of_every_role():
    cells = {line[role] for line in table() for role in ROLES}
    assert cells == {"-", "r", "w", "c", "rc", "a", "x"}


def test_every_word_of_an_address_has_its_line():
    for name, words in WORDS.items():
        told = {w[1:] for line in lines_of(name) for w in line["face"].split() if w[0] == ":"}
        assert told == words, name


def test_every_step_of_a_machine_with_an_address_has_its_line():
    for name, (machine, _model, _before) in STEPS.items():
        told = {line["face"] for line in lines_of(name)}
        assert told == {f"@{step}" for step in machine.transitions}, name


def test_no_address_hides_a_word_from_the_table():
    """An address with a word in it is either in WORDS or a step of a machine."""
    wordy = {name for name, pattern, _view in routes() if "<slug:" in pattern}
    assert wordy == {*WORDS, *STEPS}


# ---- the matrix ------------------------------------------------------------------------


VISITED = {"employer": "誤り", "purpose": "見学", "result": "なし"}


class Faces:
    """The office with the records that no screen of its own opens."""

    def __init__(self, full):
        self.full, self.addresses = full, {}
        case = full.assessing.case
        full.draft, full.draft_aside = (Draft.objects.get(key=k) for k in ("standing", "aside"))
        full.admin_person = full.people["admin"]
        full.gone_member = HouseholdMember.objects.get(case=case, name="まちがい")
        full.gone_debt = Debt.objects.get(case=case, lender="まちがい")
        full.gone_work = WorkHistory.objects.get(case=case, employer="まちがい")
        full.gone_appointment = Appointment.with_removed.removed().get()
        self.remove(
            case, "early", record_early_support, started_on=ago(60), kind="other", content="誤り"
        )
        self.remove(case, "search", record_job_search, on=ago(9), kind="other", result="誤り")
        self.remove(case, "visit", record_employer_visit, on=ago(9), **VISITED)
        self.remove(case, "start", record_job_start, on=ago(9), kind="regular")
        self.remove(case, "rise", record_income_rise, on=ago(9), before_yen=0, after_yen=1)
        dues = Deadline.objects.filter(case=case, key__startswith="job_", done_on=None)
        full.job_deadline = dues.earliest("due_on")
        full.issued = IssuedDocument.objects.of_case(full.decided.case.pk).get()

    def remove(self, case, word, record, **said):
        row = record(case, by=self.full.by, **said)
        remove_record(row, by=self.full.by)
        setattr(self.full, f"gone_{word}", row)

    def address(self, line):
        """Where the line's record is; the same in every world."""
        name, face = line["address"], line["face"]
        if (name, face) not in self.addresses:
            self.addresses[name, face] = self.find(name, face)
        return self.addresses[name, face]

    def find(self, name, face):
        if face.startswith("@"):
            return self.step(name, face[1:])
        args, query = place(self.full, face)
        return reverse(name, args=args) + query

    def step(self, name, step):
        """Of a record from which the step goes out, if there is one."""
        machine, model, before = STEPS[name]
        row = machine.transitions[step]
        records = list(model.objects.order_by("pk"))
        record = next((found for found in records if row.open_to(found)), records[0])
        return step_address(name, record, before, row)


@pytest.fixture(scope="module")
def ask(django_db_setup, django_db_blocker):
    """One office for all who knock at it: what they would change is taken back at once."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield Ask(Faces(Full(Office())))
        transaction.set_rollback(True)


def wrong_cells(ask, actor, worlds, lines):
    """How often this person asked, and what answered otherwise than the table says."""
    asked, wrong = 0, []
    with undrawn():
        for world in worlds:
            with ask.world(world), ask.in_charge(actor):
                for line in lines:
                    for method in map(METHODS.get, line["methods"]):
                        status = ask.answer(actor, method, ask.faces.address(line))
                        asked += 1
                        if status not in expected(line, actor, world, method):
                            told = (world.name, method, line["address"], line["face"], status)
                            wrong.append(" ".join(map(str, told)))
    return asked, wrong


@pytest.mark.once
@pytest.mark.django_db
@pytest.mark.parametrize("actor", actors(), ids=lambda actor: actor.name)
def test_nobody_opens_or_sends_more_or_less_than_the_table_says(ask, actor):
    worlds = [world for world in WORLDS if met_in(actor, world)]
    asked, wrong = wrong_cells(ask, actor, worlds, [r for r in table() if r["row"] != "open"])
    assert wrong == [], "\n".join(wrong)
    assert asked >= 400
