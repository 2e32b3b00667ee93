"""Property tests keep no time limit and nothing between runs; a profile of the test's own."""

import pytest
from hypothesis import settings

from tests.rules.profiles import HEAD, NEW, write_profile

settings.register_profile("office", deadline=None, database=None)
settings.load_profile("office")


@pytest.fixture
def write(folders):
    """Write a municipality's file: ``write("[version.plans]\\n…")``."""

    def run(lines="", *, name=NEW, head=HEAD):
        return write_profile(folders.path, lines, name, head)

    return run
