"""The engine of every state machine: the only code that writes ``state``.

A room's ``workflow.py`` is a table of ``Transition`` rows. The engine checks, in
this order, inside one database transaction: may this person (E-03, E-04), is the
state right (E-08), does any guard refuse; then saves, runs the effect and writes
the line in the story. The same refusals explain a button before it is pressed.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from rules.calendar import today
from rules.refusals import Refusal, Refused, refuse

MACHINES: dict[str, "Workflow"] = {}


@dataclass
class Move:
    """One person moving one record: what a guard and an effect may look at."""

    record: Any
    by: Any
    on: dt.date
    data: Mapping[str, Any]
    transition: "Transition"
    before: str = ""
    machine: str = ""

    @property
    def asking(self) -> bool:
        """True while a button is only being explained: nothing has been typed yet."""
        return bool(self.data.get("__asking__"))

    def get(self, key: str, default: Any = "") -> Any:
        return self.data.get(key, default)


Guard = Callable[[Move], Refusal | Iterable[Refusal] | None]


@dataclass(frozen=True)
class Transition:
    """One row of a machine.

    ``needs`` names the typed fields (key -> 項目名) without which the move is
    refused with E-01; they are not asked for while the button is only explained.
    ``decides`` marks what only the municipality's own staff may do (E-04).
    ``hidden`` moves have no button of their own: a form or another verb makes them.
    ``applies`` says which records know the move at all: the others show no button for it
    and answer a hand-made request with E-08.
    """

    name: str
    label: str
    sources: tuple[str, ...]
    target: str
    roles: tuple[str, ...]
    guards: tuple[Guard, ...] = ()
    codes: tuple[str, ...] = ()
    effect: Callable[[Move], None] | None = None
    needs: Mapping[str, str] = field(default_factory=dict)
    clauses: tuple[str, ...] = ()
    decides: bool = False
    hidden: bool = False
    form: str = ""
    applies: Callable[[Any], bool] | None = None

    def open_to(self, record: Any) -> bool:
        """Does the record's state, and the record itself, know this move?"""
        return record.state in self.sources and (self.applies is None or self.applies(record))


@dataclass(frozen=True)
class Option:
    """A move as one person sees it on one record: allowed, or refused with reasons."""

    transition: Transition
    refusals: tuple[Refusal, ...]

    @property
    def allowed(self) -> bool:
        return not self.refusals


