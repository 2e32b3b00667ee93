"""The demo: an office that could exist. Its books are TOML, its people are invented.

A folder beside this file is one municipality. Everything in it happens through the real
verbs, each on its own day: ``seed.py`` plays the days in their order, ``steps.py`` and
its neighbours know what a step of a story does.
"""
