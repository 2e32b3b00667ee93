"""Login, one's own settings, the staff register, and two echoes for the fields."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.views import LoginView, LogoutView
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import workflow
from accounts.forms import LoginForm, PasswordForm, RolesForm, StaffForm
from accounts.models import Membership, Organisation, Role, User
from accounts.pages import add_refusals, beside_fields, compared_page, edit_page, say_notes
from accounts.permissions import STANDARDS_READERS, requires, roles_held
from accounts.staffing import Register, empty_posts
from accounts.standards import labels_of
from accounts.untrained import untrained
from rules import calendar, postal
from rules.profile import NATIONAL, profile_for
from rules.refusals import Refused

login = requires("open")(
    LoginView.as_view(template_name="accounts/login.html", authentication_form=LoginForm)
)
logout = requires("open")(LogoutView.as_view(http_method_names=["post"]))


@requires("accounts.everyone")
@require_http_methods(["GET", "POST"])
def own_settings(request):
    """Where one works, and how one likes to work."""
    if request.method == "POST":
        request.user.uses_shortcuts = "uses_shortcuts" in request.POST
        request.user.save(update_fields=["uses_shortcuts"])
        done = "使います" if request.user.uses_shortcuts else "使いません"
        messages.success(request, f"ショートカットキーを{done}。")
        return redirect("own_settings")
    rows = request.user.current_memberships().select_related("organisation")
    codes = request.user.city_codes()
    context = {"memberships": rows, "profile": profile_for(codes[0]) if codes else None}
    if codes:
        context["texts"] = context["profile"].table("texts")
        context["reads_standards"] = bool(roles_held(request.user) & set(STANDARDS_READERS))
    return render(request, "accounts/own_settings.html", context)


@requires("accounts.everyone")
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def own_password(request):
    form = PasswordForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        user = request.user
        user.set_password(form.cleaned_data["new"])
        user.must_change_password = False
        user.save(update_fields=["password", "must_change_password"])
        update_session_auth_hash(request, user)
        messages.success(request, "パスワードを変えました。")
        return redirect("home")
    status = 422 if form.errors else 200
    return render(request, "accounts/own_password.html", {"form": form}, status=status)


@requires("accounts.everyone")
@require_http_methods(["GET", "POST"])
def own_pledge(request):
    """守秘義務の誓約, by the law and the 要綱 of one's own municipality; then back."""
    user = request.user
    if request.method == "POST":
        workflow.pledge(user)
        messages.success(request, "守秘義務を誓約しました。1年たつと、また確かめます。")
        back = request.GET.get("next", "")
        here = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
        return redirect(back if here else "home")
    codes = user.city_codes()
    context = {
        "texts": profile_for(codes[0] if codes else NATIONAL).table("texts"),
        "places": "・".join(dict.fromkeys(row.name for row in places_of(user))),
    }
    return render(request, "accounts/own_pledge.html", context)


def places_of(user):
    """Where one works today."""
    return Organisation.objects.filter(pk__in=[row[0] for row in user.posts()]).order_by("pk")


@requires("accounts.everyone")
@require_GET
def echo_date(request):
    """How the date box was read, while it is being typed."""
    said = calendar.echo(request.GET.get("q", "")[:60], request.GET.get("flags", ""))
    return JsonResponse({"text": said.text, "note": said.note, "error": said.error})


@requires("accounts.everyone")
@require_GET
def echo_postal(request):
    """The addresses of a postal code, from our own table."""
    rows = postal.lookup(request.GET.get("q", "")[:10])
    found = [{"prefecture": r.prefecture, "city": r.city, "town": r.town} for r in rows]
    return JsonResponse(found, safe=False)


def managed(request):
    """The organisation whose staff this 管理者 keeps: the one they administer (D14)."""
    ids = request.user.organisation_ids((Role.ADMIN,))
    return get_object_or_404(Organisation.objects.select_related("municipality"), pk=ids[0])


def colleague(request, pk):
    """(organisation, user) of the register, or 404."""
    ids = request.user.organisation_ids((Role.ADMIN,))
    people = User.objects.filter(memberships__organisation__in=ids).distinct()
    user = get_object_or_404(people, pk=pk)
    row = (
        user.memberships.filter(organisation__in=ids)
        .select_related("organisation__municipality")
        .first()
    )
    return row.organisation, user


