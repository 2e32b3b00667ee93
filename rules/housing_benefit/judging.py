"""A claim judged: every line of it, and the amount with the sum that made it."""

from rules.calendar import wareki
from rules.housing_benefit.claims import Claim, Figures, Judgement, Line
from rules.housing_benefit.course import again_lines, change_line, term_lines
from rules.housing_benefit.sums import (
    asset_limit,
    by_tax_year,
    income_limit,
    last_day_to_apply,
    last_month_to_move,
    move_amount,
    move_limit,
    move_shares,
    place,
    rent_amount,
    rent_limit,
    standard,
)
from rules.housing_benefit.tables import (
    ELIGIBLE_COSTS,
    LOST_WORK,
    Area,
    BenefitRules,
    MissingValue,
)


def figures_for(rules: BenefitRules, area: Area, claim: Claim) -> Figures:
    """The figures of an area's tables for a claim. Raises ``MissingValue``."""
    base = standard(rules, area, claim.members, claim.applied_on)
    limit = rent_limit(area, claim.members, claim.applied_on)
    found = figures_from(rules, claim, base, limit)
    income, assets = found.income_limit, found.asset_limit
    if area.income_limits:
        key = f"{place(area)}.income_limits"
        printed = by_tax_year(key, area.income_limits, claim.members, claim.applied_on)
        income = printed - limit + min(claim.rent, limit)
    if area.asset_limits:
        key = f"{place(area)}.asset_limits"
        assets = by_tax_year(key, area.asset_limits, claim.members, claim.applied_on)
    return Figures(base, limit, income, assets)


def figures_from(rules: BenefitRules, claim: Claim, standard: int, limit: int) -> Figures:
    """The figures where 基準額 and 家賃の上限 are given in yen."""
    return Figures(
        standard,
        limit,
        income_limit(standard, claim.rent, limit),
        asset_limit(rules, standard),
    )


def judge(rules: BenefitRules, figures: Figures, claim: Claim) -> Judgement:
    """Judge a claim: every requirement is looked at, whatever an earlier one said.

    The amount is 0 unless all that was asked holds. Raises ``MissingValue`` where 転居費用補助
    is asked without the 基準 of the destination.
    """
    lines = tuple(_lines(rules, figures, claim))
    amount, working = _amount(rules, figures, claim)
    if any(line.holds is False for line in lines):
        return Judgement(figures, lines, 0, working)
    if rules.zero == "refused":
        label, rule = "支給額", "支給額が1円以上ある"
        article = rules.articles["move" if claim.kind == "move" else "amount"]
        lines += (Line("E_ZERO", label, rule, f"{amount:,}円", amount > 0, article),)
    shares = move_shares(rules, claim.costs, amount) if claim.kind == "move" else ()
    return Judgement(figures, lines, amount, working, shares)


