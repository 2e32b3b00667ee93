"""The permission matrix (§5.1): every address × method × person × distance × world, by table."""

from collections import defaultdict

import pytest

from accounts.models import Qualification
from accounts.permissions import RULES
from cases.models import Appointment
from cases.questions import sections
from cases.views.records import KINDS as RECORDS
from cases.views.tables import KINDS as ROWS
from documents.register import DOCUMENTS
from housing_benefit.models import BenefitOrder
from housing_benefit.workflow import payment_workflow
from reports.management.commands.routes import methods_of, routes
from tests.access.asking import WORLDS, Ask, actors, holder, undrawn
from tests.access.faces import Faces
from tests.access.reading import METHODS, ROLES, STAFF, THROUGH, asked, expected, table
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


# Whoever answers a 苦情 is named in it: no role tells who that is.
NAMED = {"incidents.move": set(STAFF)}


def test_a_rule_lets_in_whom_one_of_its_addresses_lets_in():
    rules = {name: view.rule for name, _pattern, view in routes()}
    let_in = defaultdict(set)
    for line in table():
        let_in[rules[line["address"]]] |= {role for role in ROLES if line[role] != "-"}
    for name, rule in RULES.items():
        if not rule.is_open:
            assert set(rule.roles) == let_in[name] | NAMED.get(name, set()), name


# ---- one of each on every database -------------------------------------------------------


def knockers(line):
    """Somebody with the first role that has a way in, and with the first that has none."""
    for has_none in (False, True):
        roles = [role for role in ROLES if line[role] != "x" and (line[role] == "-") == has_none]
        yield from roles[:1]


@pytest.mark.django_db
def test_one_role_that_may_and_one_that_may_not_ask_for_every_address():
    ask, wrong, through = Ask(Faces.of_a_new_office()), [], set()
    brought = next(world for world in WORLDS if world.name == "brought")
    people = {actor.name: actor for actor in actors()}
    with undrawn(), ask.world(brought):
        for line in asked():
            for role in knockers(line):
                actor = people[holder(role, line)]
                with ask.in_charge(actor):
                    for _l, _w, method, status in ask.answers_in(brought, actor, [line]):
                        if status not in expected(line, actor, brought, method):
                            wrong.append((line["address"], line["face"], role, method, status))
                        if status in THROUGH:
                            through.add(line["address"])
    assert wrong == []
    assert len(through) > 0.9 * len({line["address"] for line in asked()})


# ---- the matrix ------------------------------------------------------------------------


@pytest.mark.matrix
@pytest.mark.django_db
@pytest.mark.parametrize("actor", actors(), ids=lambda actor: actor.name)
def test_nobody_opens_or_sends_more_or_less_than_the_table_says(ask, actor, record_property):
    lines, number, wrong = asked(), 0, []
    for line, world, method, status in ask.answers(actor, lines):
        number += 1
        if status not in expected(line, actor, world, method):
            wrong.append(f"{world.name} {method} {line['address']} {line['face']} {status}")
    record_property("combinations", number)
    assert wrong == [], "\n".join(wrong)
    assert number >= len(lines)
