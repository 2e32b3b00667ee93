"""ヒヤリハット: recorded by anyone, shared by the 主任, answered with a measure."""

from django.db import transaction

from accounts.models import STAFF, Role
from accounts.permissions import roles_on
from cases.workflow.story import check_day
from incidents.models import NearMiss, NearMissReading
from incidents.permissions import ROLE_LABELS, roles_of
from incidents.workflow.keeping import check_staff, city_of, keep, not_before, row_history
from rules.calendar import today
from rules.refusals import Refused, refuse
from rules.transitions import Transition, Workflow

State = NearMiss.State

near_miss_workflow = Workflow(
    "near_miss",
    "ヒヤリハット",
    State,
    (
        Transition(
            "share",
            "機関の中で共有する",
            (State.RECORDED,),
            State.SHARED,
            (Role.CHIEF,),
            guards=(not_before("on", "あった日"),),
            codes=("E-02", "E-35"),
            needs={"shared_how": "共有のしかた・みなさんへ"},
            effect=keep("shared_how", day="shared_on"),
            clauses=("TEB-7-3-3",),
        ),
        Transition(
            "measure",
            "対策をとった",
            (State.SHARED,),
            State.MEASURED,
            (Role.CHIEF,),
            guards=(not_before("shared_on", "共有した日"),),
            codes=("E-02", "E-35"),
            needs={"measure": "対策"},
            effect=keep("measure", day="measured_on"),
            clauses=("TEB-7-3-3",),
        ),
    ),
    roles_of=roles_of,
    role_labels=ROLE_LABELS,
    write_event=row_history,
    is_city=city_of,
)


@transaction.atomic
def record_near_miss(agency, *, by, on=None, is_unnamed=False, **fields) -> NearMiss:
    """By anyone of the agency. Told unnamed, nobody can find out who it was: not from the
    history of the row either.
    """
    check_staff(by, agency)
    on = on or today()
    check_day(on, "あった日")
    row = NearMiss(agency=agency, on=on, author=None if is_unnamed else by, **fields)
    row._history_user = None if is_unnamed else by
    row.save()
    return row


@transaction.atomic
def change_near_miss(row: NearMiss, *, by, version: int, **fields) -> None:
    """Mended by who wrote it, or by the 主任, until it is shared; E-08 if someone saved first."""
    check_may_change(row, by)
    row.check_version(version)
    check_day(fields.get("on", row.on), "あった日")
    for name, value in fields.items():
        setattr(row, name, value)
    row._history_user = by
    row.save()


def check_may_change(row: NearMiss, by) -> None:
    """By who wrote it and by the 主任 (E-03), until it is shared (E-08)."""
    if by != row.author and Role.CHIEF not in roles_of(by, row):
        raise Refused(refuse("E-03", roles="書いた人・主任相談支援員"))
    if row.state != State.RECORDED:
        raise Refused(
            refuse(
                "E-08", state=row.get_state_display(), operation="直す", options="対策の欄に書く"
            )
        )


def read_near_miss(row: NearMiss, *, by, on=None) -> None:
    """「読みました」, once for each colleague of the agency."""
    if not roles_on(by, row.agency) & set(STAFF):
        raise Refused(refuse("E-03", roles="機関の職員"))
    NearMissReading.objects.get_or_create(
        near_miss=row, user=by, defaults={"read_on": on or today()}
    )
