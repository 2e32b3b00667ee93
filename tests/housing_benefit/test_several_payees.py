"""転居費用補助 paid to several: each its own costs, all together never more than was granted."""

import csv
import io

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from documents.register import DOCUMENTS
from housing_benefit.models import BenefitMonth, BenefitPayee
from housing_benefit.permissions import makers
from housing_benefit.workflow import (
    account_workflow,
    change_account,
    payment_workflow,
    prepare_payment,
    save_payee,
)
from housing_benefit.workflow.writing import needed_documents
from rules.refusals import Refused
from tests.benefits import DAY, MOVER, Benefit

AGENT = {"landlord": "港不動産", "payee": "landlord"}  # 礼金 36,000, 仲介手数料 39,600
NEW = "波銀行 本店 普通 0000888"


@pytest.fixture
def here(office, at):
    at("sapporo")
    return office


def moving(here, **facts):
    return Benefit(here, kind="move", **AGENT | facts)


def codes_of(step):
    with pytest.raises(Refused) as refused:
        step()
    return [(row.code, row.field) for row in refused.value.refusals]


def payment_of(here):
    month = BenefitMonth.objects.get().month
    return prepare_payment(here.places["city"], by=here.people["officer"], month=month)


def released(here):
    payment = payment_of(here)
    payment_workflow.advance(payment, "release", by=here.people["approver"])
    return payment


def lines_of(here, as_, payment):
    file = as_("officer").get(reverse("payment_file", args=[payment.pk]))
    return [row[5:] for row in csv.reader(io.StringIO(file.content.decode("utf-8-sig")))][1:]


def test_each_is_paid_its_own_costs_and_the_cap_cuts_the_last(here, as_):
    """Of 135,600 yen 108,000 are granted: 初期費用 first, as this city says, then the mover."""
    moving(here).paid_also().ruled()
    payment = payment_of(here)
    page = as_("officer").get(reverse("payment_detail", args=[payment.pk]))
    (row,) = page.context["rows"]
    assert [(to.name, to.yen) for to in row.to] == [
        ("港不動産", 75_600),
        ("架空引越センター", 32_400),
    ]
    assert (row.yen, page.context["transfers"]) == (108_000, 2)
    assert "合計　1件（振込 2件）" in page.text
    payment_workflow.advance(payment, "release", by=here.people["approver"])
    assert lines_of(here, as_, payment) == [
        [
            "家主・管理会社の口座",
            "港不動産",
            "港信用金庫 普通 0000512",
            "75600",
            "礼金・仲介手数料",
        ],
        [
            "引越し・仲介などの業者の口座",
            "架空引越センター",
            MOVER["account"],
            "32400",
            "家財の運搬",
        ],
    ]


def test_how_it_is_divided_stands_in_the_judgement_with_its_rule(here, as_):
    benefit = moving(here).paid_also().drafted()
    page = as_("approver").get(reverse("benefit_detail", args=[benefit.row.pk])).text
    said = ("32,400円", "75,600円", "合計が上限を超えるので", "架空引越センター")
    assert [words for words in said if words not in page] == []
    shares = benefit.row.judgement["judgement"]["shares"]
    assert [(one["cost"], one["yen"]) for one in shares] == [
        ("key_money", 36_000),
        ("agency_fee", 39_600),
        ("carriage", 32_400),
    ]


def test_one_payee_is_paid_all_of_it_as_ever(here, as_):
    moving(here).ruled()
    (line,) = lines_of(here, as_, released(here))
    assert line == [
        "家主・管理会社の口座",
        "港不動産",
        "港信用金庫 普通 0000512",
        "108000",
        "",
    ]


def test_the_papers_name_each_who_is_paid(here):
    benefit = moving(here).paid_also()
    asked = DOCUMENTS["benefit_claim_move"].sheet(benefit.row).paper.several
    assert [(one.name, one.costs) for one in asked] == [
        ("港不動産", "礼金・仲介手数料"),
        ("架空引越センター", "家財の運搬"),
    ]
    rows = dict(DOCUMENTS["benefit_granted"].sheet(benefit.ruled().row).paper.rows)
    assert rows["支払い先（1）"].endswith("港不動産　75,600円（礼金・仲介手数料）")
    assert rows["支払い先（2）"].endswith("架空引越センター　32,400円（家財の運搬）")


