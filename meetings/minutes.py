"""議事録 of the whole meeting: written while it is held, closed with it (実施要領 5)."""

from django import forms
from django.http import Http404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.compare import ComparedForm
from accounts.pages import compared_page, versions_of
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

    def build(data):
        now = PlanMeeting.objects.get(pk=meeting.pk)
        return MinutesForm(data, initial={"minutes": now.minutes})

    def save(form, version):
        write_minutes(meeting, by=request.user, version=version, **form.cleaned_data)

    here = reverse("meeting_detail", args=[meeting.pk])
    return compared_page(
        request,
        build,
        save,
        url=here,
        template="meetings/meeting_form.html",
        frame=lambda: {"meeting": meeting, "title": meeting},
        context=lambda: {"title": WRITE, "version": meeting.version},
        done=here,
        said="議事録を保存しました。",
        **versions_of(meeting),
    )
