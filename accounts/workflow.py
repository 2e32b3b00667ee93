"""The verbs of 管理者: register, close and reopen accounts, set roles, give passwords."""

import datetime as dt
import secrets
from dataclasses import replace

from django.db import transaction
from django.db.models import Max

from accounts.models import (
    STAFF,
    AccountReview,
    Counter,
    Membership,
    Organisation,
    PostReason,
    Qualification,
    Role,
    SavedView,
    Training,
    User,
)
from accounts.staffing import Register
from accounts.standards import staffing_of
from rules.calendar import today
from rules.refusals import Refused, refuse, stale


def one_time_password() -> str:
    """A first password that can be read out over the telephone."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(4))


@transaction.atomic
def register_staff(
    organisation, *, username, name, kana, roles, by, reason="", train_by=None
) -> tuple[User, str]:
    """Create an account with roles; the password is shown once and must be changed.

    Who is new has no 資格 on record yet: where the 要綱 asks for it, ``reason`` says why (E-20).
    """
    password = one_time_password()
    user = User(username=username, name=name, kana=kana, must_change_password=True)
    user.set_password(password)
    user._history_user = by
    user.save()
    set_roles(user, organisation, roles, by=by, reason=reason, train_by=train_by)
    return user, password


def roles_version(user, organisation) -> int:
    """The newest line in the history of a person's roles at one organisation."""
    lines = Membership.history.filter(user=user, organisation=organisation)
    return lines.aggregate(newest=Max("history_id"))["newest"] or 0


@transaction.atomic
def set_roles(
    user, organisation, roles, *, by, reason="", train_by=None, version: int | None = None
) -> None:
    """Make the roles of a person at one organisation exactly these, from today.

    Refuses who would both counsel and decide where the 要綱 forbids it (P-37, E-39). What the
    要綱 asks for and nobody has recorded needs a ``reason``, once (E-20, E-40); ``train_by`` is
    the day by which the 養成研修 is to be taken. E-08 if someone set them after ``version``.
    """
    User.objects.select_for_update().get(pk=user.pk)
    if version is not None and roles_version(user, organisation) != version:
        raise Refused(stale("役割の保存"))
    if counsels_and_decides(user, organisation, roles) == "forbidden":
        raise Refused(refuse("E-39", person=user.name))
    keep_reason(user, organisation, roles, by=by, reason=reason, train_by=train_by)
    held = {row.role: row for row in user.memberships.filter(organisation=organisation)}
    for role in roles:
        row = held.pop(role, None) or Membership(
            user=user, organisation=organisation, role=role, since=today()
        )
        row.until = None
        row._history_user = by
        row.save()
    for row in held.values():
        row._history_user = by
        row.delete()


def keep_reason(user, organisation, posts, *, by, reason, train_by) -> None:
    """Keep why these posts are held all the same, for each warning that has no reason yet."""
    if organisation.is_city_office:
        return
    points = Register(organisation).open_points(user, posts)
    unsaid = [warned for warned, said in points if said is None]
    if unsaid and not reason:
        raise Refused(*(replace(warned.refusal, field="reason") for warned in unsaid))
    for warned in unsaid:
        row = PostReason(
            user=user, organisation=organisation, subject=warned.subject, reason=reason
        )
        row.train_by = train_by if row.is_of_one_post else None
        row._history_user = by
        row.save()


@transaction.atomic
def change_reason(
    row: PostReason, *, by, version: int, reason: str, train_by: dt.date | None = None
) -> None:
    """Another reason for the same; the one before stays in the history."""
    row = PostReason.objects.select_for_update().get(pk=row.pk)
    if row.version != version:
        raise Refused(stale("理由の保存"))
    row.reason, row.train_by = reason, train_by
    row._history_user = by
    row.save()


@transaction.atomic
def save_qualification(
    user,
    organisation,
    kind: str,
    /,
    *,
    by,
    row: Qualification | None = None,
    version: int = 0,
    **fields,
) -> Qualification:
    """Record a 資格・経験 of a person at an agency, or mend one (P-09).

    The same thing twice is E-32. ``version`` is what the person had before their eyes (E-08).
    """
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    same = Qualification.objects.filter(
        user=user, organisation=organisation, kind=kind, name=fields["name"]
    )
    if row is None:
        row = Qualification(user=user, organisation=organisation, kind=kind)
    else:
        row = Qualification.objects.get(pk=row.pk)
        if row.version != version:
            raise Refused(stale("資格・経験の保存"))
    for name, value in fields.items():
        setattr(row, name, value)
    if same.exclude(pk=row.pk).exists():
        raise Refused(refuse("E-32", field="name", item=row.title))
    row._history_user = by
    row.save()
    return row


def remove_qualification(row: Qualification, *, by) -> None:
    """What was recorded by mistake goes; that it stood there stays in the history."""
    row._history_user = by
    row.delete()


@transaction.atomic
def save_training(row: Training, *, by, version: int, **fields) -> Training:
    """Plan a 合同研修, or mend it; ``version`` is what the person had before their eyes (E-08)."""
    if row.pk:
        row = Training.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if row.version != version:
        raise Refused(stale("合同研修の保存"))
    for name, value in fields.items():
        setattr(row, name, value)
    row._history_user = by
    row.save()
    return row


def counsels_and_decides(user, organisation, roles) -> str:
    """What the 要綱 says of one person counselling and deciding in one municipality (P-37).

    "" where these roles make nobody both; each plan is another's to decide all the same (D17).
    """
    city = organisation.municipality
    elsewhere = Membership.objects.current().filter(user=user, organisation__municipality=city)
    others = elsewhere.exclude(organisation=organisation).values_list("role", flat=True)
    held = {*roles, *others}
    if not (held & set(STAFF) and Role.APPROVER in held):
        return ""
    return staffing_of(city.code).decider_may_counsel


