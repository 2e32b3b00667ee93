"""職種: who is to be posted and who may hold two posts, by the 要綱 (P-07, P-08)."""

import pytest
from django.urls import reverse

from accounts.models import Membership, Role
from tests.course import ago

WORK = "就労支援員が配置されていません。"
OUTREACH = "アウトリーチ支援員が配置されていません。"


@pytest.mark.parametrize(
    ("place", "outreach_is_asked"),
    [("nagaoka", False), ("sapporo", False), ("kamiamakusa", False), ("saitama", True)],
)
def test_a_post_that_nobody_holds_is_named_to_the_admin(office, at, as_, place, outreach_is_asked):
    at(place)
    assert "E-31" not in as_("admin").get(reverse("home")).text
    Membership.objects.filter(role__in=(Role.EMPLOYMENT, Role.OUTREACH)).delete()
    page = as_("admin").get(reverse("home")).text
    assert WORK in page
    assert (OUTREACH in page) is outreach_is_asked
    assert "E-31" in page


@pytest.mark.parametrize(
    ("place", "roles", "warned"),
    [
        ("nagaoka", ["chief", "employment"], ""),
        ("sapporo", ["counselor", "employment"], ""),
        ("sapporo", ["chief", "employment"], "主任相談支援員・就労支援員"),
        ("sapporo", ["chief", "counselor", "employment"], "主任相談支援員・相談支援員・就労支援員"),
        ("kamiamakusa", ["counselor", "employment"], ""),
        ("kamiamakusa", ["chief", "counselor"], "主任相談支援員・相談支援員"),
        ("sapporo", ["counselor", "admin"], ""),
    ],
)
@pytest.mark.parametrize("is_new", [True, False])
def test_two_posts_that_the_ordinance_does_not_join_are_warned_of(
    office, at, as_, place, roles, warned, is_new
):
    """P-08: the reason is asked once and kept; nobody is barred."""
    at(place)
    client = as_("admin")
    if is_new:
        url, person = reverse("staff_list"), {"username": "new-one", "name": "新井 光"}
    else:
        url = reverse("staff_roles", args=[office.people["outreach"].pk])
        person = {"version": client.get(url).context["version"]}
    asked = client.post(url, person | {"roles": roles})
    said = f"{warned}の兼務は、この自治体の要綱にありません。"
    assert (said in asked.text) is bool(warned)
    client.post(url, person | {"roles": roles, "reason": "欠員のあいだ"})
    kept = Membership.objects.order_by("-pk")[: len(roles)]
    assert {row.role for row in kept} == set(roles)


def test_who_holds_two_posts_does_the_work_of_both(office, at, as_):
    """NAG-3-2: 柔軟な対応 — one person is 相談支援員 and 就労支援員."""
    at("nagaoka")
    person = office.people["counselor"]
    roles = {"roles": ["counselor", "employment"], "reason": "研修待ち"}
    url = reverse("staff_roles", args=[person.pk])
    as_("admin").post(url, roles | {"version": as_("admin").get(url).context["version"]})
    person.__dict__.pop("_posts", None)
    held = person.organisation_ids((Role.EMPLOYMENT,))
    assert held == person.organisation_ids((Role.COUNSELOR,)) == [office.places["center"].pk]


def test_where_it_is_forbidden_nobody_counsels_and_decides(office, as_, folders):
    """P-37: the sentence stands on the page, what was chosen stays, nothing is saved."""
    folders.rules("[version.staffing]\ndecider_may_counsel = 'forbidden'")
    person, city = office.people["counselor"], office.places["city"]
    Membership(user=person, organisation=city, role=Role.APPROVER, since=ago(1)).save()
    url = reverse("staff_roles", args=[person.pk])
    seen = as_("admin").get(url).context["version"]
    answer = as_("admin").post(url, {"roles": ["chief"], "reason": "研修待ち", "version": seen})
    assert answer.status_code == 422
    assert f"{person.name}さんは、この自治体では支援員と決裁者を兼ねられません。" in answer.text
    assert "E-39" in answer.text
    assert "研修待ち" in answer.text
    assert not person.memberships.filter(role=Role.CHIEF).exists()


@pytest.mark.parametrize(
    ("place", "words"), [("nagaoka", "主任相談支援員等"), ("sapporo", "支援員等")]
)
def test_the_staff_is_called_as_the_ordinance_calls_it(office, at, as_, place, words):
    """P-06: 札幌市 2(2) 支援員等."""
    at(place)
    page = as_("admin").get(reverse("staff_list")).text
    assert f"{words}と管理者</h2>" in page
