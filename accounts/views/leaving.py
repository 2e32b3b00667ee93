"""Who leaves, and once a year whether all who have access still need it."""

import datetime as dt

from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts import workflow
from accounts.leaving_forms import LeavingForm, ReviewForm
from accounts.models import Membership, Role
from accounts.pages import verb_page
from accounts.permissions import requires
from accounts.views.people import colleague, managed
from rules.calendar import both

UNUSED = dt.timedelta(days=90)


@requires("accounts.manage")
@require_http_methods(["GET", "POST"])
def staff_leave(request, pk):
    """退職・異動: the last day, or at once."""
    organisation, user = colleague(request, pk)
    roles = list(user.memberships.current().filter(organisation=organisation))
    form = LeavingForm(request.POST or None)

    def leave(until, **_typed):
        workflow.end_work(user, organisation, by=request.user, until=until)
        return until

    return verb_page(
        request,
        form,
        leave,
        template="accounts/staff_leave.html",
        context=lambda: {"person": user, "organisation": organisation, "roles": roles},
        done=reverse("staff_list"),
        said=lambda until: (
            f"{user.name}さんは、{both(until)}まで使えます。"
            if until
            else f"{user.name}さんは、もう使えません。"
        ),
    )


@requires("accounts.manage")
@require_http_methods(["GET", "POST"])
def account_review(request):
    """Every account of the place with what is doubtful about it; then what was done."""
    organisation = managed(request)
    form = ReviewForm(request.POST or None)
    return verb_page(
        request,
        form,
        lambda **typed: workflow.review_accounts(organisation, by=request.user, **typed),
        template="accounts/account_review.html",
        context=lambda: review_of(organisation),
        done=reverse("account_review"),
        said="点検を記録しました。つぎは1年後です。",
    )


def review_of(organisation):
    rows = Membership.objects.filter(organisation=organisation).select_related("user")
    people = {}
    for row in rows.order_by("user__kana", "user__username", "pk"):
        people.setdefault(row.user, []).append(row)
    return {
        "organisation": organisation,
        "people": [
            {"user": user, "roles": held, "doubts": doubts(user, held)}
            for user, held in people.items()
        ],
        "reviews": organisation.account_reviews.select_related("by"),
        "due": organisation.review_due,
    }


def doubts(user, held) -> list[str]:
    """What makes one ask whether this account is still needed."""
    if not user.is_active:
        return []
    found = []
    if not any(row.is_current for row in held):
        found.append("この所属の役割が終わっています")
    if user.last_login is None:
        found.append("まだ一度もログインしていません")
    elif user.last_login < timezone.now() - UNUSED:
        found.append(f"{UNUSED.days}日より長くログインしていません")
    if user.must_change_password:
        found.append("最初のパスワードのままです")
    if not user.has_pledged:
        found.append("守秘義務の誓約がありません")
    posts = {row.role for row in held if row.is_current}
    if Role.ADMIN in posts and len(posts) > 1:
        found.append("管理者とほかの役割を兼ねています")
    return found
