"""The engine refuses a malformed table and explains every no."""

import pytest
from django.db.models import TextChoices

from rules.transitions import Transition, Workflow


class Door(TextChoices):
    OPEN = "open", "開いている"
    SHUT = "shut", "閉まっている"


def machine(*rows, name):
    return Workflow(
        name,
        "扉",
        Door,
        rows,
        roles_of=lambda user, record: {"porter"},
        role_labels={"porter": "門番"},
        write_event=lambda move: None,
        is_city=lambda user, record: False,
    )


def row(name="shut", source="open", target="shut", role="porter"):
    return Transition(name, "閉める", (source,), target, (role,))


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ((row(), row()), "share a name"),
        ((row(source="ajar"),), "unknown state 'ajar'"),
        ((row(target="ajar"),), "unknown state 'ajar'"),
        ((row(role="guest"),), "unknown role 'guest'"),
    ],
)
def test_a_malformed_table_stops_the_start(rows, words):
    with pytest.raises(ValueError, match=words):
        machine(*rows, name=f"door-{words}")


def test_a_machine_is_data_and_a_diagram():
    door = machine(row(), name="door")
    assert door.as_dict()["transitions"][0]["sources"] == ["open"]
    assert "open --> shut: 閉める" in door.as_mermaid()
