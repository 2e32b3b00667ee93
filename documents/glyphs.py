"""Signs that no font of this machine has: printed as 〓 with their number, never as a hole."""

import ctypes
import unicodedata
from functools import cache
from typing import Any

from documents.checks import FONTCONFIG, MATCH_FONT, library

GETA = "〓"
NAMED = 2  # as many of them stand by their numbers in the foot
TRIMMED = 1
PICTURES = "\U0001f000", "\U0001faff"  # emoji: some font has a few, taller than the line


def without_font(text: str) -> list[str]:
    """The signs of a text that would be a hole in the paper, each once, by their numbers."""
    has = _charset()
    return sorted(sign for sign in set(text) if has is not None and not _shows(sign, has))


def in_words(signs: list[str]) -> str:
    """「U+1F468、U+D55C、ほか2字」: what the foot of the paper says of them."""
    words = [f"U+{ord(sign):04X}" for sign in signs[:NAMED]]
    rest = len(signs) - len(words)
    return "、".join(words + [f"ほか{rest}字"] * bool(rest))


def _shows(sign: str, charset: Any) -> bool:
    """Is there a picture of it, or does it need none?"""
    if sign.isspace() or unicodedata.category(sign) in ("Cc", "Cf") or _is_selector(sign):
        return True
    if PICTURES[0] <= sign <= PICTURES[1]:
        return False
    return bool(_fontconfig().FcCharSetHasChar(charset, ord(sign)))


def _is_selector(sign: str) -> bool:
    return "\ufe00" <= sign <= "\ufe0f" or "\U000e0100" <= sign <= "\U000e01ef"


@cache
def _charset() -> Any:
    """All signs of all fonts together; None where there is no fontconfig to ask."""
    fontconfig = _fontconfig()
    if fontconfig is None:
        return None
    pattern, found, result = fontconfig.FcPatternCreate(), ctypes.c_void_p(), ctypes.c_int()
    fontconfig.FcConfigSubstitute(None, pattern, MATCH_FONT)
    fontconfig.FcDefaultSubstitute(pattern)
    fontconfig.FcFontSort(None, pattern, TRIMMED, ctypes.byref(found), ctypes.byref(result))
    fontconfig.FcPatternDestroy(pattern)
    return found


@cache
def _fontconfig() -> Any:
    fontconfig = library(FONTCONFIG)
    if fontconfig is not None:
        pointer, number = ctypes.c_void_p, ctypes.c_int
        fontconfig.FcPatternCreate.restype = fontconfig.FcFontSort.restype = pointer
        fontconfig.FcConfigSubstitute.argtypes = (pointer, pointer, number)
        fontconfig.FcDefaultSubstitute.argtypes = fontconfig.FcPatternDestroy.argtypes = (pointer,)
        fontconfig.FcFontSort.argtypes = (pointer, pointer, number, pointer, pointer)
        fontconfig.FcCharSetHasChar.argtypes = (pointer, ctypes.c_uint32)
    return fontconfig