def _lines(rules: BenefitRules, figures: Figures, claim: Claim) -> list[Line]:
    if claim.purpose == "change":
        return [change_line(rules, figures, claim)]
    is_move = claim.kind == "move"
    article = rules.articles["move" if is_move else "eligibility"]

    def line(code: str, label: str, rule: str, said: str, holds: bool | None) -> Line:
        return Line(code, label, rule, said, holds, article)

    def found(code: str, label: str, rule: str, answer: bool | None, yes: str, no: str) -> Line:
        said = "まだ確かめていません" if answer is None else yes if answer else no
        return line(code, label, rule, said, answer)

    earns = (
        found(
            "E_BREADWINNER",
            "主たる生計維持者",
            "離職・廃業の日に、世帯の生計を主に支えていた"
            if claim.route in LOST_WORK
            else "申請の月に、世帯の生計を主に支えている",
            claim.is_breadwinner,
            "本人が支えている（いた）",
            "本人ではない",
        ),
    )
    housing = "現在の住まいの費用" if is_move else "家賃"
    means = (
        line(
            "E_INCOME",
            "収入",
            f"世帯の収入が、基準額と{housing}（上限まで）の合計以下である",
            f"収入 {claim.income:,}円、上限 {figures.income_limit:,}円"
            f"（基準額 {figures.standard:,}円、{housing} {claim.rent:,}円、"
            f"家賃の上限 {figures.limit:,}円）",
            claim.income <= figures.income_limit,
        ),
        line(
            "E_ASSET",
            "資産",
            f"預貯金と現金の合計が、基準額の{rules.asset_months}倍"
            f"（最大 {rules.asset_cap:,}円）以下である",
            f"資産 {claim.assets:,}円、上限 {figures.asset_limit:,}円",
            claim.assets <= figures.asset_limit,
        ),
    )
    is_on = claim.purpose == "extend"
    work = found(
        "E_ACTIVITY",
        "求職活動",
        "支給を受けている間、誠実かつ熱心に求職活動を行った"
        if is_on
        else "誠実かつ熱心に、常用就職をめざして求職活動を行う",
        claim.seeks_work,
        "行った" if is_on else "行う",
        "行わなかった" if is_on else "行わない",
    )
    outside = (
        found(
            "E_GANG",
            "暴力団員でないこと",
            "世帯のだれも暴力団員でない",
            None if claim.is_gang is None else not claim.is_gang,
            "暴力団員はいない",
            "暴力団員がいる",
        ),
        found(
            "E_SIMILAR",
            "類似の給付",
            "自治体などの似た給付を、世帯のだれも受けていない（職業訓練受講給付金はあわせて受けられる）",
            None if claim.has_similar is None else not claim.has_similar,
            "受けていない",
            "受けている",
        ),
    )
    budget = found(
        "E_KAKEI",
        "家計改善の必要",
        "家計改善支援が、転居によって家計が改善すること、その費用を世帯で用意できないことを認めた",
        claim.budget_finding,
        "認めた",
        "認めていない",
    )
    if claim.purpose in ("new", "again"):
        terms = [line("E_PERIOD", *_period(rules, claim))]
        if claim.purpose == "again":
            terms += again_lines(rules, claim)
    else:
        terms = term_lines(rules, claim)
    return [*terms, *earns, *means, *(() if is_move else (work,)), *outside] + [budget] * is_move


def _period(rules: BenefitRules, claim: Claim) -> tuple[str, str, str, bool]:
    """(label, rule, figures, holds) of the time since work or income was lost."""
    if claim.route == "reduced":
        return (
            "減収",
            "申請の月に、収入を得る機会が本人の責めによらず減り、離職・廃業と同じ程度である",
            f"申請 {wareki(claim.applied_on)}",
            True,
        )
    if claim.event_on is None:
        raise ValueError("event_on is needed for every route but 減収")
    if claim.kind == "move":
        last = last_month_to_move(rules, claim.event_on)
        label = "収入が減ってからの期間"
        rule = f"収入が著しく減った月から{rules.within_years}年以内の月に申請した"
        event = f"減った月 {wareki(claim.event_on.replace(day=1)).removesuffix('1日')}"
    else:
        last = last_day_to_apply(rules, claim.event_on, claim.unable_days)
        label = "離職・廃業からの期間"
        rule = (
            f"離職・廃業の日から{rules.within_years}年以内に申請した（病気・育児などで"
            f"{rules.inability_days}日以上続けて求職できなかった日数を加え、"
            f"最長{rules.longest_years}年）"
        )
        event = f"離職・廃業 {wareki(claim.event_on)}"
        if claim.unable_days:
            event += f"、求職できなかった日 {claim.unable_days}日"
    said = f"{event}、申請できる最後の日 {wareki(last)}、申請 {wareki(claim.applied_on)}"
    return label, rule, said, claim.applied_on <= last


def _amount(rules: BenefitRules, figures: Figures, claim: Claim) -> tuple[int, str]:
    """The amount in yen and the sum in words, whether or not the requirements hold."""
    if claim.kind == "move":
        if claim.destination is None:
            raise MissingValue("destination", "転居先の住宅扶助基準がありません")
        yen = move_amount(rules, claim.costs, claim.destination)
        counted = sum(claim.costs.get(name, 0) for name in ELIGIBLE_COSTS)
        return yen, (
            f"対象の費用 {counted:,}円と、転居先の基準 {claim.destination:,}円の"
            f"{rules.move_multiple}倍 {move_limit(rules, claim.destination):,}円の少ないほう"
        )
    yen = rent_amount(rules, figures.standard, figures.limit, claim.rent, claim.income)
    if claim.income <= figures.standard:
        said = f"家賃 {claim.rent:,}円と、家賃の上限 {figures.limit:,}円の少ないほう"
    else:
        said = (
            f"基準額 {figures.standard:,}円 + 家賃 {claim.rent:,}円 − 収入 {claim.income:,}円"
            f"（家賃の上限 {figures.limit:,}円まで）"
        )
    return yen, said
