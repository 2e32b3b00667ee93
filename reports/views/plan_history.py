"""プランの歩み: every plan of a person with its versions, decisions and evaluations in short."""

from django.db.models import Q
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.permissions import requires
from cases.context import case_frame, visible_case
from plans.context import period
from plans.models import Evaluation, Plan, Review
from rules.choices import OTHER, label


@requires("cases.read")
@require_GET
def plan_history(request, pk):
    """The plan and its predecessors on one page, the newest first."""
    case = visible_case(request, pk)
    plans = (
        Plan.objects.filter(Q(episode__case=case) | Q(episode__case__joined_into=case))
        .select_related("episode__case")
        .prefetch_related(
            "revisions__author",
            "revisions__submissions",
            "reviews",
            "programmes__decisions__revision",
            "programmes__submission",
            "evaluations__changes",
            "evaluations__author",
            "monitorings",
            "submissions",
        )
        .order_by("-episode__received_on", "-number")
    )
    context = case_frame(request, case) | {"plans": [plan_words(plan) for plan in plans]}
    return render(request, "reports/plan_history.html", context)


def plan_words(plan):
    """A plan as the page tells it; its own words are those of the newest version."""
    revisions = sorted(plan.revisions.all(), key=lambda row: row.number, reverse=True)
    newest = revisions[0]
    reviews = list(plan.reviews.all())
    return {
        "plan": plan,
        "newest": newest,
        "period": period(newest.start_on, newest.end_on),
        "revisions": [
            {
                "revision": row,
                "reviews": [review for review in reviews if review.revision_id == row.pk],
            }
            for row in revisions
        ],
        "rulings": [
            {"programme": programme, "decisions": list(programme.decisions.all())}
            for programme in plan.programmes.all()
        ],
        "submissions": list(plan.submissions.all()),
        "monitorings": len(plan.monitorings.all()),
        "evaluations": [evaluation_words(row, reviews) for row in plan.evaluations.all()],
    }


def evaluation_words(row: Evaluation, reviews):
    of_evaluations = [r for r in reviews if r.subject == Review.Subject.EVALUATION]
    said = {OTHER: f"（{row.change_other}）" if row.change_other else ""}
    changes = [
        label("changes", change.code, row.evaluated_on) + said.get(change.code, "")
        for change in row.changes.all()
    ]
    return {
        "evaluation": row,
        "changes": changes,
        "outcome": of_evaluations[-1]
        if row.state == Evaluation.State.DECIDED and of_evaluations
        else None,
    }
