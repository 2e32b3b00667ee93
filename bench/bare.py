"""Two pages as plain as Django makes them: the same rows, nothing of ours around them."""

from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import OuterRef, Subquery
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.views.generic import ListView

from cases.models import Case, Deadline, Person


class BareList(LoginRequiredMixin, ListView):
    """The 50 rows and the columns of ケース一覧, filtered by stage."""

    paginate_by = 50
    template_name = "bare_list.html"

    def get_queryset(self):
        due = Deadline.objects.filter(case=OuterRef("pk"), done_on=None).order_by("due_on")
        return (
            Case.objects.filter(
                agency__in=self.request.user.memberships.values("organisation"),
                episode__state__in=self.request.GET.getlist("state"),
            )
            .select_related("person", "episode__lead")
            .annotate(next_due=Subquery(due.values("due_on")[:1]))
            .order_by("-number")
        )


@login_required
def bare_page(request, pk):
    """A logged-in page with one row by its key."""
    return render(request, "bare_page.html", {"person": get_object_or_404(Person, pk=pk)})


urlpatterns = [path("", BareList.as_view()), path("<int:pk>/", bare_page)]
