"""No page offers a link on which its reader is refused: what one may not do is not offered."""

import pytest
from django.test import Client

from tests.access.asking import WORLDS, actors
from tests.access.links import closed_to, offered
from tests.access.reading import THROUGH, asked, expected

READERS = (
    "counselor, in charge",
    "employment, colleague",
    "officer",
    "approver",
    "admin of center",
    "admin of city",
)


@pytest.mark.matrix
@pytest.mark.django_db
@pytest.mark.parametrize("name", READERS)
def test_no_page_offers_a_link_that_its_reader_may_not_follow(ask, name):
    brought = next(world for world in WORLDS if world.name == "brought")
    actor = next(one for one in actors() if one.name == name)
    client, paths, read = Client(), {}, 0
    with ask.world(brought), ask.in_charge(actor):
        client.force_login(ask.people[name])
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
        assert list(closed_to(ask, actor, paths)) == []
    assert read > 10
