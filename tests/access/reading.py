"""What ``matrix.csv`` says of one person, one world and one address: a reading of its own.

It knows nothing of the rules and the ``visible_to`` of the product, only the words of the table:

=====  ======================================================
cell   who holds the role …
=====  ======================================================
``-``  may not: 403
``r``  reads; what may be sent there is not theirs: 403
``w``  reads and sends
``c``  reads and sends if in charge (担当・副担当), else 403
``rc`` reads; sends if in charge
``a``  reads and sends what they wrote themselves, else 403
``x``  nobody: the step has no address of its own, 404
=====  ======================================================

``row`` says what the address opens, and so from where a role counts and what is 404.
"""

import csv
from pathlib import Path

TABLE = Path(__file__).with_name("matrix.csv")
ROLES = ("chief", "counselor", "employment", "outreach", "shelter", "officer", "approver", "admin")
STAFF, CITY = ROLES[:5], ("officer", "approver")
THROUGH, NOT_YOURS, NOTHING = {200, 302, 409, 422}, {403}, {404}
# The office of the tests: 委託先, its city, a 直営 beside it, and a city next door.
HERE = {"center", "direct", "city"}
METHODS = {"G": "GET", "P": "POST"}


def table():
    with TABLE.open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def asked():
    """The lines of which a person asks: those that open a row."""
    return [line for line in table() if line["row"] != "open"]


def counting(actor):
    """The posts that count at all: a city role in a city office, any other in an agency or it."""
    offices = {"city", "other_city"}
    return [
        (place, role)
        for place, role in actor.posts
        if not actor.gone and (role not in CITY or place in offices)
    ]


def is_closed(world):
    """A restricted 台帳 for which the one who asks is not named."""
    return world.restricted and not world.granted


def places_of(row, world, role):
    """Where a role must be held for this row to be seen with it."""
    city_sees = world.direct or world.access == "case"
    paper = city_sees or world.access == "paper"
    closed = is_closed(world)
    staff, city = {"center"}, {"city"}
    seen = {
        "case": (set() if closed else staff, city if city_sees and not closed else set()),
        "plan": (set() if closed else staff, city if paper and not closed else set()),
        "item": (set() if closed else staff, city if paper and not closed else set()),
        "sent": (set() if closed else staff, set() if closed else city),
        "meeting": (staff, city),
        "pack": (set() if closed else staff, city),  # tells of a person: of a closed one to none
        "given": (set() if closed else staff, city),
        "received": ({"direct"}, city),
        "contact": (HERE, HERE),
        "house": (staff, set()),
        "safety": (staff, city),
        "affected": (set() if closed else staff, city),
        "payment": (set(), city),
        "agency": (set(), set()),
    }
    if role == "admin":
        return {"agency": city, "house": staff, "safety": staff, "contact": HERE}.get(row, set())
    return seen[row][role in CITY]


def cell_allows(cell, method, actor):
    if method == "GET" and cell in ("r", "rc"):
        return True
    mine = {"w": True, "c": actor.own, "rc": actor.own, "a": actor.author}
    return mine.get(cell, False)


def expected(line, actor, world, method):
    """The answers the table allows."""
    posts, row = counting(actor), line["row"]
    cells = {role: line[role] for _place, role in posts}
    knocks = any(cell != "-" for cell in cells.values())
    if not knocks:
        # Nothing is learned either way; nobody without a post gets as far as the row.
        return NOT_YOURS if not posts else NOT_YOURS | NOTHING
    if row == "town":
        return NOTHING  # this city's 要綱 does not have it
    if row == "own":
        return THROUGH if actor.author else NOTHING
    if row == "any":
        seen = cells
    elif row == "city office":
        seen = {role: line[role] for place, role in posts if place in ("city", "other_city")}
        return THROUGH if "w" in seen.values() or "r" in seen.values() else NOT_YOURS
    elif row == "own house":
        seen = {role: line[role] for place, role in posts if place not in ("city", "other_city")}
    else:
        seen = {role: line[role] for place, role in posts if place in places_of(row, world, role)}
    if row in ("safety", "affected") and not actor.author:
        # What went wrong is the 主任's, the 管理者's and the city's, and who took it down.
        seen = {role: cell for role, cell in seen.items() if role not in STAFF[1:]}
    if row in ("given", "received"):
        # Both agencies see the request; to one of them it is not theirs to answer. Of a closed
        # 台帳 only the receiving one, to which it is brought.
        told = {"direct"} if is_closed(world) else {"center", "direct"}
        both = {role for place, role in posts if place in told}
        seen |= dict.fromkeys(both - set(seen), "-")
    if not seen:
        return NOT_YOURS | NOTHING if row == "agency" else NOTHING
    if "x" in seen.values():
        return NOTHING
    if row == "payment" and method == "POST" and is_closed(world):
        return NOT_YOURS  # who does not see every 台帳 of a list does not release it (D16)
    if any(cell_allows(cell, method, actor) for cell in seen.values()):
        return THROUGH
    return NOT_YOURS
