"""書きかけ: what is typed is on the server before it is saved, and opens again afterwards.

A draft is posted to the address of the page it was typed into, with a header: the page's
own rule and its own ``visible_to`` decide, for it is kept only if the person may open that
page now. Where a colleague has meanwhile taken the step (409), the page is still theirs to
see, and what they typed is kept. It writes no record, no statistics, no workflow, no notice.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db.models import F, QuerySet
from django.http import JsonResponse, QueryDict
from django.utils import timezone
from django.utils.crypto import get_random_string

from accounts.models import Answer, Draft
from rules.calendar import moment
from rules.prepared import prepared
from rules.refusals import Refused

HEADER = "X-Draft"
ABOUT = ("draft", "draft-form", "draft-base", "draft-title", "draft-user", "draft-words")
NEVER_KEPT = {"csrfmiddlewaretoken", *ABOUT}
KEPT_AT = (200, 409)  # the page opens, or says that the record has moved on meanwhile
BUSY = dt.timedelta(minutes=10)  # so long somebody counts as writing


def new_key() -> str:
    """A key for one opening of a page."""
    return get_random_string(22)


def key_of(request: Any) -> str:
    """The key of this opening of a page; a form that comes back keeps the one it had."""
    return request.POST.get("draft", "")[:40] or new_key()


def keep(request: Any, view: Callable[[], Any]) -> JsonResponse:
    """Keep what was typed, if the person may open the page; tell when, and who else writes."""
    if request.POST.get("draft-user", "") != request.user.username:
        return JsonResponse({"who": request.user.username}, status=409)
    sent = request.POST
    request.method, request.POST = "GET", QueryDict()
    del request._messages  # what waits to be told is told on a page that is seen
    status = status_of(view)
    if status not in KEPT_AT:
        return JsonResponse({}, status=status if status > 399 else 404)
    now = timezone.now()
    Draft.objects.update_or_create(
        user=request.user,
        key=sent.get("draft", "")[:40],
        form=sent.get("draft-form", "")[:200],
        defaults={
            "path": request.path[:300],
            "query": query_of(request),
            "title": sent.get("draft-title", "")[:200],
            "base_version": sent.get("draft-base", "")[:20],
            "typed": pairs(sent),
            "words": sent.get("draft-words", "").replace("\x00", "")[:200],
            "typed_at": now,
            "discarded_at": None,
        },
    )
    return JsonResponse({"at": moment(now), "others": of_page(request)[1]})


def status_of(view: Callable[[], Any]) -> int:
    """How the page answers now."""
    try:
        return int(view().status_code)
    except Refused as refused:
        return refused.status


def query_of(request: Any) -> str:
    """What followed the address of the page, but for a draft that was opened there."""
    query = request.GET.copy()
    query.pop("draft", None)
    return query.urlencode()[:2_000]


def pairs(sent: QueryDict) -> list[list[str]]:
    """Name and value of every box, in the order of the page. NUL is in no database."""
    return [
        [name, value.replace("\x00", "")]
        for name, values in sent.lists()
        if name not in NEVER_KEPT
        for value in values
    ]


def of_page(request: Any) -> tuple[list[Draft], list[str]]:
    """One's own drafts of this page, the newest first; who else writes here, and since when."""
    rows = standing_at(request.path)
    own = [row for row in rows if row.user_id == request.user.pk]
    writing = timezone.now() - BUSY
    others = {
        row.writer: row.started_at
        for row in rows
        if row.user_id != request.user.pk and row.typed_at > writing
    }
    return own, [f"{name}さんが編集中（{moment(at)}から）" for name, at in others.items()]


@prepared
def standing_at(path: str) -> "QuerySet[Draft]":
    """Every draft of a page, the newest first, with the name of who writes it."""
    return Draft.objects.standing().filter(path=path).annotate(writer=F("user__name"))


def forget_saved(request: Any) -> None:
    """What was saved for good is a draft no more."""
    if key := request.POST.get("draft", ""):
        form = request.POST.get("draft-form", "")
        request.user.drafts.filter(key=key[:40], form=form[:200]).delete()


def discard(draft: Draft) -> None:
    """捨てる: out of sight, and back within 30 days if one wishes."""
    draft.discarded_at = timezone.now()
    draft.save(update_fields=["discarded_at"])


def bring_back(draft: Draft) -> None:
    draft.discarded_at = None
    draft.save(update_fields=["discarded_at"])


def sweep() -> tuple[int, int]:
    """Remove what was put aside long ago, and old answers: (drafts, answers)."""
    now = timezone.now()
    drafts = Draft.objects.filter(discarded_at__lt=now - dt.timedelta(days=Draft.KEPT_DAYS))
    answers = Answer.objects.filter(answered_at__lt=now - dt.timedelta(days=Answer.KEPT_DAYS))
    return drafts.delete()[0], answers.delete()[0]
