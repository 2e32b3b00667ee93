"""The permission matrix (§5.1): every address × method × person × distance × world, by table."""

import pytest
from django.db import transaction

from accounts.models import Qualification
from cases.models import Appointment
from cases.questions import sections
from cases.views.records import KINDS as RECORDS
from cases.views.tables import KINDS as ROWS
from documents.register import DOCUMENTS
from housing_benefit.models import BenefitOrder
from housing_benefit.workflow import payment_workflow
from reports.management.commands.routes import methods_of, routes
from tests.access.asking import WORLDS, Ask, actors, met_in, undrawn
from tests.access.faces import Faces
from tests.access.reading import METHODS, ROLES, asked, expected, table
from tests.full import Full
from tests.office import Office
from tests.stories.screens import STEPS

# ---- the table is complete -----------------------------------------------------------

OF_A_CASE = {code for code, document in DOCUMENTS.items() if document.is_of_case}
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
    "case_paper": OF_A_CASE,
    "case_paper_blank": OF_A_CASE,
    "paper_issue": OF_A_CASE,
    "payment_rule": set(payment_workflow.transitions),
    "benefit_order_add": set(BenefitOrder.Kind.values),
    "removed_restore": {*ROWS, *RECORDS} - {"appointment"} | {"appointments", "attachments"},
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


@pytest.fixture(scope="module")
def ask(django_db_setup, django_db_blocker):
    """One office for all who knock at it: what they would change is taken back at once."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield Ask(Faces(Full(Office())))
        transaction.set_rollback(True)


def wrong_cells(ask, actor, worlds, lines):
    """How often this person asked, and what answered otherwise than the table says."""
    number, wrong = 0, []
    with undrawn():
        for world in worlds:
            with ask.world(world), ask.in_charge(actor):
                for line in lines:
                    for method in map(METHODS.get, line["methods"]):
                        status = ask.answer(actor, method, ask.faces.address(line))
                        number += 1
                        if status not in expected(line, actor, world, method):
                            told = (world.name, method, line["address"], line["face"], status)
                            wrong.append(" ".join(map(str, told)))
    return number, wrong


@pytest.mark.matrix
@pytest.mark.django_db
@pytest.mark.parametrize("actor", actors(), ids=lambda actor: actor.name)
def test_nobody_opens_or_sends_more_or_less_than_the_table_says(ask, actor):
    lines = asked()
    worlds = [world for world in WORLDS if met_in(actor, world)]
    number, wrong = wrong_cells(ask, actor, worlds, lines)
    assert wrong == [], "\n".join(wrong)
    assert number >= len(lines) * len(worlds)
