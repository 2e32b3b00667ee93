"""The register of 関係機関 of a municipality."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import Municipality
from accounts.permissions import RULES, requires, roles_held
from network.forms import ContactForm
from network.models import Contact


@requires("network.read")
@require_GET
def contact_list(request):
    rows = Contact.objects.visible_to(request.user)
    may_edit = bool(roles_held(request.user) & set(RULES["network.edit"].roles))
    return render(request, "network/contact_list.html", {"contacts": rows, "may_edit": may_edit})


@requires("network.edit")
@require_http_methods(["GET", "POST"])
def contact_add(request):
    cities = {city for _org, _kind, city, _role in request.user.posts()}
    contact = Contact(municipality=Municipality.objects.filter(pk__in=cities).first())
    return edit(request, contact)


@requires("network.edit")
@require_http_methods(["GET", "POST"])
def contact_edit(request, pk):
    return edit(request, get_object_or_404(Contact.objects.visible_to(request.user), pk=pk))


def edit(request, contact):
    form = ContactForm(request.POST or None, instance=contact)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, f"「{contact.name}」を保存しました。")
        return redirect("contact_list")
    context = {"form": form, "contact": contact}
    return render(request, "network/contact_form.html", context, status=422 if form.errors else 200)
