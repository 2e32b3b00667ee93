"""申請 written down: begun before any plan, kept by the agency until it goes to the city."""

import datetime as dt

from django.db import transaction

from cases.models import Case, Episode
from cases.models.household import household_now, household_size, monthly_income
from cases.workflow.story import check_day, tell
from housing_benefit.budget import housing_cost
from housing_benefit.models import BenefitApplication, BenefitMonth
from housing_benefit.permissions import why_not_writer
from rules.choices import entries, label
from rules.housing_benefit.tables import BenefitRules
from rules.refusals import Refused, refuse

State = BenefitApplication.State
WRITABLE = (State.PREPARING, State.RECEIVED, State.INQUIRED)
# 手引き 第Ⅳ章1(1): what must be explained and agreed to, each by itself.
TERMS = {
    "stopping": "中止になる場合（求職活動をしない、収入が基準を超えた、住まいを出た、など）",
    "extending": "延長ができること（{unit_months}か月ごと、合わせて{longest_months}か月まで）",
    "conditions": "延長の要件（求職活動の義務を果たし、収入と資産の要件を満たすこと）",
}
MOVE_TERMS = {
    "stopping": "中止・返還になる場合（偽りの申請など）",
    "extending": "1回限りで、延長はないこと",
    "conditions": "対象になる費用と、ならない費用（敷金・前家賃・家財）",
}


def terms_of(rules: BenefitRules, is_rent: bool = True) -> dict[str, str]:
    """留意事項 with the figures of the 要綱."""
    terms = TERMS if is_rent else MOVE_TERMS
    return {code: words.format(**vars(rules)) for code, words in terms.items()}


# What a following application takes over as it was; the rest is asked afresh.
TAKEN_OVER = (
    "kind",
    "route",
    "event_on",
    "unable_days",
    "unable_reason",
    "rent",
    "is_breadwinner",
    "housing",
    "covered_until",
    "landlord",
    "payee",
    "payee_reason",
    "account",
    "support",
)


# A 変更 asks nothing else afresh but what it changes.
UNCHANGED = (
    "members",
    "income",
    "assets",
    "seeks_work",
    "is_gang",
    "has_similar",
    "explained_on",
    "explained_by",
    "signed_on",
)
CHANGE_PAPERS = {
    "rent": ("application", "lease", "dwelling"),
    "income": ("application", "income"),
    "forced_move": ("application", "lease", "dwelling"),
}


def check_writer(application: BenefitApplication, by) -> None:
    if refusal := why_not_writer(by, application):
        raise Refused(refusal)


def why_not_open(episode: Episode, operation: str):
    """E-08 after the end of the course: 再相談 comes first."""
    if episode.ended_on is None:
        return None
    return refuse(
        "E-08",
        state=episode.get_state_display(),
        operation=operation,
        options="再相談を受け付ける",
    )


def household_facts(case: Case) -> dict[str, int]:
    """Members, income and savings as the rows of the 台帳 say them (D21)."""
    savings = household_now(case).filter(lives_together=True).values_list("savings", flat=True)
    return {
        "members": household_size(case),
        "income": sum(monthly_income(case).values()),
        "assets": sum(filter(None, savings)),
    }


@transaction.atomic
def start_application(case: Case, *, by, kind: str, route: str) -> BenefitApplication:
    """Begin an application; one of a kind is under way at a time (E-32)."""
    episode = case.episode
    row = BenefitApplication(episode=episode, kind=kind, route=route, author=by)
    check_writer(row, by)
    if refusal := why_not_open(episode, "給付金の申請をはじめる"):
        raise Refused(refusal)
    if (kind == "move") != (route == "fallen"):
        raise Refused(refuse("E-01", field="route", item=f"{row.get_kind_display()}の申請のわけ"))
    take_turn(row)
    if kind == "rent" and was_paid(case):
        row.purpose = row.Purpose.AGAIN
    for name, value in household_facts(case).items():
        setattr(row, name, value)
    if not row.is_rent:
        row.rent = housing_cost(case)
    keep(row, by)
    words = f"住居確保給付金（{row.get_kind_display()}）の申請の準備を始めました"
    tell(episode, "benefit_start", words, by=by)
    return row


def take_turn(row: BenefitApplication) -> None:
    """Give it its number, while nobody else begins one of this 台帳: one of a kind is under way
    at a time (E-32). Who holds a case here waits for no application, so it may come second.
    """
    Case.objects.select_for_update(of=("self",)).get(pk=row.episode.case_id)
    others = row.episode.benefit_applications.all()
    if others.filter(kind=row.kind, state__in=BenefitApplication.OPEN).exists():
        item = f"進んでいる{row.get_kind_display()}の申請"
        raise Refused(refuse("E-32", field="kind", item=item))
    row.number = others.count() + 1


