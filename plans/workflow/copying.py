"""The next version of a plan begins as a copy of the last: nothing is typed twice."""

from cases.models import latest_assessment
from plans.models import PlanItem, PlanRevision, ProgrammeLine

ITEM_FIELDS = ("goal", "by_person", "by_support", "who", "period", "is_employment", "is_informal")
LINE_FIELDS = ("is_continued", *ProgrammeLine.TEXTS)


def copy_revision(revision, *, by, on, why) -> PlanRevision:
    """The next version of a plan, word for word the last: nothing is typed twice."""
    newest = revision.plan.newest
    copy = PlanRevision(
        plan=revision.plan,
        number=newest.number + 1,
        made_on=on,
        author=by,
        assessment=latest_assessment(revision.plan.episode) or revision.assessment,
        opened_for=why,
        **{name: getattr(revision, name) for name in PlanRevision.TEXTS},
    )
    copy._history_user = by
    copy.save()
    for model, rows, names in (
        (PlanItem, revision.items.all(), ("number", *ITEM_FIELDS)),
        (ProgrammeLine, revision.lines.all(), ("programme_id", *LINE_FIELDS)),
    ):
        model.objects.bulk_create(
            model(revision=copy, version=1, **{name: getattr(row, name) for name in names})
            for row in rows
        )
    return copy
