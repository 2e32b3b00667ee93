"""What holds for every page: private, limited in time, refusals in words."""

import time
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from rules.refusals import Refused, refuse

STARTED = "started_at"
SEEN, TOUCH_SECONDS = "seen_at", 60
WAS_IN = "was_in"  # says no more than that: the login page tells whose time ran out


def place_of(request):
    """The page the person is on: a button's own address opens nothing after the login."""
    came_from = request.headers.get("Referer", "") if request.method == "POST" else ""
    if not url_has_allowed_host_and_scheme(came_from, allowed_hosts={request.get_host()}):
        return request.get_full_path()
    parts = urlsplit(came_from)
    return parts.path + (f"?{parts.query}" if parts.query else "")


class LoginFirst(LoginRequiredMiddleware):
    """Without a login to the login page, and from there back to the same place."""

    def handle_no_permission(self, request, view_func):
        return redirect_to_login(place_of(request), self.get_login_url(view_func))


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
                return redirect_to_login(place_of(request))
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


class PledgeFirst:
    """Who has not pledged 守秘義務 this year is led to it, and from there back (E-33)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        user = request.user
        if user.is_authenticated and not user.must_change_password and not user.has_pledged:
            page = reverse("own_pledge")
            allowed = {page, reverse("own_password"), reverse("logout")}
            if request.path not in allowed:
                if request.method != "GET":
                    refusal = refuse(
                        "E-33", remedy="誓約のあと、もう一度保存してください。", url=page
                    )
                    return say(request, [refusal], 403)
                return redirect(f"{page}?{urlencode({'next': request.get_full_path()})}")
        return self.get_response(request)


def say(request, refusals, status):
    """The page of a refusal."""
    context = {"refusals": refusals, "status": status}
    return render(request, "refused.html", context, status=status)


class SayRefusals:
    """A refusal no view has answered becomes a page with its sentence and status (D18)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, Refused):
            return None
        return say(request, exception.refusals, exception.status)
