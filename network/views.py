"""The register of 関係機関 of a municipality."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import Municipality
from accounts.pages import edit_page
from accounts.permissions import RULES, requires, roles_held
from network.forms import ContactForm
from network.models import Contact
from network.workflow import save_contact


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
    """Everyone of the city keeps this register: what another saved meanwhile is shown (D18)."""

    def build(data=None):
        now = Contact.objects.filter(pk=contact.pk).first()
        return ContactForm(data, instance=now or contact)

    def save(form, version):
        save_contact(form.save(commit=False), by=request.user, version=version)

    return edit_page(
        request,
        contact,
        build,
        save,
        template="network/contact_form.html",
        context={"contact": contact, "title": contact.name or "関係機関を加える"},
        done="contact_list",
        said="関係機関を保存しました。",
    )
