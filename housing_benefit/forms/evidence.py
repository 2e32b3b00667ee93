"""What may be typed of the papers that came."""

from django import forms

from accounts.compare import ComparedForm, Unit
from cases.models import Attachment
from housing_benefit.evidence import Evidence, kept_evidence
from housing_benefit.models import BenefitApplication
from housing_benefit.workflow.evidence import FILE, FORM, ON, evidence_of
from rules.calendar import wareki_short
from rules.fields import EraDateField, PickField

THERE = "there"  # it came, and nobody said whether it is the 原本
FORMS = [("", "まだ"), *Attachment.Form.choices, (THERE, "受け取った（原本・写しは書かない）")]


class EvidenceForm(ComparedForm):
    """Every paper the application needs: 原本 or 写し, the day, the scan."""

    def __init__(self, *args, row: BenefitApplication, **kwargs):
        super().__init__(*args, **kwargs)
        self.papers = evidence_of(row)
        self.scans = {str(one.pk): one for one in row.case.attachments.kept()}
        files = [("", "選ばない")] + [
            (pk, f"{wareki_short(one.received_on)} {one.title}") for pk, one in self.scans.items()
        ]
        for paper in self.papers:
            self.fields[FORM + paper.code] = PickField(
                label="原本・写し", choices=FORMS, widget=forms.RadioSelect, required=False
            )
            self.fields[ON + paper.code] = EraDateField(
                label="受領日", past_only=True, required=False
            )
            self.fields[FILE + paper.code] = PickField(
                label="台帳に入れた書類", choices=files, required=False
            )

    @staticmethod
    def initial_of(row: BenefitApplication) -> dict:
        """What is stored, as the form shows it."""
        found = {}
        for code, data in row.documents.items():
            paper = kept_evidence(data)
            found[FORM + code] = paper.form or THERE
            found |= {ON + code: paper.on, FILE + code: str(paper.file or "")}
        return found

    @property
    def groups(self):
        """(label, its fields) of each paper."""
        return [(one.label, [self[name] for name in names(one.code)]) for one in self.papers]

    def units(self) -> list[Unit]:
        """A paper is compared as one."""
        return [Unit(FORM + one.code, one.label, names(one.code)) for one in self.papers]

    def said(self) -> dict[str, Evidence]:
        """The papers that came; a scan already says 原本 or 写し and its day."""
        found = {}
        for one in self.papers:
            form, on, file = (self.cleaned_data[name] for name in names(one.code))
            if scan := self.scans.get(file):
                form, on = form or scan.form, on or scan.received_on
            if form or on:
                form = "" if form == THERE else form
                found[one.code] = Evidence(form, on, scan.pk if scan else None)
        return found


def names(code: str) -> tuple[str, str, str]:
    """The fields of one paper."""
    return FORM + code, ON + code, FILE + code
