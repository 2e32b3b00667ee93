"""One plan in four places: each 要綱 has its own buttons, words and papers; in Chromium.

The same four programmes are written by the same hands. Who decides on them, whether the plan
is submitted or reported, and what the agency may not do is read on the screen.
"""

import re
from dataclasses import dataclass

import pytest

from accounts.models import Membership, Organisation, Role
from plans.models import Plan
from rules.calendar import today, wareki_short
from tests.course import Course
from tests.stories.conftest import goes_by_hand, stands

pytestmark = [pytest.mark.story, pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DAY = wareki_short(today())
BUDGET = "household_budget"
DECIDED, CONFIRMED, NONE = "支援決定", "支援内容の確認", "手続なし"
SUBMITTED = "支援決定を要する事業があるプランは、市に提出します。"


@dataclass(frozen=True)
class Place:
    """What one 要綱 calls the four programmes and what it wants for each, in our order."""

    budget: str
    learning: str
    procedures: tuple[str, str, str, str]
    way: str
    paper: tuple[str, ...]

    @property
    def labels(self):
        return (
            self.budget,
            self.learning,
            "生活福祉資金貸付事業",
            "その他の公的事業・インフォーマルな支援",
        )


NAGAOKA = Place(
    "家計改善支援事業",
    "子どもの学習支援事業",
    (DECIDED, CONFIRMED, CONFIRMED, CONFIRMED),
    f"{SUBMITTED}（実施要領 6(2)）",
    ("長岡市長様", "長岡市生活困窮者自立相談支援事業実施要領令和2年10月1日施行"),
)
SAPPORO = Place(
    "家計改善支援事業",
    "札幌まなびのサポート事業",
    (CONFIRMED, CONFIRMED, CONFIRMED, CONFIRMED),
    "支援決定を要する事業がないプランは、市に報告します。（実施要綱 3(2)オ）",
    ("様式５", "札幌市長様", "札幌市生活困窮者自立相談支援事業実施要綱令和5年4月1日施行"),
)
KAMIAMAKUSA = Place(
    "家計相談支援事業",
    "子どもの学習援助事業",
    (DECIDED, NONE, CONFIRMED, CONFIRMED),
    f"{SUBMITTED}（実施要領 5(4)）",
    ("上天草市長様", "上天草市生活困窮者自立相談支援事業実施要領平成28年4月1日施行"),
)


@pytest.fixture
def begun(office, at):
    """A case whose plan may be written, at a 委託 or 直営 agency of a place."""

    def run(place, kind=Organisation.Kind.CONTRACTED):
        at(place)
        office.places["center"].kind = kind
        office.places["center"].save()
        return Course(office).planning()

    return run


def write(desk, course, place):
    """The plan with its four programmes, and the person's consent."""
    desk.enter("counselor").open(f"/cases/{course.case.pk}/plan/").press("プランをつくる")
    desk.fill("支援方針", "家計を立て直し、子どもの学びと近所の見守りをつくる")
    desk.fill("この期間の達成目標", "滞納なしで3か月")
    desk.fill("本人（家族）が行うこと", "明細を持ってくる").fill("だれが", "相談センター")
    for number, label in enumerate(place.labels):
        if number:
            desk.page.get_by_role("button", name="事業を加える").click()
        desk.page.locator(f"[name=lines-{number}-key]").select_option(label=label)
    desk.fill("期間の始まり", DAY).fill("つぎのモニタリング", DAY)
    desk.tick("始まりから3か月", "いいえ").press("保存して、ご本人に確かめる画面へ")
    desk.read(place.way).tick("書面").press("本人の同意を記録する")
    course.plan = Plan.objects.get()
    reads_procedures(desk, place)


def reads_procedures(desk, place):
    """Beside each programme stands what the city does with it."""
    for label, procedure in zip(place.labels, place.procedures, strict=True):
        row = desk.page.get_by_role("row", name=re.compile(f"^{label}"))
        assert procedure in row.inner_text(), label


def approve(desk, course, code, mend):
    """The meeting without the city is refused; mended, it approves the plan."""
    course.meeting(days=0, city=False)
    meeting = f"/meetings/{course.held.pk}/"
    desk.open(f"/plans/{course.plan.pk}/table/")
    desk.page.locator("input[name=meeting]").first.check()
    desk.press("付議する").read("1件目に入れました")
    desk.enter("chief").open(meeting).follow("1件目の結果を記録する")
    desk.tick("了承").press("記録してつぎへ").read(code)
    mend(desk, meeting)
    desk.press("記録してつぎへ").press("会議の記録を締める")
    desk.read("「会議の記録を締める」を記録しました。")


def bring_the_city(desk, meeting):
    """Somebody of the city sits in the meeting after all."""
    desk.open(f"{meeting}attendance/").press("人を加える")
    row = desk.page.locator("[data-rows-list] > li").last
    row.get_by_label("機関", exact=True).fill("市 福祉課")
    row.get_by_label("氏名").fill("試験 officer")
    row.get_by_label("どこから").select_option(label="市の担当者")
    desk.press("出席者を保存する").open(meeting).follow("1件目の結果を記録する").tick("了承")


def say_why(desk, _meeting):
    """The city was not there, and the reason is kept."""
    desk.fill("市の担当者が出席しなかった理由", "大雪で道が通れず")


def send(desk, course, place, act, name):
    """The plan leaves the agency by the button of its place; nothing starts yet."""
    desk.enter("counselor").open(f"/plans/{course.plan.pk}/").follow(f"{act}する")
    for label, procedure in zip(place.labels, place.procedures, strict=True):
        assert desk.says(f"{label}：{procedure}")
    assert desk.says(place.way)
    desk.press(f"プランを市に{act}する").read(f"市に{act}しました。")
    stands(desk, "提供を始める", "E-12").picture(f"{name}_plan")
    paper = desk.paper("プラン兼事業等利用申込書", f"{name}_form5")
    assert [words for words in place.paper if words not in paper] == []


def of(desk, label):
    """The part of the city's page that is about one programme."""
    return desk.page.get_by_role("article", name=label)


def press_for(desk, label, button):
    of(desk, label).get_by_role("button", name=button, exact=True).click()
    desk.page.locator("form[aria-busy]").first.wait_for(state="detached")
    desk.page.wait_for_load_state()


def confirm(desk, *labels):
    for label in labels:
        press_for(desk, label, "支援内容を確認した")
        of(desk, label).get_by_text("確認済み").first.wait_for()


def examine(desk, label):
    """Examined and drafted: the rest is the approver's."""
    press_for(desk, label, "審査を始める")
    of(desk, label).get_by_role("link", name="要件を確かめる").click()
    for box in desk.page.locator("input[value=met]").all():
        box.check()
    desk.tick("はい").press("確認の結果を保存する")
    press_for(desk, label, "要件に該当すると認める")
    press_for(desk, label, "起案する")
    of(desk, label).get_by_text("決裁中").first.wait_for()


def decide_address(course):
    return f"/plans/{course.plan.pk}/programmes/{course.programme(BUDGET).pk}/rule/decide/"


def test_nagaoka_by_a_contracted_agency(begun, desk):
    """家計改善は支援決定、ほかは確認：市が決め、委託先は決められない (4(2)オ, 6(2))."""
    course = begun("nagaoka")
    write(desk, course, NAGAOKA)
    desk.enter("officer").page.goto(f"/plans/{course.plan.pk}/")
    assert desk.says("見つかりません")  # what the agency writes is not the city's yet
    desk.enter("counselor")
    approve(desk, course, "E-10", bring_the_city)
    send(desk, course, NAGAOKA, "提出", "nagaoka_contracted")
    goes_by_hand(desk, decide_address(course), on=DAY).read("E-04")
    assert desk.says("支援決定・支給決定は自治体職員のみが行えます")
    desk.enter("officer").follow("試験 花子")
    confirm(desk, *NAGAOKA.labels[1:])
    examine(desk, NAGAOKA.budget)
    desk.enter("approver").follow("試験 花子").read("決裁は「長岡市において決裁」です。")
    desk.follow("決定する").press("決定する").read("「決定する」を記録しました。")
    desk.enter("officer").open(f"/plans/{course.plan.pk}/rule/").follow("本人に通知した")
    desk.fill("知らせ方", "郵送").press("本人に通知した").read("通知済み").picture("nagaoka_rule")
    desk.enter("counselor").open(f"/cases/{course.case.pk}/documents/")
    notice = desk.paper("支援提供（変更）通知書", "nagaoka_form8")
    assert "長岡市長" in notice
    assert "家計改善支援事業" in notice
    assert desk.faults == []


def test_nagaoka_by_its_own_office(begun, office, desk):
    """直営：the same plan and the same procedures; but who wrote it does not decide (E-34)."""
    course = begun("nagaoka", Organisation.Kind.DIRECT)
    for role in (Role.OFFICER, Role.APPROVER):
        Membership(user=course.by, organisation=office.places["city"], role=role).save()
    write(desk, course, NAGAOKA)
    desk.enter("officer").open(f"/plans/{course.plan.pk}/").read("家計を立て直し")
    desk.enter("counselor")
    approve(desk, course, "E-10", bring_the_city)
    send(desk, course, NAGAOKA, "提出", "nagaoka_direct")
    desk.open(f"/plans/{course.plan.pk}/rule/")
    stands(desk, "支援内容を確認した", "E-34", "ほかの自治体担当者")
    desk.enter("officer").follow("試験 花子")
    confirm(desk, *NAGAOKA.labels[1:])
    examine(desk, NAGAOKA.budget)
    desk.enter("counselor").open(f"/plans/{course.plan.pk}/rule/")
    stands(desk, "決定する", "E-34", "ほかの決裁者").picture("nagaoka_direct_rule")
    goes_by_hand(desk, decide_address(course), on=DAY).read("E-34")
    desk.enter("approver").follow("試験 花子").follow("決定する").press("決定する")
    desk.read("「決定する」を記録しました。")
    assert desk.faults == []


def test_sapporo(begun, desk):
    """認定就労訓練だけが支援決定：このプランは市に報告し、受理で確認がすむ (3(2)オ)."""
    course = begun("sapporo")
    write(desk, course, SAPPORO)
    approve(desk, course, "E-01", say_why)
    send(desk, course, SAPPORO, "報告", "sapporo")
    assert not desk.says("提出する")
    desk.enter("officer").read("報告の受理").follow("試験 花子")
    desk.read("報告を受けたプランです。")
    for button in ("審査を始める", "起案する", "決定する"):
        assert desk.page.get_by_role("button", name=button, exact=True).count() == 0
    desk.picture("sapporo_rule").press("報告を受理する")
    desk.enter("counselor").open(f"/plans/{course.plan.pk}/").read("支援が始まっています。")
    desk.page.get_by_role("link", name="提供を始める").first.wait_for()
    assert desk.page.get_by_role("link", name="提供を始める").count() == 4
    assert desk.page.get_by_text("確認済み").count() >= 4
    desk.picture("sapporo_begun")
    assert desk.faults == []


def test_kamiamakusa(begun, desk):
    """家計相談は決定、学習援助は手続なし：報告の定めはなく、できない理由は連絡する (5(4)ウ)."""
    course = begun("kamiamakusa")
    write(desk, course, KAMIAMAKUSA)
    approve(desk, course, "E-01", say_why)
    send(desk, course, KAMIAMAKUSA, "提出", "kamiamakusa")
    desk.enter("officer").follow("試験 花子").read("決裁は「内部において決裁」です。")
    assert of(desk, KAMIAMAKUSA.learning).get_by_role("button").count() == 0
    confirm(desk, *KAMIAMAKUSA.labels[2:])
    of(desk, KAMIAMAKUSA.budget).get_by_role("link", name="決定できない").click()
    desk.fill("決定できない理由", "収入の証明が付いていない").press("決定できない")
    desk.open("/").read("理由の連絡").picture("kamiamakusa_home").follow("試験 花子")
    desk.press("理由を機関に知らせた").picture("kamiamakusa_rule")
    desk.enter("counselor").open(f"/plans/{course.plan.pk}/")
    desk.read("家計相談支援事業は、市が決定できませんでした").read("に理由の連絡を受けました")
    assert not desk.says("理由の報告を受けました")
    stands(desk, "提供を始める", "E-12", KAMIAMAKUSA.budget).picture("kamiamakusa_back")
    assert desk.page.get_by_role("link", name="提供を始める").count() == 3
    assert desk.faults == []
