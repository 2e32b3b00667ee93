"""同一人物かもしれません: told to who may see both, until it has been answered (E-26, D33)."""

import pytest
from django.urls import reverse

from cases.models import CityAccess
from cases.workflow import assign, case_workflow
from cases.workflow.city import open_to_city
from cases.workflow.joining import join_cases
from cases.workflow.story import tell_different
from reports.same_person import same_person

WHO = {"name": "双葉 一", "birth": "1960-04-01"}
TOLD = "同一人物かもしれません"


@pytest.fixture
def twins(office):
    return (
        office.case(**WHO, kana="ふたば はじめ"),
        office.case(**WHO, kana="ふたば　はじめ"),
    )


def told(office, who):
    return [row.case for row in same_person(office.people[who])]


def test_the_chief_and_who_is_in_charge_are_told_and_nobody_else(office, as_, twins):
    one, other = twins
    assign(one.episode, by=office.people["chief"], lead=office.people["counselor"])
    assert told(office, "chief") == [one, other]
    assert told(office, "counselor") == [one, other]
    assert told(office, "outreach") == []
    address = f"{reverse('case_join', args=[one.pk])}?number={other.number}"
    assert address in as_("chief").get("/").text
    page = as_("counselor").get("/").text
    assert TOLD in page
    assert address not in page


def test_what_was_answered_is_not_asked_again(office, twins):
    one, other = twins
    tell_different(other.episode, [one], by=office.people["chief"], reason="双子")
    assert told(office, "chief") == []
    third = office.case(**WHO, kana="ふたば はじめ")
    assert told(office, "chief") == [one, other, third]


def test_what_was_joined_is_told_no_more(office, twins):
    one, other = twins
    case_workflow.advance(other.episode, "suspend", by=office.people["chief"], reason="同じ方")
    join_cases(one, other, by=office.people["chief"], reason="ご本人に確かめた")
    assert told(office, "chief") == []


def test_two_agencies_learn_nothing_and_the_city_sees_both(office, as_):
    near = office.case(by="direct", **WHO, kana="ふたば はじめ")
    far = office.case(**WHO, kana="ふたば はじめ")
    assert told(office, "officer") == []
    open_to_city(far, CityAccess.Scope.CASE, by=office.people["chief"], reason="提出")
    assert {case.pk for case in told(office, "officer")} == {near.pk, far.pk}
    assert told(office, "chief") == []
    page = as_("officer").get("/").text
    assert "移管してからまとめます" in page
    assert TOLD not in as_("direct").get("/").text
