"""Every list loads, has its marks, and speaks the words of the day."""

import pytest

from rules.choices import choices, entries, label, names


@pytest.mark.parametrize("name", names())
def test_a_list_is_whole(name):
    rows = entries(name)
    assert all(row.label for row in rows)
    newest = [row.code for row in rows if row.valid_until is None]
    assert len(newest) == len(set(newest))


def test_the_lists_of_the_form_have_their_length():
    assert len(choices("consult_topics")) == 16
    assert len(choices("issues")) == 27
    assert len(choices("changes")) == 22
    assert len(choices("screening_results")) == 5


def test_an_answer_that_is_no_answer_has_a_word():
    assert label("issues", "unknown") == "未確認"
    assert label("issues", "declined") == "本人が答えない"
