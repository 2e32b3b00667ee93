"""What is drawn once and kept shows the words of each entry, escaped as they are."""

from django.utils.safestring import mark_safe

from accounts.templatetags.frame import _drawn, drawn
from reports.timeline import EMPTY

TEMPLATE = "components/timeline_entry.html"
ENTRY = EMPTY | {"kind": "note", "stamp": "2026-11-20", "year": "", "day": "11月20日", "hour": ""}


def test_the_same_words_are_drawn_once_and_others_anew():
    _drawn.cache_clear()
    first = drawn(TEMPLATE, ENTRY | {"title": "訪問", "text": "家賃の督促が来ている。"})
    again = drawn(TEMPLATE, ENTRY | {"title": "訪問", "text": "家賃の督促が来ている。"})
    other = drawn(TEMPLATE, ENTRY | {"title": "訪問", "text": "家賃は払えた。"})
    assert first == again
    assert "家賃の督促が来ている。" in first
    assert "家賃は払えた。" in other
    assert "督促" not in other
    assert (_drawn.cache_info().hits, _drawn.cache_info().misses) == (1, 2)


def test_safe_words_do_not_lend_their_safety_to_equal_ones_that_were_typed():
    safe = drawn(TEMPLATE, ENTRY | {"title": mark_safe("<b>太字</b>")})
    typed = drawn(TEMPLATE, ENTRY | {"title": "<b>太字</b>"})
    assert "<b>太字</b>" in safe
    assert "<b>太字</b>" not in typed
    assert "&lt;b&gt;太字&lt;/b&gt;" in typed
