"""決裁 of an application and of an order: the city's own route, each step once, 代決 with why."""

import datetime as dt

import pytest
from django.urls import reverse

from accounts.models import Membership, Role, User
from documents.models import IssuedDocument
from housing_benefit.models import BenefitMonth
from housing_benefit.workflow import order_workflow
from rules.refusals import Refused
from tests.benefits import DAY, Benefit, order_of
from tests.places import settle_in_town


@pytest.fixture
def town(folders, office):
    """A town of three steps; its second officer signs the first."""
    folders.town("2099-04-01")
    settle_in_town(office)
    person = office.people["admin"]
    Membership(user=person, organisation=office.places["city"], role="officer", since=DAY).save()
    office.people["head"] = User.objects.get(pk=person.pk)
    return office


def codes_of(refused):
    return [refusal.code for refusal in refused.value.refusals]


def test_a_ruling_passes_every_step_of_the_route_in_its_order(town):
    benefit = Benefit(town).drafted()
    assert [row.label for row in benefit.row.signatures] == ["係長", "課長", "町長"]
    with pytest.raises(Refused) as refused:
        benefit.move("pass_on", "approver")
    assert codes_of(refused) == ["E-03"]
    with pytest.raises(Refused) as refused:
        benefit.move("grant", "approver")
    assert codes_of(refused) == ["E-08"]
    with pytest.raises(Refused) as refused:  # who drafted it signs no step of it
        benefit.move("pass_on", "officer")
    assert codes_of(refused) == ["E-34"]
    benefit.move("pass_on", "head").move("pass_on", "approver")
    with pytest.raises(Refused) as refused:
        benefit.move("grant", "approver")
    assert [row.field for row in refused.value.refusals] == ["deputy_reason"]
    benefit.move("grant", "approver", deputy_reason="町長の出張のため")
    assert benefit.row.state == "granted"
    assert benefit.row.signatures.last().deputy_reason == "町長の出張のため"


def test_who_drafted_takes_it_back_until_somebody_signed(town):
    benefit = Benefit(town).drafted().move("pull_back", "officer").move("draft", "officer")
    assert benefit.row.signatures.count() == 3
    benefit.move("pass_on", "head")
    with pytest.raises(Refused) as refused:
        benefit.move("pull_back", "officer")
    assert codes_of(refused) == ["E-08"]


def test_the_page_shows_the_route_and_asks_for_the_reason_of_a_stand_in(town, as_):
    benefit = Benefit(town).drafted().move("pass_on", "head").move("pass_on", "approver")
    url = reverse("benefit_rule", args=[benefit.row.pk, "grant"])
    answer = as_("approver").post(url, {"on": "R8.8.10", "version": benefit.row.version})
    assert (answer.status_code, "代決の理由" in answer.text) == (422, True)
    said = {"on": "R8.8.10", "version": benefit.row.version, "deputy_reason": "町長の出張"}
    assert as_("approver").post(url, said).status_code == 302
    page = as_("officer").get(reverse("benefit_detail", args=[benefit.row.pk]))
    for words in ("係長", "課長", "町長", "（代決：町長の出張）"):
        assert words in page.text


def test_where_one_post_decides_its_signature_is_kept(office, at):
    at("sapporo")
    benefit = Benefit(office, assets=9_000_000).ruled()
    (step,) = benefit.row.signatures
    assert (step.role, step.acted_by, step.acted_on) == (
        Role.APPROVER,
        office.people["approver"],
        DAY,
    )


# ---- 中断, 中止, 徴収 ---------------------------------------------------------------------

LEFT = dt.date(2026, 8, 20)


@pytest.fixture
def granted(town):
    """A course of three months in the town, every step signed."""
    benefit = Benefit(town).drafted().move("pass_on", "head").move("pass_on", "approver")
    return benefit.move("grant", "approver", deputy_reason="町長の出張のため")


def stopping(benefit, who="counselor"):
    order = order_of(benefit, "stop", "moved_out", LEFT, who=who)
    return order_workflow.advance(order, "draft", by=benefit.people["officer"], on=LEFT)


def sign(benefit, order, name, who, **said):
    order_workflow.advance(order, name, by=benefit.people[who], on=LEFT, **said)


