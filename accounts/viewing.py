"""閲覧の記録: who opened, printed or took which person's record, and why if it is not theirs.

What is opened again in the same login within some minutes is the same opening: nothing is
written and nothing is asked of the database for it.
"""

import time
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import Viewing
from accounts.permissions import roles_on
from rules.calendar import today

SAME_SECONDS, MOST_KEPT = 600, 20_000
_lately: dict[tuple[Any, ...], float] = {}


def seen(
    request: Any, *, agency: Any, pk: int, number: str, act: str, is_own: bool, purpose: str
) -> None:
    """Write down one opening (``Viewing.Act``) of the 台帳 ``pk`` by its agency's number."""
    page = request.resolver_match.url_name if request.resolver_match else ""
    key = (request.session.session_key, pk, page, act)
    now = time.monotonic()
    if now - _lately.get(key, -SAME_SECONDS) < SAME_SECONDS:
        return
    what = {"pk": pk, "number": number, "act": act, "page": page}
    write_down(request.user, agency=agency, is_own=is_own, purpose=purpose, **what)
    transaction.on_commit(lambda: remember(key, now))


def remember(key: tuple[Any, ...], now: float) -> None:
    """Only once the line is kept: else the next opening would not be written either."""
    if len(_lately) > MOST_KEPT:
        _lately.clear()
    _lately[key] = now


def write_down(
    user: Any,
    *,
    agency: Any,
    pk: int,
    number: str,
    act: str,
    page: str,
    is_own: bool = True,
    purpose: str = "",
) -> None:
    """The line itself, where no request is at hand."""
    Viewing.objects.create(
        user=user,
        roles=sorted(roles_on(user, agency)),
        agency=agency,
        case_pk=pk,
        case_number=number,
        at=timezone.now(),
        on=today(),
        act=act,
        page=page,
        is_own=is_own,
        purpose=purpose,
    )


def write_list(user: Any, page: str, seen: Iterable[tuple[Any, bool]], purpose: str) -> None:
    """A paper with several on it: each 台帳 (``seen`` with whether it is one's own work) was
    printed; ``purpose`` is why those of others were.
    """
    at, on, roles = timezone.now(), today(), {}
    rows = []
    for case, is_own in seen:
        agency = case.agency
        if agency.pk not in roles:
            roles[agency.pk] = sorted(roles_on(user, agency))
        rows.append(
            Viewing(
                user=user,
                roles=roles[agency.pk],
                agency=agency,
                case_pk=case.pk,
                case_number=case.number,
                at=at,
                on=on,
                act=Viewing.Act.PRINT,
                page=page,
                is_own=is_own,
                purpose="" if is_own else purpose,
            )
        )
    Viewing.objects.bulk_create(rows)


def said_today(user: Any, pk: int) -> str:
    """Why the person opens this 台帳 today, if they have said it."""
    rows = Viewing.objects.filter(user=user, case_pk=pk, on=today()).exclude(purpose="")
    return rows.values_list("purpose", flat=True).first() or ""


def say_purpose(user: Any, pk: int, purpose: str) -> None:
    """Put the reason to what was opened today without one."""
    rows = Viewing.objects.filter(user=user, case_pk=pk, on=today(), is_own=False, purpose="")
    rows.update(purpose=purpose)
