"""What the views of every room do alike with a form: tell its notes, show its refusals."""

from django.contrib import messages
from django.shortcuts import redirect, render

from accounts.compare import save_or_compare
from rules.fields import as_error
from rules.refusals import Refused


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


def verb_page(request, form, act, *, template, context, done, said):
    """A form and the one verb it feeds: shown, refused beside its fields, or done and told.

    ``context`` makes what stands round the form, read after a refusal as before the first
    showing; ``done`` is the address to go on to.
    """
    if request.method == "POST" and form.is_valid():
        try:
            act(**form.cleaned_data)
        except Refused as refused:
            add_refusals(form, refused)
        else:
            say_notes(request, form)
            messages.success(request, said)
            return redirect(done)
    return render(request, template, context() | {"form": form}, status=422 if form.errors else 200)


def edit_page(request, row, build, save, *, template, context, done, said):
    """The form of a row that several people keep: shown, saved, or with what another saved.

    ``build(data)`` makes a ``ComparedForm`` over what is stored at that moment, ``save(form,
    version)`` is the verb; ``context["title"]`` heads the page of two texts (D18).
    """
    context = context | {"version": row.version}
    if request.method == "POST":
        try:
            form, conflict = save_or_compare(
                request,
                build,
                save,
                version_now=lambda: type(row)._base_manager.get(pk=row.pk).version,
                history=row.history.all,
                url=request.path,
            )
        except Refused as refused:
            form, conflict = build(request.POST), None
            add_refusals(form, refused)
        if conflict:
            return render(request, "conflict.html", context | {"conflict": conflict}, status=409)
        if form.is_valid():
            say_notes(request, form)
            messages.success(request, said)
            return redirect(done)
        # What the person saw is what their next saving rests on.
        context["version"] = request.POST.get("version", "")
    else:
        form = build()
    return render(request, template, context | {"form": form}, status=422 if form.errors else 200)
