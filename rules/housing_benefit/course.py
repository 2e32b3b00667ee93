"""What is asked of someone who was paid before, in the place of the two years of 規則10条."""

from rules.calendar import era_year, wareki
from rules.housing_benefit.claims import Claim, Figures, Line
from rules.housing_benefit.months import first_day_again, last_day_to_extend, months_left
from rules.housing_benefit.stopping import last_day_to_resume
from rules.housing_benefit.tables import BenefitRules


def term_lines(rules: BenefitRules, claim: Claim) -> list[Line]:
    """The time and the number of months of a claim that follows another (規則12条).

    Raises ``ValueError`` where nothing was granted before.
    """
    in_time = _back_in_time if claim.purpose == "resume" else _in_time
    return [in_time(rules, claim), _months(rules, claim)]


def change_line(rules: BenefitRules, figures: Figures, claim: Claim) -> Line:
    """What alone changes an amount: the rent, an income fallen to the 基準額, a forced move."""
    said = {
        "rent": (
            claim.rent != claim.rent_before,
            f"家賃 {claim.rent_before:,}円から {claim.rent:,}円",
        ),
        "income": (
            claim.yen_before < min(claim.rent_before, figures.limit)
            and claim.income <= figures.standard,
            f"収入 {claim.income:,}円、基準額 {figures.standard:,}円、"
            f"いまの支給額 {claim.yen_before:,}円",
        ),
        "forced_move": (True, f"家賃 {claim.rent:,}円"),
    }
    holds, words = said[claim.ground]
    return Line(
        "E_CHANGE",
        "変更のわけ",
        "家賃が変わった、一部支給の世帯の収入が基準額以下に減った、"
        "または本人の責めによらず市内で転居した",
        words,
        holds,
        rules.articles["amount"],
    )


def again_lines(rules: BenefitRules, claim: Claim) -> list[Line]:
    """再支給 (規則16条): why, and a year from the month after the last month granted."""
    if claim.last_month is None:
        raise ValueError("last_month is needed for 再支給")
    first = first_day_again(rules, claim.last_month)
    article = rules.articles["again"]
    return [
        Line(
            "E_AGAIN",
            "再支給のわけ",
            "支給のあと、本人の責めによらない解雇・離職・廃業・減収があった",
            "本人の都合による" if claim.ground == "own" else "本人の責めによらない",
            claim.ground != "own",
            article,
        ),
        Line(
            "E_YEAR",
            "前の支給からの期間",
            f"最後に支給した月のつぎの月から{rules.again_months}か月が過ぎた",
            f"最後の月 {era_year(claim.last_month)}{claim.last_month.month}月、"
            f"申請できる最初の日 {wareki(first)}、申請 {wareki(claim.applied_on)}",
            claim.applied_on >= first,
            article,
        ),
    ]


def _in_time(rules: BenefitRules, claim: Claim) -> Line:
    """延長 is asked for by the end of the last month: no month stands between."""
    if claim.last_month is None:
        raise ValueError("last_month is needed for an extension")
    last = last_day_to_extend(claim.last_month)
    return Line(
        "E_TERM",
        "延長の申請の時期",
        "支給の最後の月の末日までに申請した（月をあけない）",
        f"最後の月 {era_year(claim.last_month)}{claim.last_month.month}月、"
        f"申請できる最後の日 {wareki(last)}、申請 {wareki(claim.applied_on)}",
        claim.applied_on <= last,
        rules.articles["period"],
    )


def _back_in_time(rules: BenefitRules, claim: Claim) -> Line:
    """再開 is asked for within two years of the 中断 (規則12条2項)."""
    if claim.suspended_on is None:
        raise ValueError("suspended_on is needed to resume")
    last = last_day_to_resume(rules, claim.suspended_on)
    return Line(
        "E_TERM",
        "再開の申請の時期",
        f"中断から{rules.suspend_years}年以内に、再び要件を満たして申請した",
        f"中断 {wareki(claim.suspended_on)}、申請できる最後の日 {wareki(last)}、"
        f"申請 {wareki(claim.applied_on)}",
        claim.applied_on <= last,
        rules.articles["period"],
    )


def _months(rules: BenefitRules, claim: Claim) -> Line:
    left = months_left(rules, claim.months_used)
    return Line(
        "E_MONTHS",
        "支給の月数",
        f"延長と、中断の前後を合わせて{rules.longest_months}か月まで",
        f"これまで {claim.months_used}か月、残り {left}か月",
        left > 0,
        rules.articles["period"],
    )
