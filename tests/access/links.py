"""Where a page leads its reader."""

import re

from django.urls import Resolver404, resolve

from tests.access.asking import undrawn

REFUSED = (403, 404)
LINK = re.compile(r'<a [^>]*href="(/[^"#?]*)')


def offered(page):
    """The pages that a page links to."""
    for path in LINK.findall(page):
        try:
            resolve(path)
        except Resolver404:
            continue
        yield path


def closed_to(ask, actor, led_to):
    """(page, link) wherever somebody is refused; ``led_to`` is the page by the link on it."""
    with undrawn():
        for link, page in led_to.items():
            if ask.answer(actor, "GET", link) in REFUSED:
                yield page, link
