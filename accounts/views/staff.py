"""One colleague: 職種 and by what right, 資格・経験, 配置の理由, and how they came about."""

import datetime as dt

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import workflow
from accounts.models import Membership, PostReason, Qualification
from accounts.pages import verb_page
from accounts.permissions import requires
from accounts.qualification_forms import BOXES, QualificationForm, ReasonForm
from accounts.staffing import Register, names_of
from accounts.standards import staffing_of
from accounts.views.people import colleague, kept_page
from rules.calendar import wareki

SHOWN = 100  # lines of history
DONE = {"+": "加えた", "~": "直した", "-": "消した"}


def member(request, pk):
    """(agency, colleague), or 404; the city's office holds no posts of the 要綱."""
    organisation, user = colleague(request, pk)
    if organisation.is_city_office:
        raise Http404
    return organisation, user


@requires("accounts.manage")
@require_GET
def staff_detail(request, pk):
    organisation, user = member(request, pk)
    memberships = user.memberships.current().filter(organisation=organisation)
    posts = [row.role for row in memberships]
    register = Register(organisation)
    context = {
        "organisation": organisation,
        "person": user,
        "standings": register.standings(user, posts),
        "points": register.open_points(user, posts),
        "facts": [(row, details(row)) for row in register.facts_of(user)],
        "kinds": register.kinds(),
        "changes": changes(user, organisation),
    }
    return render(request, "accounts/staff_detail.html", context)


def details(row):
    """What was written down about a 資格・経験, in the words of its form."""
    said = []
    for column, label, _required in BOXES[row.kind]:
        value = getattr(row, column)
        if column != "name" and value not in (None, ""):
            said.append((label, words(value)))
    return said


def words(value):
    if isinstance(value, int):
        return f"{value}年"
    return wareki(value) if isinstance(value, dt.date) else value


def changes(user, organisation):
    """Who recorded, mended or removed what of this person at this agency; newest first."""
    rows = []
    for model, what in ((Qualification, title), (PostReason, reason), (Membership, post)):
        found = model.history.filter(user_id=user.pk, organisation_id=organisation.pk)
        for row in found.select_related("history_user").order_by("-history_date")[:SHOWN]:
            rows.append(
                {
                    "at": row.history_date,
                    "by": row.history_user,
                    "did": DONE[row.history_type],
                    "what": what(row),
                }
            )
    return sorted(rows, key=lambda row: row["at"], reverse=True)[:SHOWN]


def title(version):
    row = version.instance
    said = [str(row), *(f"{label} {value}" for label, value in details(row))]
    return "　".join(said)


def reason(version):
    by_when = f"　養成研修 {wareki(version.train_by)}まで" if version.train_by else ""
    return f"配置の理由（{version.instance.posts}）　{version.reason}{by_when}"


def post(version):
    return f"役割「{version.get_role_display()}」"


def kind_or_404(kind, staffing):
    """The choices of a kind the 要綱 asks for; of another there is nothing to record."""
    names = names_of(kind, staffing) if kind in BOXES else []
    if not names:
        raise Http404
    return names


@requires("accounts.manage")
@require_http_methods(["GET", "POST"])
def qualification_add(request, pk, kind):
    organisation, user = member(request, pk)
    names = kind_or_404(kind, staffing_of(organisation.municipality.code))
    form = QualificationForm(request.POST or None, kind=kind, names=names)
    title = f"{Qualification.Kind(kind).label}を登録する"
    return verb_page(
        request,
        form,
        lambda **given: workflow.save_qualification(
            user, organisation, kind, by=request.user, **given
        ),
        template="accounts/staff_form.html",
        context=lambda: {"staff": user, "title": title},
        done=reverse("staff_detail", args=[user.pk]),
        said=lambda row: f"{user.name}さんの{row}を登録しました。",
    )


@requires("accounts.manage")
@require_http_methods(["GET", "POST"])
def qualification_edit(request, pk, row_pk):
    """Mend one; if someone else did so meanwhile, both are shown."""
    organisation, user = member(request, pk)
    row = get_object_or_404(Qualification, pk=row_pk, user=user, organisation=organisation)
    names = names_of(row.kind, staffing_of(organisation.municipality.code))

    def build(data=None):
        now = Qualification.objects.get(pk=row.pk)
        initial = {column: getattr(now, column) for column, *_rest in BOXES[row.kind]}
        return QualificationForm(data, kind=row.kind, names=names, initial=initial)

    def save(form, version):
        workflow.save_qualification(
            user,
            organisation,
            row.kind,
            by=request.user,
            row=row,
            version=version,
            **form.cleaned_data,
        )

    return kept_page(request, "staff", user, row, build, save, f"{row}を直す")


@requires("accounts.manage")
@require_http_methods(["GET", "POST"])
def post_reason(request, pk, row_pk):
    """Another reason for a post that is held without what the 要綱 asks for."""
    organisation, user = member(request, pk)
    row = get_object_or_404(PostReason, pk=row_pk, user=user, organisation=organisation)

    def build(data=None):
        now = PostReason.objects.get(pk=row.pk)
        initial = {"reason": now.reason, "train_by": now.train_by}
        return ReasonForm(data, initial=initial, is_of_one_post=now.is_of_one_post)

    def save(form, version):
        workflow.change_reason(row, by=request.user, version=version, **form.cleaned_data)

    return kept_page(request, "staff", user, row, build, save, f"配置の理由（{row}）を直す")


@requires("accounts.manage")
@require_POST
def qualification_remove(request, pk, row_pk):
    organisation, user = member(request, pk)
    row = get_object_or_404(Qualification, pk=row_pk, user=user, organisation=organisation)
    words = str(row)
    workflow.remove_qualification(row, by=request.user)
    messages.success(request, f"{words}を消しました。消したことは履歴に残ります。")
    return redirect("staff_detail", pk=user.pk)
