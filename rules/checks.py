"""A wrong profile stops the start, in words (E-29)."""

from typing import Any

from django.core.checks import CheckMessage, Error, register

from rules.profile import check_folders


@register()
def profiles_are_right(app_configs: Any, **_kwargs: Any) -> list[CheckMessage]:
    """One error per fault of any municipality's profile."""
    return [Error(str(fault), id="rules.E29") for fault in check_folders()]