def test_an_order_passes_the_same_route_and_takes_nothing_away_before_its_end(granted):
    order = stopping(granted)
    assert [row.label for row in order.signatures] == ["係長", "課長", "町長"]
    for name, who, code in (
        ("pass_on", "approver", "E-03"),  # it is not their step
        ("decide", "approver", "E-08"),  # it is not the last
        ("pass_on", "officer", "E-34"),  # who drafted it signs no step of it
        ("notify", "officer", "E-08"),  # nobody is told before the 決裁
        ("pass_on", "chief", "E-04"),  # the agency decides nothing
    ):
        with pytest.raises(Refused) as refused:
            sign(granted, order, name, who, way="郵送")
        assert codes_of(refused) == [code]
    sign(granted, order, "pass_on", "head")
    sign(granted, order, "pass_on", "approver")
    assert BenefitMonth.objects.of_course(granted.row).count() == 3
    with pytest.raises(Refused) as refused:
        sign(granted, order, "decide", "approver")
    assert [row.field for row in refused.value.refusals] == ["deputy_reason"]
    sign(granted, order, "decide", "approver", deputy_reason="町長の出張のため")
    granted.row.refresh_from_db()
    assert (order.state, granted.row.state) == ("decided", "stopped")
    assert BenefitMonth.objects.of_course(granted.row).count() == 1
    sign(granted, order, "notify", "officer", way="郵送")
    assert IssuedDocument.objects.filter(subject_pk=order.pk, number__gt="").count() == 1


def test_who_reported_an_order_signs_no_step_of_it(granted):
    order = order_of(granted, "stop", "moved_out", LEFT, who="officer")
    order_workflow.advance(order, "draft", by=granted.people["head"], on=LEFT)
    with pytest.raises(Refused) as refused:
        sign(granted, order, "pass_on", "officer")
    assert codes_of(refused) == ["E-34"]
    assert not order.signatures.exclude(acted_by=None).exists()


def test_who_drafted_an_order_takes_it_back_until_somebody_signed(granted):
    order = stopping(granted)
    sign(granted, order, "pull_back", "officer")
    assert (order.state, order.from_month, order.basis) == ("reported", None, None)
    sign(granted, order, "draft", "officer")
    assert order.signatures.count() == 3
    sign(granted, order, "pass_on", "head")
    with pytest.raises(Refused) as refused:
        sign(granted, order, "pull_back", "officer")
    assert codes_of(refused) == ["E-08"]


def test_the_page_of_an_order_asks_for_the_reason_of_a_stand_in_and_shows_the_route(granted, as_):
    order = stopping(granted)
    sign(granted, order, "pass_on", "head")
    sign(granted, order, "pass_on", "approver")
    url = reverse("benefit_order_rule", args=[order.pk, "decide"])
    said = {"on": "R8.8.20", "version": order.version}
    assert as_("officer").post(url, said).status_code == 403
    answer = as_("approver").post(url, said)
    assert (answer.status_code, "代決の理由" in answer.text) == (422, True)
    assert as_("approver").post(url, said | {"deputy_reason": "町長の出張"}).status_code == 302
    page = as_("counselor").get(reverse("benefit_detail", args=[granted.row.pk])).text
    part = page[page.index("b-orders") :]
    for words in ("係長", "課長", "町長", "（代決：町長の出張）"):
        assert words in part


def test_who_decides_reads_on_the_page_what_is_decided(office, at, as_):
    at("sapporo")
    benefit = Benefit(office).drafted()
    page = as_("approver").get(reverse("benefit_rule", args=[benefit.row.pk, "grant"]))
    amount = benefit.row.judgement["judgement"]["amount"]
    assert f"月額 {amount:,}円" in page.text
    benefit.move("grant", "approver")
    order = order_of(benefit, "stop", "moved_out", happened_on=DAY)
    order_workflow.advance(order, "draft", by=benefit.people["officer"], on=DAY)
    page = as_("approver").get(reverse("benefit_order_rule", args=[order.pk, "decide"]))
    month = order.from_month
    assert f"{month.year}年{month.month}月分から支給しません" in page.text
    refused = Benefit(office, name="不支給 花子", is_gang=True).drafted()
    page = as_("approver").get(reverse("benefit_rule", args=[refused.row.pk, "refuse"]))
    assert "満たさない要件　暴力団員でないこと" in page.text
