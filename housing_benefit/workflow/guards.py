"""What stands in the way of a step of an application, in words."""

from django.urls import reverse

from cases.workflow.city import nobody_named
from housing_benefit.judging import judged, missing, months_of
from housing_benefit.models import BenefitMonth
from housing_benefit.permissions import makers
from housing_benefit.workflow.paying import granted_months, rules_of
from housing_benefit.workflow.writing import needed_documents, why_not_open
from rules.calendar import era_year, today, wareki
from rules.housing_benefit import ELIGIBLE_COSTS, last_day_to_extend, months_left
from rules.refusals import Refused, refuse
from rules.transitions import Move

# What stands on the 支給申請書, beside what the calculation needs.
ON_THE_FORM = {
    "rent": ("is_breadwinner", "seeks_work", "is_gang", "has_similar", "housing", "landlord"),
    "move": ("is_breadwinner", "is_gang", "has_similar", "finding", "finding_reason"),
}


def terms_were_explained(move: Move):
    """留意事項 are explained and agreed to before 受付 (手引き 第Ⅳ章1(1), E-22)."""
    return None if move.record.explained_on else refuse("E-22")


def support_is_chosen(move: Move):
    """Which 就労支援 goes with the benefit is judged with it (手引き 第Ⅳ章1(1), E-01)."""
    if move.record.support:
        return None
    return refuse("E-01", item="併せて行う就労支援")


def lacks_on_form(row) -> list[str]:
    """What the 支給申請書 cannot do without and has not."""
    gaps = list(missing(row).values())
    for name in ON_THE_FORM[row.kind]:
        if getattr(row, name) in (None, ""):
            gaps.append(str(row._meta.get_field(name).verbose_name))
    if row.kind == row.Kind.MOVE and not row.costs:
        gaps.append("転居の費用")
    if row.housing == "lost" and row.covered_until is None:
        gaps.append(str(row._meta.get_field("covered_until").verbose_name))
    return gaps


def payee_is_known(move: Move):
    """Who is paid, and why it is the person where it is (規則17条, E-25)."""
    row = move.record
    payees = row.all_payees
    if "person" in {one.payee for one in payees} and rules_of(row).move_to_person == "never":
        remedy = "この自治体は、転居の費用を本人に支払いません。業者か家主の口座を選んでください。"
        return refuse("E-01", item="支払い先", remedy=remedy)
    named = {cost for one in payees[1:] for cost in one.costs}
    if named and named.issuperset(set(row.costs) & set(ELIGIBLE_COSTS)):
        return None  # the others receive it all: each was written whole
    wanted = ["payee", "landlord", "account"] + ["payee_reason"] * row.is_to_person
    names = {name: str(row._meta.get_field(name).verbose_name) for name in wanted}
    names["landlord"] = row.payee_role
    gaps = [words for name, words in names.items() if not getattr(row, name)]
    if gaps and move.transition.name == "draft":
        return lacking(row, gaps, remedy="機関に照会してください。", url="")
    return lacking(row, gaps) if gaps else None


def form_is_whole(move: Move):
    """What the 支給申請書 says is all there (E-25)."""
    gaps = lacks_on_form(move.record)
    return lacking(move.record, gaps) if gaps else None


def lacking(row, gaps: list[str], **words):
    """E-25 of the 支給申請書, with the way to where it is filled in."""
    way = {"remedy": "申請の内容を書く", "url": reverse("benefit_edit", args=[row.pk])}
    return refuse("E-25", form="支給申請書", missing="、".join(gaps), **way | words)


def papers_are_there(move: Move):
    """Every paper that the application needs was received (手引き 第Ⅳ章1(1), E-25)."""
    row = move.record
    gaps = [words for code, words in needed_documents(row) if code not in row.documents]
    if not gaps:
        return None
    return refuse(
        "E-25",
        form="支給申請書の添付書類",
        missing="、".join(gaps),
        remedy="受け取った書類を書く",
        url=reverse("benefit_evidence", args=[row.pk]),
    )


