"""引き継ぎ: all that somebody who leaves is in charge of, seen beforehand and given in one step."""

from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.models import STAFF, Organisation, Role, User
from accounts.pages import verb_page
from accounts.permissions import requires
from cases.forms.handing import HandOverForm
from cases.models import Appointment, Case
from cases.workflow.assign import POSTS, hand_over, in_hands_of
from rules.calendar import today
from rules.text import number_in


@requires("cases.assign")
@require_http_methods(["GET", "POST"])
def case_hand_over(request):
    """Of a colleague, or of one who has left: their cases, and who takes each of them."""
    agency = chief_of(request)
    visible = Case.objects.visible_to(request.user).filter(agency=agency)
    who = request.GET.get("who", "")
    people = User.objects.filter(memberships__organisation=agency).distinct()
    if not who:
        return render(request, "cases/hand_over_whose.html", {"people": people})
    leaver = get_object_or_404(people, pk=number_in(who))
    episodes = in_hands_of(leaver, visible)
    staff = User.objects.working_at(agency, STAFF).exclude(pk=leaver.pk)
    form = HandOverForm(request.POST or None, episodes=episodes, staff=staff)
    return verb_page(
        request,
        form,
        lambda **_typed: hand_over(leaver, form.receivers(), by=request.user),
        template="cases/hand_over.html",
        context=lambda: {
            "leaver": leaver,
            "last_day": last_day(leaver, agency),
            "rows": [row_of(one, box, leaver) for one, box in form.rows()],
            "appointments": planned(leaver, visible),
        },
        done=reverse("home"),
        said=lambda count: f"{leaver.name}さんの{count}件を引き継ぎました。",
    )


def chief_of(request):
    """The agency where one is 主任."""
    ids = request.user.organisation_ids((Role.CHIEF,))
    return get_object_or_404(Organisation, pk=ids[0])


def last_day(user, agency):
    """The day somebody leaves on, if it is known; of several roles the last."""
    rows = user.memberships.filter(organisation=agency)
    days = [row.until for row in rows]
    return max(days) if days and None not in days else None


def row_of(episode, box, leaver):
    held = [words for post, words in POSTS.items() if getattr(episode, f"{post}_id") == leaver.pk]
    return {"episode": episode, "case": episode.case, "posts": "・".join(held), "box": box}


def planned(leaver, visible):
    """How many 予定 to come go over with the cases."""
    rows = Appointment.objects.filter(staff=leaver, on__gte=today(), case__in=visible)
    return rows.aggregate(n=Count("pk", filter=Q(standing=Appointment.Standing.PLANNED)))["n"]
