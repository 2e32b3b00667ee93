"""What a stranger's ``visible_to`` finds in a full office: of every model nothing at all.

And of a 台帳 that no step brought to them, nobody has a paper to print (D16).
"""

import pytest
from django.apps import apps

from accounts.workflow import review_accounts
from cases.models import Case
from documents.register import none_brought, papers
from rules.calendar import today

# What a person of another city has of their own: where they work.
OWN = {"accounts.Organisation"}


def fetched():
    """Every model whose rows are fetched through ``visible_to``."""
    models = apps.get_models()
    return [model for model in models if hasattr(model._default_manager.all(), "visible_to")]


@pytest.mark.django_db
def test_of_another_city_one_sees_no_row_of_any_model(ask):
    full, found, empty = ask.full, {}, []
    review_accounts(full.office.places["center"], by=full.people["admin"], on=today(), note="")
    here = {full.office.places[name].pk for name in ("center", "direct", "city")}
    for model in fetched():
        rows = model.objects
        if not rows.exists():
            empty.append(model._meta.label)
        for who in ("outsider", "other_officer"):
            seen = rows.visible_to(full.people[who])
            if model._meta.label in OWN:
                seen = seen.filter(pk__in=here)
            if seen.exists():
                found[model._meta.label] = who
    assert found == {}
    assert empty == []


@pytest.mark.once
@pytest.mark.django_db
def test_nobody_prints_a_record_that_no_step_brought_to_them(ask):
    shown, records = [], 0
    for document in papers():
        if document.brought is none_brought:
            continue
        for case in Case.objects.all():
            records += document.records(case).count()
            for who in ("outsider", "other_officer"):
                shown += document.brought(ask.full.people[who], case)
    assert shown == []
    assert records > 30
