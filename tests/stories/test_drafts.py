"""Nothing typed is lost: logged out, cut off, closed, sent twice, two tabs; in Chromium.

What only the page does is asked beside SQLite, what the server keeps beside PostgreSQL; how a
draft is kept is asked of both in tests/accounts.
"""

import datetime as dt

import pytest

from accounts.models import Draft, Membership, Role
from cases.models import Note
from cases.workflow import assign, case_workflow
from tests.course import Course
from tests.office import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TEXT = "家賃の督促が来た。大家さんに電話する。"
KEPT = "保存しました（書きかけ）"
MINUTE = 60_000


@pytest.fixture
def case(office):
    case = office.case(name="渡辺 花子")
    assign(case.episode, by=office.people["chief"], lead=office.people["counselor"])
    return case


def open_note(desk, case):
    desk.enter("counselor").open(f"/cases/{case.pk}/")
    return desk


def saved_notes(case):
    return list(case.notes.filter(kind=Note.Kind.NOTE).values_list("body", flat=True))


def save_note(desk):
    desk.pick("方法", "電話相談・連絡").press("保存する").read(TEXT)


def kept(desk, words):
    """Wait until the server has the words."""
    for _try in range(600):
        if Draft.objects.filter(words__contains=words).exists():
            return desk.read(KEPT)
        desk.page.wait_for_timeout(50)
    raise AssertionError(f"the server never got {words}")


@pytest.mark.story
def test_the_text_of_a_closed_tab_opens_again(office, desk, case, chromium, live_server):
    open_note(desk, case).fill("内容", TEXT)
    kept(desk, TEXT).look()
    desk.enter("counselor").open(f"/cases/{case.pk}/").read("の書きかけがあります").look()
    desk.press("続ける")
    assert desk.box("内容").input_value() == TEXT
    save_note(desk)
    assert saved_notes(case) == [TEXT]
    assert not Draft.objects.exists()
    assert desk.faults == []


@pytest.mark.story
def test_a_draft_that_is_put_aside_comes_back_from_its_list(office, desk, case):
    open_note(desk, case).fill("内容", TEXT)
    kept(desk, TEXT)
    desk.open(f"/cases/{case.pk}/").press("捨てる").read("30日のあいだ")
    desk.open("/drafts/")
    desk.page.get_by_role("button", name="もどす").first.click()
    desk.read("の書きかけがあります")
    assert Draft.objects.get().discarded_at is None
    assert desk.faults == []


@pytest.mark.story
def test_logged_out_in_the_middle_one_logs_in_on_the_page(office, desk, case):
    open_note(desk, case)
    desk.page.context.clear_cookies()
    desk.fill("内容", TEXT).read("ログインが終わっています").look()
    desk.page.get_by_label("パスワード").fill("まちがい")
    desk.press("ログインして続ける").read("パスワードを確かめてください")
    desk.page.get_by_label("パスワード").fill(PASSWORD)
    desk.press("ログインして続ける").read(KEPT)
    assert desk.box("内容").input_value() == TEXT
    save_note(desk)
    assert saved_notes(case) == [TEXT]
    assert desk.faults == []


@pytest.mark.once
def test_the_cable_is_pulled_for_three_minutes(office, desk, case):
    open_note(desk, case)
    desk.page.clock.install()
    desk.page.context.set_offline(True)
    desk.fill("内容", TEXT)
    desk.page.clock.run_for(3000)
    desk.read("サーバーにつながりません").look()
    desk.pick("方法", "電話相談・連絡").press("保存する")
    assert desk.box("内容").input_value() == TEXT
    for _minute in range(3):
        desk.page.clock.run_for(MINUTE)
    assert not Draft.objects.exists()
    desk.page.context.set_offline(False)
    desk.page.clock.run_for(6000)
    desk.read(KEPT)
    assert desk.page.locator("#unsent").is_hidden()
    assert Draft.objects.get().words == TEXT
    assert desk.faults == []


