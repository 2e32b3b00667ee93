"""What was typed into the search box, read word by word.

Every word is needed. A word is looked for in what a 台帳 is found by (names, ふりがな,
台帳番号, telephone, all folded by ``search_key``), or as a date of birth, or as both
where it can be both: 1975 is a year and the middle of a telephone number. One asks for
the last four digits of a telephone, never for fewer: 12 is a 台帳番号, or it would be found
in almost every telephone number.
"""

import datetime as dt
import re
from dataclasses import dataclass, field

from rules.amounts import half_width
from rules.calendar import DateError, PartialDate, parse_date, today
from rules.text import phone_digits, search_key

LONGEST = 100  # characters of a query; more is not read
MOST = 8  # words of a query; more are not read
FEWEST = 4  # digits that are looked for in telephone numbers
WIDEST = 4  # 昭和 50年 4月 1日: pieces of one date or one number

_PHONE = re.compile(r"0[0-9]{9,10}")
# No key has such a digit: 75 is not found by those born in 1975.
_BIRTH_DIGITS = str.maketrans("0123456789", "⓪①②③④⑤⑥⑦⑧⑨")
# Nor such a one: 12 is not found in a telephone number.
_TEL_DIGITS = str.maketrans("0123456789", "０１２３４５６７８９")


@dataclass(frozen=True)
class Word:
    """One word of a query: the text to look for, or the birth, or both."""

    typed: str = field(compare=False)
    key: str = ""
    birth: PartialDate | None = None
    note: str = field(default="", compare=False)

    @property
    def birth_key(self) -> str:
        """What the key of everyone born then begins with, roughly (頃) or not."""
        return birth_key(str(self.birth).rstrip("~")) if self.birth else ""

    @property
    def tel_key(self) -> str:
        """What a telephone number with these digits holds; nothing for a few digits."""
        return tel_key(self.key) if self._is_number and len(self.key) >= FEWEST else ""

    @property
    def keys(self) -> list[str]:
        """Of these a 台帳 holds one, if the word is true of it."""
        return [key for key in (self.key, self.tel_key, self.birth_key) if key]

    @property
    def said(self) -> str:
        """How the word was read."""
        parts = []
        if self.birth:
            parts.append(_said_birth(self.birth))
        if self.key:
            tel = "・電話" if self.tel_key else ""
            parts.append(f"氏名・ふりがな・台帳番号{tel}のどこかに「{self.typed}」")
        if self._is_number and not self.tel_key:
            parts[-1] += f"（電話は{FEWEST}けた以上でさがします）"
        note = f"　{self.note}" if self.note else ""
        return "、または".join(parts) + note

    @property
    def _is_number(self) -> bool:
        return self.key.isascii() and self.key.isdigit()


def birth_key(stored: str) -> str:
    """A stored date of birth as it stands among the words a 台帳 is found by."""
    return "@" + stored.translate(_BIRTH_DIGITS)


def tel_key(number: str) -> str:
    """A telephone number as it stands among the words a 台帳 is found by."""
    return phone_digits(number).translate(_TEL_DIGITS)


def read_words(text: str, on: dt.date | None = None) -> list[Word]:
    """The words of a query, each read; none if there is nothing to look for.

    A date or a telephone number may hold spaces: 「S50 4 1」 and 「090 1234 5678」 are one
    word. A sign alone (・, %) is nothing to look for.
    """
    pieces = text[:LONGEST].replace("\x00", " ").split()
    words: list[Word] = []
    while pieces:
        word, used = _first_word(pieces, on or today())
        pieces = pieces[used:]
        if (word.key or word.birth) and word not in words:
            words.append(word)
    return words[:MOST]


def _first_word(pieces: list[str], on: dt.date) -> tuple[Word, int]:
    """The word the pieces begin with, and how many of them it is."""
    for used in range(min(WIDEST, len(pieces)), 1, -1):
        together = " ".join(pieces[:used])
        if _PHONE.fullmatch(_digits_only(together)):
            return Word(together, _digits_only(together)), used
        birth, note = _birth(together, on)
        if birth and birth.day:
            return Word(together, "", birth, note), used
    return _read(pieces[0], on), 1


def _read(piece: str, on: dt.date) -> Word:
    key = _digits_only(piece) or search_key(piece)
    birth, note = _birth(piece, on)
    if birth and not _may_be_text(piece, key, birth):
        key = ""
    return Word(piece, key, birth, note)


def _may_be_text(piece: str, key: str, birth: PartialDate) -> bool:
    """Mere digits may be a number, S50 and R8-01 begin a 台帳番号; the rest is a date."""
    return half_width(piece).isdigit() if birth.day else key.isascii()


def _digits_only(piece: str) -> str:
    """The digits of what is written like a telephone number, else nothing."""
    key = search_key(piece)
    return phone_digits(piece) if key.isascii() and key.isdigit() else ""


def _birth(text: str, on: dt.date) -> tuple[PartialDate | None, str]:
    """A date on which someone can have been born, and what was settled in reading it."""
    try:
        read = parse_date(text, on, past_only=True, near=False)
    except DateError:
        return None, ""
    return read.value, read.note


def _said_birth(birth: PartialDate) -> str:
    stored = str(birth).rstrip("~")
    calendar = PartialDate.from_stored(stored).wareki()
    name = {"day": "生年月日", "month": "生まれた年月", "year": "生まれた年"}[birth.precision]
    return f"{name} {stored}（{calendar}）"
