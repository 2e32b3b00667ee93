"""口座の変更 in the browser: one asks, another confirms; what was issued stays as it went out."""

import csv
import io

import pytest
from django.urls import reverse

from documents.models import IssuedDocument
from housing_benefit.models import BenefitAccount, BenefitPayment
from tests.benefits import FACTS, Benefit
from tests.documents.reading import text_of
from tests.stories.conftest import by_hand, stands

pytestmark = [pytest.mark.story, pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OLD, NEW = FACTS["account"], "波銀行 本店 普通 0000513"
CONFIRM = "口座の変更を確かめた"


def test_another_account_is_asked_for_by_one_and_confirmed_by_another(office, at, desk):
    at("sapporo")
    row = Benefit(office, name="桑原 千佳").ruled().told().row
    issued = issued_as_it_was(desk, row)
    is_asked_for(desk, row)
    is_not_confirmed_by_who_asked(desk, row)
    is_confirmed_by_the_city(desk)
    is_paid(desk)
    assert issued_as_it_was(desk, row) == issued
    assert "支給決定通知書" in text_of(issued)
    assert desk.faults == [], "\n".join(desk.faults)


def issued_as_it_was(desk, row):
    """The copy of the notice that went out, as the counselor opens it."""
    notice = IssuedDocument.objects.get()
    desk.enter("counselor").open(reverse("benefit_detail", args=[row.pk]))
    address = reverse("issued_copy", args=[row.case.pk, notice.pk])
    assert desk.page.locator(f"a[href='{address}']").count() == 1
    answer = desk.page.request.get(address)
    assert answer.ok
    return answer.body()


def is_asked_for(desk, row):
    """Both the new one and the reason are asked for; what was typed stays."""
    desk.follow("口座を変える").fill("申し出た日", "R8.8.20").fill("新しい口座", NEW)
    desk.press("口座の変更を書く").read("「変えるわけ」を入力してください。").look()
    desk.fill("変えるわけ", "家主の口座が変わった").press("口座の変更を書く")
    desk.read("ほかの人が確かめると変わります。").look().picture("account_asked")
    row.refresh_from_db()
    assert row.account == OLD


def is_not_confirmed_by_who_asked(desk, row):
    stands(desk, CONFIRM, "E-34")
    change = BenefitAccount.objects.get()
    address = reverse("benefit_account_move", args=[change.pk, "confirm"])
    assert by_hand(desk, address, on="R8.8.21", version=str(change.version)) == 403
    row.refresh_from_db()
    assert row.account == OLD


def is_confirmed_by_the_city(desk):
    """It waits on the page of the payments; the officer opens it there."""
    desk.enter("officer").open("/benefits/payments/").picture("account_waits").follow("桑原 千佳")
    desk.follow(CONFIRM).fill("日にち", "R8.8.21").look().press(CONFIRM)
    desk.read("変更済み").look().picture("account_changed")


def is_paid(desk):
    """The list of the month goes to the new account, on the screen and in the file."""
    desk.open("/benefits/payments/").pick("どの月まで", "令和8年8月分まで")
    desk.press("支払い一覧をつくる").read(NEW).look()
    assert not desk.says(OLD)
    payment = BenefitPayment.objects.get()
    desk.enter("approver").open(reverse("payment_detail", args=[payment.pk]))
    desk.press("支払いを確定する").read("支払いを確定しました。").look().picture("account_paid")
    file = desk.page.request.get(reverse("payment_file", args=[payment.pk]))
    (_head, line) = csv.reader(io.StringIO(file.body().decode("utf-8-sig")))
    assert (line[7], line[8]) == (NEW, "30000")