def left_for_another(organisation, users) -> set[int]:
    """Whose login is another place's to close and to give a new password (D14): their ids.

    Whoever works elsewhere today and here no more: a new password would open what they see
    there. Who works nowhere any more stays with the last place.
    """
    held = Membership.objects.current().filter(user__in=users)
    places = held.values_list("user", "organisation")
    return {user for user, _place in places} - {
        u for u, place in places if place == organisation.pk
    }


def check_keeps_login(organisation, user) -> None:
    if left_for_another(organisation, [user]):
        raise Refused(refuse("E-03", roles=f"{user.name}さんがいま働いている機関の管理者"))


def set_active(user, active: bool, *, by, organisation) -> None:
    """Close or reopen an account of one's place; a closed one is out at the next click."""
    check_keeps_login(organisation, user)
    user.is_active = active
    user._history_user = by
    user.save(update_fields=["is_active"])


@transaction.atomic
def end_work(user, organisation, *, by, until: dt.date | None = None) -> None:
    """Somebody leaves: every role at the place ends with the day ``until`` (inclusive), or now.

    Ended now, who works nowhere else is logged out at the next click and enters no more (E-02
    for a day that has gone by or comes before a role begins).
    """
    User.objects.select_for_update().get(pk=user.pk)
    if until and until < today():
        raise Refused(refuse("E-02", field="until", later="最後の日", earlier="きょう"))
    for row in user.memberships.current().filter(organisation=organisation):
        row._history_user = by
        if until is None and row.since == today():
            row.delete()
            continue
        row.until = until or today() - dt.timedelta(days=1)
        row.save()
    if until is None and not Membership.objects.current().filter(user=user).exists():
        user.is_active = False
        user._history_user = by
        user.save(update_fields=["is_active"])


@transaction.atomic
def review_accounts(organisation, *, by, on: dt.date | None = None, note: str) -> AccountReview:
    """The yearly look at who has access: what was found and done about it (E-35 ahead of time)."""
    on = on or today()
    if on > today():
        raise Refused(refuse("E-35", field="on", item="点検した日"))
    row = AccountReview(organisation=organisation, on=on, by=by, note=note)
    row._history_user = by
    row.save()
    return row


def pledge(user, *, on: dt.date | None = None) -> None:
    """守秘義務の誓約 (法4条3項): each by themselves, at the first login and every year (E-33).

    Every day it was made on stays in the history of the row.
    """
    user.pledged_on = on or today()
    user._history_user = user
    user.save(update_fields=["pledged_on"])


def reset_password(user, *, by, organisation) -> str:
    """Give a new one-time password to one of one's place, to be told and then changed."""
    check_keeps_login(organisation, user)
    password = one_time_password()
    user.set_password(password)
    user.must_change_password = True
    user._history_user = by
    user.save(update_fields=["password", "must_change_password"])
    return password


@transaction.atomic
def save_agency(agency, *, by, version=None) -> None:
    """Keep the facts of an agency; E-08 if someone changed ``version`` first."""
    if version is not None:
        agency.check_version(version)
    agency._history_user = by
    agency.save()


@transaction.atomic
def register_agency(agency, *, username, name, kana, by) -> tuple[User, str]:
    """A new agency with its first 管理者; the password is shown once (実施要領 2)."""
    save_agency(agency, by=by)
    return register_admin(agency, username=username, name=name, kana=kana, by=by)


def register_admin(agency, *, username, name, kana, by) -> tuple[User, str]:
    """A 管理者 of an agency: the first, or the next when there is none who could do it."""
    return register_staff(
        agency, username=username, name=name, kana=kana, roles=[Role.ADMIN], by=by
    )


def add_counter(agency, *, by, **fields) -> Counter:
    """Another 窓口 of an agency."""
    counter = Counter(organisation=agency, **fields)
    counter._history_user = by
    counter.save()
    return counter


@transaction.atomic
def change_counter(counter, *, by, version=None, **fields) -> None:
    """What a 窓口 is called, where it is, when it is open; E-08 if someone saved first."""
    if version is not None:
        counter.check_version(version)
    for name, value in fields.items():
        setattr(counter, name, value)
    counter._history_user = by
    counter.save()


def close_counter(counter, *, by) -> None:
    """A 窓口 that is closed stays in the history."""
    counter.is_active = False
    counter._history_user = by
    counter.save()


@transaction.atomic
def save_view(*, by, name: str, query: str) -> SavedView:
    """Keep the filters of the case list under a name of one's own (E-32 if it is taken).

    Sent twice, it is kept once.
    """
    User.objects.select_for_update().get(pk=by.pk)
    kept = SavedView.objects.filter(user=by, name=name, query=query).first()
    if kept:
        return kept
    refuse_taken_name(by, name)
    view = SavedView(user=by, name=name, query=query)
    view._history_user = by
    view.save()
    return view


@transaction.atomic
def rename_view(view: SavedView, *, by, name: str) -> None:
    """The same filters under another name."""
    User.objects.select_for_update().get(pk=by.pk)
    if name != view.name:
        refuse_taken_name(by, name)
        view.name = name
        view._history_user = by
        view.save()


def remove_view(view: SavedView, *, by) -> None:
    """A view that is not wanted any more; the cases stay as they are."""
    view._history_user = by
    view.delete()


def refuse_taken_name(user, name: str) -> None:
    if SavedView.objects.filter(user=user, name=name).exists():
        raise Refused(refuse("E-32", field="name", item=name, remedy="別の名前にしてください。"))
