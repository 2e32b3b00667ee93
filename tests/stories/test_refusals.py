"""What cannot be done yet says why, and the way out is taken: in Chromium, by those concerned."""

import pytest

from plans.models import PlanProgramme
from rules.calendar import today, wareki_short
from tests.course import Course
from tests.stories.conftest import by_hand, stands

pytestmark = [pytest.mark.story, pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_before_the_consent_nothing_is_assessed(office, desk):
    course = Course(office).move("go_on", 118, reason="家計と仕事の両方")
    desk.enter("counselor").open(f"/cases/{course.case.pk}/assessment/")
    desk.press("アセスメントを始める").read("E-05").look()
    desk.open(f"/cases/{course.case.pk}/assessment/income/").read("E-05")
    assert desk.page.locator("main select, main textarea").count() == 0
    assert desk.faults == []


def test_a_meeting_needs_someone_from_outside_and_from_the_city(office, desk):
    course = Course(office).planning().drafted("household_budget").agreed()
    course.meeting(days=0, city=False, outside=False)
    address = f"/meetings/{course.held.pk}/"
    desk.enter("counselor").open(f"/plans/{course.plan.pk}/table/")
    desk.page.locator("input[name=meeting]").first.check()
    desk.press("付議する").read("1件目に入れました")
    desk.enter("chief").open(address)
    stands(desk, "会議の記録を締める", "E-01", "自立相談支援機関以外の出席者")
    desk.open(address).follow("1件目の結果を記録する").tick("了承").press("記録してつぎへ")
    desk.read("E-10").open(f"{address}attendance/")
    for organisation, name, side in (
        ("つむぎ市 福祉課", "試験 officer", "市の担当者"),
        ("社会福祉協議会", "外部 一郎", "ほかの機関"),
    ):
        desk.press("人を加える")
        row = desk.page.locator("[data-rows-list] > li").last
        row.get_by_label("機関", exact=True).fill(organisation)
        row.get_by_label("氏名").fill(name)
        row.get_by_label("どこから").select_option(label=side)
    desk.press("出席者を保存する").read("出席者を保存しました。")
    desk.open(address).follow("1件目の結果を記録する").tick("了承").press("記録してつぎへ")
    desk.press("会議の記録を締める").read("「会議の記録を締める」を記録しました。")
    assert desk.faults == []


def test_who_writes_does_not_decide_and_nothing_starts_before_it_is_decided(office, desk):
    course = Course(office).planning().drafted("household_budget").agreed().reviewed().submitted()
    key = "household_budget"
    course.examined(key).rule(key, "fulfil")
    course.rule(key, "draft")
    plan, programme = course.plan, course.programme(key)
    decide = f"/plans/{plan.pk}/programmes/{programme.pk}/rule/decide/"
    for person in ("chief", "counselor", "officer"):
        desk.enter(person).open(f"/plans/{plan.pk}/")
        assert by_hand(desk, decide, on=wareki_short(today())) in (403, 422)
        assert PlanProgramme.objects.get(pk=programme.pk).state == "in_approval"
    desk.enter("counselor").open(f"/plans/{plan.pk}/")
    stands(desk, "提供を始める", "E-12")
    assert desk.faults == []


def test_a_plan_that_is_changed_after_the_consent_asks_for_it_again(office, desk):
    course = Course(office).planning().drafted("household_budget").agreed()
    desk.enter("counselor").open(f"/plans/{course.plan.pk}/edit/")
    assert desk.says("同意")
    desk.fill("支援方針", "先に家賃の分納を相談する")
    desk.press("保存して、ご本人に確かめる画面へ").read("ご本人に確かめる")
    assert course.plan.newest.state == "draft"
    assert desk.faults == []


def test_what_the_city_could_not_decide_is_mended_and_goes_again(office, desk):
    Course(office).planning().drafted("work_preparation").agreed().reviewed().submitted()
    desk.enter("officer").follow("試験 花子").press("審査を始める").read("審査中")
    desk.follow("決定できない").press("決定できない")
    assert desk.says("E-13")
    desk.fill("決定できない理由", "収入の証明が付いていない").press("決定できない")
    desk.press("理由を機関に知らせた")
    desk.enter("counselor").read("市から戻っています")
    desk.follow("試験 花子さん　就労準備支援事業")
    desk.read("収入の証明が付いていない").look()
    desk.follow("見直しを始める").fill("理由", "証明を付ける").press("新しい版をつくる")
    desk.fill("支援方針", "収入の証明を付けて出しなおす")
    desk.press("保存して、ご本人に確かめる画面へ").tick("書面").press("本人の同意を記録する")
    desk.follow("提出する").press("プランを市に提出する").read("市に提出しました。")
    desk.enter("officer").follow("試験 花子").read("前の版から変わったところ")
    assert desk.says("収入の証明を付けて出しなおす")
    assert desk.faults == []
