"""A leaver on 31 March: the day is set, the cases are handed over, on 1 April nothing opens."""

import datetime as dt

import pytest

from cases.models import Episode
from cases.workflow import assign
from rules.calendar import fiscal_year, today

pytestmark = [pytest.mark.story, pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_leaver_on_31_march(office, desk, clock):
    leaver = office.people["counselor"]
    for name in ("引継 花子", "引継 次郎"):
        assign(office.case(name=name).episode, by=office.people["chief"], lead=leaver)
    last = dt.date(fiscal_year(today()) + 1, 3, 31)
    desk.enter("admin").open("/staff/").follow("試験 counselorさんの退職・異動")
    desk.fill("最後の日", f"{last:%Y-%m-%d}").press("この日に決める")
    desk.read("まで使えます。").picture("leaving")
    desk.follow("利用者の点検（1年に1回）").fill("わかったこと・したこと", "3月末に1人")
    desk.press("点検した").read("点検を記録しました。つぎは1年後です。").look()

    desk.enter("chief").open("/").follow("試験 counselorさんのケースを引き継ぐ")
    desk.read("2件のケース").look().picture("hand_over")
    desk.pick("すべてを引き継ぐ人", "試験 outreach").press("2件を引き継ぐ")
    desk.read("試験 counselorさんの2件を引き継ぎました。")
    assert not Episode.objects.filter(lead=leaver).exists()

    desk.enter("counselor")
    clock(last)
    desk.open("/cases/").read("引継 花子")
    clock(last + dt.timedelta(days=1))
    desk.open("/cases/")
    assert not desk.says("引継 花子")
    assert desk.page.request.get("/cases/").status == 403
    assert desk.faults == []
