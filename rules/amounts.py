"""Amounts of money as people write them: 45,000円, ３万, 1.5万, 4万5千."""

import re

ADVICE = "1つの金額で入れてください（例 45000、4.5万）。"

_HALF_WIDTH = str.maketrans(
    {
        **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
        **dict.fromkeys("，、､", ","),
        **dict.fromkeys("−‐‑–—△▲", "-"),
        "￥": "¥",
    }
)
_NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)"
_AMOUNT = re.compile(
    r"(?P<minus>-)?[¥\\]?"
    rf"(?:(?P<man>{_NUMBER}(?:\.[0-9]{{1,4}})?)万)?"
    rf"(?:(?P<sen>[0-9](?:\.[0-9]{{1,3}})?)千)?"
    rf"(?P<yen>{_NUMBER})?円?"
)


class AmountError(ValueError):
    """What was typed is no whole amount of yen; the text says what to type."""


def half_width(text: str) -> str:
    """Digits and signs of a number in half width, without spaces."""
    return re.sub(r"\s+", "", text.translate(_HALF_WIDTH))


def parse_yen(text: str) -> int:
    """The amount in yen; △ and − are minus. ``AmountError`` if it is not one whole amount.

    A point is read only before 万 or 千: ``45.000`` could mean two amounts.
    """
    match = _AMOUNT.fullmatch(half_width(text))
    if not match or not (match["man"] or match["sen"] or match["yen"]):
        raise AmountError(ADVICE)
    rest = int(_digits(match["yen"] or "0"))
    if (match["sen"] and rest >= 1_000) or (match["man"] and rest >= 10_000):
        raise AmountError(ADVICE)
    yen = _times(match["man"], 4) + _times(match["sen"], 3) + rest
    return -yen if match["minus"] else yen


def _digits(number: str) -> str:
    return number.replace(",", "")


def _times(number: str | None, zeros: int) -> int:
    """1.5 with four zeros is 15000; more decimals than zeros cannot occur."""
    whole, _, decimals = _digits(number or "0").partition(".")
    return int(whole + decimals.ljust(zeros, "0"))
