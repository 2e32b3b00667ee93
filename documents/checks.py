"""What paper needs of the machine: without it forms print in a wrong letter, or slowly."""

import ctypes
from typing import Any

from django.core.checks import CheckMessage, Warning, register

# Debian: fonts-morisawa-bizud-mincho, fonts-morisawa-bizud-gothic, fonts-ipamj-mincho; for names
# in the writing of another country fonts-nanum (한글) and fonts-noto-core (नागरी and many more).
FAMILIES = ("BIZ UDMincho", "BIZ UDGothic", "IPAmjMincho", "NanumGothic", "Noto Sans Devanagari")
# Without it WeasyPrint falls back, silently, to a way that takes several times as long.
SUBSETTER = "libharfbuzz-subset.so.0"
FONTCONFIG = "libfontconfig.so.1"
MATCH_FONT = 0


@register()
def paper_has_its_fonts(app_configs: Any, **_kwargs: Any) -> list[CheckMessage]:
    """Say loudly what is missing, with the package that brings it."""
    found: list[CheckMessage] = []
    missing = [family for family in FAMILIES if not has_font(family)]
    if missing:
        hint = "make setup が入れる Debian のフォントを確かめてください。"
        found.append(
            Warning(
                f"様式のフォントがありません：{'、'.join(missing)}", hint=hint, id="documents.W001"
            )
        )
    if library(SUBSETTER) is None:
        hint = "Debian の libharfbuzz-subset0 を入れてください。"
        found.append(Warning("様式の印刷が数倍おそくなります。", hint=hint, id="documents.W002"))
    return found


def library(name: str) -> Any:
    """A shared library, or None."""
    try:
        return ctypes.CDLL(name)
    except OSError:
        return None


def has_font(family: str) -> bool:
    """Does the machine answer with this family when asked for it?"""
    fontconfig = library(FONTCONFIG)
    if fontconfig is None:
        return False
    pointer = ctypes.c_void_p
    fontconfig.FcNameParse.restype = fontconfig.FcFontMatch.restype = pointer
    fontconfig.FcFontMatch.argtypes = (pointer, pointer, pointer)
    fontconfig.FcConfigSubstitute.argtypes = (pointer, pointer, ctypes.c_int)
    fontconfig.FcDefaultSubstitute.argtypes = fontconfig.FcPatternDestroy.argtypes = (pointer,)
    get_string = fontconfig.FcPatternGetString
    get_string.argtypes = (pointer, ctypes.c_char_p, ctypes.c_int, pointer)
    asked = fontconfig.FcNameParse(family.encode())
    fontconfig.FcConfigSubstitute(None, asked, MATCH_FONT)
    fontconfig.FcDefaultSubstitute(asked)
    answer = fontconfig.FcFontMatch(None, asked, ctypes.byref(ctypes.c_int()))
    names: list[bytes | None] = []
    name = ctypes.c_char_p()
    while answer and get_string(answer, b"family", len(names), ctypes.byref(name)) == 0:
        names.append(name.value)
    fontconfig.FcPatternDestroy(asked)
    if answer:
        fontconfig.FcPatternDestroy(answer)
    return family.encode() in names
