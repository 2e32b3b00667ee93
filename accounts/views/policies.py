"""The 規程 of an agency: 様式7 and the 規約 of the database, by versions never rewritten once in
force; and what everyone there is to keep to, on one page.
"""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts import policies
from accounts.forms import PolicyForm
from accounts.models import STAFF, Organisation, PrivacyPolicy, Role
from accounts.pages import add_refusals, edit_page, say_notes
from accounts.permissions import requires
from accounts.views.people import managed
from rules.calendar import today
from rules.profile import profile_for
from rules.refusals import Refused

Kind = PrivacyPolicy.Kind
PAGES = {Kind.PRIVACY: "policy_list", Kind.SECURITY: "security_list"}


@requires("accounts.manage")
@require_http_methods(["GET", "POST"])
def policy_list(request, kind=Kind.PRIVACY):
    """The versions of one's agency, and the form of the next."""
    organisation = managed(request)
    rows = organisation.policies.filter(kind=kind)
    last = rows.first()
    body = last.body if last else policies.starting_text(organisation, kind)
    form = PolicyForm(request.POST or None, initial={"body": body})
    if request.method == "POST" and form.is_valid():
        try:
            policy = policies.add_policy(
                organisation, by=request.user, kind=kind, **form.cleaned_data
            )
        except Refused as refused:
            add_refusals(form, refused)
        else:
            say_notes(request, form)
            messages.success(request, f"{kind.label}の第{policy.number}版を登録しました。")
            return redirect(PAGES[kind])
    context = {
        "organisation": organisation,
        "kind": kind,
        "policies": rows,
        "current": organisation.policy_on(today(), kind),
        "form": form,
    }
    if not organisation.is_city_office:
        context["lacking"] = policies.lacking(organisation, is_city=False)
    return render(request, "accounts/policy_list.html", context, status=422 if form.errors else 200)


@requires("accounts.manage")
@require_http_methods(["GET", "POST"])
def policy_edit(request, pk):
    """A version whose day has not come may still be mended (E-08 after it)."""
    organisation = managed(request)
    policy = get_object_or_404(PrivacyPolicy, pk=pk, organisation=organisation)
    page = PAGES[Kind(policy.kind)]
    title = f"{policy.get_kind_display()}　第{policy.number}版"
    context = {"policy": policy, "title": title, "page": page}
    if request.method == "GET" and policy.valid_from <= today():
        return render(request, "accounts/policy_edit.html", context | {"form": None})

    def build(data=None):
        policy.refresh_from_db()
        return PolicyForm(data, initial={"valid_from": policy.valid_from, "body": policy.body})

    def save(form, version):
        policies.change_policy(policy, by=request.user, version=version, **form.cleaned_data)

    return edit_page(
        request,
        policy,
        build,
        save,
        template="accounts/policy_edit.html",
        context=context,
        done=page,
        said=f"{title}を直しました。",
    )


@requires("accounts.everyone")
@require_GET
def data_rules(request):
    """個人情報のきまり: the law, how long a 台帳 is kept, and the 規程 in force where one works."""
    user, day = request.user, today()
    ids = user.organisation_ids((*STAFF, Role.ADMIN))
    agencies = Organisation.objects.agencies().filter(pk__in=ids).order_by("pk")
    codes = user.city_codes()
    context = {
        "protection": profile_for(codes[0]).table("texts").protection if codes else (),
        "agencies": [
            (agency, [row for kind in Kind if (row := agency.policy_on(day, kind))])
            for agency in agencies
        ],
    }
    return render(request, "accounts/data_rules.html", context)
