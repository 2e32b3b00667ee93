"""議事録 of the whole meeting: written while it is held, closed with it (実施要領 5)."""

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.compare import ComparedForm, save_or_compare
from accounts.pages import say_notes
from accounts.permissions import requires
from meetings.models import PlanMeeting
from meetings.views import visible_meeting, words_of
from meetings.workflow import may_prepare, still_open, write_minutes
from rules.fields import TextField

WRITE = "議事録を書く"


class MinutesForm(ComparedForm):
    """What concerns the meeting as a whole."""

    minutes = TextField(
        label="議事録",
        required=False,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text="会議全体のこと。お一人ずつのことは、それぞれの議題に書きます",
    )


@requires("meetings.prepare")
@require_http_methods(["GET", "POST"])
def meeting_minutes(request, pk):
    """One text for the meeting; where the 要綱 wants one for each person there is no such page."""
    meeting = visible_meeting(request, pk)
    if words_of(meeting)["rules"].minutes == "person":
        raise Http404
    may_prepare(request.user, meeting)
    still_open(meeting, WRITE)

    def build(data=None):
        now = PlanMeeting.objects.get(pk=meeting.pk)
        return MinutesForm(data, initial={"minutes": now.minutes})

    def save(form, version):
        write_minutes(meeting, by=request.user, version=version, **form.cleaned_data)

    context = {"meeting": meeting, "title": WRITE, "version": meeting.version}
    if request.method == "POST":
        form, conflict = save_or_compare(
            request,
            build,
            save,
            version_now=lambda: PlanMeeting.objects.get(pk=meeting.pk).version,
            history=meeting.history.all,
            url=reverse("meeting_detail", args=[meeting.pk]),
        )
        if conflict:
            context |= {"conflict": conflict}
            return render(request, "meetings/meeting_conflict.html", context, status=409)
        if form.is_valid():
            say_notes(request, form)
            messages.success(request, "議事録を保存しました。")
            return redirect("meeting_detail", pk=meeting.pk)
        context["version"] = request.POST.get("version", "")
    else:
        form = build()
    status = 422 if form.errors else 200
    return render(request, "meetings/meeting_form.html", context | {"form": form}, status=status)