@requires("accounts.manage")
@require_http_methods(["GET", "POST"])
def staff_list(request):
    organisation = managed(request)
    form = StaffForm(request.POST or None, organisation=organisation)
    if request.method == "POST" and form.is_valid():
        try:
            user, password = workflow.register_staff(
                organisation, by=request.user, **form.cleaned_data
            )
        except Refused as refused:
            add_refusals(form, refused)
        else:
            say_notes(request, form)
            messages.success(request, first_password(user, password))
            warn_of_both(request, user, organisation, form.cleaned_data["roles"])
            return redirect("staff_list")
    members = Membership.objects.filter(organisation=organisation).select_related("user")
    members = list(members.order_by("user__kana", "user__username", "pk"))
    current = [row for row in members if row.is_current and row.user.is_active]
    context = {
        "organisation": organisation,
        "labels": labels_of(organisation.municipality.code),
        "people": rows_of(organisation, members),
        "empty_posts": empty_posts(organisation, current),
        "untrained": untrained(organisation, current),
        "form": form,
    }
    return render(request, "accounts/staff_list.html", context, status=422 if form.errors else 200)


def rows_of(organisation, members):
    """Each person with their roles, by what right they hold a post, and what is open."""
    register = None if organisation.is_city_office else Register(organisation)
    people = {row.user_id: row.user for row in members}
    gone = workflow.left_for_another(organisation, people.values())
    rows = []
    for user in people.values():
        roles = [row for row in members if row.user_id == user.pk]
        posts = [row.role for row in roles if row.is_current]
        standings = register.standings(user, posts) if register else []
        points = register.open_points(user, posts) if register else []
        row = {"user": user, "roles": roles, "standings": standings, "points": points}
        rows.append(row | {"keeps_login": user.pk not in gone})
    return rows


BOTH = "支援員と決裁者を兼ねています。ご自分が関わったプランは、ほかの人が決裁します。"


def warn_of_both(request, user, organisation, roles):
    """Who counsels and decides is told so where it is not forbidden (P-37)."""
    if workflow.counsels_and_decides(user, organisation, roles) == "warned":
        messages.warning(request, BOTH)


@requires("accounts.manage")
@require_http_methods(["GET", "POST"])
def staff_roles(request, pk):
    organisation, user = colleague(request, pk)
    version = workflow.roles_version(user, organisation)

    def build(data=None):
        held = user.memberships.current().filter(organisation=organisation)
        initial = {"roles": list(held.values_list("role", flat=True))}
        return RolesForm(data, organisation=organisation, initial=initial)

    @beside_fields
    def save(form, seen):
        data = form.cleaned_data
        workflow.set_roles(user, organisation, by=request.user, version=seen, **data)
        warn_of_both(request, user, organisation, data["roles"])

    title = f"{user.name}さんの役割"
    context = {"organisation": organisation, "person": user, "version": version, "title": title}
    return compared_page(
        request,
        build,
        save,
        version_now=lambda: workflow.roles_version(user, organisation),
        history=lambda: Membership.history.filter(user=user, organisation=organisation),
        template="accounts/staff_roles.html",
        frame=lambda: context,
        done=reverse("staff_list"),
        said=f"{title}を変えました。",
    )


@requires("accounts.manage")
@require_POST
def staff_active(request, pk):
    organisation, user = colleague(request, pk)
    active = not user.is_active
    workflow.set_active(user, active, by=request.user, organisation=organisation)
    words = "また使えるようにしました" if active else "使えなくしました"
    messages.success(request, f"{user.name}さんのログインを{words}。")
    return redirect("staff_list")


@requires("accounts.manage")
@require_POST
def staff_password(request, pk):
    organisation, user = colleague(request, pk)
    password = workflow.reset_password(user, by=request.user, organisation=organisation)
    messages.success(request, first_password(user, password))
    return redirect("staff_list")


def kept_page(request, kind, owner, row, build, save, title):
    """A row of an agency or of a colleague over what is stored now, and back to them (D18).

    ``kind`` is ``agency`` or ``staff``: it names their form, their page and what both show.
    """
    return edit_page(
        request,
        row,
        build,
        save,
        template=f"accounts/{kind}_form.html",
        context={kind: owner, "title": title, "row": row},
        done=reverse(f"{kind}_detail", args=[owner.pk]),
        said="保存しました。",
    )


def first_password(user, password):
    return (
        f"{user.name}さん（{user.username}）の最初のパスワードは {password} です。"
        "この画面を離れると二度と表示しません。本人に伝えてください。"
    )
