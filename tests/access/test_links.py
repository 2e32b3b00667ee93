"""No page offers a link on which its reader is refused: what one may not do is not offered."""

import pytest
from django.test import Client

from tests.access.asking import WORLDS, Ask, actors, undrawn
from tests.access.faces import Faces
from tests.access.links import REFUSED, offered
from tests.access.reading import THROUGH, asked, expected

READERS = (
    "counselor, in charge",
    "employment, colleague",
    "officer",
    "approver",
    "admin of center",
    "admin of city",
)


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
                client, paths = Client(), {}
                client.force_login(ask.people[actor.name])
                for line in asked():
                    if "G" not in line["methods"] or line["face"].startswith("@"):
                        continue
                    if expected(line, actor, brought, "GET") != THROUGH:
                        continue
                    answer = client.get(ask.faces.address(line))
                    if "html" not in answer.headers.get("Content-Type", ""):
                        continue
                    read += 1
                    paths |= dict.fromkeys(offered(answer.text), line["address"])
                with undrawn():
                    for path, page in paths.items():
                        status = ask.answer(actor, "GET", path)
                        if status in REFUSED:
                            wrong.add((actor.name, page, path, status))
    assert wrong == set()
    assert read > 300
