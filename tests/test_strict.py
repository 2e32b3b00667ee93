"""The rules every test runs under do bite."""

import datetime as dt
import socket
import urllib.request

import pytest
from django.core.paginator import Paginator, UnorderedObjectListWarning
from django.template import engines

from accounts.models import Organisation, User


@pytest.mark.parametrize("words", ["{{ nobody }}", "{{ a.b }}", "{{ nobody|default:'-' }}"])
def test_a_template_variable_that_nobody_gave_fails(words):
    with pytest.raises(AssertionError, match="nobody gave"):
        engines["django"].from_string(words).render({"a": {}})


def test_what_may_be_missing_is_asked_with_if():
    assert engines["django"].from_string("{% if nobody %}1{% else %}2{% endif %}").render() == "2"


def test_nothing_outside_this_machine_answers():
    with pytest.raises(AssertionError, match="asked for"):
        urllib.request.urlopen("http://example.com")
    with pytest.raises(AssertionError, match="went to"), socket.socket() as away:
        away.connect(("192.0.2.1", 80))


@pytest.mark.django_db
def test_a_naive_moment_fails():
    with pytest.raises(RuntimeWarning):
        list(User.objects.filter(created_at__gt=dt.datetime(2026, 11, 20)))


def test_pages_of_rows_in_no_order_fail():
    with pytest.raises(UnorderedObjectListWarning):
        Paginator(Organisation.objects.order_by(), 50).page(1)
