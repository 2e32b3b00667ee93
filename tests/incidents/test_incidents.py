"""事故・法違反: the city hears of it, everyone it touched is told, nothing is left out."""

import datetime as dt

import pytest
from django.urls import reverse

from cases.models import Case, CaseGrant
from incidents.models import AffectedPerson, Incident
from incidents.waiting import waiting
from incidents.workflow import add_person, change_person, incident_workflow, record_incident
from rules.calendar import today, wareki_short
from rules.refusals import Refused
from tests.course import ago

pytestmark = pytest.mark.django_db
TYPED = {"kind": "leak", "body": "別の方の封筒に書類を入れた。"}
REPORT = {"reported_at": dt.time(10, 20), "reported_to": "福祉課 関"}
INSTRUCTION = {"instruction": "すぐに回収し、両方の方に知らせる。", "instructor": "関"}
SCOPE = {"scope": "アセスメントの控え1枚", "data_kinds": ["identity", "economy"]}
JUDGED = {"is_published": True, "publish_reason": "法人のホームページに載せる。"}


def refusals(call, *args, **kwargs):
    with pytest.raises(Refused) as found:
        call(*args, **kwargs)
    return found.value.refusals


def codes(call, *args, **kwargs):
    return [refusal.code for refusal in refusals(call, *args, **kwargs)]


@pytest.fixture
def people(office):
    return office.people


@pytest.fixture
def incident(office, people):
    return record_incident(
        office.places["center"], by=people["counselor"], found_on=ago(9), **TYPED
    )


@pytest.fixture
def go(people):
    def advance(row, name, days=0, by="chief", **data):
        return incident_workflow.advance(row, name, by=people[by], on=ago(days), **data)

    return advance


def instructed(row, go):
    go(row, "examine", 9, facts="投函の前に1度しか確かめていない。")
    go(row, "report", 9, **REPORT)
    return go(row, "instruct", 8, by="officer", **INSTRUCTION)


def test_an_incident_goes_from_its_discovery_to_its_publication(office, incident, go, people):
    instructed(incident, go)
    chief = people["chief"]
    add_person(incident, by=chief, case=office.case(name="誤送 花子"), informed_on=ago(8))
    go(incident, "scope", 8, **SCOPE)
    go(incident, "inform", 7)
    go(incident, "find_cause", 6, cause="1人で封入していた。")
    go(incident, "prevent", 5, measure="2人で確かめる。", measure_by=ago(1))
    go(incident, "judge", 4, **JUDGED)
    go(incident, "finish", 1)
    incident.refresh_from_db()
    assert (incident.state, incident.done_on) == (Incident.State.DONE, ago(1))
    states = list(incident.history.order_by("history_id").values_list("state", flat=True))
    assert list(dict.fromkeys(states)) == Incident.State.values
    assert incident.reported_at == REPORT["reported_at"]
    assert incident.is_published is True


def test_a_contracted_agency_does_not_finish_what_the_city_has_not_heard(incident, go, people):
    go(incident, "examine", 9, facts="確かめた。")
    assert codes(go, incident, "finish")[0] == "E-28"
    reasons = incident_workflow.explain(incident, "finish", people["chief"])
    assert reasons[0].text.startswith("委託先で発生した事案は、自治体への報告日時を記録しなければ")
    assert codes(go, incident, "scope", **SCOPE, nobody_reason="なし") == ["E-08"]
    assert codes(go, incident, "report") == ["E-01", "E-01"]
    go(incident, "report", 9, **REPORT)
    assert "E-28" not in codes(go, incident, "finish")
    assert codes(go, incident, "instruct", by="outreach", **INSTRUCTION) == ["E-03"]


def test_the_citys_own_agency_has_nobody_to_report_to(office, go, people):
    row = record_incident(office.places["direct"], by=people["direct"], found_on=ago(3), **TYPED)
    member = people["direct"].memberships.get()
    member.role = "chief"
    member.save()
    del people["direct"]._posts
    go(row, "examine", by="direct", facts="確かめた。")
    assert codes(go, row, "report", by="direct", **REPORT) == ["E-08"]
    go(row, "scope", by="direct", **SCOPE, nobody_reason="封筒は開けられていない")
    assert row.state == "scoped"