def test_where_others_receive_it_all_the_application_needs_no_payee_of_its_own(here, as_):
    benefit = moving(here, landlord="", payee="", account="")
    benefit.paid_also().received().with_papers()
    with pytest.raises(Refused):
        benefit.move("send")
    benefit.paid_also(3, **AGENT, account="港銀行 1", costs=["key_money", "agency_fee"])
    benefit.move("send").move("draft", "officer").move("grant", "approver")
    lines = lines_of(here, as_, released(here))
    assert [(line[1], line[3]) for line in lines] == [
        ("架空引越センター", "32400"),
        ("港不動産", "75600"),
    ]


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ({"landlord": ""}, [("E-01", "landlord")]),
        ({"account": "", "payee": ""}, [("E-01", "payee"), ("E-01", "account")]),
        ({"payee": "person"}, [("E-01", "payee_reason")]),
        ({"costs": []}, [("E-01", "costs")]),
    ],
)
def test_a_further_payee_is_written_whole(here, said, codes):
    assert codes_of(lambda: moving(here).paid_also(**said)) == codes


def test_no_cost_is_paid_to_two_others(here):
    benefit = moving(here).paid_also()
    assert codes_of(lambda: benefit.paid_also(3)) == [("E-32", "costs")]
    benefit.paid_also(version=1, costs=[]).paid_also(3)
    assert list(benefit.row.payees.values_list("number", "costs")) == [(2, []), (3, ["carriage"])]
    with pytest.raises(IntegrityError), transaction.atomic():
        BenefitPayee(application=benefit.row, number=3).save()


def test_once_the_city_has_it_nobody_writes_a_payee(here):
    assert codes_of(lambda: moving(here).sent().paid_also()) == [("E-08", "")]
    assert codes_of(lambda: Benefit(here, name="別人").paid_also()) == [("E-08", "")]


def test_who_wrote_a_payee_does_not_decide(here):
    benefit = moving(here)
    chief = here.people["chief"]
    assert chief.pk not in makers(benefit.row)
    save_payee(benefit.row, 2, by=chief, **MOVER)
    assert chief.pk in makers(benefit.row)


def test_who_is_paid_in_person_needs_its_evidence(here):
    benefit = moving(here)
    before = dict(needed_documents(benefit.row))
    benefit.paid_also(payee="person", payee_reason="業者が現金だけを受ける")
    assert set(dict(needed_documents(benefit.row))) - set(before) == {"to_person"}


def test_its_account_too_is_changed_by_two(here, as_):
    benefit = moving(here).paid_also()
    (mover,) = benefit.row.payees.all()
    assert codes_of(lambda: benefit.paid_also(version=1, account=NEW)) == [("E-08", "")]
    benefit.sent()
    change = change_account(
        benefit.row, by=benefit.by, of=mover, account=NEW, reason="口座を移した", on=DAY
    )
    act = {"by": here.people["officer"], "on": DAY}
    assert account_workflow.advance(change, "confirm", **act).state == "confirmed"
    mover.refresh_from_db()
    benefit.row.refresh_from_db()
    assert (mover.account, benefit.row.account) == (NEW, "港信用金庫 普通 0000512")
    benefit.move("draft", "officer").move("grant", "approver")
    assert [line[2] for line in lines_of(here, as_, released(here))] == [
        "港信用金庫 普通 0000512",
        NEW,
    ]


def test_the_page_of_the_account_asks_whose_it_is(here, as_):
    benefit = moving(here).paid_also().sent()
    url = reverse("benefit_account", args=[benefit.row.pk])
    said = {"on": "2026-08-10", "account": NEW, "reason": "口座を移した"}
    counselor = as_("counselor")
    assert counselor.post(url, said).status_code == 422
    assert counselor.post(url, said | {"of": "2"}).status_code == 302
    change = benefit.row.account_changes.get()
    assert (change.payee.landlord, change.before) == ("架空引越センター", MOVER["account"])
    page = counselor.get(reverse("benefit_detail", args=[benefit.row.pk])).text
    assert "架空引越センター　波銀行 本店 普通 0000777 から" in page


def test_a_payee_is_written_on_its_page(here, as_):
    benefit = moving(here)
    counselor = as_("counselor")
    url = reverse("benefit_payee", args=[benefit.row.pk, 2])
    assert url in counselor.get(reverse("benefit_detail", args=[benefit.row.pk])).text
    empty = counselor.post(url, MOVER | {"version": 0, "account": ""})
    assert (empty.status_code, "架空引越センター" in empty.text) == (422, True)
    assert counselor.post(url, MOVER | {"version": 0}).status_code == 302
    assert "account" not in counselor.get(url).context["form"].fields
    stale = {"landlord": "別の業者", "payee": "trader", "costs": ["carriage"], "version": 0}
    assert counselor.post(url, stale).status_code == 409
    assert counselor.get(reverse("benefit_payee", args=[benefit.row.pk, 4])).status_code == 404
    rent = Benefit(here, name="別人").row
    assert counselor.get(reverse("benefit_payee", args=[rent.pk, 2])).status_code == 404
