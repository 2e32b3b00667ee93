"""The verbs of 管理者: register, close and reopen accounts, set roles, give passwords."""

import secrets

from django.db import transaction

from accounts.models import Membership, User
from rules.calendar import today


def one_time_password() -> str:
    """A first password that can be read out over the telephone."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(4))


@transaction.atomic
def register_staff(organisation, *, username, name, kana, roles, by) -> tuple[User, str]:
    """Create an account with roles; the password is shown once and must be changed."""
    password = one_time_password()
    user = User(username=username, name=name, kana=kana, must_change_password=True)
    user.set_password(password)
    user._history_user = by
    user.save()
    set_roles(user, organisation, roles, by=by)
    return user, password


@transaction.atomic
def set_roles(user, organisation, roles, *, by) -> None:
    """Make the roles of a person at one organisation exactly these, from today."""
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


def set_active(user, active: bool, *, by) -> None:
    """Close or reopen an account; a closed one is out at the next click."""
    user.is_active = active
    user._history_user = by
    user.save(update_fields=["is_active"])


def reset_password(user, *, by) -> str:
    """Give a new one-time password, to be told and then changed."""
    password = one_time_password()
    user.set_password(password)
    user.must_change_password = True
    user._history_user = by
    user.save(update_fields=["password", "must_change_password"])
    return password
