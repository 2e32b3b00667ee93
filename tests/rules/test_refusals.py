"""Sentences, statuses, and no hole in a sentence."""

import string

import pytest

from rules.refusals import SENTENCES, Refused, refuse


def gaps(code):
    return [name for _text, name, _spec, _conv in string.Formatter().parse(SENTENCES[code]) if name]


@pytest.mark.parametrize("code", SENTENCES)
def test_every_sentence_is_built_whole(code):
    said = refuse(code, **{name: "＊" for name in gaps(code)})
    assert said.code == code
    assert "{" not in said.text
    assert said.text.endswith(("。", "＊", "）"))


def test_a_hole_in_a_sentence_never_reaches_a_counselor():
    with pytest.raises(KeyError):
        refuse("E-01")


@pytest.mark.parametrize(
    ("codes", "status"),
    [(("E-04",), 403), (("E-08",), 409), (("E-01", "E-02"), 422), (("E-08", "E-03"), 403)],
)
def test_the_answer_follows_the_reason(codes, status):
    found = [refuse(code, **{name: "＊" for name in gaps(code)}) for code in codes]
    assert Refused(*found).status == status
