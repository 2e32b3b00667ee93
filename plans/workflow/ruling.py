"""What the city rules on a programme, and the notice that tells of it (6(2)ウ, 6(3), D27)."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from accounts.models import User
from cases.models import Episode
from cases.workflow.handing_out import hand_out
from documents.register import DOCUMENTS
from plans.models import SupportDecision
from plans.workflow.application import settle_limit
from plans.workflow.plan import begin_if_due, remind_of_end
from plans.workflow.profile import entry_of
from rules.refusals import refuse
from rules.transitions import Move

Kind = SupportDecision.Kind
GROUND = "あてはまる事由"


@dataclass(frozen=True)
class Ruled:
    """What another room ruled: on which day and who; no day while it is still asked for."""

    on: dt.date | None
    by: User | None


# Where the rulings on a programme are found that a room above makes: by the programme's key.
ELSEWHERE: dict[str, Callable[[Episode], Ruled | None]] = {}


def ruled_elsewhere(programme) -> Ruled | None:
    source = ELSEWHERE.get(programme.key)
    return source(programme.plan.episode) if source else None


def ruled_here(move: Move):
    """What is applied for elsewhere is decided there, and comes from there by itself (D5)."""
    if ruled_elsewhere(move.record) is None:
        return None
    return refuse(
        "E-08",
        state="申請が進んでいる",
        operation=move.transition.label,
        options=f"「{move.record.label}」の申請の画面で決定する",
    )


def why_not(move: Move):
    """決定できない理由 is the city's duty to give (6(3), E-13)."""
    if move.asking or move.get("reason"):
        return None
    return refuse("E-13", field="reason")


def grounds_of(programme, kind) -> tuple[str, ...]:
    """The grounds on which alone the 要綱 lets this programme be refused or ended (D27)."""
    entry = entry_of(programme)
    return (entry.grounds or {}).get(kind.value, ()) if entry else ()


def names_its_ground(kind):
    """A guard: where the 要綱 has grounds of its own, one of them is named (D27, E-01)."""

    def guard(move: Move):
        grounds = grounds_of(move.record, kind)
        if move.asking or not grounds or move.get("ground") in grounds:
            return None
        return refuse("E-01", field="ground", item=GROUND)

    return guard


def reason_of(move: Move) -> str:
    """The ground of the 要綱, then what was written."""
    return "\n".join(filter(None, (move.get("ground"), move.get("reason"))))


def not_before_the_ruling(move: Move):
    """通知日 is not before the 決裁日 (6(2)ウ, E-02)."""
    newest = move.record.decisions.order_by("-pk").first()
    if not move.asking and newest and move.on < newest.decided_on:
        return refuse("E-02", field="on", later="知らせた日", earlier="決めた日")
    return None


def kind_decided(move: Move, line) -> str:
    """雇用型 or 非雇用型: the agency judged, the city has the last word (手引き 第Ⅳ章1(3))."""
    entry = entry_of(move.record)
    if not (entry and entry.kinds):
        return ""
    said = move.get("programme_kind")
    return said if said in entry.kinds else line.kind if line else ""


def rule(kind):
    """An effect: write the outcome and the revision it rests on, and begin what may begin."""

    def effect(move: Move) -> None:
        programme = move.record
        revision = programme.submission.revision if programme.submission else programme.plan.newest
        line = revision.lines.filter(programme=programme).first()
        notice = own_notice(programme, kind)
        row = SupportDecision(
            notice_title=notice.title if notice else "",
            notice_number=notice.number if notice else "",
            programme=programme,
            revision=revision,
            kind=kind,
            decided_on=move.get("decided_on") or move.on,
            decided_by=move.get("decided_by") or move.by,
            start_on=move.get("start_on", None) or (line.begins_on if line else None),
            end_on=move.get("end_on", None) or (line.ends_on if line else None),
            reason=reason_of(move),
            programme_kind=kind_decided(move, line),
        )
        row._history_user = move.by
        row.save()
        settle_limit(programme, on=move.on)
        if kind not in (Kind.REFUSED, Kind.REVOKED):
            begin_if_due(programme.plan, by=move.by, on=move.on)
            remind_of_end(programme)

    return effect


def keep_report(move: Move) -> None:
    """理由の報告: when the agency was told why (6(3))."""
    row = move.record.decisions.filter(kind=Kind.REFUSED).order_by("-pk").first()
    row.reported_on = move.on
    row._history_user = move.by
    row.save()


# ---- the notice to the person --------------------------------------------------------


def own_notice(programme, kind):
    """The paper of its own that the 要綱 has for a ruling on this programme, or None (D27)."""
    entry = entry_of(programme)
    return (entry.notices or {}).get(kind.value) if entry else None


def untold(kind):
    """Rulings of this kind have a notice of their own that nobody has handed out yet."""

    def applies(programme) -> bool:
        newest = programme.decisions.order_by("-pk").first()
        if newest is None or newest.kind != kind:
            return False
        return bool(newest.notice_title) and newest.notified_on is None

    return applies


def the_person_was_told(move: Move):
    """Where a refusal has its own notice, the person hears of it before the agency (D27)."""
    if not untold(Kind.REFUSED)(move.record):
        return None
    return refuse(
        "E-08",
        state="本人にまだ通知していない決定",
        operation=move.transition.label,
        options="本人に通知する",
    )


def the_city_has_an_office(move: Move):
    """The notice goes out in the name of the city's office (様式8)."""
    if move.record.agency.municipality.city_office:
        return None
    return refuse("E-25", form="支援提供（変更）通知書", missing="自治体の担当課の登録")


def keep_notice(move: Move) -> None:
    """通知: when and how the person was told (6(2)ウ)."""
    row = move.record.decisions.order_by("-pk").first()
    row.notified_on, row.notified_by, row.notified_way = move.on, move.by, move.get("way")
    row._history_user = move.by
    row.save()
    document = DOCUMENTS["ruling" if row.notice_title else "form8"]
    hand_out(move.record.plan.case, document, row, by=move.by, on=move.on)