def test_nothing_is_finished_without_what_must_be_known(incident, go):
    said = " ".join(refusal.text for refusal in refusals(go, incident, "finish"))
    for item in ("調べた事実", "影響の範囲", "本人への連絡", "原因", "再発防止策", "公表の判断"):
        assert f"「{item}」" in said


def test_the_extent_names_whom_it_touched_or_why_nobody(office, incident, go, people):
    instructed(incident, go)
    assert codes(go, incident, "scope", **SCOPE) == ["E-01"]
    assert codes(go, incident, "scope", data_kinds=[]) == ["E-01", "E-01"]
    case = office.case(name="誤送 花子")
    add_person(incident, by=people["chief"], case=case)
    again = {"by": people["chief"], "case": case}
    assert codes(add_person, incident, **again) == ["E-32"]
    assert codes(add_person, incident, by=people["chief"]) == ["E-01"]
    assert codes(add_person, incident, by=people["counselor"], name="別の方") == ["E-03"]
    go(incident, "scope", **SCOPE)
    assert incident.data_in_words.startswith("属性")


def test_each_of_them_is_told_or_it_is_said_why_not(office, as_, incident, go, people):
    instructed(incident, go)
    chief = people["chief"]
    first = add_person(incident, by=chief, case=office.case(name="誤送 花子"))
    other = add_person(incident, by=chief, name="受けとった方")
    go(incident, "scope", **SCOPE)
    assert "未通知 2名" in as_("chief").get(reverse("incident_detail", args=[incident.pk])).text
    (refusal,) = refusals(go, incident, "inform")
    assert (refusal.code, "未通知 2名" in refusal.text) == ("E-01", True)
    early = {"informed_on": ago(30), "version": first.version}
    assert codes(change_person, first, by=chief, **early) == ["E-02"]
    told = {"informed_on": ago(1), "informed_way": "訪ねておわび"}
    change_person(first, by=chief, version=first.version, **told)
    why = "住所がわからない。窓口に掲示した"
    change_person(other, by=chief, version=other.version, not_informed_reason=why)
    go(incident, "inform")
    assert incident.informed_on == today()


def test_the_city_reads_it_but_no_names(office, as_, incident, people):
    add_person(incident, by=people["chief"], name="受けとった方")
    add_person(incident, by=people["chief"], case=office.case(name="誤送 花子"))
    page = reverse("incident_detail", args=[incident.pk])
    for who in ("officer", "approver", "admin"):
        text = as_(who).get(page).text
        assert "封筒に書類" in text
        assert "受けとった方" not in text
        assert "誤送 花子" not in text
        assert "見られない方が2名" in text
    assert "誤送 花子" in as_("chief").get(page).text
    for who in ("outreach", "direct", "outsider", "other_officer"):
        assert as_(who).get(page).status_code == 404


def test_a_restricted_person_is_seen_by_who_is_named_only(office, as_, incident, people):
    case = office.case(name="秘密 花子")
    person = add_person(incident, by=people["chief"], case=case)
    case.is_restricted = True
    case.save()
    CaseGrant(case=case, user=people["counselor"]).save()
    page = reverse("incident_detail", args=[incident.pk])
    assert "秘密 花子" in as_("counselor").get(page).text
    assert "秘密 花子" not in as_("chief").get(page).text
    edit = reverse("affected_person_edit", args=[incident.pk, person.pk])
    assert as_("chief").get(edit).status_code == 404
    assert AffectedPerson.objects.visible_to(people["counselor"]).get() == person


