"""What the frame of every page shows: where one may go, and as whom one is here."""

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from accounts import drafts
from accounts.addresses import address
from accounts.models import STAFF, Organisation, Role
from accounts.permissions import roles_held
from accounts.standards import labels_of


def frame(request):
    """Navigation and names for ``base.html``."""
    context = {
        "demo": settings.DEMO,
        "idle_minutes": settings.SESSION_COOKIE_AGE // 60,
        "session_hours": settings.SESSION_ABSOLUTE_SECONDS // 3600,
        "labels": labels_of(""),
    }
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return context
    roles = roles_held(user)
    works_on_cases = bool(roles - {Role.ADMIN})
    places = [("今日" if roles & set(STAFF) or Role.ADMIN in roles else "承認箱", address("home"))]
    if works_on_cases:
        places += [("ケース", address("case_list")), ("会議", address("meeting_list"))]
        places.append(("給付金", address("benefit_list")))
        places.append(("カレンダー", address("calendar")))
    places.append(("関係機関", address("contact_list")))
    if Role.ADMIN in roles:
        places.append(("職員", address("staff_list")))
        if user.city_ids((Role.ADMIN,)):
            places.append(("機関", address("agency_list")))
        if user.organisation_ids((Role.ADMIN,)):
            places.append(("規程", address("policy_list")))
            places.append(("要綱と様式", address("standards")))
            places.append(("文書番号簿", address("number_list")))
        if keeps_agency(user):
            places.append(("ひな型", address("note_template_list")))
            places.append(("閲覧", address("viewing_list")))
    return context | {
        # The words of one's own municipality; a page of one case or meeting gives its own.
        "labels": labels_of(next(iter(user.city_codes()), "")),
        "draft_key": SimpleLazyObject(lambda: drafts.key_of(request)),
        "drafts_here": SimpleLazyObject(lambda: drafts.of_page(request)),
        "nav": [
            {"label": label, "url": url, "current": "page" if is_here(request.path, url) else ""}
            for label, url in places
        ],
        "may_find": works_on_cases,
        "may_receive": bool(roles & set(STAFF)),
        "may_train": bool(roles & set(STAFF)) or keeps_agency(user),
        "may_print_many": Role.CHIEF in roles or keeps_agency(user),
        "roles_label": "・".join(Role(role).label for role in Role.values if role in roles),
        "municipality_name": "・".join(user.city_names()),
    }


def keeps_agency(user):
    """管理者 of an agency, not of the city office."""
    office = Organisation.Kind.CITY_OFFICE
    return any(role == Role.ADMIN and kind != office for _org, kind, _city, role in user.posts())


def is_here(path: str, url: str) -> bool:
    """Is the page in this place of the navigation? A plan is a part of its case."""
    if path.startswith("/plans/"):
        return url == address("case_list")
    return path == url or (url != "/" and path.startswith(url))
