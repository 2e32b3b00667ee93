"""担当を決める."""

from django.db import transaction

from accounts.models import Role
from cases.models import Episode
from cases.permissions import roles_of
from cases.workflow.story import tell
from rules.refusals import Refused, refuse


@transaction.atomic
def assign(episode: Episode, *, by, on=None, lead=None, deputy=None, employment=None) -> None:
    """主任 sets 担当, 副担当 and 就労担当, with a line in the story (E-03 for others)."""
    if Role.CHIEF not in roles_of(by, episode):
        raise Refused(refuse("E-03", roles=Role.CHIEF.label))
    episode.lead, episode.deputy, episode.employment = lead, deputy, employment
    episode._history_user = by
    episode.save()
    names = [
        f"{word} {person.name}"
        for word, person in (("担当", lead), ("副担当", deputy), ("就労担当", employment))
        if person
    ]
    tell(episode, "assign", "担当を決めました：" + ("、".join(names) or "なし"), by=by, on=on)


@transaction.atomic
def assign_many(episodes, *, by, on=None, lead=None, deputy=None, employment=None) -> int:
    """Many at a time, each with its own line; what is left open stays as it is."""
    for episode in episodes:
        assign(
            episode,
            by=by,
            on=on,
            lead=lead or episode.lead,
            deputy=deputy or episode.deputy,
            employment=employment or episode.employment,
        )
    return len(episodes)
