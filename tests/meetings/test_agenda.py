"""What a 支援調整会議 shares before it decides, and what stays of it (実施要領 5)."""

import datetime as dt

import pytest
from django.urls import reverse

from meetings.workflow import add_plan, add_report, adjust, meeting_workflow, record_item, schedule
from plans.workflow import save_revision
from rules.calendar import both, wareki_short
from rules.refusals import Refused
from tests.course import ITEM, Course, ago


def tabled(office):
    course = Course(office).planning().drafted("household_budget").agreed().meeting()
    course.item = add_plan(course.held, course.plan, by=course.by)
    return course


def text(client, name, *args):
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return answer.text


def test_the_members_share_issues_goals_and_roles(office, as_):
    course = tabled(office)
    for who in ("chief", "counselor", "employment", "outreach", "officer", "approver"):
        plan = text(as_(who), "plan_detail", course.plan.pk)
        for words in ("家賃の遅れ", "3か月で面接を受ける", "住まいを守りながら仕事を探す"):
            assert words in plan, who
        assert "試験 花子" in text(as_(who), "meeting_detail", course.held.pk)
    roles = [{"organisation": "社会福祉協議会", "task": "貸付の相談"}]
    record_item(course.item, by=course.chief, outcome="approved", roles=roles)
    for who in ("counselor", "officer"):
        assert "社会福祉協議会：貸付の相談" in text(as_(who), "plan_detail", course.plan.pk)
    other = as_("direct").get(reverse("meeting_detail", args=[course.held.pk]))
    assert other.status_code == 404


def test_what_was_asked_before_the_meeting_stands_beside_the_item(office, as_):
    course = tabled(office)
    heard = {"partner": "社会福祉協議会", "result": "貸付は使えそうです"}
    adjust(course.item, by=course.by, on=ago(82), **heard)
    page = text(as_("chief"), "meeting_detail", course.held.pk)
    assert "社会福祉協議会" in page
    assert "貸付は使えそうです" in page


def test_what_the_place_lacks_stands_in_the_record(office, as_):
    course = tabled(office)
    gap = "夜間に相談できる家計の窓口"
    record_item(course.item, by=course.chief, outcome="approved", gaps=[gap])
    meeting_workflow.advance(course.held, "close", by=course.chief, on=ago(80))
    assert course.item.gaps.get().need == gap
    assert f"足りない社会資源：{gap}" in course.case.notes.get(method="meeting_plan").body
    assert f"足りない社会資源：{gap}" in text(as_("counselor"), "case_detail", course.case.pk)


def test_a_support_of_the_neighbourhood_stands_in_the_plan(office, as_):
    """手引き 第Ⅳ章: public and informal support, put together in one plan."""
    course = Course(office).planning().drafted("household_budget")
    revision = course.plan.newest
    informal = {**ITEM, "goal": "週に1度は人と話す", "who": "地域のサロン", "is_informal": True}
    save_revision(
        revision,
        by=course.by,
        version=revision.version,
        fields={},
        items=[ITEM, informal],
        lines=[{"key": "household_budget", "content": "家計表"}, {"key": "welfare_loan"}],
    )
    page = text(as_("counselor"), "plan_detail", course.plan.pk)
    for words in ("地域のサロン", "家計改善支援事業", "生活福祉資金貸付事業"):
        assert words in page
    assert [row.is_informal for row in course.plan.newest.items.all()] == [False, True]


def test_a_month_without_the_regular_meeting_is_told(office, at, as_, clock):
    """札幌市実施要綱 4(2): once a month, and whenever it is needed."""
    at("sapporo")
    clock(dt.date(2026, 11, 20))
    chief, agency = office.people["chief"], office.places["center"]
    for month in (8, 10):
        schedule(agency, by=chief, held_on=dt.date(2026, month, 9))
    page = text(as_("chief"), "meeting_list")
    assert "2026年9月の定例の会議がありません。" in page
    assert "2026年10月の定例の会議がありません。" not in page
    assert "R8.11.9" in text(as_("chief"), "meeting_add")
    schedule(agency, by=chief, held_on=dt.date(2026, 10, 21))
    schedule(agency, by=chief, held_on=dt.date(2026, 9, 21), is_regular=False)
    page = text(as_("chief"), "meeting_list")
    assert "2026年9月の定例の会議がありません。" in page
    assert "2026年10月に定例の会議が2つ以上あります。" in page


def test_a_meeting_is_chosen_by_its_day(office, as_):
    course = Course(office).planning().drafted("household_budget").agreed()
    day, hour = ago(-20), dt.time(13, 30)
    schedule(office.places["center"], by=course.chief, held_on=day, start_at=hour, place="大会議室")
    page = text(as_("counselor"), "agenda_add", course.plan.pk)
    assert f"{both(day)}　13:30　支援調整会議" in page
    assert "大会議室" in page


