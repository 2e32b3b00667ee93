"""What a person may not see is on no page, no list, no search, no file and in no log they get.

Every name, ふりがな, telephone, note and 台帳番号 of the office is a canary: for these people
none of its 台帳 is there, however full the office is. No page of theirs leads to a page that is
closed to them. Who works in it hears of nothing next door.
"""

import logging
import re

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Case, Note, Person, Transfer
from housing_benefit.models import BenefitApplication
from network.models import Contact
from tests.access.asking import WORLDS, Actor, World, actors
from tests.access.links import closed_to, offered
from tests.access.reading import CITY, THROUGH, asked, expected
from tests.documents.reading import text_of

AT_THE_DOOR = ("/login/", "/me/")  # who is led there has read nothing
NEXT_DOOR = {"medical": "となりの町だけの診療所", "hellowork": "となりの町だけの窓口"}
SOUGHT = (
    ("case_list", "q=0000-1111"),
    ("case_list", "q=R"),
    ("case_list", "late=on&hard=on"),
    ("calendar", "who=all&span=week"),
)
HERE, ELSEWHERE = "not granted", "plain"
BLIND = {
    "counselor, in charge": ELSEWHERE,
    "chief, colleague": HERE,
    "employment, colleague": HERE,
    "officer and approver": HERE,
    "counselor and admin": HERE,
    "chief, other agency": ELSEWHERE,
    "counselor, other city": ELSEWHERE,
    "officer": ELSEWHERE,
    "admin of city": ELSEWHERE,
    "operator": ELSEWHERE,
}


def canaries(actor, world):
    """Long enough to be nothing else: what the records of the office are known by.

    The city knows whose 給付 it was asked for, unless the 台帳 is closed to it. To whom the
    office's own is open, what is kept next door is not.
    """
    if actor.own:
        return set(NEXT_DOOR.values())
    files, found = Case.objects.all(), set()
    if {place for place, _role in actor.posts} & {"direct", "city"}:
        # A 台帳 that one agency asks another to take is brought there, and to the city.
        files = files.exclude(pk__in=Transfer.objects.values("case"))
    if not world.restricted and {role for _place, role in actor.posts} & set(CITY):
        sent = BenefitApplication.objects.exclude(sent_on=None)
        files = files.exclude(pk__in=sent.values("episode__case"))
    found |= set(files.values_list("number", flat=True))
    for person in Person.objects.filter(pk__in=files.values("person")):
        found |= {person.name, person.kana, person.tel_mobile}
    found |= {note.body[:20] for note in Note.objects.filter(kind="note")}
    return {words for words in found if len(words) > 3}


def told_by(response):
    """Everything of an answer: its head and its body, a PDF as the text it shows."""
    head = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
    if response.headers.get("Content-Type") == "application/pdf":
        return head + text_of(response.content)
    return head + response.content.decode()


def searches(addresses=None):
    """Whatever one may look for without having typed the name itself."""
    for name, sought in SOUGHT:
        if addresses is None or name in addresses:
            yield f"{reverse(name)}?{sought}"


def keep_next_door(city):
    """What the city next door keeps for itself, among what is chosen from on many a page."""
    for category, name in NEXT_DOOR.items():
        Contact(municipality=city, category=category, name=name).save()


def heard_by(ask, name, addresses=None):
    """(address, canary) wherever a person who may see none of them reads one, and
    (address, link) where they are led to what is not theirs.
    """
    actor = next(one for one in actors() if one.name == name)
    world = next(one for one in WORLDS if one.name == BLIND[name])
    lines = [
        line
        for line in asked()
        if addresses is None or line["address"] in addresses
        if "G" in line["methods"] and expected(line, actor, world, "GET") == THROUGH
    ]
    sought = list(searches(addresses))
    if not lines and not sought:
        return
    with ask.world(world), ask.in_charge(actor):
        birds, client = canaries(actor, world), Client()
        assert actor.own or len(birds) > 60
        keep_next_door(ask.places["other"].municipality)
        client.force_login(ask.people[name])
        led_to = {}
        for url in [*map(ask.faces.address, lines), *sought]:
            answer = client.get(url)
            assert not answer.headers.get("Location", "").startswith(AT_THE_DOOR), url
            if actor.own and "html" not in answer.headers.get("Content-Type", "html"):
                continue  # what is chosen from stands on screens
            said = told_by(answer)
            yield from ((url, bird) for bird in birds if bird in said)
            if answer.status_code == 200 and "html" in answer.headers.get("Content-Type", ""):
                led_to |= dict.fromkeys(offered(answer.text), url)
        yield from closed_to(ask, actor, led_to)


def everybody():
    """What no log may say, whoever asks."""
    return canaries(Actor("nobody"), World("closed", restricted=True))


@pytest.mark.matrix
@pytest.mark.django_db
@pytest.mark.parametrize("name", BLIND)
def test_who_may_see_none_of_it_reads_none_of_it(ask, name, caplog):
    caplog.set_level(logging.DEBUG)
    assert list(heard_by(ask, name)) == []
    assert [bird for bird in everybody() if bird in caplog.text] == []


def without_tokens(page):
    """The page as it is each time: only its own key and the token of its forms are others."""
    return re.sub(r'(name="(?:csrfmiddlewaretoken" value|draft-key" content)=")[\w-]+', r"\1", page)


@pytest.mark.matrix
@pytest.mark.django_db
def test_a_hidden_file_and_one_that_never_was_answer_alike(ask):
    world = next(one for one in WORLDS if one.name == HERE)
    with ask.world(world):
        client = Client()
        client.force_login(ask.people["chief, colleague"])
        for page in ("case_detail", "case_now", "disclosure_list", "case_assign", "case_sheet"):
            hidden = client.get(reverse(page, args=[ask.full.received.case.pk]))
            never = client.get(reverse(page, args=[99_999_999]))
            assert (hidden.status_code, never.status_code) == (404, 404)
            assert without_tokens(hidden.text) == without_tokens(never.text)


@pytest.mark.matrix
@pytest.mark.django_db
def test_nobody_learns_at_the_counter_that_a_person_is_known_elsewhere(ask):
    world = next(one for one in WORLDS if one.name == HERE)
    typed = {"received_on": "20240401", "channel": "self_visit", "call_name": "窓口の方"}
    typed |= {"kana": "ふたば はじめ", "birth": "1960-04-01", "words": "困っている"}
    with ask.world(world):
        client = Client()
        client.force_login(ask.people["chief, colleague"])
        said = client.post(reverse("case_receive"), typed | {"words": ""}).content.decode()
        assert "双葉 一" not in said
        assert "E-26" not in said
