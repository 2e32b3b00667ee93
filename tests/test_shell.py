"""What the operator's shell says of the office, the machines and the routes."""

import json

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Municipality, User


@pytest.mark.django_db
def test_a_real_office_begins_with_one_admin(capsys):
    call_command("open_office", "990003", name="みなと市")
    assert "最初のパスワード" in capsys.readouterr().out
    assert User.objects.get().must_change_password


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("011002", "札幌市"),
        ("110001", "埼玉県"),
        ("152021", "長岡市"),
        ("432121", "上天草市"),
    ],
)
def test_where_a_place_has_its_ordinance_the_code_is_enough(code, name):
    call_command("open_office", code)
    assert Municipality.objects.get().name == name


@pytest.mark.django_db
def test_without_an_ordinance_the_name_is_asked_for():
    with pytest.raises(CommandError, match="--name"):
        call_command("open_office", "990003")
    assert not Municipality.objects.exists()


def test_the_machines_and_the_routes_are_data(capsys):
    call_command("workflow")
    machines = json.loads(capsys.readouterr().out)
    assert "case" in {machine["machine"] for machine in machines}
    call_command("workflow", format="mermaid")
    assert "received --> applying" in capsys.readouterr().out
    call_command("routes")
    assert all(row["rule"] for row in json.loads(capsys.readouterr().out))
