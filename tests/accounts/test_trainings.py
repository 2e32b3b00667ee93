"""合同研修: planned by its theme and its way, near and wide (手引き 第Ⅵ章4, TEB-6-4)."""

import pytest
from django.urls import reverse

from accounts.models import Membership, Qualification, Role, Training
from rules.calendar import today, wareki_short
from rules.choices import choices
from tests.course import ago

PLANNED = {
    "title": "ひきこもりの事例検討",
    "theme": "cases",
    "way": "workshop",
    "on": wareki_short(ago(-20)),
    "partners": "若者サポートステーション",
    "people": "主任、相談支援員2人",
}


def planned(office, **fields):
    data = {"on": ago(-20), "title": "事例検討", "theme": "cases", "way": "group"} | fields
    row = Training(organisation=office.places["center"], **data)
    row.save()
    return row


def test_the_themes_and_the_ways_are_those_of_the_handbook():
    assert [len(choices(name)) for name in ("training_themes", "training_ways")] == [5, 3]


@pytest.mark.parametrize("who", ["chief", "admin"])
def test_a_case_conference_is_planned_as_a_workshop(office, as_, who):
    client = as_(who)
    answer = client.post(reverse("training_add"), PLANNED, follow=True)
    for words in ("ひきこもりの事例検討", "事例検討", "ワークショップ方式", "これから"):
        assert words in answer.text, words
    assert "広域" not in answer.text
    assert "取りやめ" not in answer.text


def test_what_was_learnt_stands_beside_it_and_everyone_of_the_agency_reads_it(office, as_):
    row = planned(office, on=ago(3), is_wide=True)
    words = {"version": row.version, "report": "家族の話を先に聞く"}
    data = PLANNED | {"on": wareki_short(ago(3)), "is_wide": "on"} | words
    assert as_("chief").post(reverse("training_edit", args=[row.pk]), data).status_code == 302
    page = as_("counselor").get(reverse("training_list")).text
    assert "家族の話を先に聞く" in page
    assert '<span class="state">広域</span>' in page
    assert reverse("training_add") not in page


def test_one_that_was_called_off_is_ahead_no_more(office, as_):
    row = planned(office)
    data = PLANNED | {"version": row.version, "cancelled_reason": "大雪のため"}
    as_("chief").post(reverse("training_edit", args=[row.pk]), data)
    page = as_("chief").get(reverse("training_list"))
    assert list(page.context["coming"]) == []
    assert "大雪のため" in page.text


def test_two_who_write_see_both(office, as_):
    row = planned(office)
    mine = PLANNED | {"version": row.version, "report": "わたしの文"}
    row.report = "ほかの人の文"
    row.save()
    answer = as_("chief").post(reverse("training_edit", args=[row.pk]), mine)
    assert answer.status_code == 409
    assert "ほかの人の文" in answer.text
    assert "わたしの文" in answer.text
    assert Training.objects.get().report == "ほかの人の文"


def test_what_is_missing_is_said_and_nothing_typed_is_lost(office, as_):
    answer = as_("chief").post(reverse("training_add"), PLANNED | {"theme": "", "on": "R8.2.30"})
    assert answer.status_code == 422
    assert "「主題」を入力してください。" in answer.text
    assert "という日付はありません。" in answer.text
    assert "ひきこもりの事例検討" in answer.text
    assert not Training.objects.exists()


def test_the_walls_of_the_plan(office, as_):
    row = planned(office)
    edit = reverse("training_edit", args=[row.pk])
    assert as_("counselor").get(edit).status_code == 403
    assert as_("counselor").post(reverse("training_add"), PLANNED).status_code == 403
    assert as_("officer").get(reverse("training_list")).status_code == 403
    assert "事例検討" not in as_("direct").get(reverse("training_list")).text
    direct = {"user": office.people["direct"], "organisation": office.places["direct"]}
    Membership(role=Role.CHIEF, **direct).save()
    assert as_("direct").get(edit).status_code == 404


def test_who_is_core_to_the_region_is_marked_by_the_admin(office, as_):
    """TEB-6-4-c."""
    person, client = office.people["counselor"], as_("admin")
    url = reverse("qualification_add", args=[person.pk, Qualification.Kind.CORE])
    (name,) = [code for code, _words in client.get(url).context["form"].fields["name"].choices]
    data = {"name": name, "obtained_on": wareki_short(today()), "note": "県の育成研修を修了"}
    assert client.post(url, data).status_code == 302
    page = as_("chief").get(reverse("training_list")).text
    assert "地域の中核人材</h2>" in page
    assert person.name in page
    assert "県の育成研修を修了" in page
