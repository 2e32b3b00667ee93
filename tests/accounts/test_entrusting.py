"""委託: whom the city may entrust, and until when (実施要領 2)."""

import pytest
from django.urls import reverse

from accounts.models import Membership, Organisation, Role, User
from rules.calendar import today
from rules.profile import profile_for
from tests.accounts.test_agencies import NEW
from tests.course import ago


@pytest.fixture
def city_admin(office):
    user = User.objects.create_user(
        "cityadmin", "test-password-1", name="市の管理者", pledged_on=today()
    )
    Membership(
        user=user, organisation=office.places["city"], role=Role.ADMIN, since=ago(100)
    ).save()
    office.people["cityadmin"] = user


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        (
            {"legal_form": "株式会社"},
            "legal_form",
            "プロファイルの設定に誤りがあります：法人種別（株式会社には委託できません）",
        ),
        ({"legal_form": ""}, "legal_form", "「法人種別」を入力してください。"),
        ({"contract_from": ""}, "contract_from", "「委託期間の始まり」を入力してください。"),
        (
            {"contract_until": "R8.3.31"},
            "contract_until",
            "委託期間の終わりは委託期間の始まり以降の日付にしてください。",
        ),
    ],
)
def test_an_entrusted_agency_is_one_the_ordinance_names(
    office, as_, city_admin, changed, field, sentence
):
    answer = as_("cityadmin").post(reverse("agency_add"), NEW | changed)
    assert answer.status_code == 422
    assert sentence in str(answer.context["form"].errors[field])
    assert not Organisation.objects.filter(name=NEW["name"]).exists()


def test_the_entrusted_agency_stands_in_the_list_with_its_period(office, as_, city_admin):
    as_("cityadmin").post(reverse("agency_add"), NEW)
    agency = Organisation.objects.get(name=NEW["name"])
    assert (agency.kind, agency.legal_form) == ("contracted", "特定非営利活動法人")
    assert (str(agency.contract_from), str(agency.contract_until)) == ("2026-04-01", "2027-03-31")
    assert NEW["name"] in as_("cityadmin").get(reverse("agency_list")).text


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, "委託（全部）"),
        ({"entrusted_part": "町部の相談"}, "委託（一部：町部の相談）"),
        ({"kind": "direct", "entrusted_part": "町部の相談"}, "<td>直営</td>"),
    ],
)
def test_the_whole_is_entrusted_or_a_part_of_it(office, as_, city_admin, changed, said):
    """実施要領 2: 全部又は一部を委託することができる (P-02)."""
    as_("cityadmin").post(reverse("agency_add"), NEW | changed)
    page = as_("cityadmin").get(reverse("agency_list")).text
    assert said in page[page.index(NEW["name"]) :]


@pytest.mark.parametrize("place", ["nagaoka", "sapporo", "kamiamakusa", "saitama"])
def test_each_place_entrusts_whom_its_own_ordinance_names(office, at, as_, city_admin, place):
    city = at(place)
    client = as_("cityadmin")
    named = profile_for(city.code).table("agencies").entrustable
    offered = dict(client.get(reverse("agency_add")).context["form"].fields["legal_form"].choices)
    assert list(offered) == ["", *named]
    answer = client.post(reverse("agency_add"), NEW | {"legal_form": "株式会社"})
    assert answer.status_code == 422
    assert "法人種別（株式会社には委託できません）" in answer.text
    client.post(reverse("agency_add"), NEW | {"legal_form": named[0]})
    assert Organisation.objects.get(name=NEW["name"]).municipality == city
