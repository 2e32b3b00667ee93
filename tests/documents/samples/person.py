"""The person of all samples: rare characters, a long text, and the sheet around a paper."""

import datetime as dt

from documents.register import Sheet
from plans.papers import Who

DAY = dt.date(2026, 11, 20)
KATSURAGI = "葛\U000e0100城"  # 葛 with a variation selector
TAKASAKI = "髙﨑"  # U+9AD9, U+FA11
YOSHIRO = "𠮷郎"  # U+20BB7: IPAmj明朝 only
KANDA = "\ufa19田"  # 神 as a compatibility character
NAME = f"{TAKASAKI}　{YOSHIRO}"
LONG = "".join(
    f"{number:04}番目のことを書きます。" + ("\n" if number % 7 == 6 else "")
    for number in range(670)
)
WHO = Who(
    number="R8-0123", name=NAME, kana="たかさき　よしろう", sex="男性", birth="S52.2.9", age="49歳"
)


def sheet(paper, municipality=""):
    """A sheet of the person of these samples."""
    return Sheet(
        paper=paper,
        case_pk=1,
        case_number="R8-0123",
        name=NAME,
        kana="たかさき よしろう",
        agency="つむぎ市くらし自立相談センター",
        municipality=municipality,
        dated=DAY,
    )
