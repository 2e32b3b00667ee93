"""変更の履歴 of a plan: who wrote what anew, from what to what, in words."""

from itertools import pairwise

from plans.context import changes, item_changes, label_of, words
from plans.models import PlanItem, PlanRevision, ProgrammeLine
from plans.workflow.submission import plain, snapshot


def plan_changes(plan):
    """Every change of the text: while a version was a draft, and from one to the next."""
    revisions = list(plan.revisions.select_related("author").order_by("number"))
    rows = []
    for revision in revisions:
        rows += within(revision, place_of(plan, revision))
    for earlier, later in pairwise(revisions):
        when = {"at": later.created_at, "by": later.author}
        before = snapshot(earlier)
        rows += [told(when, place_of(plan, later), row) for row in changes(before, later)]
    return rows


def place_of(plan, revision):
    return f"プラン{plan.turn} 第{revision.number}版"


def told(when, place, row):
    return when | {
        "field": f"{place}　{row['where']}",
        "before": row["before"],
        "now": row["now"],
    }


def within(revision, place):
    """What was changed while this version was written."""
    history = revision.history.select_related("history_user")
    versions = list(history.order_by("history_date", "history_id"))
    rows = [
        told({"at": new.history_date, "by": new.history_user}, place, row)
        for old, new in pairwise(versions)
        for row in text_changes(old, new)
    ]
    for at, found in [*item_steps(revision), *line_steps(revision)]:
        saved = next((row for row in versions if row.history_date >= at), versions[-1])
        rows += [told({"at": at, "by": saved.history_user}, place, row) for row in found]
    return rows


def text_changes(old, new):
    return [
        {
            "where": label_of(PlanRevision, name),
            "before": words(plain(getattr(old, name))),
            "now": words(plain(getattr(new, name))),
        }
        for name in PlanRevision.TEXTS
        if getattr(old, name) != getattr(new, name)
    ]


def item_steps(revision):
    """(moment, changes) of 支援の内容: each saving deletes the rows that stood until then."""
    stages = deleted_together(PlanItem, revision, lambda row: row.number)
    current = list(revision.items.all())
    for at, before, now in steps(stages, current):
        yield at, item_changes(*([texts(PlanItem, row) for row in rows] for rows in (before, now)))


def line_steps(revision):
    """(moment, changes) of the programmes' lines, as of the items."""
    stages = deleted_together(ProgrammeLine, revision, lambda row: row.id)
    current = list(revision.lines.select_related("programme"))
    labels = {row.pk: row.label for row in revision.plan.programmes.all()}
    for at, before, now in steps(stages, current):
        yield at, line_changes(by_programme(before), by_programme(now), labels)


def deleted_together(model, revision, count):
    """The rows that were deleted by each saving, in their order.

    ``count`` rises within one saving; for lines every row has a new key with each saving,
    so that a new group begins with a programme that is already in the last one.
    """
    rows = model.history.filter(revision_id=revision.pk, history_type="-").order_by("history_id")
    stages = []
    for row in rows:
        last = stages[-1] if stages else []
        again = {getattr(old, "programme_id", None) for old in last} - {None}
        is_new = not last or count(row) <= count(last[-1])
        if is_new or getattr(row, "programme_id", None) in again:
            stages.append([])
        stages[-1].append(row)
    return stages


def steps(stages, current):
    """(moment, before, now) for what stood until each saving and what stood after it."""
    for before, now in pairwise([*stages, current]):
        yield before[0].history_date, before, now


def texts(model, row):
    return {name: plain(getattr(row, name)) for name in model.TEXTS}


def by_programme(rows):
    return {row.programme_id: texts(ProgrammeLine, row) for row in rows}


def line_changes(before, now, labels):
    rows = []
    for pk in {**before, **now}:
        old, new, label = before.get(pk), now.get(pk), labels[pk]
        if old is None or new is None:
            said = {"before": label if old else "", "now": label if new else ""}
            rows.append({"where": "利用する事業"} | said)
            continue
        rows += [
            {
                "where": f"{label}　{label_of(ProgrammeLine, name)}",
                "before": words(old[name]),
                "now": words(new[name]),
            }
            for name in ProgrammeLine.TEXTS
            if old[name] != new[name]
        ]
    return rows
