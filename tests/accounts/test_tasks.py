"""What an agency does besides (札幌市 2(2), 埼玉県 1), and 養成研修 still to come (手引き 6-1)."""

import datetime as dt

import pytest
from django.urls import reverse

from accounts.models import Membership, PostReason, Role
from accounts.staffing import Register
from accounts.workflow import save_qualification, set_roles
from rules.calendar import today
from tests.full import admin_of_the_city

SHELTER = "一時生活支援の支援員"


def facts_of(agency, **changed):
    """What the form of an agency was filled with."""
    agency.refresh_from_db()
    kept = {"name": agency.name, "kind": "direct", "version": agency.version}
    return kept | changed


def edit(as_, agency, **changed):
    url = reverse("agency_edit", args=[agency.pk])
    return as_("city_admin").post(url, facts_of(agency, **changed))


def offered(as_):
    return dict(as_("admin").get(reverse("staff_list")).context["form"].fields["roles"].choices)


def test_the_seat_of_the_shelter_comes_with_the_task_and_may_not_stay_empty(office, as_, at):
    """札幌市 2(2): 一時生活支援事業と一体に行うとき."""
    admin_of_the_city(office)
    at("sapporo")
    agency = office.places["center"]
    assert "shelter" not in offered(as_)
    assert edit(as_, agency, tasks=["shelter"]).status_code == 302
    agency.refresh_from_db()
    assert agency.tasks == ["shelter"]
    assert "shelter" in offered(as_)
    page = as_("city_admin").get(reverse("agency_detail", args=[agency.pk])).text
    assert "一時生活支援事業を一体に行う：行う（実施要綱 2(2)）" in page
    told = as_("admin").get(reverse("staff_list")).text
    assert f"{SHELTER}が配置されていません" in told
    assert "E-31" in told
    person = office.people["counselor"]
    set_roles(person, agency, [Role.COUNSELOR, Role.SHELTER], by=person, reason="兼ねる")
    assert f"{SHELTER}が配置されていません" not in as_("admin").get(reverse("staff_list")).text


def test_a_task_the_ordinance_does_not_name_is_not_taken_on(office, as_, at):
    admin_of_the_city(office)
    at("sapporo")
    agency = office.places["center"]
    answer = edit(as_, agency, tasks=["outreach"])
    assert answer.status_code == 422
    assert "tasks" in answer.context["form"].errors
    at("nagaoka")
    assert "tasks" not in answer.client.get(reverse("agency_add")).context["form"].fields


def test_outreach_is_switched_on_agency_by_agency_in_saitama(office, as_, at):
    """埼玉県 1: the post, its warning and the list in the menu come and go with the switch."""
    admin_of_the_city(office)
    at("saitama")
    agency = office.places["center"]
    Membership.objects.filter(role=Role.OUTREACH).delete()
    missing = "アウトリーチ支援員が配置されていません"
    assert missing in as_("admin").get(reverse("staff_list")).text
    assert reverse("intensive_list") in as_("chief").get("/").text
    assert edit(as_, agency, tasks=[]).status_code == 302
    assert missing not in as_("admin").get(reverse("staff_list")).text
    assert "outreach" not in offered(as_)
    assert reverse("intensive_list") not in as_("chief").get("/").text
    assert as_("chief").get(reverse("intensive_list")).status_code == 404


def test_without_a_certificate_a_counselor_is_posted_in_sapporo(office, as_, at):
    """札幌市 2(2): 当分の間はこの限りでない; no reason is asked for."""
    at("sapporo")
    data = {"username": "new-one", "name": "新井 光", "roles": ["counselor"]}
    assert as_("admin").post(reverse("staff_list"), data).status_code == 302
    told = as_("admin").get(reverse("staff_list")).text
    assert "登録なし（求められていません）" in told
    assert "E-20" not in told
    assert "養成研修がこれからの人" not in told


@pytest.mark.parametrize("post", [Role.CHIEF, Role.COUNSELOR, Role.EMPLOYMENT])
def test_who_has_yet_to_be_trained_stands_there_with_the_day(office, as_, post):
    """手引き 第Ⅵ章1: for each of the three posts; once recorded it is settled."""
    person, place, by = office.people["outreach"], office.places["center"], office.people["admin"]
    url = reverse("staff_roles", args=[person.pk])
    seen = as_("admin").get(url).context["version"]
    data = {"roles": [post], "reason": "秋の研修を申し込んだ。", "version": seen}
    data["train_by"] = str(today())
    assert as_("admin").post(url, data).status_code == 302
    row = PostReason.objects.get(user=person)
    assert row.train_by == today()
    page = as_("admin").get(reverse("staff_list"))
    due = {one.user.pk: one for one in page.context["untrained"]}[person.pk]
    assert (due.post, due.due, due.is_late) == (post, today(), False)
    row.train_by -= dt.timedelta(days=3)
    row.save()
    late = "までの養成研修が、まだです。"
    assert as_("admin").get("/").text.count(late) == 1
    assert "3日過ぎ" in as_("admin").get(reverse("staff_list")).text
    fields = {"name": post, "number": "第1号", "obtained_on": today()}
    save_qualification(person, place, "certificate", by=by, **fields)
    assert late not in as_("admin").get("/").text


def test_a_day_for_the_training_is_not_before_today_and_can_be_changed(office, as_):
    person = office.people["outreach"]
    url = reverse("staff_roles", args=[person.pk])
    seen = as_("admin").get(url).context["version"]
    data = {"roles": ["counselor"], "reason": "研修待ち", "version": seen}
    past = as_("admin").post(url, data | {"train_by": str(today() - dt.timedelta(days=1))})
    assert past.status_code == 422
    assert [row.code for row in past.context["form"].errors["train_by"].as_data()] == ["E-02"]
    assert as_("admin").post(url, data).status_code == 302
    row = PostReason.objects.get(user=person)
    later = today() + dt.timedelta(days=90)
    change = {"reason": "秋に延びた", "train_by": str(later), "version": row.version}
    reason = reverse("post_reason", args=[person.pk, row.pk])
    assert as_("admin").post(reason, change).status_code == 302
    row.refresh_from_db()
    assert (row.reason, row.train_by) == ("秋に延びた", later)
    assert "養成研修は" in as_("admin").get(reverse("staff_detail", args=[person.pk])).text


def test_a_combination_has_no_day_of_training(office, as_, at):
    at("sapporo")
    person, place = office.people["counselor"], office.places["center"]
    set_roles(
        person,
        place,
        [Role.CHIEF, Role.EMPLOYMENT],
        by=person,
        reason="欠員",
        train_by=today(),
    )
    row = PostReason.objects.get(user=person)
    assert (row.is_of_one_post, row.train_by) == (False, None)
    url = reverse("post_reason", args=[person.pk, row.pk])
    assert "train_by" not in as_("admin").get(url).context["form"].fields
    assert Register(place).reasons[person.pk, row.subject] == row
