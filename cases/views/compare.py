"""One way to save what two people may be typing at once: nothing is overwritten (D18)."""

from django.utils import timezone

from rules.refusals import Refused


def posted_version(request):
    """The version the person had before their eyes; nonsense is no version."""
    typed = request.POST.get("version", "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else -1


def save_or_compare(request, build, save, *, version_now, history, url):
    """Try to save; answer ``(form, conflict)``.

    ``build(data)`` makes the form over what is stored at that moment, ``save(form,
    version)`` is the verb. A conflict is the context of ``components/conflict.html``;
    saved is a valid form without one.
    """
    form = build(request.POST)
    if "conflict" in request.POST and form.is_valid():
        if form.undecided():
            return form, conflict_of(request, form, version_now, history, url)
        form = build(form.chosen())
    if not form.is_valid():
        return form, None
    try:
        save(form, posted_version(request))
    except Refused as refused:
        if refused.status != 409 or version_now() == posted_version(request):
            raise
        form = build(form.data)
        if form.is_valid() and form.differing():
            return form, conflict_of(request, form, version_now, history, url)
    return form, None


def conflict_of(request, form, version_now, history, url):
    """Who saved first and when, from the history of what was saved."""
    last = history().select_related("history_user").first()
    return form.conflict(
        by=last.history_user.name if last and last.history_user else "ほかの人",
        at=timezone.localtime(last.history_date) if last else timezone.localtime(),
        me=request.user.name,
        version=version_now(),
        url=url,
    )
