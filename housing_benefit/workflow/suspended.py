"""中断中: the agency stays in contact and writes how it stands, until 再開 or 中止 (手引き)."""

import datetime as dt

from django.db import transaction

from cases.workflow.deadlines import set_deadline, settle
from cases.workflow.notes import write_note
from cases.workflow.story import check_day
from housing_benefit.judging import last_suspension
from housing_benefit.models import BenefitApplication, BenefitContact
from housing_benefit.workflow.paying import rules_of
from housing_benefit.workflow.writing import check_writer, keep
from rules.calendar import add_months, months_end
from rules.refusals import Refused, refuse

IN_TOUCH = ("phone", "visit", "interview", "other")  # the methods of a 支援経過 with the person


def contact_key(base: BenefitApplication) -> str:
    return f"benefit_contact_{base.pk}"


def remind_to_contact(base: BenefitApplication, month: dt.date) -> None:
    """They are to be in contact by the end of ``month`` (its first day), where it is monthly."""
    rules = rules_of(base)
    set_deadline(
        base.case,
        key=contact_key(base),
        kind="住居確保給付金の中断中の連絡",
        due_on=months_end(month, rules.contact_months),
        reason=f"中断のあいだ、{rules.contact_months}か月に1度は連絡し、様子を書く",
        clause=rules.articles["contact"],
    )


def why_not_contacted(base: BenefitApplication):
    """Only while it is suspended (E-08)."""
    if base.root_id is None and base.state == base.State.SUSPENDED:
        return None
    return refuse(
        "E-08",
        state=base.get_state_display(),
        operation="中断中の連絡を書く",
        options="申請の画面で選べる操作",
    )


@transaction.atomic
def report_contact(
    base: BenefitApplication, *, by, on: dt.date, method: str, said: str
) -> BenefitContact:
    """They were in contact: it counts as 支援経過, and the next one is due a month on."""
    check_writer(base, by)
    base = BenefitApplication.objects.select_for_update(of=("self",)).get(pk=base.pk)
    if refusal := why_not_contacted(base):
        raise Refused(refusal)
    check_day(on, "連絡した日", last_suspension(base).happened_on, "中断のわけができた日")
    if not said:
        raise Refused(refuse("E-01", field="said", item="いまの様子"))
    row = keep(BenefitContact(application=base, on=on, method=method, said=said, author=by), by)
    write_note(base.case, by=by, on=on, method=method, body=f"住居確保給付金の中断中の連絡\n{said}")
    settle(base.case, contact_key(base), on=on)
    last = base.contacts.latest("on").on
    remind_to_contact(base, add_months(last.replace(day=1), 1))
    return row
