"""What holds for every page: private, limited in time, refusals in words."""

import time

from django.conf import settings
from django.contrib.auth import logout
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from rules.refusals import Refused

STARTED = "started_at"
SEEN, TOUCH_SECONDS = "seen_at", 60
WAS_IN = "was_in"  # says no more than that: the login page tells whose time ran out


class PrivatePages:
    """A page of someone logged in is never kept by a browser or a proxy."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store")
            response.set_cookie(
                WAS_IN,
                "1",
                max_age=settings.SESSION_ABSOLUTE_SECONDS,
                httponly=True,
                samesite="Lax",
                secure=settings.SESSION_COOKIE_SECURE,
            )
        elif request.path == reverse("logout"):
            response.delete_cookie(WAS_IN, samesite="Lax")
        return response


class SessionLimit:
    """The absolute limit of a session (D19); the idle limit is the cookie's own.

    The session is written once a minute, not with every page: two answers at the same
    time would overwrite each other, and a page that is only read need not write.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            started = request.session.setdefault(STARTED, int(time.time()))
            if time.time() - started > settings.SESSION_ABSOLUTE_SECONDS:
                logout(request)
                return redirect(f"{reverse('login')}?{urlencode({'next': request.path})}")
            if time.time() - request.session.get(SEEN, 0) > TOUCH_SECONDS:
                request.session[SEEN] = int(time.time())
        return self.get_response(request)


class PasswordChangeFirst:
    """A first password was given by someone else: it opens nothing but its own change."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated and request.user.must_change_password:
            allowed = {reverse("own_password"), reverse("logout")}
            if request.path not in allowed:
                return redirect("own_password")
        return self.get_response(request)


class SayRefusals:
    """A refusal no view has answered becomes a page with its sentence and status (D18)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, Refused):
            return None
        context = {"refusals": exception.refusals, "status": exception.status}
        return render(request, "refused.html", context, status=exception.status)
