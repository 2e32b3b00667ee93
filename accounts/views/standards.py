"""要綱と様式: the profile of one's municipality in words, and two versions side by side.

Read only: a 要綱 is changed in its file, which is checked before the server starts (E-29).
"""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from accounts.models import Municipality
from accounts.permissions import STANDARDS_READERS, requires
from rules.calendar import today
from rules.profile import NATIONAL, profile_for, versions_of
from rules.profile_words import compared, sections
from rules.text import number_in


def city_of(request):
    """Where the person is 管理者, or else 主任 or 担当者 (§5.1)."""
    ids = [row[2] for role in STANDARDS_READERS for row in request.user.posts() if row[3] == role]
    return get_object_or_404(Municipality, pk=ids[0])


@requires("accounts.read_standards")
@require_GET
def standards(request):
    """The version in force today, and the list of all."""
    city = city_of(request)
    profile = profile_for(city.code)
    versions = versions_of(city.code)
    context = {
        "city": city,
        "profile": profile,
        "is_national": profile.code == NATIONAL,
        "versions": [(row, standing(row, profile)) for row in reversed(versions)],
        "sections": sections(profile),
    }
    return render(request, "accounts/standards.html", context)


def standing(version, current):
    if version.valid_from == current.valid_from:
        return "有効"
    return "これから" if version.valid_from > today() else "前の版"


@requires("accounts.read_standards")
@require_GET
def standards_compare(request):
    """Two versions side by side; the first to choose from is the national default."""
    city = city_of(request)
    choices = offered(city.code)
    last = len(choices) - 1
    old = chosen(request.GET.get("old", ""), max(last - 1, 0), last)
    new = chosen(request.GET.get("new", ""), last, last)
    shows_all = "all" in request.GET
    tables = compared(choices[old], choices[new])
    context = {
        "city": city,
        "choices": list(enumerate(choices)),
        "old": old,
        "new": new,
        "left": choices[old],
        "right": choices[new],
        "shows_all": shows_all,
        "count": sum(bool(pair.difference) for _section, pairs in tables for pair in pairs),
        "tables": [
            (section, rows)
            for section, pairs in tables
            if (rows := [pair for pair in pairs if shown(pair, shows_all)])
        ],
    }
    return render(request, "accounts/standards_compare.html", context)


def offered(code):
    """The national default as it stands, then every version of the municipality."""
    own = [] if profile_for(code).code == NATIONAL else list(versions_of(code))
    return [*versions_of(NATIONAL), *own]


def chosen(typed, otherwise, last):
    """The number of a version; what is none falls back."""
    number = number_in(typed)
    return otherwise if number is None or number > last else number


def shown(pair, shows_all):
    return bool(pair.difference or (shows_all and (pair.old or pair.new)))
