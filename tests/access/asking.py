"""Each address is asked by each person in each world: the rule and the rows, no drawing.

A view is called as Django calls it, with its rule. It is stopped where it begins to draw
(``undrawn``): who may not be there has been told so by then. What it would save is taken back.
"""

import datetime as dt
import sys
from contextlib import contextmanager
from dataclasses import dataclass

from django.contrib.messages.storage.base import BaseStorage
from django.db import transaction
from django.http import Http404
from django.template import loader
from django.test import RequestFactory
from django.urls import resolve

import cases.context
import plans.context
from accounts.models import Membership, Organisation, Role, User
from cases.models import Case, CaseGrant, CityAccess, Episode
from documents import rendering
from rules.calendar import today
from rules.refusals import Refused
from tests.access.reading import CITY, METHODS

STAFF = ("chief", "counselor", "employment", "outreach", "shelter")


@dataclass(frozen=True)
class Actor:
    """Somebody who knocks: posts are (place, role), ``own`` puts them in charge."""

    name: str
    posts: tuple[tuple[str, str], ...] = ()
    own: bool = False
    author: bool = False
    gone: bool = False

    @property
    def places(self):
        return {place for place, _role in self.posts}


def actors():
    """Every role at every distance, several roles at once, and those who hold none."""
    found = []
    for role in STAFF:
        found += [
            Actor(f"{role}, in charge", (("center", role),), own=True),
            Actor(f"{role}, colleague", (("center", role),)),
            Actor(f"{role}, other agency", (("direct", role),)),
            Actor(f"{role}, other city", (("other", role),)),
        ]
    for role in ("officer", "approver"):
        found += [
            Actor(role, (("city", role),)),
            Actor(f"{role}, other city", (("other_city", role),)),
            Actor(f"{role} at a 委託先", (("center", role),)),
        ]
    for place in ("center", "direct", "city", "other"):
        found.append(Actor(f"admin of {place}", ((place, "admin"),)))
    found += [
        Actor("author", (("center", "counselor"),), own=True, author=True),
        Actor("counselor and employment", (("center", "counselor"), ("center", "employment"))),
        Actor("counselor and admin", (("center", "counselor"), ("center", "admin"))),
        Actor("officer and approver", (("city", "officer"), ("city", "approver"))),
        Actor("officer and chief of the 直営", (("city", "officer"), ("direct", "chief"))),
        Actor("counselor of two agencies", (("center", "counselor"), ("direct", "counselor"))),
        Actor("operator"),
        Actor("disabled", (("center", "chief"),), gone=True),
        Actor("left yesterday", (("center", "chief"),), gone=True),
    ]
    return found


def holder(role, line):
    """By name: who holds a role where the record of a line is, and is in charge of it."""
    if role == "admin":
        return "admin of city" if line["row"] in ("agency", "city office") else "admin of center"
    return role if role in CITY else f"{role}, in charge"


@dataclass(frozen=True)
class World:
    """How the 台帳 stand: ``access`` is what a step brought to the city."""

    name: str
    access: str = ""
    restricted: bool = False
    granted: bool = False
    direct: bool = False


WORLDS = (
    World("plain"),
    World("brought", access="case"),
    World("paper", access="paper"),
    World("direct", direct=True),
    World("granted", access="case", restricted=True, granted=True),
    World("not granted", access="case", restricted=True),
)


def met_in(actor, world):
    """Is anything new asked of this person in this world?"""
    if world.name == "plain":
        return True
    if world.restricted:
        return actor.own or bool({"center", "city"} & actor.places)
    return "city" in actor.places


