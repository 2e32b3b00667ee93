"""別紙: the lines of a box are counted before it is laid out, and no letter goes astray."""

from hypothesis import given
from hypothesis import strategies as st

from documents.annex import Annex, beginning, halves, lines_of, squares

TEXTS = st.text(st.sampled_from("あ漢aZ1 。、「」\n𠮷葛\U000e0100ｶﾞ"), max_size=400)


@given(TEXTS, st.integers(2, 110))
def test_the_lines_joined_again_are_the_text(text, width):
    assert "".join(lines_of(text, width)) == text


@given(TEXTS, st.integers(2, 110))
def test_no_line_is_wider_than_the_box(text, width):
    assert all(sum(map(halves, line.rstrip("\n"))) <= width for line in lines_of(text, width))


@given(TEXTS, st.integers(1, 9), st.integers(10, 110))
def test_the_box_holds_the_text_or_its_beginning(text, lines, width):
    shown, is_cut = beginning(text, lines, width)
    assert text.startswith(shown)
    assert is_cut or shown == text
    if is_cut:
        assert len(lines_of(shown, width)) <= max(1, lines - 1)


def test_a_sign_is_whole_or_half_a_square():
    assert [halves(sign) for sign in "漢a1ｱ。𠮷"] == [2, 1, 1, 1, 2, 2]
    assert halves("\U000e0100") == 0


def test_a_wider_box_holds_more():
    assert squares(24) > squares(20) > squares(12)
    assert squares(24, 8) > squares(24, 9)


def test_an_annex_keeps_empty_lines_but_no_empty_pages():
    assert Annex(1, "課題", "一\n\n二").paragraphs == ["一", "", "二"]
    assert Annex(1, "課題", "一" + "\n" * 9000 + "二").paragraphs == ["一", "", "", "二"]
