"""担当 of one case and of many: colleagues only, and never more queries for more cases."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import Case, Episode, Note
from cases.workflow import assign
from cases.workflow.assign import assign_many
from cases.workflow.hard import mark_hard
from rules.refusals import Refused


def episodes(*cases):
    return list(
        Episode.objects.filter(case__in=cases).select_related("case__agency").order_by("pk")
    )


def refused(office, **people):
    with pytest.raises(Refused) as found:
        assign_many(episodes(*Case.objects.all()), by=office.people["chief"], **people)
    return found.value.refusals[0].code


def test_many_cost_no_more_queries_than_few(office):
    counts = []
    office.people["chief"].posts()
    for number in (2, 8):
        rows = episodes(*(office.case() for _turn in range(number)))
        with CaptureQueriesContext(connection) as found:
            assign_many(rows, by=office.people["chief"], lead=office.people["counselor"])
        counts.append(len(found))
    assert counts[0] == counts[1]


def test_each_has_its_line_its_history_and_its_version(office):
    case, people = office.case(), office.people
    assign(case.episode, by=people["chief"], lead=people["counselor"], deputy=people["outreach"])
    version = case.episode.version
    assign_many(episodes(case), by=people["chief"], lead=people["outreach"])
    episode = Episode.objects.get()
    assert (episode.lead, episode.deputy) == (people["outreach"], people["outreach"])
    assert episode.version == version + 1
    last = episode.history.first()
    assert (last.history_user, last.lead) == (people["chief"], people["outreach"])
    line = Note.objects.filter(move="assign").first()
    assert line.body == "担当を決めました：担当 試験 outreach、副担当 試験 outreach"
    assert line.history.get().history_user == people["chief"]


def test_a_case_is_given_to_colleagues_of_its_agency_only(office):
    office.case()
    assert refused(office, lead=office.people["direct"]) == "E-31"
    assert refused(office, deputy=office.people["admin"]) == "E-31"
    assert not Note.objects.filter(move="assign").exists()


def test_the_chief_gives_many_cases_to_one_counselor(office, as_):
    cases = [office.case(), office.case(name="鈴木 花")]
    url = reverse("assign_together")
    chosen = [case.pk for case in cases]
    page = as_("chief").get(url, {"case": [*chosen, "x", "9" * 20]}).text
    assert "2件" in page
    data = {"case": chosen, "lead": office.people["outreach"].pk}
    assert as_("counselor").post(url, data).status_code == 403
    assert as_("chief").post(url, data).status_code == 302
    assert set(Episode.objects.values_list("lead__username", flat=True)) == {"outreach"}
    assert sorted(Note.objects.filter(move="assign").values_list("case", flat=True)) == chosen


def test_cases_of_two_agencies_are_not_given_out_together(office):
    office.case()
    office.case(by="direct")
    assert refused(office, lead=office.people["counselor"]) == "E-03"
    assert not Episode.objects.filter(lead__isnull=False).exists()


def test_something_must_be_chosen(office, as_):
    case = office.case()
    url = reverse("assign_together")
    answer = as_("chief").post(url, {"case": [case.pk]})
    assert answer.status_code == 422
    assert "担当・副担当・就労担当のどれか" in answer.text
    assert as_("chief").post(url, {"lead": office.people["counselor"].pk}).status_code == 422


def test_only_cases_one_may_assign_are_shown(office, as_):
    mine, other = office.case(), office.case(by="direct", name="直営 花子")
    page = as_("chief").get(reverse("assign_together"), {"case": [mine.pk, other.pk]}).text
    assert "1件" in page
    assert "直営 花子" not in page


def test_two_who_decide_at_once_see_both(office, as_):
    case, people = office.case(), office.people
    url = reverse("case_assign", args=[case.pk])
    seen = as_("chief").get(url).context["version"]
    assign(case.episode, by=people["chief"], lead=people["counselor"])
    mine = {"lead": people["outreach"].pk, "version": seen}
    answer = as_("chief").post(url, mine)
    assert answer.status_code == 409
    unit = answer.context["conflict"]["fields"][0]
    assert (unit["theirs"], unit["mine"]) == ("試験 counselor", "試験 outreach")
    case.episode.refresh_from_db()
    assert case.episode.lead == people["counselor"]
    now = {"version": answer.context["conflict"]["version"], "conflict": "1"}
    assert as_("chief").post(url, mine | now | {"choose-lead": "mine"}).status_code == 302
    case.episode.refresh_from_db()
    assert case.episode.lead == people["outreach"]


def test_two_who_judge_a_case_hard_at_once_see_both(office, as_):
    case, chief = office.case(), office.people["chief"]
    url = reverse("case_hard", args=[case.pk])
    client = as_("chief")
    seen = client.get(url).context["version"]
    mark_hard(case.episode, by=chief, reason="家族の対立")
    mine = {"reason": "支援を拒まれる", "version": seen}
    answer = client.post(url, mine)
    assert answer.status_code == 409
    unit = answer.context["conflict"]["fields"][0]
    assert (unit["theirs"], unit["mine"]) == ("家族の対立", "支援を拒まれる")
    case.episode.refresh_from_db()
    assert case.episode.hard_reason == "家族の対立"
    now = mine | {"version": answer.context["conflict"]["version"], "conflict": "1"}
    assert client.post(url, now | {"choose-reason": "mine"}).status_code == 302
    case.episode.refresh_from_db()
    assert case.episode.hard_reason == "支援を拒まれる"


def test_the_page_of_a_case_nobody_judged_yet_sends_its_version(office, as_):
    case, client = office.case(), as_("chief")
    url = reverse("case_hard", args=[case.pk])
    assert '<input type="hidden" name="version" value="0">' in client.get(url).text
    assert client.post(url, {"reason": "家族の対立", "version": "0"}).status_code == 302
