"""代理納付: paid in the person's place; to the person only with a reason and its evidence."""

import csv
import dataclasses
import io

import pytest
from django.urls import reverse

from documents.register import DOCUMENTS
from housing_benefit.forms.application import ApplicationForm
from housing_benefit.models import BenefitPayment
from housing_benefit.workflow import guards, payment_workflow
from housing_benefit.workflow.paying import rules_of
from housing_benefit.workflow.writing import needed_documents
from rules.refusals import Refused
from tests.benefits import Benefit

WHY = "カードでしか払えない契約で、家主が口座を示さない"
BY_CARD = {"payee": "card", "payee_reason": WHY}


@pytest.fixture
def here(office, at):
    at("sapporo")
    return office


def refused_by(step):
    with pytest.raises(Refused) as refused:
        step()
    return [(row.code, row.text) for row in refused.value.refusals]


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        ({"payee": ""}, "支払い先"),
        ({"landlord": ""}, "家主・管理会社"),
        ({"account": ""}, "口座"),
        ({"payee": "slip"}, "本人に支払うわけ"),
    ],
)
def test_before_it_goes_to_the_city_one_knows_who_is_paid_and_why(here, facts, name):
    benefit = Benefit(here, **{"landlord": "港不動産"} | facts)
    if name == "家主・管理会社":
        benefit.explained()
        ((code, said),) = refused_by(lambda: benefit.move("receive"))
    else:
        benefit.received().with_papers()
        ((code, said),) = refused_by(lambda: benefit.move("send"))
    assert (code, name in said) == ("E-25", True)


def test_the_exception_needs_its_evidence(here):
    to_landlord, by_card = Benefit(here), Benefit(here, name="別人", **BY_CARD)
    codes = {code for code, _words in needed_documents(by_card.row)}
    assert codes - {code for code, _words in needed_documents(to_landlord.row)} == {"to_person"}
    by_card.received().write(documents={code: {} for code in codes - {"to_person"}})
    ((code, said),) = refused_by(lambda: by_card.move("send"))
    assert (code, "本人に支払う事情が分かるもの" in said) == ("E-25", True)


def test_the_exception_stands_on_the_screen_the_decision_and_the_list(here, as_):
    benefit = Benefit(here, **BY_CARD).ruled()
    page = as_("approver").get(reverse("benefit_detail", args=[benefit.row.pk])).text
    assert WHY in page
    rows = dict(DOCUMENTS["benefit_granted"].sheet(benefit.row).paper.rows)
    assert (rows["支払い先"].split("　")[0], rows["本人に支払うわけ"]) == (
        "クレジットカードで払う（本人の口座）",
        WHY,
    )
    officer = as_("officer")
    officer.post(reverse("payment_list"), {"month": "2026-08-01"})
    payment = BenefitPayment.objects.get()
    assert WHY in officer.get(reverse("payment_detail", args=[payment.pk])).text
    payment_workflow.advance(payment, "release", by=here.people["approver"])
    file = officer.get(reverse("payment_file", args=[payment.pk]))
    assert WHY in list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"))))[1][-1]


def test_a_rent_paid_to_the_landlord_says_nothing_of_an_exception(here):
    rows = dict(DOCUMENTS["benefit_granted"].sheet(Benefit(here).ruled().row).paper.rows)
    assert (rows["支払い先"], "本人に支払うわけ" in rows) == (
        "家主・管理会社の口座　港不動産",
        False,
    )


def test_moving_is_paid_to_who_moves_and_each_with_evidence(here):
    moving = Benefit(here, kind="move", payee="trader", landlord="架空引越").ruled()
    assert "payee" in moving.row.documents
    rows = dict(DOCUMENTS["benefit_granted"].sheet(moving.row).paper.rows)
    assert rows["支払い先"] == "引越し・仲介などの業者の口座　架空引越"
    form = ApplicationForm(row=Benefit(here, name="別人", kind="move").row)
    codes = [code for code, _words in form.fields["payee"].choices]
    assert codes == ["landlord", "trader", "person"]


def test_where_the_city_never_pays_the_person_for_moving_it_says_so(here, monkeypatch):
    facts = {"payee": "person", "payee_reason": "業者が振込を受けない"}
    benefit = Benefit(here, kind="move", **facts).received().with_papers()
    assert benefit.move("send").row.state == "sent"
    never = dataclasses.replace(rules_of(benefit.row), move_to_person="never")
    monkeypatch.setattr(guards, "rules_of", lambda row: never)
    ((code, _said),) = refused_by(lambda: benefit.move("draft", "officer"))
    assert code == "E-01"


def test_a_change_of_landlord_pays_the_months_that_wait_to_the_new_one(here, as_):
    benefit = Benefit(here).ruled()
    benefit.followed("change", ground="rent", rent=32_000, landlord="新家主").ruled()
    as_("officer").post(reverse("payment_list"), {"month": "2026-08-01"})
    page = as_("officer").get(reverse("payment_detail", args=[BenefitPayment.objects.get().pk]))
    assert [to.name for row in page.context["rows"] for to in row.to] == ["新家主"]
