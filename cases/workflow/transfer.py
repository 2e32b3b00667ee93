"""移管: to another agency of the city, with everything that was written (D15)."""

from django.db import transaction

from accounts.models import Organisation, Role
from accounts.permissions import is_city_staff, roles_on
from cases.models import Case, CaseNumber, Transfer
from cases.permissions import roles_of
from cases.workflow.receive import new_number
from cases.workflow.story import tell
from rules.calendar import today
from rules.refusals import Refused, refuse
from rules.transitions import Move, Transition, Workflow

State = Transfer.State


def roles_towards(user, transfer):
    """A 主任's role counts at the giving and at the receiving agency, the officer's at the city."""
    roles = set()
    if Role.CHIEF in roles_on(user, transfer.giving):
        roles.add(Role.CHIEF)
    if Role.CHIEF in roles_on(user, transfer.receiving):
        roles.add(Role.CHIEF)
    return roles | (roles_on(user, transfer.giving) & {Role.OFFICER})


def it_is_mine_to_take(move: Move):
    """Accepting is for the receiving 主任 or the city's officer, not for who gives (D15)."""
    transfer = move.record
    if Role.CHIEF in roles_on(move.by, transfer.receiving) or is_city_staff(
        move.by, transfer.giving
    ):
        return None
    return refuse("E-03", roles="受ける機関の主任相談支援員・自治体担当者")


def it_is_mine_to_withdraw(move: Move):
    if Role.CHIEF in roles_on(move.by, move.record.giving):
        return None
    return refuse("E-03", roles="渡す機関の主任相談支援員")


def settle(move: Move) -> None:
    move.record.settled_on, move.record.settled_by = move.on, move.by
    move.record.save()


def hand_over(move: Move) -> None:
    """The file gets a number of the new agency; the old one stays findable, 担当 is open."""
    settle(move)
    transfer = move.record
    case = Case.objects.select_for_update(of=("self",)).get(pk=transfer.case_id)
    CaseNumber(case=case, agency=transfer.giving, number=case.number, until=move.on).save()
    case.agency = transfer.receiving
    case.number = new_number(transfer.receiving, move.on)
    case._history_user = move.by
    case.save()
    episode = case.episode
    episode.lead = episode.deputy = episode.employment = None
    episode._history_user = move.by
    episode.save()
    case.grants.exclude(user__memberships__organisation=transfer.receiving).delete()


def write_event(move: Move) -> None:
    transfer = move.record
    case = Case.objects.select_related("episode").get(pk=transfer.case_id)
    words = f"{transfer.giving}から{transfer.receiving}へ：{move.transition.label}"
    tell(case.episode, move.transition.name, words, by=move.by, on=move.on, reason=transfer.reason)


def row(name, label, target, guard, **rest):
    return Transition(
        name,
        label,
        (State.ASKED,),
        target,
        (Role.CHIEF, Role.OFFICER),
        guards=(guard,),
        codes=("E-03",),
        **rest,
    )


transfer_workflow = Workflow(
    "transfer",
    "移管",
    State,
    (
        row("accept", "受け入れる", State.ACCEPTED, it_is_mine_to_take, effect=hand_over),
        row(
            "refuse",
            "受け入れない",
            State.REFUSED,
            it_is_mine_to_take,
            effect=settle,
            needs={"reason": "受け入れない理由"},
        ),
        row("withdraw", "取りやめる", State.WITHDRAWN, it_is_mine_to_withdraw, effect=settle),
    ),
    roles_of=roles_towards,
    role_labels=dict(Role.choices),
    write_event=write_event,
    is_city=lambda user, transfer: is_city_staff(user, transfer.giving),
)


@transaction.atomic
def ask_transfer(case: Case, *, by, receiving: Organisation, reason: str, on=None) -> Transfer:
    """Asked by the giving 主任 (E-03); one at a time (E-32), within the city (E-01)."""
    if Role.CHIEF not in roles_of(by, case.episode):
        raise Refused(refuse("E-03", roles=Role.CHIEF.label))
    if not reason:
        raise Refused(refuse("E-01", field="reason", item="移す理由"))
    same_city = receiving.municipality_id == case.agency.municipality_id
    if not same_city or receiving.is_city_office or receiving.pk == case.agency_id:
        raise Refused(refuse("E-01", field="receiving", item="受ける機関"))
    if case.transfers.filter(state=State.ASKED).exists():
        raise Refused(refuse("E-32", item="移管の申し出"))
    transfer = Transfer(
        case=case,
        giving=case.agency,
        receiving=receiving,
        number=case.number,
        asked_on=on or today(),
        asked_by=by,
        reason=reason,
    )
    transfer._history_user = by
    transfer.save()
    tell(
        case.episode,
        "ask_transfer",
        f"{receiving}への移管を申し出ました",
        by=by,
        on=on,
        reason=reason,
    )
    return transfer
