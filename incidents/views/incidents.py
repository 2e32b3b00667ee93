"""The pages of a 事故・法違反, and of whom it touched."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import Role
from accounts.pages import edit_page, verb_page
from accounts.permissions import requires
from incidents.forms import FoundForm, IncidentForm, PersonForm, cases_of
from incidents.models import Incident
from incidents.permissions import roles_of
from incidents.views.pages import move_page, own_agency, past_of
from incidents.workflow import (
    add_person,
    change_incident,
    change_person,
    incident_workflow,
    record_incident,
)
from incidents.workflow.incident import check_open


def visible_incident(request, pk):
    rows = Incident.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("agency__municipality", "found_by"), pk=pk)


def detail(row):
    return reverse("incident_detail", args=[row.pk])


@requires("incidents.record")
@require_http_methods(["GET", "POST"])
def incident_add(request):
    agency = own_agency(request)
    return verb_page(
        request,
        IncidentForm(request.POST or None),
        lambda **typed: record_incident(agency, by=request.user, **typed),
        template="incidents/record_form.html",
        context=lambda: {
            "title": "事故・法違反を記録する",
            "button": "記録する",
            "lead": "おそれの段階でも、わかったことから書きます。"
            "主任が事実を調べ、委託先では自治体に報告します。",
        },
        done=detail,
        said="記録しました。主任に知らせてください。",
    )


@requires("incidents.read")
@require_GET
def incident_detail(request, pk):
    row = visible_incident(request, pk)
    persons = list(row.persons.visible_to(request.user).select_related("case__person"))
    everyone = row.persons.count()
    is_chief = Role.CHIEF in roles_of(request.user, row)
    context = {
        "row": row,
        "persons": persons,
        "hidden": everyone - len(persons),
        "not_told": row.persons.not_told().count(),
        "options": incident_workflow.available(row, request.user),
        "move_url": detail(row) + "move/",
        "may_change": is_chief and row.state != Incident.State.DONE,
        "past": past_of(row),
    }
    return render(request, "incidents/incident_detail.html", context)


@requires("incidents.move")
@require_http_methods(["GET", "POST"])
def incident_edit(request, pk):
    """What was written so far; two people see both texts (D18)."""
    row = visible_incident(request, pk)
    check_open(row, request.user, "直す")

    def build(data=None):
        row.refresh_from_db()
        kept = [name for name in FoundForm.KEPT if getattr(row, name)]
        names = (*IncidentForm.base_fields, *kept)
        initial = {name: getattr(row, name) for name in names}
        return FoundForm(data, initial=initial, kept=kept)

    def save(form, version):
        change_incident(row, by=request.user, version=version, **form.cleaned_data)

    return edit_page(
        request,
        row,
        build,
        save,
        template="incidents/record_form.html",
        context={"title": "事故・法違反の記録を直す", "button": "保存する", "back": detail(row)},
        done=detail(row),
        said="記録を直しました。",
    )


@requires("incidents.move")
@require_http_methods(["GET", "POST"])
def incident_move(request, pk, name):
    row = visible_incident(request, pk)
    frame = {"about": f"事故・法違反　{row.kind_in_words}", "back": detail(row)}
    return move_page(request, incident_workflow, row, name, page="incident_detail", frame=frame)


@requires("incidents.move")
@require_http_methods(["GET", "POST"])
def person_add(request, pk):
    """Another whom it touched."""
    row = visible_incident(request, pk)
    check_open(row, request.user, "人を加える")
    form = PersonForm(request.POST or None, visible=cases_of(row.agency, request.user))
    return verb_page(
        request,
        form,
        lambda **_typed: add_person(row, by=request.user, **form.fields_of_row()),
        template="incidents/record_form.html",
        context=lambda: {
            "title": "影響の及んだ人を加える",
            "button": "加える",
            "about": f"事故・法違反　{row.kind_in_words}",
            "back": detail(row),
        },
        done=detail(row),
        said=lambda person: f"{person}を加えました。",
    )


@requires("incidents.move")
@require_http_methods(["GET", "POST"])
def person_edit(request, pk, person_pk):
    """Since when they know of it, or why they are not told."""
    row = visible_incident(request, pk)
    check_open(row, request.user, "直す")
    persons = row.persons.visible_to(request.user).select_related("case__person", "incident")
    person = get_object_or_404(persons, pk=person_pk)

    def build(data=None):
        person.refresh_from_db()
        names = set(PersonForm.base_fields) - {"number"}
        initial = {name: getattr(person, name) for name in names}
        initial["number"] = person.case.number if person.case else ""
        return PersonForm(data, initial=initial, visible=cases_of(row.agency, request.user))

    def save(form, version):
        change_person(person, by=request.user, version=version, **form.fields_of_row())

    return edit_page(
        request,
        person,
        build,
        save,
        template="incidents/record_form.html",
        context={"title": "本人への連絡", "button": "保存する", "back": detail(row)},
        done=detail(row),
        said="本人への連絡を保存しました。",
    )
