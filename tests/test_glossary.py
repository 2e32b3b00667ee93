"""One word per concept: every model's Japanese name stands in the README's glossary."""

from pathlib import Path

import pytest
from django.apps import apps

ROOMS = (
    "accounts",
    "documents",
    "network",
    "cases",
    "plans",
    "meetings",
    "housing_benefit",
    "incidents",
)
GLOSSARY = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
MODELS = [
    model
    for room in ROOMS
    for model in apps.get_app_config(room).get_models()
    if not model.__name__.startswith("Historical")
]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_model_has_its_word(model):
    assert f"| {model._meta.verbose_name} | `{model.__name__}` |" in GLOSSARY