class Workflow:
    """A machine: its states, its moves, and who counts as holding which role.

    ``roles_of(user, record)`` answers the set of role codes that the user holds
    for this record; ``write_event(move)`` writes the line in the story (D9).
    """

    def __init__(
        self,
        machine: str,
        label: str,
        states: Any,
        transitions: Iterable[Transition],
        *,
        roles_of: Callable[[Any, Any], set[str]],
        role_labels: Mapping[str, str],
        write_event: Callable[[Move], None],
        is_city: Callable[[Any, Any], bool],
    ) -> None:
        self.machine, self.label, self.states = machine, label, states
        rows = tuple(transitions)
        self.transitions = {row.name: row for row in rows}
        self.roles_of, self.role_labels = roles_of, role_labels
        self.write_event, self.is_city = write_event, is_city
        if len(self.transitions) != len(rows):
            raise ValueError(f"{machine}: two transitions share a name")
        for row in rows:
            for state in (*row.sources, row.target):
                if state not in states.values:
                    raise ValueError(f"{machine}.{row.name}: unknown state {state!r}")
            for role in row.roles:
                if role not in role_labels:
                    raise ValueError(f"{machine}.{row.name}: unknown role {role!r}")
        if machine in MACHINES:
            raise ValueError(f"two machines are called {machine}")
        MACHINES[machine] = self

    def advance(
        self, record: Any, name: str, *, by: Any, on: dt.date | None = None, **data: Any
    ) -> Any:
        """Make one move, or raise ``Refused`` and change nothing.

        ``on`` is the day the event happened (today if not given), kept apart from
        the moment of entry. ``version`` in ``data``, if given, must be the version
        the person had before their eyes (E-08 otherwise). What the record holds unsaved
        is given up: it is read again.
        """
        row = self.transitions[name]
        with transaction.atomic():
            self._lock(record)
            move = Move(record, by, on or today(), data, row, record.state, self.machine)
            refusals = self.refusals(move)
            if refusals:
                raise Refused(*refusals)
            record.state = row.target
            record._history_user = by
            record.save()
            if row.effect:
                row.effect(move)
            self.write_event(move)
        return record

    def refusals(self, move: Move) -> list[Refusal]:
        """Why this move is refused; permission and state first, alone."""
        row, record = move.transition, move.record
        if row.decides and not self.is_city(move.by, record):
            return [refuse("E-04")]
        if not self.roles_of(move.by, record) & set(row.roles):
            names = "・".join(self.role_labels[role] for role in row.roles)
            return [refuse("E-03", roles=names)]
        stale = move.data.get("version")
        if stale is not None and str(stale) != str(record.version):  # also what is no number
            return [self._wrong_state(move, stale=True)]
        if not row.open_to(record):
            return [self._wrong_state(move)]
        found: list[Refusal] = []
        if not move.asking:
            for key, item in row.needs.items():
                if move.data.get(key) in (None, "", [], ()):
                    found.append(refuse("E-01", field=key, item=item))
        for guard in row.guards:
            answer = guard(move)
            if answer is None:
                continue
            found.extend([answer] if isinstance(answer, Refusal) else answer)
        return found

    def available(self, record: Any, user: Any, *, hidden: bool = False) -> list[Option]:
        """The moves out of the present state that are this person's, each with its reasons."""
        roles = self.roles_of(user, record)
        options = []
        for row in self.transitions.values():
            if not row.open_to(record) or (row.hidden and not hidden):
                continue
            if not roles & set(row.roles):
                continue
            options.append(Option(row, tuple(self.explain(record, row.name, user))))
        return options

    def explain(self, record: Any, name: str, user: Any) -> list[Refusal]:
        """The refusals a button shows before it is pressed."""
        row = self.transitions[name]
        asking = {"__asking__": True}
        move = Move(record, user, today(), asking, row, record.state, self.machine)
        return self.refusals(move)

    def state_label(self, state: str) -> str:
        return str(self.states(state).label)

    def _lock(self, record: Any) -> None:
        """Hold the row until the end, and read it again: what others wrote since is kept."""
        now = type(record)._base_manager.select_for_update(of=("self",)).get(pk=record.pk)
        for column in record._meta.concrete_fields:
            setattr(record, column.attname, getattr(now, column.attname))

    def _wrong_state(self, move: Move, stale: bool = False) -> Refusal:
        roles = self.roles_of(move.by, move.record)
        names = [
            row.label
            for row in self.transitions.values()
            if row.open_to(move.record) and not row.hidden and roles & set(row.roles)
        ]
        remedy = (
            "ほかの人が先に変えました。いまの内容を見てから、もう一度してください。"
            if stale
            else ""
        )
        return refuse(
            "E-08",
            remedy=remedy,
            state=self.state_label(move.record.state),
            operation=move.transition.label,
            options="、".join(names) or "なし",
        )

    def as_dict(self) -> dict[str, Any]:
        """The machine as plain data, for ``manage.py workflow``."""
        return {
            "machine": self.machine,
            "label": self.label,
            "states": [{"code": c, "label": str(n)} for c, n in self.states.choices],
            "transitions": [
                {
                    "name": row.name,
                    "label": row.label,
                    "sources": list(row.sources),
                    "target": row.target,
                    "roles": list(row.roles),
                    "guards": sorted({*row.codes, *(["E-01"] if row.needs else [])}),
                    "clauses": list(row.clauses),
                }
                for row in self.transitions.values()
            ],
        }

    def as_mermaid(self) -> str:
        """The machine as a Mermaid state diagram."""
        lines = ["stateDiagram-v2", f"  %% {self.label}"]
        lines += [f'  state "{name}" as {code}' for code, name in self.states.choices]
        for row in self.transitions.values():
            lines += [f"  {source} --> {row.target}: {row.label}" for source in row.sources]
        return "\n".join(lines)
