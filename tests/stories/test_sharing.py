"""The sharing gate in Chromium: a consent taken back, and a life that cannot wait for one."""

import pytest

from cases.models import Disclosure, Exemption
from meetings.workflow import add_plan
from network.models import Contact
from rules.calendar import today, wareki_short
from tests.course import Course, ago

pytestmark = [pytest.mark.story, pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_consent_withdrawn_between_plan_and_meeting(office, desk):
    """A neighbour sits in the meeting: the person takes the consent back, and later gives it."""
    course = Course(office).planning().drafted("household_budget").agreed().meeting(days=0)
    add_plan(course.held, course.plan, by=course.by)
    case, consent = f"/cases/{course.case.pk}/", course.episode.consents.get()
    desk.enter("counselor").open(f"{case}consents/{consent.pk}/withdraw/")
    desk.fill("撤回の理由", "近所の方が会議に出ると聞いた").press("撤回を記録する")
    desk.read("これまでの提供の記録は残ります。")

    address = f"/meetings/{course.held.pk}/"
    desk.enter("chief").open(address).follow("1件目の結果を記録する")
    desk.tick("了承").press("記録してつぎへ").read("E-06").look().picture("withdrawn")
    desk.read("支援調整会議の構成員へ提供できません。")
    assert not Disclosure.objects.exists()

    desk.enter("counselor").open(f"{case}consents/add/").look()
    desk.tick("書面", "支援の検討・実施")
    desk.tick("都道府県・支援調整会議の構成員（暫定的・緊急的支援、申込、計画の調整）")
    desk.page.locator("main button.btn--primary").click()
    desk.read("同意をあらためて記録しました。")
    desk.enter("chief").open(address).follow("1件目の結果を記録する")
    desk.tick("了承").press("記録してつぎへ").read("会議の記録を締める")
    told = Disclosure.objects.get()
    assert told.consent_id != consent.pk
    assert told.recipient == "支援調整会議の構成員：社会福祉協議会"
    consent.refresh_from_db()
    assert consent.withdrawn_on == today()
    assert desk.faults == []


def test_an_exception_for_life_and_body_is_told_to_the_chief_later(office, desk):
    """Nobody can ask the person: it leaves once, stands in the register, and 主任 reads of it."""
    course = Course(office)
    city = office.places["city"].municipality
    clinic = Contact(
        municipality=city, category="medical", name="架空診療所", sharing_method="郵送"
    )
    clinic.save()
    case = f"/cases/{course.case.pk}/"
    desk.enter("counselor").open(f"{case}move/refer/")
    desk.pick("つなぎ先", "架空診療所（郵送）").fill("つなぐ理由", "薬が切れ、受診が要る")
    desk.page.locator("main button.btn--primary").click()
    desk.read("E-06").look()

    desk.open(f"{case}disclosures/").follow("同意のない提供を判断する")
    desk.pick("提供先", "架空診療所").tick("② 人の生命・身体・財産を守るために要るとき")
    desk.fill("提供が要る理由", "薬が切れ、意識がはっきりしない").press("この判断を記録する")
    desk.read("E-07").look().picture("exception_without_reason")
    assert not Exemption.objects.exists()
    desk.fill("同意を得られない理由", "電話に出られる状態にない")
    desk.pick("判断者", "試験 counselor").press("この判断を記録する")
    desk.read("この相手へ1度だけ提供できます。")

    desk.open(f"{case}move/refer/")
    desk.pick("つなぎ先", "架空診療所（郵送）").fill("つなぐ理由", "薬が切れ、受診が要る")
    desk.page.locator("main button.btn--primary").click()
    desk.read("調整中")
    referral = course.episode.referrals.get()
    desk.open(f"{case}referrals/{referral.pk}/move/send/")
    desk.fill("つなぎ方", "救急車に同乗").fill("日にち", wareki_short(ago(0)))
    desk.page.locator("main button.btn--primary").click()
    desk.read("受入・受理を確かめた")

    desk.enter("chief").open("/").read("同意のない提供を確かめる").picture("exception_at_home")
    desk.open(f"{case}disclosures/").read("電話に出られる状態にない").look()
    desk.page.get_by_role("button", name="主任として確かめた").click()
    desk.read("確かめたことを記録しました。")
    desk.open("/")
    assert not desk.says("同意のない提供を確かめる")
    row = Exemption.objects.get()
    assert (row.used_for.recipient, row.noted_by) == ("架空診療所", course.chief)
    assert desk.faults == []
