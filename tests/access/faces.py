"""Where each line of the matrix is asked: the full office, and what no screen of it opens."""

from django.urls import reverse

from accounts.models import Draft
from cases.models import Appointment, Deadline, Debt, HouseholdMember, WorkHistory
from cases.workflow.attachments import attach, remove_attachment
from cases.workflow.correcting import remove_record
from cases.workflow.records import (
    record_early_support,
    record_employer_visit,
    record_income_rise,
    record_job_search,
    record_job_start,
)
from documents.models import IssuedDocument
from housing_benefit.evidence import Evidence
from housing_benefit.models import BenefitApplication
from rules.calendar import today
from tests.access.asking import undrawn
from tests.benefits import Benefit
from tests.course import ago
from tests.documents import bad_files
from tests.full import Full
from tests.office import Office
from tests.stories.screens import STEPS, place, step_address

VISITED = {"employer": "誤り", "purpose": "見学", "result": "なし"}


class Faces:
    """The office with the records that no screen of its own opens."""

    def __init__(self, full):
        self.full, self.addresses = full, {}
        self.draft_a_ruling()
        case = full.assessing.case
        full.draft, full.draft_aside = (Draft.objects.get(key=k) for k in ("standing", "aside"))
        full.admin_person = full.people["admin"]
        full.gone_member = HouseholdMember.objects.get(case=case, name="まちがい")
        full.gone_debt = Debt.objects.get(case=case, lender="まちがい")
        full.gone_work = WorkHistory.objects.get(case=case, employer="まちがい")
        full.gone_appointment = Appointment.with_removed.removed().get()
        self.remove(
            case, "early", record_early_support, started_on=ago(60), kind="other", content="誤り"
        )
        self.remove(case, "search", record_job_search, on=ago(9), kind="other", result="誤り")
        self.remove(case, "visit", record_employer_visit, on=ago(9), **VISITED)
        self.remove(case, "start", record_job_start, on=ago(9), kind="regular")
        self.remove(case, "rise", record_income_rise, on=ago(9), before_yen=0, after_yen=1)
        dues = Deadline.objects.filter(case=case, key__startswith="job_", done_on=None)
        full.job_deadline = dues.earliest("due_on")
        full.paper, full.gone_paper = self.attach("通帳.pdf"), self.attach("誤り.pdf")
        remove_attachment(full.gone_paper, by=full.by)
        full.scan = self.scan_of(full.benefit_sent.row)
        full.issued = IssuedDocument.objects.of_case(full.decided.case.pk).get()

    def draft_a_ruling(self):
        """As the city's officer has: the national default, without 住まいの地域, judges none."""
        sent = Benefit(self.full.office, "給付 決裁").sent().row
        drafted = BenefitApplication.objects.filter(pk=sent.pk)
        drafted.update(state=BenefitApplication.State.IN_APPROVAL, drafted_by=self.full.officer)

    @classmethod
    def of_a_new_office(cls):
        """Made by the real verbs; only the papers they keep are empty."""
        with undrawn():
            return cls(Full(Office()))

    def scan_of(self, row):
        """By a paper of an application that was sent: from then on nobody puts one there."""
        scan = self.attach("離職票.pdf", row.case)
        kept = {"unemployed": Evidence(form="copy", on=today(), file=scan.pk).as_kept()}
        BenefitApplication.objects.filter(pk=row.pk).update(documents=kept)
        return scan

    def attach(self, name, case=None):
        case, by = case or self.full.received.case, self.full.by
        file = [(name, bad_files.PDF)]
        rows, _no = attach(case, by=by, files=file, received_on=today(), form="original")
        return rows[0]

    def remove(self, case, word, record, **said):
        row = record(case, by=self.full.by, **said)
        remove_record(row, by=self.full.by)
        setattr(self.full, f"gone_{word}", row)

    def address(self, line):
        """Where the line's record is; the same in every world."""
        name, face = line["address"], line["face"]
        if (name, face) not in self.addresses:
            self.addresses[name, face] = self.find(name, face)
        return self.addresses[name, face]

    def find(self, name, face):
        if face.startswith("@"):
            return self.step(name, face[1:])
        args, query = place(self.full, face)
        return reverse(name, args=args) + query

    def step(self, name, step):
        """Of a record from which the step goes out, if there is one."""
        machine, model, before = STEPS[name]
        row = machine.transitions[step]
        records = list(model.objects.order_by("pk"))
        record = next((found for found in records if row.open_to(found)), records[0])
        return step_address(name, record, before, row)
