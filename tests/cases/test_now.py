"""この人のいま, プランの歩み and 変更の履歴: what whoever takes over has to know."""

import datetime as dt

from django.urls import reverse

from cases.models import Debt
from cases.workflow import remove_row, save_row, save_section, start_assessment, write_note
from cases.workflow.deadlines import set_deadline
from cases.workflow.records import make_appointment
from plans.plan_changes import plan_changes
from plans.workflow import open_revision, save_revision
from rules.calendar import today
from tests.course import ITEM, Course, ago
from tests.documents.reading import text_of


def told(office):
    course = Course(office, address="つむぎ市南町1-1").supported()
    case, by = course.case, course.by
    save_row(
        case, "household", by=by, name="架空 次郎", lives_together=True, incomes={"work": 90000}
    )
    save_row(case, "debts", by=by, lender="架空銀行", balance=480000)
    set_deadline(case, key="k", kind="家計表", due_on=ago(-5), reason="約束した", clause="4(3)イ")
    make_appointment(case, by=by, on=today(), kind="visit", purpose="家計表を見る")
    for number in range(6):
        write_note(case, by=by, on=ago(10 - number), method="phone", body=f"話の{number}番")
    return course


WORDS = (
    "試験 花子",
    "つむぎ市南町1-1",
    "早く働きたい。",
    "ひとりで暮らしを立てる",
    "3か月で面接を受ける",
    "午前中に起きる",
    "家計改善支援事業",
    "家計表",
    "約束した　4(3)イ",
    "架空 次郎",
    "1件、残高 480,000円",
    "委託先",
    "家計表を見る",
    "話の5番",
    "話の1番",
)


def test_everything_that_counts_stands_on_one_page(office, as_):
    course = told(office)
    page = as_("counselor").get(reverse("case_now", args=[course.case.pk]))
    for words in WORDS:
        assert words in page.text, words
    assert "話の0番" not in page.text
    assert reverse("case_paper", args=[course.case.pk, "handover"]) in page.text


def test_the_paper_for_handing_over_says_the_same(office, as_):
    course = told(office)
    url = reverse("case_paper", args=[course.case.pk, "handover"])
    text = text_of(as_("counselor").get(url).content)
    for words in WORDS:
        assert words.replace(" ", "").replace("　", "") in text, words


def test_a_case_that_has_just_begun_has_its_page_too(office, as_):
    case = office.case()
    page = as_("counselor").get(reverse("case_now", args=[case.pk])).text
    assert "まだプランはありません。" in page
    assert "家賃が払えるか心配。" in page
    assert as_("outsider").get(reverse("case_now", args=[case.pk])).status_code == 404
    assert as_("admin").get(reverse("case_now", args=[case.pk])).status_code == 403


def test_the_plan_and_its_predecessors_stand_on_one_page(office, as_):
    course = Course(office).supported().evaluated()
    plan = course.plan
    page = as_("counselor").get(reverse("plan_history", args=[course.case.pk])).text
    for words in (
        "プラン　初回",
        "第1版",
        "ご本人の同意（書面）",
        "了承",
        "提出（1回目）",
        "支援決定（第1版）",
        "家計表を3か月続けた",
        "貯えがまだ少ない",
        "家計の改善",
    ):
        assert words in page, words
    assert reverse("plan_version", args=[plan.pk, plan.newest.pk]) in page
    empty = as_("counselor").get(reverse("plan_history", args=[office.case().pk])).text
    assert "まだプランはありません。" in empty


def changes(as_, case, part):
    return as_("chief").get(reverse("case_changes", args=[case.pk]), {"of": part}).text


def test_the_history_of_an_assessment_is_told_in_words(office, as_):
    course = Course(office).applied().assessed()
    case, by = course.case, course.by
    page = changes(as_, case, "assessment")
    assert "アセスメント第1回　" in page
    assert "早く働きたい。" in page
    debt = save_row(case, "debts", by=by, lender="架空銀行", kind="card", balance=480000)
    save_row(case, "debts", by=by, row=debt, version=debt.version, balance=300000)
    remove_row(case, "debts", debt, by=by)
    assert Debt.objects.get().removed_at
    page = changes(as_, case, "assessment")
    for words in ("「架空銀行」を加えました", "480,000円", "300,000円", "消しました"):
        assert words in page, words


def test_an_answer_that_was_changed_shows_both(office, as_):
    course = Course(office).applied()
    assessment = start_assessment(course.episode, by=course.by, on=ago(5))
    for answer in ("事務の仕事", "倉庫の仕事"):
        row = assessment.sections.get(code="will")
        save_section(row, by=course.by, version=row.version, answers={"will": answer}, standings={})
    page = changes(as_, course.case, "assessment")
    assert "事務の仕事" in page
    assert "倉庫の仕事" in page


def test_the_history_of_a_plan_is_told_in_words(office, as_):
    course = Course(office).planning().drafted("household_budget")
    course.write("work_preparation", goal_short="面接に行く")
    page = changes(as_, course.case, "plan")
    for words in (
        "プラン初回 第1版　この期間の達成目標",
        "3か月で面接を受ける",
        "面接に行く",
        "利用する事業",
        "家計改善支援事業",
    ):
        assert words in page, words


def test_rows_of_a_plan_that_were_written_anew_are_compared(office, as_):
    course = Course(office).planning().drafted()
    revision = course.plan.newest
    fields = {name: getattr(revision, name) for name in revision.TEXTS}
    for goal in ("昼までに起きる", "8時に起きる"):
        current = course.plan.newest
        rows = [ITEM | {"goal": goal}]
        save_revision(
            current, by=course.by, version=current.version, fields=fields, items=rows, lines=[]
        )
    found = [(row["before"], row["now"]) for row in plan_changes(course.plan)]
    assert ("午前中に起きる", "昼までに起きる") in found
    assert ("昼までに起きる", "8時に起きる") in found


def test_the_next_version_is_compared_with_the_last(office, as_):
    course = Course(office).supported()
    open_revision(course.plan, by=course.by, why="期間を変える", on=today())
    course.write(
        "household_budget", goal_short="4か月で面接", end_on=today() + dt.timedelta(days=9)
    )
    page = changes(as_, course.case, "plan")
    assert "プラン初回 第2版　この期間の達成目標" in page
    assert "4か月で面接" in page


def test_the_history_is_for_those_in_charge(office, as_):
    course = Course(office).applied()
    url = reverse("case_changes", args=[course.case.pk])
    for part in ("person", "assessment", "plan", "zz"):
        assert as_("counselor").get(url, {"of": part}).status_code == 200
        assert as_("employment").get(url, {"of": part}).status_code == 403


def test_a_page_that_would_say_no_is_not_offered(office, as_):
    case = Course(office).applied().case
    page, changed, removed = (
        reverse(name, args=[case.pk]) for name in ("case_detail", "case_changes", "removed_rows")
    )
    offered = {
        who: (changed in (text := as_(who).get(page).text), removed in text)
        for who in ("counselor", "employment")
    }
    assert offered == {"counselor": (True, True), "employment": (False, True)}
