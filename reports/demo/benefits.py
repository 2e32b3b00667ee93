"""住居確保給付金: an application begun, its terms explained, its papers brought, its ruling."""

from housing_benefit.evidence import Evidence
from housing_benefit.judging import judged
from housing_benefit.workflow import (
    benefit_workflow,
    explain,
    save_application,
    start_application,
    take_evidence,
)
from housing_benefit.workflow.writing import TERMS, needed_documents
from reports.demo.tale import step
from rules.refusals import Refused


def application_of(tale):
    """The newest application of the story."""
    return tale.case.episode.benefit_applications.order_by("-number")[0]


@step("benefit")
def benefit(tale, row, day):
    """Begun and written down that day; what the story leaves out is still to be asked."""
    by = tale.actor(row)
    made = start_application(tale.case, by=by, kind=row.pop("kind", "rent"), route=row["route"])
    save_application(made, by=by, version=made.version, **{"applied_on": day} | row)


@step("benefit_explain")
def explained(tale, row, day):
    terms = list(TERMS)
    explain(application_of(tale), by=tale.actor(row), on=day, signed_on=day, agreed=terms)


@step("benefit_papers")
def papers(tale, row, day):
    """Every paper but those that are still waited for, as copies that came that day."""
    made, late = application_of(tale), row.pop("without", [])
    codes = [code for code, _label in needed_documents(made) if code not in late]
    said = {code: Evidence("copy", day) for code in codes}
    take_evidence(made, by=tale.actor(row), version=made.version, papers=said)


@step("benefit_ruling")
def ruling(tale, row, day):
    """起案 or 決裁; on a day that no table of figures reaches, it waits at the city."""
    made = application_of(tale)
    try:
        found = judged(made)
    except Refused:
        return
    name = row["name"]
    if name == "decide":
        name = "grant" if found.judgement.is_eligible else "refuse"
    roles = benefit_workflow.transitions[name].roles
    by = tale.actor(row) if "by" in row else tale.who(roles[0])
    benefit_workflow.advance(made, name, by=by, on=day)
