"""支援経過を書く, and the ひな型 an office begins it with."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.models import Organisation, Role
from accounts.pages import edit_page, say_notes, verb_page
from accounts.permissions import requires
from cases import workflow
from cases.context import case_frame, visible_case
from cases.forms.notes import NewNoteForm, NoteTemplateForm
from cases.models import NoteTemplate
from cases.note_box import from_appointment, note_box, told_of
from cases.workflow.outreach import accompanies, stages_at, stages_to_tell
from rules.text import number_in


@requires("cases.write_note")
@require_http_methods(["GET", "POST"])
def note_add(request, pk):
    """支援経過を書く, also of an appointment (転記): then its day, place and method are there."""
    case = visible_case(request, pk)
    asked = request.POST.get("appointment") or request.GET.get("appointment", "")
    appointment = told_of(case, asked)
    if asked and appointment is None:
        raise Http404
    initial = from_appointment(appointment) if appointment else {}
    # What was chosen is read even if meanwhile nobody would be asked any more.
    typed = request.POST.get("stage")
    stages = stages_at(case.agency) if typed else stages_to_tell(case, request.user)
    asked = {"stages": stages, "accompanies": accompanies(case.agency)}
    form = NewNoteForm(request.POST or None, initial=initial, **asked)
    if "use" in request.POST:
        context = note_context(request, case, begun(request, case, initial), appointment)
        return render(request, "cases/note_form.html", context)
    return verb_page(
        request,
        form,
        lambda **_given: workflow.write_note(
            case, by=request.user, appointment=appointment, agreed=form.agreed(), **form.note()
        ),
        template="cases/note_form.html",
        context=lambda: note_context(request, case, form, appointment),
        done=lambda note: f"{reverse('case_detail', args=[case.pk])}?note={note.pk}#note-{note.pk}",
        said="支援経過を保存しました。",
    )


def note_context(request, case, form, appointment):
    box = note_box(case, request.user, form, appointment=appointment)
    return case_frame(request, case) | box | {"form": form}


def begun(request, case, initial):
    """Without script: the form as it was typed, with the words of a ひな型 after it."""
    typed = {name: request.POST.get(name, "") for name in NewNoteForm.base_fields}
    wanted = number_in(request.POST.get("template", ""))
    rows = NoteTemplate.objects.filter(organisation=case.agency_id, is_active=True)
    if row := rows.filter(pk=wanted).first():
        typed["body"] = "\n".join(filter(None, (typed["body"], row.body)))
    stages = stages_to_tell(case, request.user)
    walks = accompanies(case.agency)
    return NewNoteForm(initial=initial | typed, stages=stages, accompanies=walks)


# ---- ひな型 ------------------------------------------------------------------------


def kept_here(request):
    """The agencies whose ひな型 this person keeps, as 主任 or as 管理者."""
    ids = request.user.organisation_ids((Role.CHIEF, Role.ADMIN))
    return Organisation.objects.agencies().filter(pk__in=ids)


@requires("cases.keep_templates")
@require_http_methods(["GET", "POST"])
def note_template_list(request):
    """The ひな型 of one's agency, and the form of one more."""
    place = get_object_or_404(kept_here(request)[:1])
    form = NoteTemplateForm(request.POST or None, instance=NoteTemplate(organisation=place))
    if request.method == "POST" and keep_template(request, form):
        messages.success(request, f"ひな型「{form.instance}」を加えました。")
        return redirect("note_template_list")
    context = {
        "place": place,
        "templates": NoteTemplate.objects.filter(organisation=place),
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "cases/note_template_list.html", context, status=status)


@requires("cases.keep_templates")
@require_http_methods(["GET", "POST"])
def note_template_edit(request, pk):
    """Change one, or put it away; notes already written keep their words."""
    rows = NoteTemplate.objects.filter(organisation__in=kept_here(request))
    row = get_object_or_404(rows.select_related("organisation"), pk=pk)
    if "active" in request.POST:
        row.is_active = not row.is_active
        row._history_user = request.user
        row.save()
        done = "また選べるようにしました" if row.is_active else "しまいました"
        messages.success(request, f"ひな型「{row}」を{done}。")
        return redirect("note_template_list")

    def build(data=None):
        return NoteTemplateForm(data, instance=rows.get(pk=pk))

    def save(form, version):
        if not may_be_named(form):
            return
        with transaction.atomic():
            form.instance.check_version(version)
            form.instance._history_user = request.user
            form.save()

    return edit_page(
        request,
        row,
        build,
        save,
        template="cases/note_template_edit.html",
        context={"template": row, "title": f"ひな型「{row}」"},
        done="note_template_list",
        said="ひな型を保存しました。",
    )


def keep_template(request, form):
    """Save a new one unless something is wrong."""
    if not may_be_named(form) or not form.is_valid():
        return False
    form.instance._history_user = request.user
    form.save()
    say_notes(request, form)
    return True


def may_be_named(form):
    """One name once in an agency: else it is said beside the name."""
    taken = NoteTemplate.objects.filter(
        organisation=form.instance.organisation_id, title=form.data.get("title", "").strip()
    )
    if not taken.exclude(pk=form.instance.pk).exists():
        return True
    form.add_error("title", "同じ名前のひな型が既にあります。")
    return False
