"""What the views of every room do alike with a form: tell its notes, show its refusals."""

from django.contrib import messages

from rules.fields import as_error


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
