"""引き継ぎ: all that a colleague is in charge of goes over in one step, seen beforehand."""

import pytest

from cases.models import CaseGrant
from cases.workflow import assign
from cases.workflow.assign import hand_over, in_hands_of
from cases.workflow.records import make_appointment
from rules.refusals import Refused
from tests.course import ago

pytestmark = pytest.mark.django_db
PAGE = "/cases/hand_over/"


def codes(call, *args, **kwargs):
    with pytest.raises(Refused) as found:
        call(*args, **kwargs)
    return [refusal.code for refusal in found.value.refusals]


@pytest.fixture
def people(office):
    return office.people


@pytest.fixture
def led(office, people):
    """(a case led by the counselor, one in which they are 副担当)."""
    first, second = office.case(name="引継 花子"), office.case(name="引継 次郎")
    assign(first.episode, by=people["chief"], lead=people["counselor"])
    assign(second.episode, by=people["chief"], lead=people["outreach"], deputy=people["counselor"])
    return first, second


def test_everything_goes_over_in_one_step(office, as_, people, led):
    first, second = led
    coming = make_appointment(
        first, by=people["chief"], staff=people["counselor"], on=ago(-3), kind="visit"
    )
    shown = as_("chief").get(PAGE, {"who": people["counselor"].pk})
    for words in ("引継 花子", "引継 次郎", "副担当", "2件のケースと、これからの予定1件"):
        assert words in shown.text
    typed = {"everyone": people["chief"].pk, f"case_{first.pk}": people["outreach"].pk}
    answer = as_("chief").post(f"{PAGE}?who={people['counselor'].pk}", typed, follow=True)
    assert "試験 counselorさんの2件を引き継ぎました。" in answer.text
    for case in led:
        case.episode.refresh_from_db()
    coming.refresh_from_db()
    assert first.episode.lead == coming.staff == people["outreach"]
    assert (second.episode.lead, second.episode.deputy) == (people["outreach"], people["chief"])
    assert "試験 counselorから引き継ぎました" in first.notes.filter(move="assign").first().body
    assert not in_hands_of(people["counselor"], type(first).objects.all()).exists()


def test_nobody_is_left_without_a_receiver(as_, people, led):
    first, second = led
    typed = {"everyone": "", f"case_{first.pk}": people["outreach"].pk}
    answer = as_("chief").post(f"{PAGE}?who={people['counselor'].pk}", typed)
    assert answer.status_code == 422
    assert f"「{second.number}を引き継ぐ人」を入力してください。" in answer.text
    first.episode.refresh_from_db()
    assert first.episode.lead == people["counselor"]


def test_only_the_chief_hands_over_and_only_to_colleagues(office, as_, people, led):
    first, _second = led
    page = f"{PAGE}?who={people['counselor'].pk}"
    for who in ("counselor", "admin", "officer", "outsider"):
        assert as_(who).get(page).status_code == 403
    to_colleague = {first.episode: people["outreach"]}
    assert codes(hand_over, people["counselor"], to_colleague, by=people["outreach"]) == ["E-03"]
    away = {first.episode: people["direct"]}
    assert codes(hand_over, people["counselor"], away, by=people["chief"]) == ["E-31"]
    assert as_("chief").get(f"{PAGE}?who={people['outsider'].pk}").status_code == 404
    assert as_("chief").get(f"{PAGE}?who=x").status_code == 404
    assert "試験 counselorさん" in as_("chief").get(PAGE).text


def test_a_restricted_file_goes_to_who_is_named_for_it(as_, people, led):
    first, second = led
    first.is_restricted = True
    first.save()
    page = f"{PAGE}?who={people['counselor'].pk}"
    assert "引継 花子" not in as_("chief").get(page).text
    CaseGrant(case=first, user=people["chief"]).save()
    assert "引継 花子" in as_("chief").get(page).text
    given = {second.episode: people["outreach"], first.episode: people["outreach"]}
    assert codes(hand_over, people["counselor"], given, by=people["chief"]) == ["E-03"]
    second.episode.refresh_from_db()
    assert second.episode.deputy == people["counselor"]
    hand_over(people["counselor"], {first.episode: people["chief"]}, by=people["chief"])
    first.episode.refresh_from_db()
    assert first.episode.lead == people["chief"]


def test_what_has_ended_keeps_its_names(people, led):
    first, _second = led
    first.episode.state = "closed"
    first.episode.save()
    open_ones = in_hands_of(people["counselor"], type(first).objects.all())
    assert first.episode not in open_ones
