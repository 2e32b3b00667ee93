"""A case with consent and its assessment, and the acts that the tests of them share."""

import datetime as dt

import pytest
from django.urls import reverse

from accounts.models import PrivacyPolicy
from cases.workflow import (
    assign,
    case_workflow,
    save_section,
)
from rules.calendar import today
from rules.refusals import Refused
from tests.course import MUST


def applied(office, on=None, **person):
    """A case with 担当 and with 利用申込・同意."""
    day = on or today()
    if not PrivacyPolicy.objects.exists():
        PrivacyPolicy(
            organisation=office.places["center"],
            number=1,
            valid_from=dt.date(2020, 4, 1),
            body="規程",
        ).save()
    case = office.case(on=day, **person)
    people = office.people
    assign(case.episode, by=people["chief"], on=day, lead=people["counselor"])
    advance = {"by": people["counselor"], "on": day}
    case_workflow.advance(case.episode, "go_on", reason="続けて聞く", **advance)
    case_workflow.advance(
        case.episode,
        "apply",
        purposes=["support"],
        recipients=["c1"],
        method="written",
        **advance,
    )
    return case


def part(assessment, code):
    return assessment.sections.get(code=code)


def save(assessment, code, by, answers, standings=None):
    row = part(assessment, code)
    return save_section(row, by=by, version=row.version, answers=answers, standings=standings or {})


def fill(assessment, by):
    for code, answers in MUST.items():
        save(assessment, code, by, answers)


def refusals(call, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return refused.value.refusals


def url(name, case, *args):
    return reverse(name, args=[case.pk, *args])
