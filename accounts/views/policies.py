"""個人情報に関する管理・取扱規程 (様式7): versions, never rewritten once in force."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods

from accounts import workflow
from accounts.forms import PolicyForm
from accounts.models import PrivacyPolicy
from accounts.pages import add_refusals, edit_page, say_notes
from accounts.permissions import requires
from accounts.views.people import managed
from rules.calendar import today
from rules.refusals import Refused


def starting_text(organisation):
    """A first version to begin from, with what the agency has registered about itself."""
    context = {"organisation": organisation}
    return render_to_string("accounts/policy_start.txt", context).strip()


@requires("accounts.manage")
@require_http_methods(["GET", "POST"])
def policy_list(request):
    """The versions of one's agency, and the form of the next."""
    organisation = managed(request)
    last = organisation.policies.first()
    body = last.body if last else starting_text(organisation)
    form = PolicyForm(request.POST or None, initial={"body": body})
    if request.method == "POST" and form.is_valid():
        try:
            policy = workflow.add_policy(organisation, by=request.user, **form.cleaned_data)
        except Refused as refused:
            add_refusals(form, refused)
        else:
            say_notes(request, form)
            messages.success(request, f"規程の第{policy.number}版を登録しました。")
            return redirect("policy_list")
    context = {
        "organisation": organisation,
        "policies": organisation.policies.all(),
        "current": organisation.policy_on(today()),
        "form": form,
    }
    return render(request, "accounts/policy_list.html", context, status=422 if form.errors else 200)


@requires("accounts.manage")
@require_http_methods(["GET", "POST"])
def policy_edit(request, pk):
    """A version whose day has not come may still be mended (E-08 after it)."""
    organisation = managed(request)
    policy = get_object_or_404(PrivacyPolicy, pk=pk, organisation=organisation)
    context = {"policy": policy, "title": f"規程　第{policy.number}版"}
    if request.method == "GET" and policy.valid_from <= today():
        return render(request, "accounts/policy_edit.html", context | {"form": None})

    def build(data=None):
        policy.refresh_from_db()
        return PolicyForm(data, initial={"valid_from": policy.valid_from, "body": policy.body})

    def save(form, version):
        workflow.change_policy(policy, by=request.user, version=version, **form.cleaned_data)

    return edit_page(
        request,
        policy,
        build,
        save,
        template="accounts/policy_edit.html",
        context=context,
        done="policy_list",
        said=f"規程の第{policy.number}版を直しました。",
    )
