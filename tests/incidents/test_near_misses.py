"""ヒヤリハット: read in the agency alone, unnamed if one likes (手引き 第Ⅶ章3(3))."""

import pytest
from django.urls import reverse

from incidents.models import NearMiss
from incidents.workflow import (
    change_near_miss,
    near_miss_workflow,
    read_near_miss,
    record_near_miss,
)
from rules.calendar import today, wareki_short
from rules.refusals import Refused
from tests.course import ago

pytestmark = pytest.mark.django_db
TYPED = {"kind": "sending", "body": "宛名を書きまちがえて投函しかけた。"}


def codes(call, *args, **kwargs):
    with pytest.raises(Refused) as found:
        call(*args, **kwargs)
    return [refusal.code for refusal in found.value.refusals]


@pytest.fixture
def near_miss(office):
    by = office.people["counselor"]
    return record_near_miss(office.places["center"], by=by, on=ago(2), **TYPED)


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("counselor", 200),
        ("outreach", 200),
        ("chief", 200),
        ("admin", 200),
        ("direct", 404),
        ("outsider", 404),
        ("officer", 404),
    ],
)
def test_the_colleagues_read_it_and_nobody_else(as_, near_miss, who, status):
    assert as_(who).get(reverse("near_miss_detail", args=[near_miss.pk])).status_code == status


def test_the_city_counts_them_and_reads_none(as_, near_miss):
    page = as_("officer").get(reverse("safety"))
    assert dict(page.context["counts"])["ヒヤリハット"] == [("送り先・宛先のまちがい", 1, 0)]
    assert "投函しかけた" not in page.text
    assert "投函しかけた" in as_("outreach").get(reverse("safety")).text


def test_it_is_shared_and_answered_with_a_measure(office, near_miss):
    chief, counselor = office.people["chief"], office.people["counselor"]
    shared = {"shared_how": "朝の打ちあわせで読んだ。"}
    assert codes(near_miss_workflow.advance, near_miss, "share", by=counselor, **shared) == ["E-03"]
    assert codes(near_miss_workflow.advance, near_miss, "measure", by=chief, measure="窓") == [
        "E-08"
    ]
    near_miss_workflow.advance(near_miss, "share", by=chief, on=ago(1), **shared)
    near_miss_workflow.advance(near_miss, "measure", by=chief, measure="窓つきの封筒にした。")
    near_miss.refresh_from_db()
    assert (near_miss.state, near_miss.shared_on) == ("measured", ago(1))
    assert near_miss.measured_on == today()


def test_who_has_read_it_is_kept_once(office, as_, near_miss):
    page, read = (
        reverse(name, args=[near_miss.pk]) for name in ("near_miss_detail", "near_miss_read")
    )
    assert as_("outreach").post(read).status_code == 302
    read_near_miss(near_miss, by=office.people["outreach"])
    assert [row.user for row in near_miss.readings.all()] == [office.people["outreach"]]
    assert "読みました" not in as_("outreach").get(page).text
    assert "試験 outreach" in as_("chief").get(page).text
    assert as_("admin").post(read).status_code == 403


def test_who_wrote_it_unnamed_stands_nowhere(office, as_):
    typed = {"on": wareki_short(today()), "is_unnamed": "on", **TYPED}
    client = as_("counselor")
    assert client.post(reverse("near_miss_add"), typed).status_code == 302
    row = NearMiss.objects.get()
    assert row.author is None
    assert [line.history_user for line in row.history.all()] == [None]
    for who in ("counselor", "chief"):
        text = as_(who).get(reverse("near_miss_detail", args=[row.pk])).text
        assert "名前を出していません" in text
        assert "書いた人 試験" not in text
    mended = {"by": office.people["counselor"], "version": row.version, "body": "ほか"}
    assert codes(change_near_miss, row, **mended) == ["E-03"]


def test_it_is_mended_until_it_is_shared(office, as_, near_miss):
    edit = reverse("near_miss_edit", args=[near_miss.pk])
    typed = {"on": wareki_short(ago(2)), "version": near_miss.version, **TYPED}
    assert as_("outreach").post(edit, typed | {"place": "受付"}).status_code == 403
    assert as_("counselor").post(edit, typed | {"place": "受付"}).status_code == 302
    assert as_("chief").post(edit, typed | {"place": "窓口"}).status_code == 409
    near_miss.refresh_from_db()
    assert near_miss.place == "受付"
    chief = office.people["chief"]
    near_miss_workflow.advance(near_miss, "share", by=chief, shared_how="読んだ。")
    late = {"by": chief, "version": near_miss.version, "place": "車"}
    assert codes(change_near_miss, near_miss, **late) == ["E-08"]


def test_what_is_missing_is_said_beside_its_field(as_, near_miss):
    empty = as_("counselor").post(reverse("near_miss_add"), {"body": "", "on": "13月40日"})
    assert empty.status_code == 422
    assert "「ヒヤリとしたこと」を入力してください。" in empty.text
    assert as_("officer").get(reverse("near_miss_add")).status_code == 403
    assert NearMiss.objects.count() == 1
