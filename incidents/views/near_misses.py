"""The pages of a ヒヤリハット."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import STAFF, Role
from accounts.pages import edit_page, verb_page
from accounts.permissions import requires
from incidents.forms import NearMissForm, NewNearMissForm
from incidents.models import NearMiss
from incidents.permissions import roles_of
from incidents.views.pages import move_page, own_agency, past_of
from incidents.workflow import (
    change_near_miss,
    near_miss_workflow,
    read_near_miss,
    record_near_miss,
)
from incidents.workflow.near_miss import check_may_change


def visible_near_miss(request, pk):
    rows = NearMiss.objects.visible_to(request.user).select_related("agency", "author")
    return get_object_or_404(rows, pk=pk)


def detail(row):
    return reverse("near_miss_detail", args=[row.pk])


@requires("incidents.record")
@require_http_methods(["GET", "POST"])
def near_miss_add(request):
    agency = own_agency(request)
    return verb_page(
        request,
        NewNearMissForm(request.POST or None),
        lambda **typed: record_near_miss(agency, by=request.user, **typed),
        template="incidents/record_form.html",
        context=lambda: {
            "title": "ヒヤリハットを書く",
            "button": "書きとめる",
            "lead": "だれかを責めるためのものではありません。"
            "同じことを防ぐために、機関の中だけで読みます。",
        },
        done=detail,
        said="書きとめました。機関のみなさんが読めます。",
    )


@requires("incidents.read")
@require_GET
def near_miss_detail(request, pk):
    row = visible_near_miss(request, pk)
    roles = roles_of(request.user, row)
    readings = list(row.readings.select_related("user"))
    is_open = row.state == NearMiss.State.RECORDED
    context = {
        "row": row,
        "readings": readings,
        "may_read": bool(roles & set(STAFF))
        and request.user.pk not in {reading.user_id for reading in readings},
        "may_change": is_open and (row.author == request.user or Role.CHIEF in roles),
        "options": near_miss_workflow.available(row, request.user),
        "move_url": detail(row) + "move/",
        "past": past_of(row),
    }
    return render(request, "incidents/near_miss_detail.html", context)


@requires("incidents.record")
@require_http_methods(["GET", "POST"])
def near_miss_edit(request, pk):
    row = visible_near_miss(request, pk)
    check_may_change(row, request.user)

    def build(data=None):
        row.refresh_from_db()
        initial = {name: getattr(row, name) for name in NearMissForm.base_fields}
        return NearMissForm(data, initial=initial)

    def save(form, version):
        change_near_miss(row, by=request.user, version=version, **form.cleaned_data)

    return edit_page(
        request,
        row,
        build,
        save,
        template="incidents/record_form.html",
        context={"title": "ヒヤリハットを直す", "button": "保存する", "back": detail(row)},
        done=detail(row),
        said="ヒヤリハットを直しました。",
    )


@requires("incidents.record")
@require_http_methods(["GET", "POST"])
def near_miss_move(request, pk, name):
    row = visible_near_miss(request, pk)
    frame = {"about": f"ヒヤリハット　{row.kind_in_words}", "back": detail(row)}
    return move_page(request, near_miss_workflow, row, name, page="near_miss_detail", frame=frame)


@requires("incidents.record")
@require_POST
def near_miss_read(request, pk):
    """「読みました」."""
    row = visible_near_miss(request, pk)
    read_near_miss(row, by=request.user)
    messages.success(request, "読んだことを残しました。")
    return redirect("near_miss_detail", pk=row.pk)