def was_paid(case: Case) -> bool:
    """After a first 支給 another one is a 再支給 (規則16条), whatever the episode."""
    return BenefitMonth.objects.of_file(case, "rent").exists()


def follow_application(base: BenefitApplication, purpose: str, *, by) -> BenefitApplication:
    """An application that follows a 支給決定: its income and its means are asked afresh."""
    row = BenefitApplication(
        episode=base.episode, root=base, purpose=purpose, author=by, **household_facts(base.case)
    )
    before = base.followers.filter(state=State.GRANTED).order_by("number").last() or base
    taken_over = TAKEN_OVER + (UNCHANGED if purpose == "change" else ())
    for name in taken_over:
        setattr(row, name, getattr(before, name))
    take_turn(row)
    return keep(row, by)


@transaction.atomic
def save_application(row: BenefitApplication, *, by, version: int, **fields) -> BenefitApplication:
    """Keep what was heard; nothing of it changes once the city has it (E-08)."""
    check_writer(row, by)
    row.check_version(version)
    if row.state not in WRITABLE:
        raise Refused(not_writable(row))
    if row.account and fields.get("account", row.account) != row.account:
        raise Refused(account_is_kept())
    for name, value in fields.items():
        setattr(row, name, value)
    if row.applied_on:
        since = row.root and row.root.applied_on
        check_day(row.applied_on, "申請日", since, "はじめの申請日", field="applied_on")
    if row.event_on and row.applied_on:
        event = row.event_on if row.is_rent else row.event_on.replace(day=1)
        if event > row.applied_on:
            label_of = row._meta.get_field("event_on").verbose_name
            raise Refused(
                refuse("E-02", field="event_on", later="申請日", earlier=f"「{label_of}」")
            )
    return keep(row, by)


@transaction.atomic
def explain(
    row: BenefitApplication, *, by, on: dt.date, signed_on: dt.date | None, agreed: list[str]
) -> BenefitApplication:
    """留意事項: every term explained and agreed to, or none of it counts (E-22)."""
    check_writer(row, by)
    if row.state not in WRITABLE:
        raise Refused(not_writable(row))
    check_day(on, "説明した日")
    if set(agreed) != set(TERMS):
        raise Refused(refuse("E-22", field="agreed", remedy="3つとも説明し、合意を得てください。"))
    if signed_on is None:
        raise Refused(refuse("E-01", field="signed_on", item="本人が署名した日"))
    check_day(signed_on, "本人が署名した日", on, "説明した日", field="signed_on")
    row.explained_on, row.explained_by, row.signed_on = on, by, signed_on
    terms = "中止・延長・延長の要件" if row.is_rent else "返還・1回限り・対象の費用"
    words = f"住居確保給付金の留意事項（{terms}）を説明し、合意を得ました"
    tell(row.episode, "benefit_explain", words, by=by, on=on)
    return keep(row, by)


def account_is_kept():
    """A stored 口座 is changed by two people, on a page of its own (E-08)."""
    return refuse(
        "E-08", state="口座を保存した", operation="口座を書きなおす", options="口座を変える"
    )


def not_writable(row: BenefitApplication):
    return refuse(
        "E-08",
        state=row.get_state_display(),
        operation="申請を直す",
        options="自治体に照会を頼む" if row.state == State.SENT else "申請の画面で選べる操作",
    )


def keep(row, by):
    row._history_user = by
    row.save()
    return row


def pays_person(row: BenefitApplication) -> bool:
    """Is any of it paid to the person?"""
    return any(one.is_to_person for one in row.all_payees)


def needed_documents(row: BenefitApplication) -> list[tuple[str, str]]:
    """(code, label) of the papers that this application needs, in the order of the list."""
    if row.purpose == row.Purpose.CHANGE:
        codes = CHANGE_PAPERS.get(row.ground, ("application",))
        codes += ("to_person",) * pays_person(row)
        return [(code, label("benefit_documents", code, row.applied_on)) for code in codes]
    groups = {"all", row.kind}
    if row.is_new:
        groups |= {"first", row.route, row.housing}
    if row.is_rent and row.seeks_work is not False:
        groups.add("work")
    if pays_person(row):
        groups.add("to_person")
    return [
        (choice.code, label("benefit_documents", choice.code, row.applied_on))
        for choice in entries("benefit_documents")
        if choice.group in groups
    ]