def city_may_see_it(move: Move):
    """Of a restricted case only whom the 主任 named sees it (D16)."""
    return nobody_named(move.record.case)


def can_be_judged(move: Move):
    """Nothing is drafted that cannot be calculated, or of which something was not asked (E-11),
    nor what follows a course that is over (E-08).
    """
    if refusal := the_course_stands(move):
        return refusal
    try:
        found = judged(move.record)
    except Refused as refused:
        return refused.refusals
    open_lines = [line.label for line in found.judgement.unasked]
    if not open_lines:
        return None
    return refuse(
        "E-11",
        programme=f"住居確保給付金（{move.record.get_kind_display()}）",
        missing="、".join(open_lines),
        remedy="機関に照会してください。",
    )


def not_the_maker(move: Move):
    """Nobody decides what they wrote, explained or drafted (D17, E-34)."""
    if move.by.pk in makers(move.record):
        return refuse("E-34", role="決裁者")
    return None


def the_course_stands(move: Move):
    """What follows a 支給決定 rests on it: 再開 while it is suspended, else while it is paid."""
    row, base = move.record, move.record.root
    if base is None:
        return None
    base.refresh_from_db(fields=["state"])
    is_resumed = row.purpose == row.Purpose.RESUME
    if base.state == (row.State.SUSPENDED if is_resumed else row.State.GRANTED):
        return None
    return refuse(
        "E-08",
        state=f"はじめの申請が「{base.get_state_display()}」",
        operation=move.transition.label,
        options="申請を取り下げる",
    )


def no_month_twice(move: Move):
    """No month of one person is granted a second time (E-32)."""
    row = move.record
    taken = BenefitMonth.objects.of_file(row.case, row.kind)
    taken = taken.filter(month__in=granted_months(row, move.on))
    words = "・".join(f"{era_year(one.month)}{one.month.month}月分" for one in taken)
    return (
        refuse("E-32", item=f"{words}の支給", remedy="前の支給の決定を見てください。")
        if words
        else None
    )


def not_before(field: str):
    """A guard: the move is not dated before an earlier step (E-02)."""

    def guard(move: Move):
        earlier = getattr(move.record, field)
        if move.asking or earlier is None or move.on >= earlier:
            return None
        words = move.record._meta.get_field(field).verbose_name
        return refuse("E-02", field="on", later="この日付", earlier=str(words))

    return guard


def the_course_goes_on(move: Move):
    """After the end of the course one is received anew first (E-08)."""
    return why_not_open(move.record.episode, move.transition.label)


def nothing_under_way(move: Move):
    """One application of a kind is under way at a time (E-32)."""
    row = move.record
    others = row.episode.benefit_applications.filter(kind=row.kind, state__in=row.OPEN)
    if not others.exists():
        return None
    return refuse("E-32", item=f"進んでいる{row.get_kind_display()}の申請")


def some_month_is_left(move: Move):
    """規則12条: no month beyond the longest time, 中断 included (E-08)."""
    rules, used = rules_of(move.record), len(months_of(move.record))
    if months_left(rules, used):
        return None
    return refuse(
        "E-08",
        state=f"{used}か月を支給決定した",
        operation=move.transition.label,
        options=f"なし（延長を合わせて{rules.longest_months}か月まで）",
    )


def some_month_can_change(move: Move):
    """A month that is on a list is paid as it is (E-08)."""
    if BenefitMonth.objects.of_course(move.record).filter(payment__isnull=True).exists():
        return None
    return refuse(
        "E-08",
        state="支払いを待つ月がない",
        operation=move.transition.label,
        options="延長の申請をはじめる",
    )


def last_month_is_over(move: Move):
    """期間満了 comes with the end of the last month, not before (E-08)."""
    months = months_of(move.record)
    if not months:  # all of them were taken away: nothing is waited for
        return None
    last = last_day_to_extend(max(months))
    if (today() if move.asking else move.on) > last:
        return None
    return refuse(
        "E-08",
        state=f"支給の最後の月が{wareki(last)}まで続く",
        operation=move.transition.label,
        options="延長の申請をはじめる、中止のわけを報告する",
    )
