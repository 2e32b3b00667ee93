"""The rules every test runs under do bite."""

import pytest
from django.template import engines


def test_a_template_variable_that_nobody_gave_fails():
    with pytest.raises(AssertionError, match="nobody gave"):
        engines["django"].from_string("{{ nobody }}").render({})
