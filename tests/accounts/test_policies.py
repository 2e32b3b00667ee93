"""What an agency has before it keeps anybody's data (手引き 第Ⅶ章1): who answers for it, how long
a 台帳 is kept, its 規程 and the 規約 of its database; 直営 and 委託 alike.
"""

import datetime as dt

import pytest
from django.urls import reverse

from accounts.models import Membership, PrivacyPolicy, Role, User
from accounts.policies import add_policy, starting_text
from rules.calendar import today, wareki_short

pytestmark = pytest.mark.django_db
Kind = PrivacyPolicy.Kind


@pytest.fixture
def city_admin(office):
    user = User.objects.create_user(
        "cityadmin", "test-password-1", name="市の管理者", pledged_on=today()
    )
    Membership(user=user, organisation=office.places["city"], role=Role.ADMIN, since=today()).save()
    office.people["cityadmin"] = user
    return user


def kept(place, **changed):
    """What the form of an agency is sent with."""
    named = ("name", "kind", "legal_form", "corporation", "number_prefix", "version")
    data = {name: getattr(place, name) for name in named}
    since = place.contract_from or today()
    return data | {"contract_from": wareki_short(since)} | changed


@pytest.mark.parametrize("where", ["center", "direct"])
def test_how_long_a_record_is_kept_is_a_fault_until_the_city_says_it(
    office, as_, city_admin, where
):
    place = office.places[where]
    page, edit = (reverse(name, args=[place.pk]) for name in ("agency_detail", "agency_edit"))
    words = "台帳の保存年限がありません"
    assert words in as_("cityadmin").get(page).text
    profile_forms = place.legal_form or "社会福祉法人"
    typed = kept(place, legal_form=profile_forms, corporation=place.corporation or "社協")
    too_long = as_("cityadmin").post(edit, typed | {"retention_years": "90"})
    assert (too_long.status_code, "E-21" in too_long.text) == (422, True)
    assert as_("cityadmin").post(edit, typed | {"retention_years": "5"}).status_code == 302
    place.refresh_from_db()
    assert place.retention_years == 5
    assert words not in as_("cityadmin").get(page).text
    assert "翌年度から5年間保存し" in starting_text(place)
    assert "翌年度から5年間保存し" in starting_text(place, Kind.SECURITY)


def test_an_entrusted_agency_keeps_to_the_same_rules(office, as_):
    law = "個人情報の保護に関する法律"
    for who, where in (("counselor", "center"), ("direct", "direct")):
        place = office.places[where]
        place.retention_years = 7
        place.save()
        shown = as_(who).get(reverse("data_rules")).text
        assert law in shown
        assert f"{place.name}" in shown
        assert "翌年度から7年" in shown
    city = as_("officer").get(reverse("data_rules")).text
    assert law in city
    assert "翌年度から7年" not in city


def test_the_rules_of_the_database_are_asked_for_and_stand_beside_form_7(office, as_):
    place = office.places["center"]
    list_, edit = reverse("security_list"), "データベースの安全管理の規約がありません"
    asked = as_("admin").get(reverse("policy_list"))
    assert edit in asked.text
    assert f'href="{list_}"' in asked.text
    assert "E-42" in asked.text
    form = as_("admin").get(list_)
    assert "毎日控えを取り" in form.text
    typed = {"valid_from": wareki_short(today()), "body": "控えは別の建物に置く。"}
    assert as_("admin").post(list_, typed).status_code == 302
    assert edit not in as_("admin").get(list_).text
    rules = place.policy_on(today(), Kind.SECURITY)
    assert (rules.number, rules.body) == (1, "控えは別の建物に置く。")
    assert place.policy_on(today()) is None  # it is not what a person is shown
    assert "控えは別の建物に置く。" in as_("counselor").get(reverse("data_rules")).text
    shown = as_("admin").get(reverse("policy_edit", args=[rules.pk]))
    assert "データベースの安全管理の規約　第1版" in shown.text


def test_each_kind_counts_its_own_versions(office):
    place, admin = office.places["center"], office.people["admin"]
    day = today() - dt.timedelta(days=3)
    form7 = add_policy(place, by=admin, valid_from=day, body="様式7")
    rules = add_policy(place, by=admin, valid_from=day, body="規約", kind=Kind.SECURITY)
    assert (form7.number, rules.number) == (1, 1)
    assert place.policy_on(today()) == form7
    assert place.policies_since(day) == [form7]


def test_the_list_of_agencies_says_where_something_is_lacking(office, as_, city_admin):
    place = office.places["direct"]
    counted = dict(as_("cityadmin").get(reverse("agency_list")).context["agencies"])
    assert [row.code for row in counted[place]] == ["E-29", "E-29", "E-29", "E-42"]
    place.privacy_officer, place.retention_years = "守 太郎", 5
    place.save()
    for kind in Kind:
        add_policy(place, by=office.people["admin"], valid_from=today(), body="文", kind=kind)
    counted = dict(as_("cityadmin").get(reverse("agency_list")).context["agencies"])
    assert counted[place] == []
