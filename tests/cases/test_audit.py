"""監査: the city looks into a 委託先's case before 提出, with a reason that stays (D16, A10)."""

import datetime as dt

import pytest
from django.urls import reverse

from cases.models import Case, CityAccess, Note
from cases.workflow.city import open_for_audit
from rules.calendar import today, wareki_short
from rules.refusals import Refused

REASON = "委託契約にもとづく年1回の監査"
TOMORROW = today() + dt.timedelta(days=1)


def ask(client, number, **changes):
    typed = {"number": number, "reason": REASON, "until": wareki_short(TOMORROW)} | changes
    return client.post(reverse("case_audit"), typed)


@pytest.mark.parametrize("who", ["officer", "approver"])
def test_the_city_opens_a_case_for_a_reason_and_the_agency_reads_it(office, as_, who):
    case, client = office.case(), as_(who)
    url = reverse("case_detail", args=[case.pk])
    assert client.get(url).status_code == 404
    assert ask(client, case.number).url == url
    assert client.get(url).status_code == 200
    line = Note.objects.get(case=case, move="audit")
    assert (line.author, line.reason) == (office.people[who], REASON)
    assert REASON in as_("counselor").get(url).text


def test_it_shuts_after_its_last_day(office, as_):
    case = office.case()
    ask(as_("officer"), case.number)
    row = CityAccess.objects.get()
    assert (row.since, row.until) == (today(), TOMORROW)
    CityAccess.objects.update(since=today() - dt.timedelta(days=9), until=today())
    assert Case.objects.visible_to(office.people["officer"]).exists()
    CityAccess.objects.update(until=today() - dt.timedelta(days=1))
    assert not Case.objects.visible_to(office.people["officer"]).exists()


def test_a_case_that_is_open_already_needs_no_second_opening(office, as_):
    case = office.case()
    for _time in range(2):
        assert ask(as_("officer"), case.number).status_code == 302
    assert CityAccess.objects.count() == 1


def refused(answer, box):
    """The codes beside a box of a page that opened nothing."""
    assert answer.status_code == 422
    assert not CityAccess.objects.exists()
    return [row.code for row in answer.context["form"].errors[box].as_data()]


def test_without_a_reason_it_stays_shut(office, as_):
    answer = ask(as_("officer"), office.case().number, reason="")
    assert refused(answer, "reason") == ["E-01"]
    with pytest.raises(Refused, match="監査のわけ"):
        open_for_audit(office.people["officer"], office.case().number, reason="", until=TOMORROW)


def test_its_last_day_is_not_in_the_past(office, as_):
    yesterday = wareki_short(today() - dt.timedelta(days=1))
    answer = ask(as_("officer"), office.case().number, until=yesterday)
    assert refused(answer, "until") == ["E-02"]


@pytest.mark.parametrize("number", ["R1-9999", "restricted"])
def test_a_restricted_case_is_as_one_that_is_not_there(office, as_, number):
    case = office.case()
    Case.objects.update(is_restricted=True)
    answer = ask(as_("officer"), case.number if number == "restricted" else number)
    assert refused(answer, "number") == ["E-01"]
    assert "この番号の台帳は見つかりません。" in answer.text


@pytest.mark.parametrize("who", ["counselor", "chief", "admin"])
def test_nobody_else_opens_for_an_audit(office, as_, who):
    answer = ask(as_(who), office.case().number)
    assert answer.status_code == 403
    assert not CityAccess.objects.exists()
    assert "監査のために" not in as_(who).get(reverse("case_list")).text
