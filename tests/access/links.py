"""Where a page leads its reader."""

import re

from django.urls import Resolver404, resolve

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
