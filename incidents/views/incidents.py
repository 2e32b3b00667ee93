"""The pages of a 事故・法違反, and of whom it touched."""

from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import Role
from accounts.permissions import requires
from incidents.forms import FoundForm, IncidentForm, PersonForm, cases_of
from incidents.models import Incident
from incidents.permissions import roles_of
from incidents.views.pages import Pages, edit_row, own_agency
from incidents.workflow import (
    add_person,
    change_incident,
    change_person,
    incident_workflow,
    record_incident,
)
from incidents.workflow.incident import check_open

PAGES = Pages(Incident, incident_workflow, "incident_detail", ("agency__municipality", "found_by"))


@requires("incidents.record")
@require_http_methods(["GET", "POST"])
def incident_add(request):
    agency = own_agency(request)
    return PAGES.add(
        request,
        IncidentForm(request.POST or None),
        lambda **typed: record_incident(agency, by=request.user, **typed),
        title="事故・法違反を記録する",
        button="記録する",
        lead="おそれの段階でも、わかったことから書きます。"
        "主任が事実を調べ、委託先では自治体に報告します。",
        said="記録しました。主任に知らせてください。",
    )


@requires("incidents.read")
@require_GET
def incident_detail(request, pk):
    row = PAGES.seen(request, pk)
    persons = list(row.persons.visible_to(request.user).select_related("case__person"))
    is_chief = Role.CHIEF in roles_of(request.user, row)
    return PAGES.detail(
        request,
        row,
        persons=persons,
        hidden=row.persons.count() - len(persons),
        not_told=row.persons.not_told().count(),
        may_change=is_chief and row.state != Incident.State.DONE,
    )


@requires("incidents.move")
@require_http_methods(["GET", "POST"])
def incident_edit(request, pk):
    """What was written so far."""
    row = PAGES.seen(request, pk)
    check_open(row, request.user, "直す")

    def build(data):
        kept = [name for name in FoundForm.KEPT if getattr(row, name)]
        names = (*IncidentForm.base_fields, *kept)
        return FoundForm(data, initial={name: getattr(row, name) for name in names}, kept=kept)

    return PAGES.edit(
        request,
        row,
        build,
        change_incident,
        title="事故・法違反の記録を直す",
        said="記録を直しました。",
    )


@requires("incidents.move")
@require_http_methods(["GET", "POST"])
def incident_move(request, pk, name):
    return PAGES.move(request, pk, name)


@requires("incidents.move")
@require_http_methods(["GET", "POST"])
def person_add(request, pk):
    """Another whom it touched."""
    row = PAGES.seen(request, pk)
    check_open(row, request.user, "人を加える")
    form = PersonForm(request.POST or None, visible=cases_of(row.agency, request.user))
    return PAGES.add(
        request,
        form,
        lambda **_typed: add_person(row, by=request.user, **form.fields_of_row()),
        **PAGES.about(row),
        title="影響の及んだ人を加える",
        button="加える",
        done=PAGES.url(row),
        said=lambda person: f"{person}を加えました。",
    )


@requires("incidents.move")
@require_http_methods(["GET", "POST"])
def person_edit(request, pk, person_pk):
    """Since when they know of it, or why they are not told."""
    row = PAGES.seen(request, pk)
    check_open(row, request.user, "直す")
    persons = row.persons.visible_to(request.user).select_related("case__person", "incident")
    person = get_object_or_404(persons, pk=person_pk)

    def build(data):
        initial = {name: getattr(person, name) for name in set(PersonForm.base_fields) - {"number"}}
        initial["number"] = person.case.number if person.case else ""
        return PersonForm(data, initial=initial, visible=cases_of(row.agency, request.user))

    return edit_row(
        request,
        person,
        build,
        change_person,
        {"title": "本人への連絡", "back": PAGES.url(row)},
        done=PAGES.url(row),
        said="本人への連絡を保存しました。",
    )
