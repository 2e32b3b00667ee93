"""町村 (SAI-2): which one a person lives in, read from their address and typed nowhere else."""

import re
from collections.abc import Sequence

PREFECTURE = re.compile(r"東京都|北海道|京都府|大阪府|\w{2,3}県")


def town_in(address: str, towns: Sequence[str], prefecture: str = "") -> str:
    """The 町村 of an address, or "" where it names none of them.

    An address that begins with another 都道府県 lies in none, whatever stands in it.
    """
    words = "".join(address.split())
    said = PREFECTURE.match(words)
    if said and said[0] != prefecture:
        return ""
    found = [town for town in towns if town in words]
    return min(found, key=lambda town: (words.index(town), -len(town)), default="")
