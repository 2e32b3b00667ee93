"""書きかけ on the home screen: where somebody stopped typing, with the way back."""

from django.urls import Resolver404, resolve

from cases.models import Case
from meetings.models import PlanMeeting
from plans.models import Plan

# Whose page it is, by the first word of its address: only what one may see is named.
OWNERS = {"cases": Case, "plans": Plan, "meetings": PlanMeeting}
SHOWN = 10


def unsaved(user) -> list:
    """The newest drafts whose page the person may still open."""
    rows = [(draft, *owner_of(draft.path)) for draft in user.drafts.standing()[: 5 * SHOWN]]
    seen = {
        name: set(
            model.objects.visible_to(user)
            .filter(pk__in=[pk for _draft, owner, pk in rows if owner == name])
            .values_list("pk", flat=True)
        )
        for name, model in OWNERS.items()
        if any(owner == name for _draft, owner, _pk in rows)
    }
    return [row for row, owner, pk in rows if pk is None or pk in seen.get(owner, ())][:SHOWN]


def owner_of(path: str) -> tuple[str, int | None]:
    """(first word, key of the record) of an address; no key where it names no record."""
    name = path.strip("/").partition("/")[0]
    try:
        return name, resolve(path).kwargs.get("pk") if name in OWNERS else None
    except Resolver404:
        return name, 0  # a page that is no more belongs to nobody
