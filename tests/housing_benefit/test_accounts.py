"""口座: what is stored is changed by two people; until then the money goes where it went."""

import csv
import io

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from housing_benefit.models import BenefitAccount, BenefitPayment
from housing_benefit.workflow import account_workflow, change_account, payment_workflow
from rules.refusals import Refused
from tests.benefits import DAY, FACTS, Benefit

OLD, NEW = FACTS["account"], "波銀行 本店 普通 0000513"
SAID = {"account": NEW, "reason": "家主の口座が変わった"}


@pytest.fixture
def here(office, at):
    at("sapporo")
    return office


def codes_of(refused):
    return [refusal.code for refusal in refused.value.refusals]


def asked(here, benefit, who="counselor", **said):
    return change_account(benefit.row, by=here.people[who], on=DAY, **SAID | said)


def confirmed(here, change, who="officer"):
    return account_workflow.advance(change, "confirm", by=here.people[who], on=DAY)


def account_of(benefit):
    benefit.row.refresh_from_db()
    return benefit.row.account


@pytest.mark.parametrize("steps", [[], ["received"], ["sent", "inquired"]])
def test_a_stored_account_is_not_written_over(here, steps):
    benefit = Benefit(here)
    for step in steps:
        if step == "inquired":
            benefit.move("inquire", "officer", reason="口座")
        else:
            getattr(benefit, step)()
    with pytest.raises(Refused) as refused:
        benefit.write(account=NEW)
    assert codes_of(refused) == ["E-08"]
    assert "口座を変える" in refused.value.refusals[0].text
    assert account_of(benefit) == OLD


def test_the_first_account_is_simply_typed(here, as_):
    benefit = Benefit(here, account="")
    with pytest.raises(Refused) as refused:
        asked(here, benefit)
    assert codes_of(refused) == ["E-08"]
    assert benefit.write(account=NEW).row.account == NEW
    page = as_("counselor").get(reverse("benefit_edit", args=[benefit.row.pk]))
    assert "account" not in page.context["form"].fields


def test_who_typed_it_never_confirms_it(here):
    benefit = Benefit(here).sent()
    change = asked(here, benefit, who="officer")
    with pytest.raises(Refused) as refused:
        confirmed(here, change)
    assert codes_of(refused) == ["E-34"]
    assert account_of(benefit) == OLD
    confirmed(here, change, "approver")
    assert account_of(benefit) == NEW


def test_before_it_is_sent_another_of_the_agency_confirms(here):
    benefit = Benefit(here).received()
    change = asked(here, benefit)
    with pytest.raises(Refused) as refused:
        confirmed(here, change, "counselor")
    assert codes_of(refused) == ["E-34"]
    confirmed(here, change, "chief")
    assert account_of(benefit) == NEW
    assert (change.settled_by, change.settled_on) == (here.people["chief"], DAY)


def test_what_the_city_has_the_city_confirms(here):
    change = asked(here, Benefit(here).sent())
    with pytest.raises(Refused) as refused:
        confirmed(here, change, "chief")
    assert codes_of(refused) == ["E-03"]
    assert confirmed(here, change).state == "confirmed"


@pytest.mark.parametrize(
    ("said", "codes"),
    [({"reason": ""}, ["E-01"]), ({"account": ""}, ["E-01"]), ({"account": OLD}, ["E-32"])],
)
def test_a_change_says_what_and_why(here, said, codes):
    with pytest.raises(Refused) as refused:
        asked(here, Benefit(here), **said)
    assert codes_of(refused) == codes