def test_all_that_was_recorded_of_an_item_is_read_again(office, as_):
    course = tabled(office)
    roles = [{"organisation": "社会福祉協議会", "task": "貸付の相談", "until": ago(-9)}]
    said = {"opinions": "無理のない額で", "roles": roles, "gaps": ["夜の相談窓口"]}
    record_item(course.item, by=course.chief, outcome="approved", **said)
    stopped = Course(office, name="中断 花子").applied().move("suspend", 20, reason="転居")
    report = add_report(course.held, stopped.case, by=course.by)
    record_item(report, by=course.chief, reported="転居先へ引き継ぐ")
    page = text(as_("counselor"), "item_record", course.held.pk, course.item.pk)
    for words in ("無理のない額で", "社会福祉協議会：貸付の相談", "夜の相談窓口"):
        assert words in page
    assert "転居先へ引き継ぐ" in text(as_("chief"), "item_record", course.held.pk, report.pk)


def test_what_a_plan_must_be_told_is_marked_and_asked_in_one_voice(office, as_):
    course = tabled(office)
    address = reverse("item_record", args=[course.held.pk, course.item.pk])
    page = as_("chief").post(address, {"roles-TOTAL_FORMS": "0", "roles-INITIAL_FORMS": "0"})
    assert page.status_code == 422
    assert "「会議の結果」を入力してください。" in page.text
    assert "（E-01）" not in page.text
    assert "※修正・差戻し・中断のとき必須" in page.text


def test_two_people_who_keep_the_list_of_who_comes_see_both(office, as_):
    course = tabled(office)
    address = reverse("meeting_attendance", args=[course.held.pk])
    page = as_("chief").get(address)
    sent = {"rows-TOTAL_FORMS": "1", "rows-INITIAL_FORMS": "0", "rows-0-side": "outside"}
    sent |= {"rows-0-was_there": "on", "version": page.context["version"]}
    first = {"rows-0-organisation": "社会福祉協議会", "rows-0-name": "外部 一郎"}
    assert as_("chief").post(address, sent | first).status_code == 302
    mine = {"rows-0-organisation": "ハローワーク", "rows-0-name": "内田 花"}
    answer = as_("counselor").post(address, sent | mine)
    assert answer.status_code == 409
    assert "社会福祉協議会　外部 一郎" in answer.text
    assert "内田 花" in answer.text
    assert course.held.attendees.get().name == "外部 一郎"
    again = sent | mine | {"version": answer.context["version"]}
    assert as_("counselor").post(address, again).status_code == 302
    assert course.held.attendees.get().name == "内田 花"


def test_two_people_who_change_a_meeting_see_both(office, as_):
    held = tabled(office).held
    address = reverse("meeting_edit", args=[held.pk])
    sent = {"held_on": wareki_short(held.held_on), "version": held.version}
    assert as_("chief").post(address, sent | {"place": "大会議室"}).status_code == 302
    answer = as_("counselor").post(address, sent | {"place": "小会議室"})
    assert answer.status_code == 409
    assert "大会議室" in answer.text
    assert "小会議室" in answer.text


def test_only_who_is_in_charge_lays_a_plan_before_the_meeting(office, as_):
    course = Course(office).planning().drafted("household_budget").agreed().meeting()
    url = reverse("agenda_add", args=[course.plan.pk])
    data = {"meeting": course.held.pk, "subject": "plan"}
    for client in (as_("employment"), as_("outreach")):
        assert [client.get(url).status_code, client.post(url, data).status_code] == [403, 403]
    with pytest.raises(Refused) as refused:
        add_plan(course.held, course.plan, by=office.people["outreach"])
    assert [refusal.code for refusal in refused.value.refusals] == ["E-03"]
    assert not course.held.items.exists()
    assert as_("counselor").post(url, data).status_code == 302


def test_the_next_item_is_one_that_may_be_seen(office, as_):
    course = tabled(office)
    hidden = Course(office, name="秘密 花子").planning().drafted("household_budget").agreed()
    open_one = Course(office, name="次の 花子").planning().drafted("household_budget").agreed()
    add_plan(course.held, hidden.plan, by=hidden.by)
    last = add_plan(course.held, open_one.plan, by=open_one.by)
    hidden.case.is_restricted = True
    hidden.case.save()
    url = reverse("item_record", args=[course.held.pk, course.item.pk])
    sent = {"outcome": "approved", "roles-TOTAL_FORMS": "0", "roles-INITIAL_FORMS": "0"}
    answer = as_("chief").post(url, sent)
    assert answer.url == reverse("item_record", args=[course.held.pk, last.pk])
