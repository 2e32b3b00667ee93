"""Login: a person of the office, and demo people only where the demo runs."""

from django.conf import settings
from django.contrib.auth.backends import BaseBackend

from accounts.models import User


class StaffBackend(BaseBackend):
    """Checks the password; an unknown login costs the same time as a wrong password."""

    def authenticate(self, request, username=None, password=None, **_ignored):
        if username is None or password is None:
            return None
        user = User.objects.filter(username=username).first()
        if user is None:
            User().set_password(password)
            return None
        return user if user.check_password(password) and may_enter(user) else None

    def get_user(self, user_id):
        try:
            user = User.objects.get(pk=user_id)
        except User.DoesNotExist:
            return None
        return user if may_enter(user) else None


def may_enter(user: User) -> bool:
    """Active, and not an invented person outside the demo."""
    return user.is_active and (settings.DEMO or not user.is_demo)
