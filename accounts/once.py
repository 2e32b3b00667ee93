"""Double click, F5, Back: the same form of the same page, sent again, makes one record.

A page carries its own CSRF token, so a POST with the same token and the same content is
the same act. Its answer is kept in the transaction of what it did: either both are there
or neither, whenever the server dies. What differs by one character is an act of its own,
for nothing typed may be dropped.
"""

import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.shortcuts import redirect

from accounts.drafts import forget_saved
from accounts.models import Answer

TOKEN = "csrfmiddlewaretoken"
OUR_OWN = ("draft", "draft-form")


def digest_of(request: Any) -> str:
    """Who sent what, from which opened page, to where."""
    content = sorted((name, values) for name, values in request.POST.lists() if name not in OUR_OWN)
    files = [(name, *stamp_of(file)) for name, rows in request.FILES.lists() for file in rows]
    said = json.dumps([request.user.pk, request.get_full_path(), content, files])
    return hashlib.sha256(said.encode()).hexdigest()


def stamp_of(file: Any) -> tuple[str, str]:
    """A file by its name and its bytes; it is left as it was found."""
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return file.name, digest.hexdigest()


def is_page(response: Any) -> bool:
    return str(response.headers.get("Content-Type", "")).startswith("text/html")


def answered_once(request: Any, view: Callable[[], Any]) -> Any:
    """The answer of the view; for a repeated act the address the first one led to."""
    if TOKEN not in request.POST:
        return view()
    with transaction.atomic():
        answer, is_new = Answer.objects.get_or_create(digest=digest_of(request))
        if not is_new:
            return redirect(answer.location)
        response = view()
        if 300 <= response.status_code < 400:
            answer.location = response.headers["Location"]
            answer.save(update_fields=["location"])
            forget_saved(request)
        else:
            answer.delete()
            if response.status_code == 200 and not is_page(response):  # the file asked for
                forget_saved(request)
        return response