@pytest.fixture
def posts(desk):
    """Every draft the page sends, as it goes."""
    sent = []
    desk.page.on("request", lambda one: sent.append(one) if "x-draft" in one.headers else None)
    return sent


def still(desk, case):
    """The box of a note, the clock of the page standing still: only ``run_for`` moves it."""
    clock = open_note(desk, case).page.clock
    clock.install()
    clock.pause_at(dt.datetime.now() + dt.timedelta(minutes=1))
    return desk.box("内容")


@pytest.mark.once
def test_two_seconds_after_a_pause(office, desk, case, posts):
    box = still(desk, case)
    box.fill(TEXT)
    desk.page.clock.run_for(1900)
    assert posts == []
    desk.page.clock.run_for(200)
    kept(desk, TEXT)
    assert len(posts) == 1


@pytest.mark.once
def test_who_types_on_and_on_is_kept_within_fifteen_seconds(office, desk, case, posts):
    box = still(desk, case)
    for _second in range(14):
        box.press_sequentially("あ")
        desk.page.clock.run_for(1000)
    assert posts == []
    box.press_sequentially("あ")
    desk.page.clock.run_for(1000)
    kept(desk, "あ" * 14)
    assert len(posts) == 1


@pytest.mark.once
@pytest.mark.parametrize(
    "leave",
    [
        "document.activeElement.blur()",
        "Object.defineProperty(document, 'hidden', { value: true });"
        "document.dispatchEvent(new Event('visibilitychange'))",
        "window.dispatchEvent(new Event('pagehide'))",
    ],
)
def test_leaving_the_box_the_tab_or_the_page_does_not_wait(office, desk, case, posts, leave):
    still(desk, case).fill(TEXT)
    assert posts == []
    desk.page.evaluate(leave)
    kept(desk, TEXT)


@pytest.mark.once
def test_nothing_stands_in_the_browser(office, desk, case):
    open_note(desk, case).fill("内容", TEXT)
    kept(desk, TEXT)
    stored = "[localStorage.length, sessionStorage.length, (await indexedDB.databases()).length]"
    assert desk.page.evaluate(f"(async () => {stored})()") == [0, 0, 0]
    assert TEXT not in str(desk.page.context.cookies())


@pytest.mark.once
def test_one_line_of_words_is_kept_too(office, desk, case):
    desk.enter("counselor").open(f"/cases/{case.pk}/withdraw/").fill("理由", "二重の登録")
    kept(desk, "二重の登録").open(f"/cases/{case.pk}/withdraw/").press("続ける")
    assert desk.box("理由").input_value() == "二重の登録"
    assert desk.faults == []


@pytest.mark.story
def test_a_step_a_colleague_took_meanwhile_keeps_the_words(office, desk, case, posts):
    desk.enter("counselor").open(f"/cases/{case.pk}/move/suspend/")
    case_workflow.advance(case.episode, "suspend", by=office.people["chief"], reason="転居")
    desk.fill("理由", TEXT)
    kept(desk, TEXT)
    assert len(posts) == 1
    desk.open(Draft.objects.get().way_back).page.get_by_text("書いた文を見る").click()
    desk.read(TEXT).look()
    assert desk.page.get_by_role("button", name="続ける").is_hidden()


@pytest.mark.story
def test_a_page_that_was_shut_meanwhile_says_so_once(office, desk, case, posts):
    desk.enter("chief").open(f"/cases/{case.pk}/hard/")
    Membership.objects.filter(user=office.people["chief"]).update(role=Role.COUNSELOR)
    desk.fill("理由", TEXT).read("写してから画面を閉じてください").look()
    desk.page.wait_for_timeout(500)
    assert len(posts) == 2
    assert desk.page.locator("#again").is_hidden()
    assert not Draft.objects.exists()


