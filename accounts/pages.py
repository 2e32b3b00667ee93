"""What the views of every room do alike with a form: tell its notes, show its refusals."""

from django.contrib import messages
from django.shortcuts import redirect, render

from accounts.compare import save_or_compare
from rules.fields import as_error
from rules.refusals import Refused
from rules.text import number_in


def say_notes(request, form):
    """Tell once what the form changed on the way in (D32)."""
    for label, note in form.notes:
        messages.info(request, f"{label}：{note}")


def add_refusals(form, refused):
    """Put a refusal beside its field, or on top of the form; permission goes on up."""
    if refused.status != 422:
        raise refused
    for refusal in refused.refusals:
        form.add_error(refusal.field if refusal.field in form.fields else None, as_error(refusal))


def given(value, of):
    """A value, or what a function makes of what was just done."""
    return value(of) if callable(value) else value


def verb_page(request, form, act, *, template, context, done, said):
    """A form and the one verb it feeds: shown, refused beside its fields, or done and told.

    ``context`` makes what stands round the form, read after a refusal as before the first
    showing; ``done`` is the address to go on to. It and ``said`` may be functions of what
    the verb answered.
    """
    if request.method == "POST" and form.is_valid():
        try:
            made = act(**form.cleaned_data)
        except Refused as refused:
            add_refusals(form, refused)
        else:
            say_notes(request, form)
            messages.success(request, given(said, made))
            return redirect(given(done, made))
    return render(request, template, context() | {"form": form}, status=422 if form.errors else 200)


def with_one_more(typed, *prefixes):
    """Without script: what was typed, and one empty row more where that was asked for."""
    data = typed.copy()
    if (prefix := data.get("add")) in prefixes:
        rows = number_in(data.get(f"{prefix}-TOTAL_FORMS", "")) or 0
        data[f"{prefix}-TOTAL_FORMS"] = str(rows + 1)
    return data


def beside_fields(save):
    """``save(form, version)`` with what it refuses put beside the fields of its form."""

    def told(form, version):
        try:
            save(form, version)
        except Refused as refused:
            add_refusals(form, refused)

    return told


def versions_of(row):
    """For ``compared_page``: where a row keeps its own version and what was saved before."""
    return {
        "version_now": lambda: type(row)._base_manager.get(pk=row.pk).version,
        "history": row.history.all,
    }


def compared_page(
    request,
    build,
    save,
    *,
    version_now,
    history,
    template,
    done,
    said,
    frame,
    context=dict,
    texts="conflict.html",
    url="",
):
    """A form that several people keep: shown, saved, or beside what another saved (D18).

    ``build(data)`` makes a ``ComparedForm`` over what is stored at that moment, ``save(form,
    version)`` is the verb. ``frame`` makes what stands round the form and round the two
    ``texts`` alike, ``context`` what only the form has; ``url`` is where what is stored is
    read. ``done`` and ``said`` may be functions of the saved form.
    """
    if request.method == "POST":
        form, conflict = save_or_compare(
            request, build, save, version_now=version_now, history=history, url=url or request.path
        )
        if conflict:
            return render(request, texts, frame() | {"conflict": conflict}, status=409)
        if form.is_valid():
            say_notes(request, form)
            messages.success(request, given(said, form))
            return redirect(given(done, form))
    else:
        form = build(None)
    shown = frame() | context() | {"form": form}
    if form.errors:
        # What the person saw is what their next saving rests on.
        shown["version"] = request.POST.get("version", "")
    return render(request, template, shown, status=422 if form.errors else 200)


def edit_page(request, row, build, save, *, template, context, done, said):
    """``compared_page`` of one row, with refusals beside the fields.

    ``context["title"]`` heads the page of two texts.
    """
    context = context | {"version": row.version}
    return compared_page(
        request,
        build,
        beside_fields(save),
        template=template,
        frame=lambda: context,
        done=done,
        said=said,
        **versions_of(row),
    )
