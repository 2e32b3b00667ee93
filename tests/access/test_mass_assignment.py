"""A field that a form does not offer is set by nobody, whatever a hand-made request names.

Each form is sent as its page shows it, and again with every column of every model beside what
it offers: the second leaves the same rows behind as the first.
"""

from html.parser import HTMLParser
from itertools import islice

import pytest
from django.apps import apps
from django.db import connection, models, transaction
from django.test import Client

from accounts import viewing
from tests.access.asking import WORLDS, actors, holder
from tests.access.reading import ROLES, THROUGH, asked, expected

BROUGHT = next(world for world in WORLDS if world.name == "brought")
OUR_OWN = {"version", "csrfmiddlewaretoken"}  # what a page carries beside its form
# What the same address offers when it is opened from elsewhere, checked against its 台帳.
ASKED_FROM = {"note_add": {"appointment"}}
# Who is logged in, and what they are told next; as what an act is known again, word for word;
# a sheet as it was drawn, with a mark of its own each time.
ELSEWHERE = {"sessions.Session", "accounts.Answer", "documents.IssuedCopy"}
POISON = "1"


def columns():
    """The name of every column of every model, as Django knows it and as the database does."""
    fields = [field for model in apps.get_models() for field in model._meta.concrete_fields]
    return {name for field in fields for name in (field.name, field.attname)}


class Offered(HTMLParser):
    """What a browser would send of the forms of a page, were nothing typed."""

    def __init__(self, page):
        super().__init__()
        self.names, self.sent, self.area, self.select = set(), {}, "", ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        name, value = said.get("name", ""), said.get("value") or ""
        if tag == "option" and self.select and "selected" in said:
            self.sent.setdefault(self.select, []).append(value)
        if tag not in ("input", "textarea", "select", "button") or not name:
            return
        self.names.add(name)
        if tag == "select":
            self.select = name
        elif tag == "textarea":
            self.area = name
        elif tag == "input" and (
            said.get("type") not in ("checkbox", "radio") or "checked" in said
        ):
            self.sent.setdefault(name, []).append(value)

    def handle_data(self, words):
        if self.area:
            self.sent.setdefault(self.area, []).append(words.removeprefix("\n"))

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.area = ""
        elif tag == "select":
            self.select = ""


def rows():
    """Everything the database holds but the moments at which it was written."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        if model._meta.label in ELSEWHERE:
            continue
        names = [
            field.column
            for field in model._meta.concrete_fields
            if not isinstance(field, models.DateTimeField)
        ]
        quoted = ", ".join(map(connection.ops.quote_name, names))
        with connection.cursor() as cursor:
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(f"SELECT {quoted} FROM {table} ORDER BY 1")
            found[model._meta.label] = cursor.fetchall()
    return found


def left_behind(client, url, data):
    """The status of a POST and the rows after it; nothing of it stays."""
    viewing._lately.clear()  # each is the first opening
    with transaction.atomic():
        status = client.post(url, data).status_code
        after = rows()
        transaction.set_rollback(True)
    return status, after


def senders():
    """Each line with a form, and somebody who may send it."""
    people = {actor.name: actor for actor in actors()}
    for line in asked():
        may = (people[holder(role, line)] for role in ROLES)
        if line["methods"] == "GP":
            sends = (actor for actor in may if expected(line, actor, BROUGHT, "POST") == THROUGH)
            yield from ((line, actor) for actor in islice(sends, 1))


@pytest.mark.matrix
@pytest.mark.django_db
def test_no_form_takes_a_column_it_does_not_offer(ask, record_property):
    every, tried, wrong = columns(), 0, []
    with ask.world(BROUGHT):
        for line, actor in senders():
            with ask.in_charge(actor):
                client, url = Client(), ask.faces.address(line)
                client.force_login(ask.people[actor.name])
                page = client.get(url)
                if page.status_code != 200:
                    continue
                offered = Offered(page.content.decode())
                known = offered.names | OUR_OWN | ASKED_FROM.get(line["address"], set())
                poison = dict.fromkeys(every - known, POISON)
                honest = left_behind(client, url, offered.sent)
                tried += 1
                if honest != left_behind(client, url, offered.sent | poison):
                    wrong.append(f"{line['address']} {line['face']}")
    record_property("combinations", tried)
    assert wrong == []
    assert tried > 100
