"""通知: the notice of a ruling goes out after 決裁, once, in the name of the city's office."""

from collections.abc import Callable
from typing import Any

from accounts.models import Role
from cases.workflow.handing_out import hand_out
from cases.workflow.story import not_in_the_future
from documents.register import DOCUMENTS
from rules.refusals import refuse
from rules.transitions import Move, Transition

GRANTS = {
    "new": "benefit_granted",
    "again": "benefit_granted",
    "resume": "benefit_resumed",
    "change": "benefit_changed",
    "extend": "benefit_extended",
}
ORDERS = {
    "suspend": "benefit_suspended",
    "stop": "benefit_stopped",
    "collect": "benefit_collected",
}
WAY = "知らせ方（郵送・手渡し・機関を通じて）"


def is_untold(ruling) -> bool:
    return ruling.notified_on is None


def city_has_an_office(move: Move):
    """A notice goes out in the name of the city's office (E-25)."""
    if move.record.agency.municipality.city_office:
        return None
    return refuse("E-25", form="決定の通知書", missing="自治体の担当課の登録")


def not_before_the_ruling(move: Move):
    """通知日 is not before the 決裁日 (E-02)."""
    if move.asking or move.on >= move.record.decided_on:
        return None
    return refuse("E-02", field="on", later="知らせた日", earlier="決めた日")


def notice_of_grant(row) -> str:
    """Which notice tells of a 支給決定: the first one, or of what was asked for after it."""
    return GRANTS[row.purpose]


def notice_of_refusal(_row) -> str:
    """不支給 is told on one paper, whatever was asked for."""
    return "benefit_refused"


def notice_of_order(order) -> str:
    """Which notice tells of a 中断, 中止 or 徴収."""
    return ORDERS[order.kind]


def tell(code_of: Callable[[Any], str]):
    """An effect: the notice is issued and kept as it was, with its number; who told, and how."""

    def effect(move: Move) -> None:
        ruling = move.record
        ruling.notified_on, ruling.notified_by = move.on, move.by
        ruling.notified_way = move.get("way")
        ruling.save()
        hand_out(ruling.case, DOCUMENTS[code_of(ruling)], ruling, by=move.by, on=move.on)

    return effect


def told(name: str, label: str, state, code_of: Callable[[Any], str]) -> Transition:
    """The step that tells of a ruling; it leaves the state as it is."""
    return Transition(
        name,
        label,
        (state,),
        state,
        (Role.OFFICER,),
        applies=is_untold,
        guards=(not_before_the_ruling, not_in_the_future, city_has_an_office),
        codes=("E-02", "E-04", "E-08", "E-25", "E-35"),
        needs={"way": WAY},
        decides=True,
        effect=tell(code_of),
        clauses=("NAG-8",),
    )
