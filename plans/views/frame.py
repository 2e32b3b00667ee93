"""The frames of the pages of a plan: a form, one verb, and mostly back to the plan."""

from django.urls import reverse

from accounts.pages import compared_page, verb_page
from plans.context import plan_frame


def small_page(request, plan, form, act, *, title, about="", said, done=""):
    """``act`` takes what the form gives; ``title`` heads the page and names its button."""
    return verb_page(
        request,
        form,
        act,
        template="plans/plan_form.html",
        context=lambda: plan_frame(request, plan) | {"title": title, "about": about},
        done=done or reverse("plan_detail", args=[plan.pk]),
        said=said,
    )


def plan_compared(request, plan, build, save, **page):
    """``compared_page`` with the plan's case round the form and round the two texts."""
    return compared_page(
        request,
        build,
        save,
        frame=lambda: plan_frame(request, plan),
        texts="cases/case_conflict.html",
        **page,
    )
