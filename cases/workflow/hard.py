"""困難ケース: what the 主任 keeps an eye on with the one in charge (実施要領 3(2)ア)."""

from django.db import transaction

from accounts.models import Role
from cases.models import Episode
from cases.permissions import roles_of
from cases.workflow.story import tell
from rules.refusals import Refused, refuse


@transaction.atomic
def mark_hard(episode: Episode, *, by, reason: str, on=None) -> None:
    """主任 says why a case is a hard one; without a reason it is one no more (E-03 for others)."""
    if Role.CHIEF not in roles_of(by, episode):
        raise Refused(refuse("E-03", roles=Role.CHIEF.label))
    if reason == episode.hard_reason:
        return
    episode.hard_reason = reason
    episode._history_user = by
    episode.save()
    words = "困難ケースとして見ていきます" if reason else "困難ケースから外しました"
    tell(episode, "hard", words, by=by, on=on, reason=reason)
