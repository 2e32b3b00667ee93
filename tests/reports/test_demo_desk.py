"""The papers that came in, in the demo: they pass the door as those of an office do."""

import pytest

from documents.incoming import take_in
from reports.demo.desk import scan


@pytest.mark.parametrize("kind", ["pdf", "jpg", "png"])
def test_a_scan_of_the_demo_is_a_file_the_door_takes_in(kind):
    taken = take_in(scan("賃貸借契約書の写し", kind))
    assert taken.kind == kind
    assert 500 < len(taken.content) < 100_000
