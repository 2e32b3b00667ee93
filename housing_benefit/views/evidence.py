"""The page on which the papers of an application are ticked off as they come."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from accounts.pages import beside_fields, compared_page, versions_of
from accounts.permissions import requires
from cases.downloads import download
from housing_benefit.evidence import kept_evidence
from housing_benefit.forms.evidence import EvidenceForm
from housing_benefit.views.frame import frame, visible_application
from housing_benefit.workflow import take_evidence
from housing_benefit.workflow.writing import WRITABLE, check_writer, not_writable
from rules.refusals import Refused


@requires("benefits.read")
@require_GET
def benefit_scan(request, pk, attachment_pk):
    """A scan that stands by a paper of the application: whoever judges it reads it (D16)."""
    row = visible_application(request, pk)
    if attachment_pk not in {kept_evidence(data).file for data in row.documents.values()}:
        raise Http404
    scans = row.case.attachments.kept().select_related("file")
    return download(request, row.case, get_object_or_404(scans, pk=attachment_pk))


@requires("benefits.write")
@require_http_methods(["GET", "POST"])
def benefit_evidence(request, pk):
    """受け取った書類."""
    row = visible_application(request, pk)
    check_writer(row, request.user)
    if row.state not in WRITABLE:
        raise Refused(not_writable(row))

    def build(data):
        row.refresh_from_db(fields=["documents", "version"])
        return EvidenceForm(data, row=row, initial=EvidenceForm.initial_of(row))

    def save(form, version):
        take_evidence(row, by=request.user, version=version, papers=form.said())

    return compared_page(
        request,
        build,
        beside_fields(save),
        frame=lambda: frame(request, row),
        context=lambda: {"title": "受け取った書類", "version": row.version},
        template="housing_benefit/benefit_evidence.html",
        texts="cases/case_conflict.html",
        done=reverse("benefit_detail", args=[row.pk]),
        said="受け取った書類を保存しました。",
        **versions_of(row),
    )
