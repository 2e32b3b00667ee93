"""合同研修: what the agency plans to learn together with others (手引き 第Ⅵ章4)."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import STAFF, Organisation, Qualification, Role, Training
from accounts.pages import edit_page, say_notes
from accounts.permissions import requires
from accounts.training_forms import TrainingForm
from accounts.workflow import save_training
from rules.calendar import today

PLANNERS = (Role.CHIEF, Role.ADMIN)
PAST = 50


def planned_by(user):
    """The agencies whose 主任 or 管理者 one is; the city's office plans none."""
    ids = user.organisation_ids(PLANNERS)
    return Organisation.objects.agencies().filter(pk__in=ids)


@requires("accounts.trainings")
@require_GET
def training_list(request):
    """Those to come, those that were, and who is 地域の中核人材."""
    rows = Training.objects.visible_to(request.user)
    ahead = rows.filter(on__gte=today(), cancelled_reason="")
    ids = request.user.organisation_ids((*STAFF, Role.ADMIN))
    core = Qualification.objects.filter(kind=Qualification.Kind.CORE, organisation__in=ids)
    context = {
        "coming": ahead.order_by("on", "pk"),
        "past": rows.exclude(pk__in=ahead)[:PAST],
        "core": core.select_related("user"),
        "may_plan": planned_by(request.user).exists(),
    }
    return render(request, "accounts/training_list.html", context)


@requires("accounts.plan_trainings")
@require_http_methods(["GET", "POST"])
def training_add(request):
    agency = get_object_or_404(planned_by(request.user).order_by("pk")[:1])
    form = TrainingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        row = Training(organisation=agency)
        save_training(row, by=request.user, version=row.version, **form.cleaned_data)
        return saved(request, form)
    context = {"form": form, "title": "合同研修を予定する"}
    status = 422 if form.errors else 200
    return render(request, "accounts/training_form.html", context, status=status)


@requires("accounts.plan_trainings")
@require_http_methods(["GET", "POST"])
def training_edit(request, pk):
    """Another day, what was learnt; or it was called off. Two who write see both."""
    rows = Training.objects.filter(organisation__in=planned_by(request.user))
    row = get_object_or_404(rows, pk=pk)
    title = f"合同研修「{row}」を直す"

    def build(data=None):
        now = Training.objects.get(pk=row.pk)
        initial = {name: getattr(now, name) for name in TrainingForm.base_fields}
        return TrainingForm(data, initial=initial)

    def save(form, version):
        save_training(row, by=request.user, version=version, **form.cleaned_data)

    return edit_page(
        request,
        row,
        build,
        save,
        template="accounts/training_form.html",
        context={"title": title, "row": row},
        done=reverse("training_list"),
        said="合同研修を保存しました。",
    )


def saved(request, form):
    say_notes(request, form)
    messages.success(request, f"合同研修「{form.cleaned_data['title']}」を保存しました。")
    return redirect("training_list")
