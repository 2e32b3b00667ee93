"""口座の変更: one types it with its reason, another confirms it; until then the old one stands."""

import datetime as dt

from django.db import transaction
from django.db.models import Q

from accounts.models import CITY_ROLES, STAFF, Role
from accounts.permissions import is_city_staff
from cases.workflow.story import check_day, move_line, not_in_the_future, tell
from housing_benefit.models import BenefitAccount, BenefitApplication, BenefitPayee
from housing_benefit.models.payee import Paid
from housing_benefit.permissions import acting_roles, roles_of, why_not_writer
from housing_benefit.workflow.guards import not_before
from housing_benefit.workflow.payees import keep_payee
from housing_benefit.workflow.writing import keep
from rules.calendar import today
from rules.refusals import Refused, refuse
from rules.transitions import Move, Transition, Workflow

State = BenefitAccount.State
OVER = (BenefitApplication.State.REFUSED, BenefitApplication.State.WITHDRAWN)


def with_account(row: BenefitApplication) -> list[Paid]:
    """Whose 口座 is stored, of those whom an application pays."""
    return [one for one in row.all_payees if one.account]


def why_not_changed(row: BenefitApplication, by) -> list:
    """Why nobody can ask for another 口座 now, as the button says it."""
    officer = Role.OFFICER in roles_of(by, row)
    if not officer and (refusal := why_not_writer(by, row)):
        return [refusal]
    stored = with_account(row)
    if not stored or row.state in OVER:
        state = row.get_state_display() if stored else "口座が書かれていない"
        return [refuse("E-08", state=state, operation="口座を変える", options="申請の内容を書く")]
    if row.account_changes.filter(state=State.ASKED).exists():
        return [refuse("E-32", item="確認を待つ口座の変更")]
    return []


@transaction.atomic
def change_account(
    row: BenefitApplication,
    *,
    by,
    account: str,
    reason: str,
    of: BenefitPayee | None = None,
    on: dt.date | None = None,
) -> BenefitAccount:
    """Ask for another 口座, with the reason: the agency in charge, or the city's officer.

    ``of`` is one of the further 支払い先 of 転居費用補助; without it, it is that of the
    application. Nothing changes until another person has confirmed it.
    """
    row = BenefitApplication.objects.select_for_update().get(pk=row.pk)
    if refusals := why_not_changed(row, by):
        raise Refused(*refusals)
    asked_on = on or today()
    check_day(asked_on, "申し出た日")
    for field, item, said in (("account", "新しい口座", account), ("reason", "変えるわけ", reason)):
        if not said:
            raise Refused(refuse("E-01", field=field, item=item))
    if account == (of or row).account:
        raise Refused(refuse("E-32", field="account", item="この口座"))
    made = BenefitAccount(
        application=row,
        payee=of,
        before=(of or row).account,
        account=account,
        reason=reason,
        asked_on=asked_on,
        author=by,
    )
    words = f"住居確保給付金：口座の変更を書きました（ほかの人の確認を待ちます）\n{reason}"
    tell(row.episode, "benefit_account", words, by=by, on=asked_on)
    return keep(made, by)


def not_who_typed_it(move: Move):
    """Two people: who typed a 口座 does not confirm it (D17, E-34)."""
    return refuse("E-34", role="職員") if move.record.author_id == move.by.pk else None


def the_city_confirms_what_it_has(move: Move):
    """What was sent to the city is paid by the city: its own people confirm (E-03)."""
    row = move.record
    if row.application.sent_on is None or is_city_staff(move.by, row.agency):
        return None
    return refuse("E-03", roles="自治体の担当者・決裁者")


def the_old_account_stands(move: Move):
    """It was typed over an account that is no longer there (E-08)."""
    row = move.record
    row.paid.refresh_from_db(fields=["account"])
    if row.paid.account == row.before:
        return None
    return refuse(
        "E-08",
        state="口座がほかの変更で変わった",
        operation=move.transition.label,
        options="取りやめる",
    )


def settle(move: Move) -> None:
    move.record.settled_on, move.record.settled_by = move.on, move.by
    move.record.save()


def confirm(move: Move) -> None:
    """The application, and what followed it to the same 口座, have the new one from now on.

    In their history it is who typed it that wrote it, not who confirmed it.
    """
    settle(move)
    row, first = move.record, move.record.application
    if row.payee:
        row.payee.account = row.account
        keep_payee(row.payee, row.author)
        return
    rows = BenefitApplication.objects.filter(account=row.before).exclude(state__in=OVER)
    later = Q(root=first.base, number__gt=first.number)
    for one in rows.filter(Q(pk=first.pk) | later).select_for_update(of=("self",)):
        one.account = row.account
        keep(one, row.author)


def write_event(move: Move) -> None:
    words = f"住居確保給付金の口座の変更：{move.transition.label}"
    if said := move.get("reason"):
        words += f"\n{said}"
    move_line(move, move.record.application.episode, words)


account_workflow = Workflow(
    "benefit_account",
    "住居確保給付金の口座の変更",
    State,
    (
        Transition(
            "confirm",
            "口座の変更を確かめた",
            (State.ASKED,),
            State.CONFIRMED,
            (*STAFF, *CITY_ROLES),
            guards=(
                not_who_typed_it,
                the_city_confirms_what_it_has,
                the_old_account_stands,
                not_before("asked_on"),
                not_in_the_future,
            ),
            codes=("E-02", "E-03", "E-08", "E-34", "E-35"),
            effect=confirm,
            form="day",
        ),
        Transition(
            "drop",
            "口座の変更を取りやめる",
            (State.ASKED,),
            State.DROPPED,
            (*STAFF, *CITY_ROLES),
            needs={"reason": "取りやめるわけ"},
            guards=(not_before("asked_on"), not_in_the_future),
            codes=("E-02", "E-35"),
            effect=settle,
        ),
    ),
    roles_of=lambda user, row: acting_roles(user, row.application),
    role_labels=dict(Role.choices),
    write_event=write_event,
    is_city=lambda user, row: is_city_staff(user, row.agency),
)
