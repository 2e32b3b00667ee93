"""書類: each needed paper with what came of it; what lacks is named with the way to it."""

import datetime as dt

import pytest
from django.urls import reverse

from cases.workflow.attachments import attach, remove_attachment
from housing_benefit.evidence import Evidence
from housing_benefit.workflow import take_evidence
from housing_benefit.workflow.evidence import evidence_of
from housing_benefit.workflow.writing import needed_documents
from rules.calendar import today
from rules.refusals import Refused
from tests.benefits import DAY, Benefit
from tests.documents import bad_files


@pytest.fixture
def here(office, at):
    at("sapporo")
    return office


def scan_of(benefit, title="離職票.pdf", case=None):
    files = [(title, bad_files.PDF)]
    case = case or benefit.case
    rows, _refused = attach(case, by=benefit.by, files=files, received_on=DAY, form="copy")
    return rows[0]


def took(benefit, **papers):
    row = benefit.row
    return take_evidence(row, by=benefit.by, version=row.version, papers=papers)


def paper(benefit, code):
    return next(one for one in evidence_of(benefit.row) if one.code == code)


@pytest.mark.parametrize(
    ("route", "kind", "own"),
    [
        ("left", "rent", {"left", "lease", "dwelling", "hellowork"}),
        ("closed", "rent", {"closed", "lease", "dwelling", "hellowork"}),
        ("reduced", "rent", {"reduced", "lease", "dwelling", "hellowork"}),
        ("fallen", "move", {"fallen", "moving", "estimate", "payee"}),
    ],
)
def test_each_route_has_its_own_list(here, route, kind, own):
    codes = {code for code, _label in needed_documents(Benefit(here, kind=kind, route=route).row)}
    common = {"application", "confirmation", "identity", "income", "bankbook"}
    assert codes == common | own


def test_a_paper_says_how_and_when_it_came(here):
    benefit = Benefit(here)
    took(benefit, identity=Evidence("copy", DAY), left=Evidence())
    assert (paper(benefit, "identity").said, paper(benefit, "left").said) == (
        "写し　R8.8.10 受領",
        "",
    )
    there = [one.code for one in evidence_of(benefit.row) if one.is_there]
    assert there == ["identity", "left"]


def test_a_paper_points_at_its_scan_as_long_as_that_is_kept(here, as_):
    benefit = Benefit(here)
    scan = scan_of(benefit)
    took(benefit, left=Evidence("original", DAY, scan.pk))
    assert paper(benefit, "left").scan == scan
    url = reverse("benefit_scan", args=[benefit.row.pk, scan.pk])
    page = reverse("benefit_detail", args=[benefit.row.pk])
    assert url in as_("counselor").get(page).text
    remove_attachment(scan, by=benefit.by)
    assert (paper(benefit, "left").is_there, paper(benefit, "left").scan) == (True, None)


@pytest.mark.parametrize("field", ["on", "file"])
def test_no_day_to_come_and_no_scan_of_another_ledger(here, field):
    benefit = Benefit(here)
    other = scan_of(benefit, case=Benefit(here, name="別人").case)
    wrong = {
        "on": Evidence("copy", today() + dt.timedelta(days=1)),
        "file": Evidence("copy", DAY, other.pk),
    }
    with pytest.raises(Refused) as refused:
        took(benefit, left=wrong[field])
    assert [(row.code, row.field) for row in refused.value.refusals] == [
        ({"on": "E-35", "file": "E-01"}[field], f"{field}-left")
    ]


def test_what_lacks_never_keeps_one_from_receiving_and_is_named_before_it_is_sent(here, as_):
    benefit = Benefit(here).received()
    assert benefit.row.state == "received"
    page = as_("counselor").get(reverse("benefit_detail", args=[benefit.row.pk])).text
    assert reverse("benefit_evidence", args=[benefit.row.pk]) in page
    with pytest.raises(Refused) as refused:
        benefit.move("send")
    assert [(row.code, row.remedy) for row in refused.value.refusals] == [
        ("E-25", "受け取った書類を書く")
    ]


def test_the_scan_says_the_rest_on_the_page(here, as_):
    benefit = Benefit(here)
    scan, client = scan_of(benefit), as_("counselor")
    url = reverse("benefit_evidence", args=[benefit.row.pk])
    assert scan.title in client.get(url).text
    said = {"version": benefit.row.version, "file-left": scan.pk, "form-identity": "there"}
    assert client.post(url, said).status_code == 302
    benefit.row.refresh_from_db()
    assert benefit.row.documents == {
        "left": {"form": "copy", "on": "2026-08-10", "file": scan.pk},
        "identity": {},
    }
    late = client.post(url, said | {"form-identity": "original"})
    assert late.status_code == 409


def test_a_tick_on_the_application_keeps_what_was_said_of_the_paper(here, as_):
    benefit = Benefit(here)
    took(benefit, left=Evidence("original", DAY))
    url = reverse("benefit_edit", args=[benefit.row.pk])
    form = as_("counselor").get(url).context["form"]
    assert form.initial["documents"] == ["left"]
    said = {name: "" if form[name].value() is None else form[name].value() for name in form.fields}
    said |= {"version": benefit.row.version, "documents": ["left", "identity"]}
    said |= {"applied_on": "R8.8.10", "event_on": "R8.5.31"}
    assert as_("counselor").post(url, said).status_code == 302
    benefit.row.refresh_from_db()
    assert benefit.row.documents == {
        "identity": {},
        "left": {"form": "original", "on": "2026-08-10"},
    }


def test_what_the_city_has_takes_no_other_papers(here):
    benefit = Benefit(here).sent()
    with pytest.raises(Refused) as refused:
        took(benefit, left=Evidence("copy", DAY))
    assert [row.code for row in refused.value.refusals] == ["E-08"]


def test_the_city_opens_the_scans_it_judges_by_and_no_other_file(here, as_):
    benefit = Benefit(here).received().with_papers()
    scan, other = scan_of(benefit), scan_of(benefit, title="べつの紙.pdf")
    kept = {code: Evidence(form="copy") for code in benefit.row.documents}
    took(benefit, **kept | {"application": Evidence(form="copy", file=scan.pk)})
    url = reverse("benefit_scan", args=[benefit.row.pk, scan.pk])
    assert as_("officer").get(url).status_code == 404
    benefit.move("send")
    answer = as_("officer").get(url)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    assert "attachment" in answer.headers["Content-Disposition"]
    page = as_("officer").get(reverse("benefit_detail", args=[benefit.row.pk])).text
    assert url in page
    assert as_("officer").get(url.replace(str(scan.pk), str(other.pk))).status_code == 404
    assert as_("other_officer").get(url).status_code == 404
