"""The demo is made by the real verbs and leaves nobody out."""

import json

import pytest
from django.core.management import call_command

from accounts.models import User
from cases.models import Assessment, Case


@pytest.fixture
def demo(db):
    call_command("seed_demo", stdout=open("/dev/null", "w"))  # noqa: SIM115


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_the_demo_is_an_office(demo, capsys):
    assert Case.objects.count() >= 40
    assert User.objects.filter(is_demo=True).count() == 13
    assert Case.objects.filter(is_restricted=True).exists()
    assert Assessment.objects.filter(finished_on__isnull=False).exists()
    assert Assessment.objects.filter(finished_on__isnull=True).exists()
    call_command("demo_cases")
    rows = json.loads(capsys.readouterr().out)
    assert {row["municipality"] for row in rows} == {"152021"}
    call_command("demo_logins")
    assert "nagaoka-counselor" in capsys.readouterr().out


@pytest.mark.django_db
def test_a_real_office_begins_with_one_admin(capsys):
    call_command("open_office", "990003", name="みなと市")
    assert "最初のパスワード" in capsys.readouterr().out
    assert User.objects.get().must_change_password


def test_the_machines_and_the_routes_are_data(capsys):
    call_command("workflow")
    machines = json.loads(capsys.readouterr().out)
    assert "case" in {machine["machine"] for machine in machines}
    call_command("workflow", format="mermaid")
    assert "received --> applying" in capsys.readouterr().out
    call_command("routes")
    assert all(row["rule"] for row in json.loads(capsys.readouterr().out))
