"""What stands round every page of one case: the identity band and the thread.

A file of its own (B3 names none for it) because the views of every room above need
the same frame, and a view may not import another room's views.
"""

from django.shortcuts import get_object_or_404
from django.urls import reverse

from cases.models import Case, Episode
from rules.calendar import today

State = Episode.State


def visible_case(request, pk):
    """The 台帳, if this person may see it; else 404: that it exists is a secret too."""
    cases = Case.objects.visible_to(request.user).select_related(
        "person", "agency", "episode__lead", "episode__deputy", "episode__employment"
    )
    return get_object_or_404(cases, pk=pk)


def case_frame(request, case):
    """``case``, ``band``, ``thread`` and ``rail_links`` of ``cases/case_base.html``."""
    return {
        "case": case,
        "band": band(case),
        "thread": thread(request, case),
        "rail_links": rail_links(request, case),
    }


def band(case):
    episode, person = case.episode, case.person
    due = case.deadlines.filter(done_on__isnull=True).first()
    return {
        "name": person.display_name,
        "sub": "　".join(filter(None, (person.kana, person.age_on(today()), case.number))),
        "url": reverse("case_detail", args=[case.pk]),
        "restricted": case.is_restricted,
        "stage": episode.get_state_display(),
        "stage_detail": f"第{episode.number}回の相談" if episode.number > 1 else "",
        "staff": episode.lead,
        "deputy": episode.deputy,
        "deadline": due.due_on if due else None,
        "deadline_kind": due.kind if due else "",
        "contact": person.contact_way,
    }


def thread(request, case):
    """The course as far as it has a page: what is done, where we are, what is to come."""
    episode = case.episode
    url = reverse("case_detail", args=[case.pk])
    received = {"label": "受付", "url": url, "state": "done", "date": episode.received_on}
    triage = {"label": "振り分け", "url": url, "state": "done", "date": episode.ended_on}
    if episode.state == State.RECEIVED:
        triage |= {"state": "now"}
    applying = {"label": "申込・同意", "url": url, "state": "todo"}
    assessing = {"label": "アセスメント", "url": url, "state": "todo"}
    if episode.state == State.APPLYING:
        applying["state"] = "now"
    if episode.state == State.ASSESSING:
        applying["state"], assessing["state"] = "done", "now"
    steps = [received, triage, applying, assessing]
    for step in steps:
        step["current"] = step["state"] == "now" and request.path == url
    return steps


def rail_links(request, case):
    links = [("いまの様子と経過", "case_detail"), ("担当", "case_assign")]
    return [
        {
            "label": label,
            "url": (url := reverse(name, args=[case.pk])),
            "current": request.path == url,
        }
        for label, name in links
    ]
