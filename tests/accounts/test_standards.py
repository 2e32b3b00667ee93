"""要綱と様式: what the municipality works by, for its 管理者 to read."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rules.profile import versions_of
from tests.full import admin_of_the_city
from tests.places import PLACES


@pytest.mark.parametrize("who", ["admin", "city_admin"])
def test_the_rules_in_force_stand_there_in_words(office, as_, at, who):
    admin_of_the_city(office)
    at("nagaoka")
    page = as_(who).get(reverse("standards")).text
    for words in (
        "長岡市生活困窮者自立相談支援事業実施要領",
        "令和2年10月1日",
        "委託の機関だけ",
        "世帯の金融資産が基準以下である",
        "実施要領 4(3)ウ",
        "自立相談支援事業の手引き",
    ):
        assert words in page, words
    assert f'href="{reverse("standards")}"' in as_(who).get("/").text


@pytest.mark.parametrize(
    ("who", "status"), [("chief", 200), ("officer", 200), ("counselor", 403), ("approver", 403)]
)
def test_who_answers_for_the_work_reads_the_rules_too(as_, who, status):
    """§5.1: プロファイル・様式 are read by 主任 and 市 as well."""
    link = f'href="{reverse("standards")}"'
    for name in ("standards", "standards_compare"):
        assert as_(who).get(reverse(name)).status_code == status
    assert (link in as_(who).get(reverse("own_settings")).text) == (status == 200)


def test_a_city_without_a_file_is_told_so(office, as_):
    assert "全国の既定で動いています" in as_("admin").get(reverse("standards")).text
    assert "ちがいは0か所" in as_("admin").get(reverse("standards_compare")).text


def test_two_versions_stand_side_by_side_and_the_difference_has_a_word(office, as_, at):
    at("sapporo")
    assert len(versions_of(PLACES["sapporo"])) == 4
    client, url = as_("admin"), reverse("standards_compare")
    page = client.get(url, {"old": "2", "new": "3"}).text
    assert "ちがいは1か所" in page
    assert "<b>変わった</b>" in page
    assert "<ins>あり</ins>" in page
    assert "四角の埋めかた" not in page
    everything = client.get(url, {"old": "2", "new": "3", "all": "on"}).text
    assert "四角の埋めかた" in everything
    assert "同じ" in everything


def test_the_national_default_can_be_compared_and_nonsense_falls_back(office, as_, at):
    at("kamiamakusa")
    client, url = as_("admin"), reverse("standards_compare")
    page = client.get(url, {"old": "0", "new": "2"}).text
    assert "生計（生活）困難者レスキュー事業" in page
    assert "加わった" in page
    for typed in ("９", "-1", "99999999999999999999", "x", "3"):
        assert client.get(url, {"old": typed, "new": typed}).status_code == 200


def test_nothing_but_who_is_asking_is_read_from_the_database(office, as_, at):
    """However many versions and programmes there are."""
    counts = []
    for place in ("saitama", "sapporo"):
        at(place)
        client = as_("admin")
        client.get(reverse("standards"))
        for name in ("standards", "standards_compare"):
            with CaptureQueriesContext(connection) as queries:
                client.get(reverse(name))
            counts.append(len(queries))
    assert counts[:2] == counts[2:]
    assert max(counts) < 8