def test_one_change_waits_at_a_time(here):
    benefit = Benefit(here)
    change = asked(here, benefit)
    with pytest.raises(Refused) as refused:
        asked(here, benefit, account="別の口座")
    assert codes_of(refused) == ["E-32"]
    twice = BenefitAccount(
        application=benefit.row, before=OLD, asked_on=DAY, author=change.author, **SAID
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        twice.save()
    account_workflow.advance(change, "drop", by=benefit.by, on=DAY, reason="打ちまちがい")
    assert account_of(benefit) == OLD
    assert asked(here, benefit, account="別の口座").state == "asked"


def test_who_typed_it_wrote_it_and_who_confirmed_it_may_still_decide(here):
    benefit = Benefit(here).sent()
    change = asked(here, benefit)
    confirmed(here, change, "approver")
    wrote = benefit.row.history.filter(account=NEW).values_list("history_user__username", flat=True)
    assert set(wrote) == {benefit.by.username}
    benefit.row.refresh_from_db()
    benefit.move("draft", "officer").move("grant", "approver")
    assert benefit.row.state == "granted"
    assert change.history.earliest("history_id").state == "asked"


def test_what_followed_to_the_same_account_is_paid_to_the_new_one(here):
    benefit = Benefit(here).ruled()
    later = benefit.followed()
    change = asked(here, benefit)
    confirmed(here, change)
    assert (account_of(benefit), account_of(later)) == (NEW, NEW)
    only_later = asked(here, later, account="つぎの家主の口座")
    confirmed(here, only_later)
    assert (account_of(benefit), account_of(later)) == (NEW, "つぎの家主の口座")


def test_until_it_is_confirmed_the_list_pays_the_old_one_and_says_so(here, as_):
    benefit = Benefit(here).ruled()
    change = asked(here, benefit)
    officer = as_("officer")
    assert change.reason in officer.get(reverse("payment_list")).text
    officer.post(reverse("payment_list"), {"month": "2026-08-01"})
    payment = BenefitPayment.objects.get()
    page = officer.get(reverse("payment_detail", args=[payment.pk])).text
    assert (OLD in page, NEW in page, "口座の変更の確認待ち" in page) == (True, False, True)
    payment_workflow.advance(payment, "release", by=here.people["approver"])
    confirmed(here, change)
    file = officer.get(reverse("payment_file", args=[payment.pk]))
    (_head, row) = csv.reader(io.StringIO(file.content.decode("utf-8-sig")))
    assert row[7:] == [OLD, "30000", "口座の変更の確認待ち。いまの口座に支払います"]


def test_a_list_that_is_not_released_pays_what_was_confirmed(here, as_):
    benefit = Benefit(here).ruled()
    as_("officer").post(reverse("payment_list"), {"month": "2026-08-01"})
    confirmed(here, asked(here, benefit))
    page = as_("approver").get(reverse("payment_detail", args=[BenefitPayment.objects.get().pk]))
    assert (NEW in page.text, OLD in page.text, "確認待ち" in page.text) == (True, False, False)


def test_a_change_is_written_shown_and_confirmed_on_its_pages(here, as_):
    benefit = Benefit(here).sent()
    detail = reverse("benefit_detail", args=[benefit.row.pk])
    url = reverse("benefit_account", args=[benefit.row.pk])
    counselor, officer = as_("counselor"), as_("officer")
    assert "口座を変える" in counselor.get(detail).text
    empty = counselor.post(url, {"on": "2026-08-10", "account": NEW, "reason": ""})
    assert (empty.status_code, "E-01" in empty.text, NEW in empty.text) == (422, True, True)
    assert counselor.post(url, {"on": "2026-08-10", **SAID}).status_code == 302
    change = BenefitAccount.objects.get()
    page = counselor.get(detail).text
    assert (OLD in page, NEW in page, "確認待ち" in page) == (True, True, True)
    rule = reverse("benefit_account_move", args=[change.pk, "confirm"])
    assert counselor.post(rule, {"on": "2026-08-10"}).status_code == 403
    assert officer.post(rule, {"on": "2026-08-10", "version": change.version}).status_code == 302
    assert account_of(benefit) == NEW
    assert "変更済み" in officer.get(detail).text


@pytest.mark.parametrize(("who", "status"), [("other_officer", 404), ("approver", 200)])
def test_a_change_is_seen_with_its_application_alone(here, as_, who, status):
    change = asked(here, Benefit(here).sent())
    url = reverse("benefit_account_move", args=[change.pk, "confirm"])
    assert as_(who).get(url).status_code == status
