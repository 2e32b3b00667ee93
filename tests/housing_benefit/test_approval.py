"""決裁 of an application: the city's own route, each step once, 代決 with its reason."""

import pytest
from django.urls import reverse

from accounts.models import Membership, Role, User
from rules.refusals import Refused
from tests.benefits import DAY, Benefit
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
