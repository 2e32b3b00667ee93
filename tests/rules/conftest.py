"""Property tests: no time limit per example on a busy machine, nothing kept between runs."""

from hypothesis import settings

settings.register_profile("office", deadline=None, database=None)
settings.load_profile("office")
