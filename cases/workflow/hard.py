"""困難ケース: what the 主任 keeps an eye on with the one in charge (実施要領 3(2)ア)."""

from django.db import transaction

from accounts.models import Role
from cases.models import Episode
from cases.permissions import roles_of
from cases.workflow.story import newest_line, tell
from rules.refusals import Refused, refuse, stale


def hard_version(episode: Episode) -> int:
    """The newest line about it."""
    return newest_line(episode, "hard")


@transaction.atomic
def mark_hard(episode: Episode, *, by, reason: str, on=None, version: int | None = None) -> None:
    """主任 says why a case is a hard one; without a reason it is one no more (E-03 for others).

    E-08 if someone said another after ``version`` of it.
    """
    if Role.CHIEF not in roles_of(by, episode):
        raise Refused(refuse("E-03", roles=Role.CHIEF.label))
    Episode.objects.select_for_update(of=("self",)).get(pk=episode.pk)
    if version is not None and hard_version(episode) != version:
        raise Refused(stale("困難ケースの見立ての保存"))
    if reason == episode.hard_reason:
        return
    episode.hard_reason = reason
    episode._history_user = by
    episode.save()
    words = "困難ケースとして見ていきます" if reason else "困難ケースから外しました"
    tell(episode, "hard", words, by=by, on=on, reason=reason)
