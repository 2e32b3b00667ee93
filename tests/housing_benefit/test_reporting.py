"""受給中: what is to be done each month, what was, and what is said where it falls short."""

import datetime as dt

import pytest
from django.urls import reverse

from cases.models import JobStart
from cases.workflow import case_workflow, consult_again
from cases.workflow.notes import write_note
from cases.workflow.records import record_job_search, record_job_start
from documents.register import DOCUMENTS
from housing_benefit.models import BenefitReport
from housing_benefit.workflow.reporting import counted, months_done, report_job, report_month
from rules.refusals import Refused
from tests.benefits import DAY, Benefit

AUGUST = dt.date(2026, 8, 1)
WHOLE = {"interview": 4, "consult": 2, "apply": 4}
END = dt.date(2026, 8, 31)


@pytest.fixture
def here(office, at):
    at("sapporo")
    return office


def codes_of(refused):
    return [refusal.code for refusal in refused.value.refusals]


def reported(benefit, month=AUGUST, **said):
    said = {"submitted_on": END, "counts": WHOLE, "income": None} | said
    return report_month(benefit.row, month, by=benefit.by, **said)


def test_each_month_asks_for_interviews_consultations_and_an_application_a_week(here):
    benefit = Benefit(here).ruled()
    asked = {row.duty.code: row.asked for row in months_done(benefit.row)[0].done}
    assert asked == WHOLE


def test_the_track_of_the_self_employed_turns_after_six_months(here):
    benefit = Benefit(here, route="reduced", event_on=None, support="business").ruled()
    for day in (dt.date(2026, 10, 31), dt.date(2026, 11, 1)):
        benefit.followed(applied_on=day).ruled(day)
    assert [one.track for one in months_done(benefit.row)] == ["business"] * 6 + ["seek"] * 3
    assert {row.duty.code for row in months_done(benefit.row)[0].done} == {
        "interview",
        "advice",
        "effort",
    }


def test_a_month_that_falls_short_asks_for_guidance(here, as_):
    """TEB-4-1-1-f: 職業相談を2回のうち1回しかしなかった月は、指導の記録が要る."""
    benefit = Benefit(here).ruled()
    with pytest.raises(Refused) as refused:
        reported(benefit, counts=WHOLE | {"consult": 1})
    assert codes_of(refused) == ["E-01"]
    assert refused.value.refusals[0].field == "guidance"
    reported(benefit, counts=WHOLE | {"consult": 1}, guidance="来週のうちに1回行く約束をした。")
    month = months_done(benefit.row)[0]
    assert (month.is_short, [row.is_short for row in month.done]) == (True, [False, True, False])
    for who in ("counselor", "officer"):  # the city reads it at once
        page = as_(who).get(reverse("benefit_detail", args=[benefit.row.pk])).text
        assert "1／2 未達" in page
        assert "来週のうちに1回行く約束をした。" in page


def test_what_the_ledger_tells_is_not_counted_again_by_hand(here, as_):
    benefit = Benefit(here).ruled()
    for method in ("interview", "visit", "phone"):
        write_note(benefit.case, by=benefit.by, on=DAY, method=method, body="様子を聞いた")
    for kind in ("hellowork", "apply", "tour"):
        record_job_search(benefit.case, by=benefit.by, on=DAY, kind=kind, result="済み")
    url = reverse("benefit_report", args=[benefit.row.pk, 2026, 8])
    form = as_("counselor").get(url).context["form"]
    counts = {name: form.initial[name] for name in form.fields if name.startswith("count-")}
    assert counts == {"count-interview": 2, "count-consult": 1, "count-apply": 1}


def test_a_month_is_reported_on_its_page_and_once(here, as_):
    benefit = Benefit(here).ruled()
    client, url = as_("counselor"), reverse("benefit_report", args=[benefit.row.pk, 2026, 8])
    assert '<input type="hidden" name="version" value="0">' in client.get(url).text
    said = {"version": 0, "submitted_on": "R8.8.31", "income": "", "guidance": ""}
    said |= {"count-interview": "4", "count-consult": "2", "count-apply": "-1"}
    wrong = client.post(url, said)
    assert (wrong.status_code, "E-21" in wrong.text) == (422, True)
    said["count-apply"] = "4"
    assert client.post(url, said).status_code == 302
    assert BenefitReport.objects.get().counts == WHOLE
    late = client.post(url, said | {"count-apply": "5"})
    assert late.status_code == 409
    none = reverse("benefit_report", args=[benefit.row.pk, 2026, 12])
    assert client.get(none).status_code == 404
    assert as_("outreach").get(url).status_code == 403


def test_what_another_consultation_of_the_month_holds_is_not_counted(here):
    """A 再相談 in the same month: its interviews and its search are of another matter."""
    benefit = Benefit(here).ruled()
    case, by = benefit.case, benefit.by

    def works(on):
        write_note(case, by=by, on=on, method="interview", body="面談")
        record_job_search(case, by=by, on=on, kind="apply", employer=f"{on:%d}日", result="出した")

    works(DAY)
    case_workflow.advance(case.episode, "inform", by=by, on=DAY, given="案内", reason="足りる")
    intake = {"channel": "self_visit", "words": "借金のことで困っている。"}
    consult_again(case, by=by, on=dt.date(2026, 8, 20), intake=intake)
    case.refresh_from_db()
    works(dt.date(2026, 8, 21))
    assert counted(benefit.row, AUGUST) == {"interview": 1, "consult": 0, "apply": 1}
    paper = DOCUMENTS["benefit_activity"].sheet(benefit.row.months.get(month=AUGUST)).paper
    assert [row.place for row in paper.rows] == ["10日"]
    record_job_start(case, by=by, on=dt.date(2026, 8, 22), kind="regular", employer="別の相談")
    assert not DOCUMENTS["benefit_job"].records(case).exists()


def test_work_that_was_found_is_written_once_and_asks_for_the_income(here):
    benefit = Benefit(here).ruled()
    by = benefit.by
    with pytest.raises(Refused) as refused:
        report_job(
            benefit.row, by=by, reported_on=DAY, on=DAY, employer="架空商店", contract_months=5
        )
    assert codes_of(refused) == ["E-21"]
    job = report_job(
        benefit.row,
        by=by,
        reported_on=END,
        on=dt.date(2026, 8, 20),
        employer="架空商店",
        contract_months=6,
        monthly_yen=180_000,
    )
    assert (JobStart.objects.get().employer, job.contract) == ("架空商店", "6か月")
    with pytest.raises(Refused) as refused:
        reported(benefit)
    assert (codes_of(refused), refused.value.refusals[0].field) == (["E-01"], "income")
    reported(benefit, income=128_001)
    assert months_done(benefit.row)[0].is_over
    assert not months_done(benefit.row)[1].is_over


def test_an_income_at_the_ceiling_is_not_over_it(here):
    benefit = Benefit(here, rent=36_000).ruled()
    reported(benefit, income=128_000)
    assert not months_done(benefit.row)[0].is_over
    reported(benefit, income=128_001, version=1)
    assert months_done(benefit.row)[0].is_over
