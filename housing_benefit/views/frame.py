"""What stands round every page of an application."""

from django.shortcuts import get_object_or_404

from accounts.models import STAFF
from accounts.permissions import allow_at
from cases.context import case_frame, reads_it
from housing_benefit.models import BenefitApplication
from housing_benefit.permissions import roles_of, why_not_writer


def visible_application(request, pk):
    """The application, if this person may see it; else 404."""
    mine = BenefitApplication.objects.visible_to(request.user).with_frame()
    row = get_object_or_404(mine, pk=pk)
    allow_at(request, row.case.agency)
    return row


def frame(request, row):
    """Everything round a page of an application."""
    return case_frame(request, row.case, reads=reads_it(request.user, row.case)) | {
        "row": row,
        "is_writer": why_not_writer(request.user, row) is None,
        "is_staff": bool(roles_of(request.user, row) & set(STAFF)),
        "is_city": bool(roles_of(request.user, row) - set(STAFF)),
    }
