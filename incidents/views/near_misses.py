"""The pages of a ヒヤリハット."""

from django.contrib import messages
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import STAFF, Role
from accounts.permissions import requires
from incidents.forms import NearMissForm, NewNearMissForm
from incidents.models import NearMiss
from incidents.permissions import roles_of
from incidents.views.pages import Pages, own_agency
from incidents.workflow import (
    change_near_miss,
    near_miss_workflow,
    read_near_miss,
    record_near_miss,
)
from incidents.workflow.near_miss import check_may_change

PAGES = Pages(NearMiss, near_miss_workflow, "near_miss_detail", ("agency", "author"))


@requires("incidents.record")
@require_http_methods(["GET", "POST"])
def near_miss_add(request):
    agency = own_agency(request)
    return PAGES.add(
        request,
        NewNearMissForm(request.POST or None),
        lambda **typed: record_near_miss(agency, by=request.user, **typed),
        title="ヒヤリハットを書く",
        button="書きとめる",
        lead="だれかを責めるためのものではありません。"
        "同じことを防ぐために、機関の中だけで読みます。",
        said="書きとめました。機関のみなさんが読めます。",
    )


@requires("incidents.read")
@require_GET
def near_miss_detail(request, pk):
    row = PAGES.seen(request, pk)
    roles = roles_of(request.user, row)
    readings = list(row.readings.select_related("user"))
    is_open = row.state == NearMiss.State.RECORDED
    return PAGES.detail(
        request,
        row,
        readings=readings,
        may_read=bool(roles & set(STAFF))
        and request.user.pk not in {reading.user_id for reading in readings},
        may_change=is_open and (row.author == request.user or Role.CHIEF in roles),
    )


@requires("incidents.record")
@require_http_methods(["GET", "POST"])
def near_miss_edit(request, pk):
    row = PAGES.seen(request, pk)
    check_may_change(row, request.user)

    def build(data):
        initial = {name: getattr(row, name) for name in NearMissForm.base_fields}
        return NearMissForm(data, initial=initial)

    return PAGES.edit(
        request,
        row,
        build,
        change_near_miss,
        title="ヒヤリハットを直す",
        said="ヒヤリハットを直しました。",
    )


@requires("incidents.record")
@require_http_methods(["GET", "POST"])
def near_miss_move(request, pk, name):
    return PAGES.move(request, pk, name)


@requires("incidents.record")
@require_POST
def near_miss_read(request, pk):
    """「読みました」."""
    row = PAGES.seen(request, pk)
    read_near_miss(row, by=request.user)
    messages.success(request, "読んだことを残しました。")
    return redirect("near_miss_detail", pk=row.pk)