@pytest.mark.story
def test_two_tabs_keep_two_drafts(office, desk, case):
    open_note(desk, case).fill("内容", "一つめの話")
    kept(desk, "一つめの話")
    other = desk.page.context.new_page()
    other.goto(f"/cases/{case.pk}/")
    other.get_by_role("textbox", name="内容").first.fill("二つめの話")
    kept(desk, "二つめの話")
    assert {row.words for row in Draft.objects.all()} == {"一つめの話", "二つめの話"}


@pytest.mark.story
def test_another_who_writes_here_is_named(office, desk, case):
    open_note(desk, case).fill("内容", TEXT)
    kept(desk, TEXT)
    desk.enter("chief").open(f"/cases/{case.pk}/").read("試験 counselorさんが編集中").look()
    assert not desk.says(TEXT)
    assert desk.faults == []


@pytest.mark.story
def test_back_and_once_more_makes_one_record(office, desk, case):
    open_note(desk, case).fill("内容", TEXT)
    desk.pick("方法", "電話相談・連絡")
    form = desk.page.locator("form:has(textarea)").first
    again = form.evaluate("form => new URLSearchParams(new FormData(form)).toString()")
    action = form.get_attribute("action")
    desk.press("保存する").page.get_by_text(TEXT).first.wait_for()
    desk.page.evaluate(
        "([to, body]) => fetch(to, {method: 'POST', body: new URLSearchParams(body)})",
        [action, again],
    )
    assert saved_notes(case) == [TEXT]


@pytest.mark.story
def test_rows_that_were_added_come_back_too(office, desk):
    course = Course(office).planning().drafted("household_budget")
    desk.enter("counselor").open(f"/plans/{course.plan.pk}/edit/")
    desk.page.locator("button[name=add][value=items]").click()
    desk.page.locator("[name=items-1-goal]").fill("家計表をつける")
    kept(desk, "家計表をつける").open(f"/plans/{course.plan.pk}/edit/").press("続ける")
    assert desk.page.locator("[name=items-1-goal]").input_value() == "家計表をつける"
    assert desk.faults == []


@pytest.mark.story
def test_ten_sessions_of_one_office_are_all_kept(office, desk, case, chromium, live_server):
    open_note(desk, case).fill("内容", TEXT)
    for _session in range(10):
        context = chromium.new_context(base_url=live_server.url, locale="ja-JP")
        other = context.new_page()
        other.goto("/login/")
        other.get_by_label("ログインID").fill("counselor")
        other.get_by_label("パスワード").fill(PASSWORD)
        other.get_by_role("button", name="ログインする").click()
        other.get_by_role("navigation").first.wait_for()
        context.close()
    desk.box("内容").press_sequentially("つづき。")
    save_note(desk)
    assert saved_notes(case) == [f"{TEXT}つづき。"]


# The words of the page that lie under 「保存しました（書きかけ）」, seen in the window.
COVERED = """() => {
  const over = document.getElementById("kept").getBoundingClientRect();
  const words = [...document.querySelectorAll(".rail a, .actbar p, .actbar a, .actbar button")];
  return words.filter((one) => {
    const box = one.getBoundingClientRect(), pane = one.closest(".rail");
    const foot = Math.min(box.bottom, pane?.getBoundingClientRect().bottom ?? box.bottom);
    return foot > over.top && box.top < over.bottom && box.top < foot
      && box.left < over.right && box.right > over.left;
  }).map((one) => one.innerText);
}"""


@pytest.mark.once
@pytest.mark.parametrize("height", [745, 800])
def test_the_line_that_says_so_covers_no_words(office, desk, case, height):
    desk.page.set_viewport_size({"width": 1280, "height": height})
    for address in (f"/cases/{case.pk}/sheet/", "/cases/receive/"):
        desk.enter("counselor").open(address).fill("ご相談の内容", TEXT)
        kept(desk, TEXT)
        desk.page.evaluate("scrollTo(0, 300)")  # what is cut by the window's foot comes up
        assert desk.page.evaluate(COVERED) == []
    assert desk.faults == []