class Ask:
    """One office, full of records, and everyone who knocks at it."""

    def __init__(self, faces):
        self.faces, self.full = faces, faces.full
        self.factory, self.people = RequestFactory(), {}
        self.places = self.full.office.places
        for number, actor in enumerate(actors()):
            self.people[actor.name] = self.person(actor, number)

    def person(self, actor, number):
        if actor.author:
            return self.full.by
        user = User(username=f"actor{number}", name=f"役 {actor.name}", pledged_on=today())
        user.is_active = actor.name != "disabled"
        user.is_operator = actor.name == "operator"
        user.save()
        until = today() - dt.timedelta(days=1) if actor.name == "left yesterday" else None
        for place, role in actor.posts:
            Membership(
                user=user,
                organisation=self.places[place],
                role=Role(role),
                since=today() - dt.timedelta(days=30),
                until=until,
            ).save()
        return user

    @contextmanager
    def world(self, world):
        """The office as it stands in a world; afterwards as before."""
        with transaction.atomic():
            Case.objects.update(is_restricted=world.restricted)
            CaseGrant.objects.all().delete()
            CityAccess.objects.all().delete()
            files = list(Case.objects.values_list("pk", flat=True))
            if world.access:
                CityAccess.objects.bulk_create(
                    CityAccess(case_id=pk, scope=world.access, since=today(), reason="試験")
                    for pk in files
                )
            if world.direct:
                center = Organisation.objects.filter(pk=self.places["center"].pk)
                center.update(kind=Organisation.Kind.DIRECT)
            if world.granted:
                CaseGrant.objects.bulk_create(
                    CaseGrant(case_id=pk, user=person)
                    for pk in files
                    for person in self.people.values()
                    if person.pk
                )
            yield
            transaction.set_rollback(True)

    @contextmanager
    def in_charge(self, actor):
        """The 担当 of every 台帳 is this person, if they are to be."""
        with transaction.atomic():
            if actor.own:
                Episode.objects.update(lead=self.people[actor.name])
            yield
            transaction.set_rollback(True)

    def answer(self, actor, method, url):
        """The status with which an address answers; nothing stays."""
        user = self.people[actor.name]
        vars(user).pop("_posts", None)
        data = {"typed": ""} if method == "POST" else None
        request = getattr(self.factory, method.lower())(url, data)
        request.user, request.session = user, Session()
        request._messages = Unsaid(request)
        found = resolve(request.path)
        with transaction.atomic():
            status = status_of(found, request)
            transaction.set_rollback(True)
        return status

    def answers(self, actor, lines):
        """(line, world, method, status) of everything a person asks, world by world."""
        with undrawn():
            for world in WORLDS:
                if met_in(actor, world):
                    with self.world(world), self.in_charge(actor):
                        yield from self.answers_in(world, actor, lines)

    def answers_in(self, world, actor, lines):
        for line in lines:
            for method in map(METHODS.get, line["methods"]):
                yield line, world, method, self.answer(actor, method, self.faces.address(line))


class Session(dict):
    """One login, of which nothing is kept."""

    session_key = "matrix"


class Unsaid(BaseStorage):
    """Messages that nobody hears."""

    def _get(self, *_args, **_kwargs):
        return [], True

    def _store(self, *_args, **_kwargs):
        return []


def status_of(found, request):
    try:
        response = found.func(request, *found.args, **found.kwargs)
    except Http404:
        return 404
    except Refused as refused:
        return refused.status
    except Drawn:
        return 200
    except Exception as failure:  # told with the person and the address
        return repr(failure)
    return response.status_code


class Drawn(Exception):
    """The view has come as far as to what stands round its page: it lets the person in."""


def stop(*_args, **_kwargs):
    raise Drawn


def rooms_with(function):
    """The modules that know a function by its name."""
    name = function.__name__
    return [room for room in list(sys.modules.values()) if vars(room).get(name) is function]


@contextmanager
def undrawn(to_the_end=False):
    """No template is drawn and no PDF is laid out; what they are given is still made.

    What stands round a page lets the person in, and there the view ends unless ``to_the_end``.
    """
    nothing = {(loader, "render_to_string"): lambda *_args, **_kwargs: ""}
    sheet = rendering.print_sheet
    nothing |= {(room, sheet.__name__): lambda *_a, **_k: b"%PDF-" for room in rooms_with(sheet)}
    for frame in () if to_the_end else (cases.context.case_frame, plans.context.plan_frame):
        nothing |= {(room, frame.__name__): stop for room in rooms_with(frame)}
    drawn = {(room, name): getattr(room, name) for room, name in nothing}
    for (room, name), instead in nothing.items():
        setattr(room, name, instead)
    try:
        yield
    finally:
        for (room, name), before in drawn.items():
            setattr(room, name, before)
