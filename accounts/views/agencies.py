"""The agencies of a city, kept by the 管理者 of its office (実施要領 2)."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import workflow
from accounts.forms import AdminForm, AgencyForm, CounterForm
from accounts.models import Membership, Municipality, Organisation, Role, User
from accounts.permissions import requires
from accounts.policies import lacking
from accounts.views.people import first_password, kept_page
from rules.profile import profile_for
from rules.refusals import Refused, refuse


def city_of(request):
    """The municipality whose office this 管理者 belongs to; others are refused (E-03)."""
    cities = request.user.city_ids((Role.ADMIN,))
    if not cities:
        raise Refused(refuse("E-03", roles="自治体（担当課）の管理者"))
    return get_object_or_404(Municipality, pk=cities[0])


def agency_of(request, pk):
    """An agency of one's own city, or 404."""
    return get_object_or_404(Organisation.objects.agencies(), pk=pk, municipality=city_of(request))


def legal_forms(city):
    """To whom the work may be entrusted, by the 要綱 in force (2, P-03)."""
    return profile_for(city.code).table("agencies").entrustable


@requires("accounts.organise")
@require_GET
def agency_list(request):
    city = city_of(request)
    rows = Organisation.objects.agencies().filter(municipality=city).order_by("name")
    agencies = rows.prefetch_related("counters", "policies")
    context = {"agencies": [(row, lacking(row, is_city=True)) for row in agencies], "city": city}
    return render(request, "accounts/agency_list.html", context)


@requires("accounts.organise")
@require_http_methods(["GET", "POST"])
def agency_add(request):
    """Register an agency with its first 管理者, whose password is shown once."""
    city = city_of(request)
    agency = Organisation(municipality=city)
    form = AgencyForm(request.POST or None, instance=agency, forms_offered=legal_forms(city))
    first = AdminForm(request.POST or None, prefix="admin")
    form.summary_elsewhere = first.summary_elsewhere = True  # one list of mistakes for both
    if request.method == "POST" and all([form.is_valid(), first.is_valid()]):
        user, password = workflow.register_agency(
            form.save(commit=False), by=request.user, **first.cleaned_data
        )
        messages.success(request, first_password(user, password))
        return redirect("agency_detail", pk=agency.pk)
    context = {"form": form, "first": first, "title": "機関を登録する"}
    status = 422 if form.errors or first.errors else 200
    return render(request, "accounts/agency_form.html", context, status=status)


def admins_of(agency):
    """Who is 管理者 there today."""
    members = Membership.objects.current().filter(organisation=agency, role=Role.ADMIN)
    return User.objects.filter(pk__in=members.values("user"))


@requires("accounts.organise")
@require_GET
def agency_detail(request, pk):
    """An agency: its facts, its 窓口, its 管理者."""
    agency = agency_of(request, pk)
    profile = profile_for(agency.municipality.code)
    context = {
        "agency": agency,
        "lacking": lacking(agency, is_city=True),
        "tasks": [(row, row.post in agency.tasks) for row in profile.table("staffing").tasks],
        "has_towns": bool(profile.table("agencies").towns),
        "counters": agency.counters.filter(is_active=True),
        "admins": admins_of(agency),
    }
    return render(request, "accounts/agency_detail.html", context)


@requires("accounts.organise")
@require_http_methods(["GET", "POST"])
def counter_add(request, pk):
    """One more 窓口."""
    agency = agency_of(request, pk)
    form = CounterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        workflow.add_counter(agency, by=request.user, **form.cleaned_data)
        messages.success(request, "窓口を加えました。")
        return redirect("agency_detail", pk=agency.pk)
    return form_page(request, agency, form, "窓口を加える")


@requires("accounts.organise")
@require_http_methods(["GET", "POST"])
def counter_edit(request, pk, counter_pk):
    agency = agency_of(request, pk)
    counter = get_object_or_404(agency.counters, pk=counter_pk, is_active=True)

    def build(data=None):
        counter.refresh_from_db()
        initial = {name: getattr(counter, name) for name in CounterForm.base_fields}
        return CounterForm(data, initial=initial)

    def save(form, version):
        workflow.change_counter(counter, by=request.user, version=version, **form.cleaned_data)

    return kept_page(request, "agency", agency, counter, build, save, "窓口を直す")


@requires("accounts.organise")
@require_http_methods(["GET", "POST"])
def agency_admin_add(request, pk):
    """Another 管理者, where the one there was has left or is ill."""
    agency = agency_of(request, pk)
    form = AdminForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user, password = workflow.register_admin(agency, by=request.user, **form.cleaned_data)
        messages.success(request, first_password(user, password))
        return redirect("agency_detail", pk=agency.pk)
    return form_page(request, agency, form, "管理者を加える")


def form_page(request, agency, form, title):
    context = {"form": form, "agency": agency, "title": title}
    return render(request, "accounts/agency_form.html", context, status=422 if form.errors else 200)


@requires("accounts.organise")
@require_http_methods(["GET", "POST"])
def agency_edit(request, pk):
    agency = agency_of(request, pk)
    offered = legal_forms(agency.municipality)

    def build(data=None):
        return AgencyForm(data, instance=agency_of(request, pk), forms_offered=offered)

    def save(form, version):
        workflow.save_agency(form.save(commit=False), by=request.user, version=version)

    return kept_page(request, "agency", agency, agency, build, save, "機関を直す")


@requires("accounts.organise")
@require_POST
def agency_active(request, pk):
    """Close or reopen an agency; its people are out at the next click."""
    agency = agency_of(request, pk)
    agency.is_active = not agency.is_active
    workflow.save_agency(agency, by=request.user)
    words = "また使えるようにしました" if agency.is_active else "使えなくしました"
    messages.success(request, f"{agency.name}を{words}。")
    return redirect("agency_detail", pk=agency.pk)


@requires("accounts.organise")
@require_POST
def agency_admin_password(request, pk, user_pk):
    """A new one-time password for a 管理者 of one's agencies."""
    agency = agency_of(request, pk)
    user = get_object_or_404(admins_of(agency), pk=user_pk)
    password = workflow.reset_password(user, by=request.user, organisation=agency)
    messages.success(request, first_password(user, password))
    return redirect("agency_detail", pk=agency.pk)


@requires("accounts.organise")
@require_POST
def counter_close(request, pk, counter_pk):
    """A 窓口 that is no longer open leaves the list."""
    counter = get_object_or_404(agency_of(request, pk).counters, pk=counter_pk)
    workflow.close_counter(counter, by=request.user)
    messages.success(request, f"窓口「{counter.name}」を閉じました。")
    return redirect("agency_detail", pk=pk)
