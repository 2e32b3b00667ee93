"""担当を決める: of one case, or of many at a time."""

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from accounts.models import STAFF, Role, User
from cases.models import Appointment, Episode, Note
from cases.permissions import roles_of
from cases.workflow.story import line, newest_line, tell
from rules.calendar import today
from rules.refusals import Refused, refuse, stale

POSTS = {"lead": "担当", "deputy": "副担当", "employment": "就労担当"}


def assigned_version(episode: Episode) -> int:
    """The newest line of who is in charge: a move of the case leaves it as it is."""
    return newest_line(episode, "assign")


@transaction.atomic
def assign(
    episode: Episode, *, by, on=None, lead=None, deputy=None, employment=None, version=None
) -> None:
    """主任 sets 担当, 副担当 and 就労担当, with a line in the story (E-03 for others).

    E-08 if someone decided after ``version`` of it.
    """
    people = {"lead": lead, "deputy": deputy, "employment": employment}
    check(episode, people, by)
    Episode.objects.select_for_update(of=("self",)).get(pk=episode.pk)
    if version is not None and assigned_version(episode) != version:
        raise Refused(stale("担当の保存"))
    put(episode, people)
    episode._history_user = by
    episode.save()
    tell(episode, "assign", words(people), by=by, on=on)


@transaction.atomic
def assign_many(
    episodes: list[Episode], *, by, on=None, lead=None, deputy=None, employment=None
) -> int:
    """Many of one agency at a time, each with its own line; what is left open stays.

    As many queries for a hundred as for one.
    """
    chosen = {"lead": lead, "deputy": deputy, "employment": employment}
    lines = []
    for number, episode in enumerate(episodes):
        check(episode, chosen if number == 0 else {}, by)
        if episode.agency != episodes[0].agency:
            raise Refused(refuse("E-03", roles=f"{episode.agency}の主任相談支援員"))
        people = {post: chosen[post] or getattr(episode, post) for post in POSTS}
        put(episode, people)
        episode.version += 1
        episode.updated_at = timezone.now()
        lines.append(line(episode, "assign", words(people), by=by, on=on))
        lines[-1].version = 1
    fields = [*POSTS, "version", "updated_at"]
    bulk_update_with_history(episodes, Episode, fields, default_user=by)
    bulk_create_with_history(lines, Note, default_user=by)
    return len(episodes)


def in_hands_of(user, visible):
    """The consultations one is in charge of in any way and that go on, of the 台帳 given."""
    mine = Q(lead=user) | Q(deputy=user) | Q(employment=user)
    rows = Episode.objects.filter(mine, state__in=Episode.OPEN, case__in=visible)
    rows = rows.filter(case__episode=F("pk"))
    return rows.select_related(
        "case__person", "case__agency", "lead", "deputy", "employment"
    ).order_by("case__agency", "-case__number")


@transaction.atomic
def hand_over(leaver, receivers: dict[Episode, User], *, by, on=None) -> int:
    """What one leaves, in one step: each consultation and its 予定 to come goes to its receiver.

    Nothing else of who is in charge changes. A restricted 台帳 goes to who is named for it
    (E-03), the rest to colleagues of the agency (E-31).
    """
    for episode, receiver in receivers.items():
        now = Episode.objects.select_for_update(of=("self",)).get(pk=episode.pk)
        now.case = episode.case
        people = {
            post: receiver if getattr(now, f"{post}_id") == leaver.pk else getattr(now, post)
            for post in POSTS
        }
        given = {post: person for post, person in people.items() if person == receiver}
        check(now, given, by)
        case = now.case
        if case.is_restricted and not case.grants.filter(user=receiver).exists():
            raise Refused(
                refuse("E-03", field=f"case_{case.pk}", roles="この台帳の閲覧を指名された職員")
            )
        put(now, people)
        now._history_user = by
        now.save()
        tell(now, "assign", f"{leaver.name}から引き継ぎました。{words(people)}", by=by, on=on)
        planned = {"standing": Appointment.Standing.PLANNED, "on__gte": on or today()}
        for row in case.appointments.filter(staff=leaver, **planned):
            row.staff = receiver
            row._history_user = by
            row.save()
    return len(receivers)


def check(episode: Episode, people: dict, by) -> None:
    """By 主任 of the agency (E-03), to colleagues of the agency (E-31)."""
    if Role.CHIEF not in roles_of(by, episode):
        raise Refused(refuse("E-03", roles=Role.CHIEF.label))
    named = {person.pk for person in people.values() if person}
    if not named:
        return
    known = set(User.objects.working_at(episode.agency, STAFF).values_list("pk", flat=True))
    for post, person in people.items():
        if person and person.pk in named - known:
            raise Refused(
                refuse(
                    "E-31",
                    field=post,
                    organisation=episode.agency,
                    post=f"{person.name}さん",
                    remedy="この機関の職員から選んでください。",
                )
            )


def put(episode: Episode, people: dict) -> None:
    for post, person in people.items():
        setattr(episode, post, person)


def words(people: dict) -> str:
    names = [f"{POSTS[post]} {person.name}" for post, person in people.items() if person]
    return "担当を決めました：" + ("、".join(names) or "なし")