def test_the_home_tells_the_next_step_and_an_overdue_measure(as_, incident, go, people):
    assert [row.what for row in waiting(people["chief"])] == ["事実を調べる"]
    go(incident, "examine", 9, facts="確かめた。")
    assert [row.what for row in waiting(people["chief"])] == ["自治体に報告する"]
    assert waiting(people["officer"]) == []
    go(incident, "report", 9, **REPORT)
    assert [(row.what, row.day) for row in waiting(people["officer"])] == [
        ("自治体の指示を受ける", ago(9))
    ]
    go(incident, "instruct", 8, by="officer", **INSTRUCTION)
    go(incident, "scope", 7, **SCOPE, nobody_reason="開けられていない")
    go(incident, "inform", 7)
    go(incident, "find_cause", 6, cause="1人で封入していた。")
    before = {"measure": "2人で確かめる。", "measure_by": ago(9)}
    assert codes(go, incident, "prevent", 6, **before) == ["E-02"]
    go(incident, "prevent", 6, measure="2人で確かめる。", measure_by=ago(2))
    assert "2日過ぎ" in as_("chief").get("/").text


def test_the_pages_of_an_incident(office, as_, people):
    typed = {"found_on": wareki_short(today()), "found_at": "9:30", **TYPED}
    answer = as_("counselor").post(reverse("incident_add"), typed | {"is_suspected": "on"})
    row = Incident.objects.get()
    assert answer.headers["Location"] == reverse("incident_detail", args=[row.pk])
    assert "個人情報の漏えい（おそれ）" in as_("counselor").get(answer.headers["Location"]).text
    chief = as_("chief")
    edit = reverse("incident_edit", args=[row.pk])
    assert as_("counselor").get(edit).status_code == 403
    assert as_("counselor").post(edit, typed | {"version": row.version}).status_code == 403
    assert chief.post(edit, typed | {"version": row.version}).status_code == 302
    assert chief.post(edit, typed | {"version": row.version, "kind": "loss"}).status_code == 409
    step = reverse("incident_move", args=[row.pk, "examine"])
    assert chief.post(step, {"facts": ""}).status_code == 422
    assert chief.post(step, {"facts": "調べた。", "version": "x"}).status_code == 409
    row.refresh_from_db()
    assert chief.post(step, {"facts": "調べた。", "version": row.version}).status_code == 302
    report = reverse("incident_move", args=[row.pk, "report"])
    typed = {"reported_at": "10時20分", "reported_to": "福祉課"}
    assert chief.post(report, typed).status_code == 302
    instruct = reverse("incident_move", args=[row.pk, "instruct"])
    assert as_("officer").post(instruct, INSTRUCTION).status_code == 302
    case = office.case()
    person = {"number": case.number, "informed_on": ""}
    add = reverse("affected_person_add", args=[row.pk])
    assert chief.post(add, {"name": ""}).status_code == 422
    assert chief.post(add, person).status_code == 302
    told = AffectedPerson.objects.get()
    change = reverse("affected_person_edit", args=[row.pk, told.pk])
    assert chief.get(change).status_code == 200
    person |= {"informed_on": wareki_short(today()), "version": told.version}
    assert chief.post(change, person).status_code == 302
    assert AffectedPerson.objects.get().informed_on == today()
    judged = reverse("incident_move", args=[row.pk, "judge"])
    assert chief.get(judged).status_code == 409
    assert Incident.objects.get().reported_at == dt.time(10, 20)


def test_what_is_done_with_is_closed(incident, go, people):
    Incident.objects.filter(pk=incident.pk).update(state="done")
    incident.refresh_from_db()
    assert codes(add_person, incident, by=people["chief"], name="別の方") == ["E-08"]
    assert codes(go, incident, "finish") == ["E-08"]


def test_the_number_of_a_closed_file_is_one_that_nobody_knows(office, as_, incident):
    case = office.case(name="閉 花子")
    url = reverse("affected_person_add", args=[incident.pk])
    Case.objects.filter(pk=case.pk).update(is_restricted=True)
    answer = as_("chief").post(url, {"number": case.number})
    assert (answer.status_code, "見つかりません" in answer.text) == (422, True)
    assert not incident.persons.exists()
