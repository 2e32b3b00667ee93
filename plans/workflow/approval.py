"""決裁: 起案, the steps of the city's route one after the other, 代決 (6(2)ウ, D17).

What is ruled on has its ``signatures`` (rows of ``Signature``) and its ``drafted_by``.
"""

from accounts.models import CITY_ROLES, Role
from plans.permissions import makers, roles_of
from rules.refusals import refuse
from rules.transitions import Move, Transition


def open_steps(record):
    return record.signatures.filter(acted_on__isnull=True)


def steps_left(record) -> int:
    return open_steps(record).count()


def is_first(programme) -> bool:
    """支援決定 is the first ruling, 変更決定 any later one (D6)."""
    return steps_left(programme) == 1 and programme.in_force is None


def is_change(programme) -> bool:
    return steps_left(programme) == 1 and programme.in_force is not None


def lay_route(step, posts, **of) -> None:
    """The steps of the city's route stand ready to be signed; ``step`` is the model of one."""
    for number, post in enumerate(posts, start=1):
        step(**of, number=number, label=post.label, role=post.role).save()


# ---- guards --------------------------------------------------------------------------


def it_is_my_step(move: Move):
    """決裁 goes in its order; another approver stands in only with a reason (代決)."""
    step = open_steps(move.record).first()
    if step is None:
        return refuse(
            "E-08",
            state="決裁の順が終わっています",
            operation=move.transition.label,
            options="通知",
        )
    if step.role not in roles_of(move.by, move.record):
        return refuse("E-03", roles=dict(Role.choices)[step.role])
    return None


def signed_once(move: Move):
    """Who has signed a step signs the next only as a stand-in, with the reason (代決)."""
    mine = move.record.signatures.filter(acted_by=move.by)
    if move.asking or move.get("deputy_reason") or not mine.exists():
        return None
    return refuse("E-01", field="deputy_reason", item="代決の理由")


def not_the_maker(move: Move):
    """Nobody decides what they wrote, submitted or drafted (D17, E-34)."""
    if move.by.pk in makers(move.record):
        return refuse("E-34", role="決裁者")
    return None


def nobody_has_acted(move: Move):
    """引戻し while nobody has acted on it, and by the one who drafted it (D17)."""
    if move.record.drafted_by_id != move.by.pk:
        return refuse("E-03", roles="起案した人")
    if move.record.signatures.filter(acted_on__isnull=False).exists():
        return refuse(
            "E-08", state="決裁が進んでいます", operation="引き戻す", options="決裁者に頼む"
        )
    return None


# ---- effects -------------------------------------------------------------------------


def keep_draft(move: Move) -> None:
    """起案: who, when; the steps of the route stand ready."""
    move.record.drafted_on, move.record.drafted_by = move.on, move.by
    move.record.save()


def take_back_draft(move: Move) -> None:
    move.record.drafted_on = move.record.drafted_by = None
    move.record.save()


def sign_step(move: Move) -> None:
    """The step is signed; a stand-in leaves the reason (代決)."""
    step = open_steps(move.record).first()
    step.acted_on, step.acted_by = move.on, move.by
    step.deputy_reason = move.get("deputy_reason")
    step._history_user = move.by
    step.save()


# ---- the steps that every 決裁 has ----------------------------------------------------

SIGNED = ("E-01", "E-02", "E-03", "E-04", "E-08", "E-34", "E-35")


def on_its_way(at, back_to, *, take_back, guards, form, clauses) -> tuple[Transition, ...]:
    """引戻し to where it was drafted, and the steps of the route before the last.

    ``guards`` and ``SIGNED`` are those of whoever signs: the ruling, which is the last step, has
    them too.
    """
    return (
        Transition(
            "pull_back",
            "起案を引き戻す",
            (at,),
            back_to,
            (Role.OFFICER,),
            guards=(nobody_has_acted,),
            codes=("E-03", "E-04", "E-08"),
            decides=True,
            effect=take_back,
        ),
        Transition(
            "pass_on",
            "承認してつぎへ",
            (at,),
            at,
            CITY_ROLES,
            applies=lambda record: steps_left(record) > 1,
            guards=guards,
            codes=SIGNED,
            decides=True,
            effect=sign_step,
            form=form,
            clauses=clauses,
        ),
    )
