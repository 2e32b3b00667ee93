"""Who takes which step from which state (§5.1): every machine × state × role, by ``machines.csv``.

The table knows the roles and the states of a step, nothing of the engine: the engine is asked
of a record in every state, by a person of every role, what stands in the way.
"""

import csv
from pathlib import Path

import pytest
from django.apps import apps

from accounts.models import CITY_ROLES
from rules.transitions import MACHINES
from tests.access.asking import actors, holder
from tests.access.reading import ROLES

TABLE = Path(__file__).with_name("machines.csv")
HOLDERS = (*ROLES, "handler")  # 対応者: who was charged with this complaint
DENIED, WRONG_STATE = {"E-03", "E-04"}, {"E-08"}


def steps():
    """{(machine, step): its line}"""
    with TABLE.open(encoding="utf-8") as lines:
        return {(line["machine"], line["step"]): line for line in csv.DictReader(lines)}


def roles_in(line):
    return {role for role in HOLDERS if line[role] == "x"}


def test_every_step_of_every_machine_has_its_line():
    made = {(name, step) for name, machine in MACHINES.items() for step in machine.transitions}
    assert set(steps()) == made


def test_every_state_is_reached_or_left_by_a_line():
    for name, machine in MACHINES.items():
        lines = [line for (of, _step), line in steps().items() if of == name]
        told = {state for line in lines for state in (*line["from"].split(), line["to"])}
        assert told == set(machine.states.values), name


def test_every_step_is_the_one_of_its_line():
    for (name, step), line in steps().items():
        row = MACHINES[name].transitions[step]
        assert set(row.sources) == set(line["from"].split()), (name, step)
        assert row.target == line["to"], (name, step)
        assert set(row.roles) == roles_in(line), (name, step)


def test_what_the_city_decides_no_agency_takes_part_in():
    """委託先 can never decide (実施要領 2), and what is the city's alone says so (E-04)."""
    for (name, step), line in steps().items():
        is_citys = roles_in(line) <= set(CITY_ROLES)
        assert MACHINES[name].transitions[step].decides == is_citys, (name, step)


def test_nobody_who_only_keeps_the_house_takes_a_step():
    assert [key for key, line in steps().items() if "admin" in roles_in(line)] == []


# ---- the engine is asked ----------------------------------------------------------------


def model_of(machine):
    return next(row for row in apps.get_models() if getattr(row, "State", None) is machine.states)


def codes(machine, record, step, user):
    return {refusal.code for refusal in machine.explain(record, step, user)}


def wrong_steps(machine, record, role, user):
    """What the engine answers otherwise than the table, in every state."""
    for step, row in machine.transitions.items():
        line = steps()[machine.machine, step]
        for state in machine.states.values:
            record.state = state
            said = codes(machine, record, step, user)
            if role not in roles_in(line):
                is_right = len(said) == 1 and said <= DENIED
            elif state not in line["from"].split() or not row.open_to(record):
                is_right = said == WRONG_STATE
            else:
                is_right = said != WRONG_STATE or "E-08" in row.codes
            if not is_right:
                yield machine.machine, step, state, role, said


@pytest.mark.matrix
@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(MACHINES))
def test_the_engine_lets_nobody_take_another_step(ask, name, record_property):
    machine, wrong = MACHINES[name], []
    people = {actor.name: actor for actor in actors()}
    for role in ROLES:
        actor = people[holder(role, {"row": "case"})]
        with ask.in_charge(actor):
            record = model_of(machine).objects.order_by("pk").first()
            wrong += wrong_steps(machine, record, role, ask.people[actor.name])
    record_property("combinations", len(ROLES) * len(machine.transitions) * len(machine.states))
    assert wrong == []
