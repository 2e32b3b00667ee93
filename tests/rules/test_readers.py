"""Every parameter of a 要綱 (P-01 to P-38) is read somewhere: another value, another screen."""

import pytest
from django.urls import reverse

from rules.profile import registered_tables, versions_of
from rules.profile_words import sections

# What the 要綱 says in words alone stands on the page of everyone, and of the 管理者.
TEXTS = {
    "law": "根拠のしるし",
    "secrecy": "守秘のしるし",
    "sharing": "共有のしるし",
    "register_unit": "世帯ごと",
    "housing_source": "給付金要綱のしるし",
    "housing_office": "支給のしるし",
    "delegated": "部長が定めるしるし",
}


@pytest.fixture
def said(folders):
    lines = "\n".join(f'{name} = "{words}"' for name, words in TEXTS.items())
    return folders.rules(
        f"""[version.texts]
        {lines}
        references = ["参照文書のしるし"]
        others = ["ほかの要綱のしるし"]
        council = "協議会のしるし"
        """
    )


@pytest.mark.parametrize("who", ["counselor", "chief", "officer", "admin"])
def test_what_the_ordinance_refers_to_is_found_by_everyone(office, as_, said, who):
    """P-01, P-10, P-16, P-32 to P-36; 長岡市 9(1), 上天草市 7(1), 札幌市 9."""
    page = as_(who).get(reverse("own_settings")).text
    for words in (*TEXTS.values(), "参照文書のしるし", "ほかの要綱のしるし", "試験の要綱"):
        assert words in page, words


def test_the_page_of_the_admin_shows_every_field_of_every_table(office, as_, said):
    """P-01 to P-38: what a file says is there to be read."""
    page = as_("admin").get(reverse("standards")).text
    for words in (*TEXTS.values(), "協議会のしるし", "平成27年4月1日"):
        assert words in page, words
    told = {section.name for section in sections(versions_of("990001")[0])}
    assert told == set(registered_tables())
