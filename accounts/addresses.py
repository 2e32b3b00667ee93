"""Where the pages are: what a frame of thirty links asks again with every page."""

from functools import lru_cache

from django.urls import reverse


@lru_cache(maxsize=20_000)  # twenty pages of some thousand cases
def address(name: str, *keys: int) -> str:
    """The address of a page, by its name and the keys of its record."""
    return reverse(name, args=keys)
