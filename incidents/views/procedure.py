"""苦情の手順: its page, its next version, who has read it, which agencies know of it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import STAFF, Organisation
from accounts.pages import verb_page
from accounts.permissions import requires
from cases.views.documents import as_pdf
from documents.rendering import print_sheet
from incidents.card import CARD, card_sheet
from incidents.forms import ProcedureForm, TellForm
from incidents.views.pages import FORM
from incidents.workflow.procedure import (
    KEEPERS,
    confirm_procedure,
    current_procedure,
    not_yet,
    set_procedure,
    tell_contact,
)
from network.models import Contact
from rules.calendar import today
from rules.refusals import Refused, refuse


def agencies_of(user):
    """The agencies whose procedure one follows or keeps; the city's office has none."""
    ids = user.organisation_ids((*STAFF, *KEEPERS))
    return Organisation.objects.agencies().filter(pk__in=ids)


def agency_of(request):
    """The first of them."""
    rows = agencies_of(request.user).select_related("municipality")
    return get_object_or_404(rows.order_by("pk")[:1])


@requires("incidents.read_procedure")
@require_GET
def procedure(request):
    """The version in force, and who has yet to hear of it."""
    agency = agency_of(request)
    row = current_procedure(agency)
    staff, contacts = not_yet(row) if row else ([], [])
    context = {
        "agency": agency,
        "row": row,
        "staff": staff,
        "contacts": contacts,
        "told": row.notices.filter(contact__isnull=False).select_related("contact") if row else (),
        "may_set": agency.pk in request.user.organisation_ids(KEEPERS),
        "may_confirm": request.user in staff,
        "may_tell": agency.pk in request.user.organisation_ids(STAFF),
        "coming": agency.complaint_procedures.filter(valid_from__gt=today()).first(),
    }
    return render(request, "incidents/procedure.html", context)


@requires("incidents.keep_procedure")
@require_http_methods(["GET", "POST"])
def procedure_add(request):
    """The next version, begun with the last one."""
    agency = agency_of(request)
    last = agency.complaint_procedures.first()
    known = {"address": agency.address, "tel": agency.tel, "email": agency.email}
    if last:
        known = {name: getattr(last, name) for name in ("desk", "address", "tel", "email", "body")}
    form = ProcedureForm(request.POST or None, initial=known)
    return verb_page(
        request,
        form,
        lambda **typed: set_procedure(agency, by=request.user, **typed),
        template=FORM,
        context=lambda: {
            "title": "苦情の手順を定める",
            "button": "この版を定める",
            "about": "苦情の手順",
            "back": reverse("complaint_procedure"),
        },
        done=reverse("complaint_procedure"),
        said=lambda row: f"苦情の手順の第{row.number}版を定めました。",
    )


@requires("incidents.record")
@require_POST
def procedure_confirm(request):
    """「読みました」."""
    row = current_procedure(agency_of(request))
    if row is None:
        raise Http404
    confirm_procedure(row, by=request.user)
    messages.success(request, "手順を確かめたことを残しました。")
    return redirect("complaint_procedure")


@requires("incidents.record")
@require_http_methods(["GET", "POST"])
def procedure_tell(request):
    """An agency was told beforehand; before there is a procedure there is nothing to tell."""
    row = current_procedure(agency_of(request))
    if row is None:
        return redirect("complaint_procedure")
    contacts = Contact.objects.visible_to(request.user).filter(is_active=True)
    return verb_page(
        request,
        TellForm(request.POST or None, contacts=contacts),
        lambda **typed: tell_contact(row, by=request.user, **typed),
        template=FORM,
        context=lambda: {
            "title": "関係機関に伝えた",
            "button": "残す",
            "about": "苦情の手順",
            "back": reverse("complaint_procedure"),
        },
        done=reverse("complaint_procedure"),
        said="伝えたことを残しました。",
    )


@requires("incidents.read_procedure")
@require_GET
def complaint_card(request):
    """What every person is given: 担当名, 住所, 電話, メール (E-29 before they are known)."""
    row = current_procedure(agency_of(request))
    if row is None:
        url = reverse("complaint_procedure")
        reason = "担当名・住所・電話・メールがありません"
        refusal = refuse(
            "E-29", place="苦情の手順", reason=reason, remedy="苦情の手順を定める", url=url
        )
        raise Refused(refusal)
    return as_pdf(print_sheet(CARD, card_sheet(row), today(), by=request.user.name), "card.pdf")
