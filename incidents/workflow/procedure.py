"""苦情の手順: set by its versions, read by the colleagues, told to the agencies beforehand."""

import datetime as dt

from django.db import transaction

from accounts.models import STAFF, User
from cases.workflow.story import check_day
from incidents.models import KEEPERS, ComplaintProcedure, ProcedureNotice
from incidents.workflow.keeping import check_staff
from network.models import Contact
from rules.calendar import today
from rules.refusals import Refused, refuse


def current_procedure(agency, on: dt.date | None = None) -> ComplaintProcedure | None:
    """The version in force on a day (inclusive), or None."""
    rows = agency.complaint_procedures.filter(valid_from__lte=on or today())
    return rows.order_by("-valid_from", "-number").first()


@transaction.atomic
def set_procedure(agency, *, by, valid_from: dt.date, **fields) -> ComplaintProcedure:
    """The next version, by 主任 or 管理者 (E-03); its day is later than that of the last (E-02)."""
    if agency.pk not in by.organisation_ids(KEEPERS):
        raise Refused(refuse("E-03", roles="主任相談支援員・管理者"))
    last = agency.complaint_procedures.select_for_update().order_by("-number").first()
    if last and valid_from <= last.valid_from:
        raise Refused(
            refuse("E-02", field="valid_from", later="始まりの日", earlier="前の版の翌日")
        )
    row = ComplaintProcedure(
        agency=agency, number=last.number + 1 if last else 1, valid_from=valid_from, **fields
    )
    row._history_user = by
    row.save()
    return row


@transaction.atomic
def confirm_procedure(procedure: ComplaintProcedure, *, by, on=None) -> None:
    """A colleague has read this version: once, whoever presses twice."""
    check_staff(by, procedure.agency)
    if procedure.notices.filter(user=by).exists():
        return
    row = ProcedureNotice(procedure=procedure, user=by, on=on or today())
    row._history_user = by
    row.save()


@transaction.atomic
def tell_contact(procedure: ComplaintProcedure, *, by, contact: Contact, on, way: str) -> None:
    """An agency was told how complaints are dealt with (E-32 if it was told already)."""
    check_staff(by, procedure.agency)
    check_day(on, "伝えた日", procedure.valid_from, "手順の始まりの日")
    if procedure.notices.filter(contact=contact).exists():
        raise Refused(refuse("E-32", field="contact", item=f"{contact}に伝えた記録"))
    row = ProcedureNotice(procedure=procedure, contact=contact, on=on, way=way)
    row._history_user = by
    row.save()


def not_yet(procedure: ComplaintProcedure) -> tuple[list[User], list[Contact]]:
    """The colleagues who have not read it, and the agencies that were not told."""
    agency = procedure.agency
    notices = procedure.notices
    staff = User.objects.working_at(agency, STAFF)
    contacts = Contact.objects.filter(municipality=agency.municipality_id, is_active=True)
    return (
        list(staff.exclude(pk__in=notices.filter(user__isnull=False).values("user"))),
        list(contacts.exclude(pk__in=notices.filter(contact__isnull=False).values("contact"))),
    )
