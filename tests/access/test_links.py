"""No page offers a link on which its reader is refused: what one may not do is not offered."""

import re

import pytest
from django.test import Client
from django.urls import Resolver404, resolve

from accounts.permissions import RULES, roles_held
from tests.access.asking import WORLDS, Ask, actors
from tests.access.faces import Faces
from tests.access.reading import THROUGH, asked, expected

READERS = (
    "counselor, in charge",
    "employment, colleague",
    "officer",
    "approver",
    "admin of center",
)
LINK = re.compile(r'<a [^>]*href="(/[^"#?]*)')


def offered(page):
    """The rules of the addresses that a page links to."""
    for path in set(LINK.findall(page)):
        try:
            found = resolve(path)
        except Resolver404:
            continue
        yield found.url_name, RULES[found.func.rule]


@pytest.mark.once
@pytest.mark.django_db
def test_no_page_offers_a_link_that_its_reader_may_not_follow():
    ask = Ask(Faces.of_a_new_office())
    brought = next(world for world in WORLDS if world.name == "brought")
    people = {actor.name: actor for actor in actors()}
    wrong, read = set(), 0
    with ask.world(brought):
        for actor in map(people.get, READERS):
            with ask.in_charge(actor):
                user, client = ask.people[actor.name], Client()
                client.force_login(user)
                for line in asked():
                    if "G" not in line["methods"] or line["face"].startswith("@"):
                        continue
                    if expected(line, actor, brought, "GET") != THROUGH:
                        continue
                    answer = client.get(ask.faces.address(line))
                    if "html" not in answer.headers.get("Content-Type", ""):
                        continue
                    read += 1
                    for name, rule in offered(answer.text):
                        if not rule.is_open and not roles_held(user) & set(rule.roles):
                            wrong.add((actor.name, line["address"], name))
    assert wrong == set()
    assert read > 300
