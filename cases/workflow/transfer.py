"""移管: to another agency of the city, with everything that was written (D15)."""

from django.db import transaction

from accounts.models import Membership, Organisation, Role, User
from accounts.permissions import is_city_staff, roles_on
from cases.models import Case, CaseGrant, CaseNumber, Transfer
from cases.permissions import roles_of
from cases.workflow.receive import new_number
from cases.workflow.story import not_in_the_future, tell
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


def it_still_stands(move: Move):
    """A 台帳 that was withdrawn or joined meanwhile goes nowhere (E-08)."""
    case = move.record.case
    if case.withdrawn_on is None and case.joined_into_id is None:
        return None
    return refuse(
        "E-08", state="取り下げた台帳", operation="受け入れる", options="受け入れない、取りやめる"
    )


def someone_there_may_see_it(move: Move):
    """A restricted 台帳 needs a person at the receiving agency to be named (E-31)."""
    transfer = move.record
    if not transfer.case.is_restricted or chiefs_of(transfer.receiving).exists():
        return None
    return refuse(
        "E-31",
        organisation=transfer.receiving,
        post=Role.CHIEF.label,
        remedy="閲覧制限のある台帳は、受ける機関の主任だけが見られるようになります。",
    )


def not_before_it_was_asked(move: Move):
    if not move.asking and move.on < move.record.asked_on:
        return refuse("E-02", field="on", later="この日付", earlier="移管を申し出た日")
    return not_in_the_future(move)


def chiefs_of(agency: Organisation):
    return User.objects.working_at(agency, (Role.CHIEF,))


def settle(move: Move) -> None:
    transfer = move.record
    transfer.settled_on, transfer.settled_by = move.on, move.by
    transfer.settled_reason = move.get("reason")
    transfer.save()


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
    pass_on_names(case, transfer, move.by)


def pass_on_names(case: Case, transfer: Transfer, by) -> None:
    """閲覧指名 goes over too: nobody of the old agency any more, the 主任 of the new one."""
    there = Membership.objects.filter(organisation=transfer.receiving).values("user")
    gone = Membership.objects.filter(organisation=transfer.giving).values("user")
    for grant in case.grants.filter(user__in=gone).exclude(user__in=there):
        grant._history_user = by
        grant.delete()
    if not case.is_restricted:
        return
    for chief in chiefs_of(transfer.receiving).exclude(pk__in=case.grants.values("user")):
        grant = CaseGrant(case=case, user=chief, reason="移管を受けた機関の主任")
        grant._history_user = by
        grant.save()


def write_event(move: Move) -> None:
    """The line says why it was moved, or why it was not."""
    transfer = move.record
    reason = transfer.settled_reason or (transfer.reason if move.record.is_accepted else "")
    case = Case.objects.select_related("episode").get(pk=transfer.case_id)
    words = f"{transfer.giving}から{transfer.receiving}へ：{move.transition.label}"
    tell(
        case.episode,
        f"transfer_{move.transition.name}",
        words,
        by=move.by,
        on=move.on,
        reason=reason,
    )


def row(name, label, target, *guards, roles=(Role.CHIEF, Role.OFFICER), **rest):
    return Transition(
        name,
        label,
        (State.ASKED,),
        target,
        roles,
        guards=(*guards, not_before_it_was_asked),
        codes=("E-02", "E-03", "E-08", "E-31", "E-35"),
        **rest,
    )


transfer_workflow = Workflow(
    "transfer",
    "移管",
    State,
    (
        row(
            "accept",
            "受け入れる",
            State.ACCEPTED,
            it_is_mine_to_take,
            it_still_stands,
            someone_there_may_see_it,
            effect=hand_over,
        ),
        row(
            "refuse",
            "受け入れない",
            State.REFUSED,
            it_is_mine_to_take,
            effect=settle,
            needs={"reason": "受け入れない理由"},
        ),
        row(
            "withdraw",
            "取りやめる",
            State.WITHDRAWN,
            it_is_mine_to_withdraw,
            roles=(Role.CHIEF,),
            effect=settle,
        ),
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
    is_agency = receiving.is_active and not receiving.is_city_office
    if not same_city or not is_agency or receiving.pk == case.agency_id:
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
