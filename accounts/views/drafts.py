"""書きかけ: one's own list, put aside and brought back; and who is logged in here now."""

from django.contrib import messages
from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from accounts import drafts
from accounts.permissions import requires


@requires("accounts.everyone")
@require_GET
def draft_list(request):
    """What was put aside in the last 30 days, to bring it back."""
    aside = request.user.drafts.filter(discarded_at__isnull=False)
    return render(request, "accounts/draft_list.html", {"aside": aside[:100]})


@requires("accounts.everyone")
@require_POST
def draft_discard(request, pk):
    draft = get_object_or_404(request.user.drafts.standing(), pk=pk)
    drafts.discard(draft)
    messages.success(
        request, "書きかけを捨てました。30日のあいだ「捨てた書きかけ」からもどせます。"
    )
    return redirect(back(request, draft.address))


@requires("accounts.everyone")
@require_POST
def draft_restore(request, pk):
    """Back where it was typed."""
    draft = get_object_or_404(request.user.drafts.filter(discarded_at__isnull=False), pk=pk)
    drafts.bring_back(draft)
    return redirect(draft.address)


@requires("accounts.everyone")
@require_GET
def here(request):
    """Who this browser is logged in as, and the token a page that stayed open needs."""
    return JsonResponse({"who": request.user.username, "token": get_token(request)})


def back(request, path):
    """Where the person was, if that is one of our pages."""
    came_from = request.POST.get("back", "")
    ours = url_has_allowed_host_and_scheme(came_from, allowed_hosts=None)
    return came_from if ours and came_from else path
