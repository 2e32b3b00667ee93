"""移管: what is handed over, what is not, and who gets to see it."""

import datetime as dt

import pytest
from django.urls import reverse

from accounts.models import Membership, Role
from cases.models import Case, CaseGrant, Note, Transfer
from cases.workflow.receive import withdraw_case
from cases.workflow.transfer import ask_transfer, transfer_workflow
from rules.calendar import today
from rules.finding import read_words
from rules.refusals import Refused


@pytest.fixture
def direct_chief(office):
    user, place = office.people["direct"], office.places["direct"]
    Membership(user=user, organisation=place, role=Role.CHIEF, since=today()).save()
    return user


def ask(office, case, reason="転居のため"):
    return ask_transfer(
        case, by=office.people["chief"], receiving=office.places["direct"], reason=reason
    )


def refused(transfer, name, by, **data):
    with pytest.raises(Refused) as found:
        transfer_workflow.advance(transfer, name, by=by, **data)
    return found.value.refusals[0].code


def test_a_case_moves_to_another_agency_with_its_history(office, as_):
    case, chief, direct = office.case(), office.people["chief"], office.places["direct"]
    old = case.number
    url = reverse("transfer_ask", args=[case.pk])
    answer = as_("chief").post(url, {"receiving": direct.pk, "reason": "転居"})
    assert answer.status_code == 302
    transfer = Transfer.objects.get()
    assert refused(transfer, "accept", chief) == "E-03"
    assert old in as_("officer").get(reverse("home")).text
    url = reverse("transfer_move", args=[transfer.pk, "accept"])
    assert as_("outsider").get(url).status_code == 403
    assert as_("officer").post(url, {"on": ""}).status_code == 422
    assert as_("officer").post(url, {"on": today().isoformat()}).status_code == 302
    case.refresh_from_db()
    assert case.agency == direct
    assert not Case.objects.visible_to(chief).exists()
    mine = Case.objects.visible_to(office.people["direct"])
    assert mine.found_by(read_words(old)).get() == case
    assert case.notes.filter(author=office.people["counselor"]).exists()


def test_a_second_request_is_refused_while_one_waits(office):
    case = office.case()
    ask(office, case)
    with pytest.raises(Refused) as found:
        ask(office, case)
    assert found.value.refusals[0].code == "E-32"


def test_the_request_waits_on_the_home_of_both_and_on_the_case(office, as_, direct_chief):
    case = office.case(name="山田 一郎")
    ask(office, case)
    assert "受け入れる" in as_("direct").get(reverse("home")).text
    own = as_("chief").get(reverse("home")).text
    assert "取りやめる" in own
    assert "受け入れる" not in own
    page = as_("chief").get(reverse("case_detail", args=[case.pk])).text
    assert "移管の受け入れ待ち" in page
    assert "ほかの機関へ移す" not in page
    assert "移管の申し出" not in as_("approver").get(reverse("home")).text


def test_the_one_who_decides_sees_the_request_and_not_the_case(office, as_):
    case = office.case(name="山田 一郎")
    transfer = ask(office, case)
    page = as_("officer").get(reverse("transfer_move", args=[transfer.pk, "accept"])).text
    assert case.number in page
    assert "転居のため" in page
    assert "山田" not in page
    assert as_("officer").get(reverse("case_detail", args=[case.pk])).status_code == 404


def test_a_refusal_says_why_and_the_case_stays(office, direct_chief):
    case = office.case()
    transfer = ask(office, case)
    assert refused(transfer, "refuse", direct_chief) == "E-01"
    transfer_workflow.advance(transfer, "refuse", by=direct_chief, reason="担当する地区ではない")
    line = Note.objects.get(move="transfer_refuse")
    assert line.reason == "担当する地区ではない"
    assert transfer.settled_reason == "担当する地区ではない"
    case.refresh_from_db()
    assert case.agency == office.places["center"]
    assert ask(office, case).state == "asked"


def test_it_is_withdrawn_by_those_who_asked_only(office, direct_chief):
    transfer = ask(office, office.case())
    assert refused(transfer, "withdraw", direct_chief) == "E-03"
    assert refused(transfer, "withdraw", office.people["officer"]) == "E-03"
    transfer_workflow.advance(transfer, "withdraw", by=office.people["chief"])
    assert transfer.state == "withdrawn"


def test_it_is_settled_neither_before_it_was_asked_nor_in_the_future(office, direct_chief):
    transfer = ask(office, office.case())
    day = dt.timedelta(days=1)
    assert refused(transfer, "accept", direct_chief, on=today() - day) == "E-02"
    assert refused(transfer, "accept", direct_chief, on=today() + day) == "E-35"


def test_a_file_that_was_withdrawn_meanwhile_goes_nowhere(office, as_, direct_chief):
    case = office.case()
    transfer = ask(office, case)
    withdraw_case(case, by=office.people["chief"], reason="誤り")
    transfer.refresh_from_db()
    assert refused(transfer, "accept", direct_chief) == "E-08"
    assert "移管の申し出" not in as_("direct").get(reverse("home")).text


def restrict(case, *people):
    case.is_restricted = True
    case.save()
    for person in people:
        CaseGrant(case=case, user=person).save()


def test_a_restricted_file_is_seen_by_the_new_chief_and_by_no_one_left_behind(office, direct_chief):
    case = office.case()
    restrict(case, office.people["chief"], office.people["officer"])
    transfer = ask(office, case)
    transfer_workflow.advance(transfer, "accept", by=office.people["officer"])
    assert Case.objects.visible_to(direct_chief).get() == case
    assert not Case.objects.visible_to(office.people["chief"]).exists()
    named = set(case.grants.values_list("user__username", flat=True))
    assert named == {"direct", "officer"}


def test_a_restricted_file_is_not_sent_where_no_one_could_open_it(office):
    case = office.case()
    restrict(case, office.people["chief"])
    transfer = ask(office, case)
    assert refused(transfer, "accept", office.people["officer"]) == "E-31"
    case.refresh_from_db()
    assert case.agency == office.places["center"]


def test_it_moves_within_the_city_and_to_an_agency_in_use(office):
    case, places = office.case(), office.places
    places["direct"].is_active = False
    places["direct"].save()
    for place in ("direct", "other", "city", "center"):
        with pytest.raises(Refused) as found:
            ask_transfer(case, by=office.people["chief"], receiving=places[place], reason="転居")
        assert found.value.refusals[0].code == "E-01"
