"""To read a PDF back with poppler, as a printer or a screen reader would meet it.

``LOOK=1 pytest …`` puts a picture of what a test shows into look/ (ignored).
"""

import os
import re
import subprocess
import unicodedata
import zlib
from pathlib import Path

LOOK = Path(__file__).resolve().parents[2] / "look" / "stories" if os.environ.get("LOOK") else None


def text_of(pdf: bytes) -> str:
    """The words of all pages, without spaces and line ends."""
    return "".join(pages_of(pdf))


def pages_of(pdf: bytes) -> list[str]:
    """The words of each page."""
    pages = run(["pdftotext", "-layout", "-", "-"], pdf).split("\f")
    return [plainly(page) for page in pages[:-1]]


def fonts_of(pdf: bytes) -> list[tuple[str, str]]:
    """Each font with whether it is embedded."""
    rows = run(["pdffonts", "-"], pdf).splitlines()[2:]
    return [(row.split()[0].partition("+")[2], row.split()[-5]) for row in rows]


def facts_of(pdf: bytes) -> dict[str, str]:
    """What the file says of itself."""
    rows = [row.partition(":") for row in run(["pdfinfo", "-"], pdf).splitlines()]
    return {key: value.strip() for key, _colon, value in rows}


def inside(pdf: bytes) -> bytes:
    """The objects of the file, unpacked."""
    return b"\n".join([pdf, *streams_of(pdf)])


def streams_of(pdf: bytes) -> list[bytes]:
    """Its streams, unpacked: also one that ends with a byte like a line end."""
    found = []
    for match in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            found.append(zlib.decompressobj().decompress(match[1]))
        except zlib.error:
            found.append(match[1])
    return found


def plainly(text: str) -> str:
    """The text as a reader gives it back: no variation selectors, no spaces."""
    return "".join(
        sign
        for sign in text
        if not sign.isspace() and unicodedata.category(sign) not in ("Mn", "Cf")
    )


def run(command: list[str], pdf: bytes) -> str:
    done = subprocess.run(command, input=pdf, capture_output=True, check=True)
    return done.stdout.decode("utf-8")


def keep_paper(pdf, name):
    """A picture of each page of a paper, for somebody who asked to look at it."""
    if LOOK:
        LOOK.mkdir(parents=True, exist_ok=True)
        subprocess.run(["pdftoppm", "-r", "70", "-png", "-", LOOK / name], input=pdf, check=True)
