"""Stories are told by people of the office in real Chromium, in the words on the screen.

``LOOK=1 pytest tests/stories/…`` puts a picture of what a story shows into look/ (ignored).
"""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.documents.reading import LOOK, keep_paper, text_of
from tests.office import PASSWORD, Office

# What the focused element is called: its label, or the words on it.
FOCUSED = """() => {
  const here = document.activeElement;
  return here.labels?.[0]?.innerText ?? here.innerText ?? "";
}"""

AXE = Axe().axe_script
# How a page is built, whatever stands in it: what each element is, what it lies in, which
# attributes it bears, whether it has words; the order of the headings, an id that comes twice.
SHAPE = """(part) => {
  const root = part ? document.querySelector(part) : document.documentElement;
  const all = [root, ...root.querySelectorAll("*")];
  const is = (one) => `${one.tagName}.${one.className.baseVal ?? one.className}`;
  const bears = (one) => [...one.attributes].map(({ name, value }) =>
    /^(role|type|tabindex|hidden|open|aria-)/.test(name) ? `${name}=${value}` : name);
  const shows = (one) => one.checkVisibility() + (one.textContent.trim() ? " words" : "");
  const said = all.map((one) =>
    [one.parentElement && is(one.parentElement), is(one), bears(one), shows(one)].join(" "));
  const heads = all.filter((one) => /^H[1-6]$/.test(one.tagName)).map((one) => one.tagName);
  const ids = all.map((one) => one.id).filter(Boolean);
  const twice = ids.length - new Set(ids).size;
  return [...new Set(said.map((one) => one.replace(/\\d+/g, "0")))].sort().join() + heads + twice;
}"""
# Without what no rule of ours asks: the style sheets once more, and all that is in order.
VIOLATIONS = {"resultTypes": ["violations"], "preload": False}
JUDGED: set[tuple[int, str | None, str]] = set()  # in this run: the same shape is asked once


@pytest.fixture
def office(transactional_db):
    return Office()


class Desk:
    """One person's browser: what they press, fill in and read, as a counselor would say it."""

    def __init__(self, page):
        self.page, self.faults = page, []

    def enter(self, username):
        """Log in as someone else; whoever sat here before is logged out."""
        self.page.context.clear_cookies()
        self.page.goto("/login/")
        self.page.get_by_label("ログインID").fill(username)
        self.page.get_by_label("パスワード").fill(PASSWORD)
        self.page.get_by_role("button", name="ログインする").click()
        self.page.get_by_role("navigation").first.wait_for()
        return self

    def open(self, address):
        self.page.goto(address)
        return self.look()

    def is_new(self, part=None):
        """No page built like this one has been looked at, so wide and no wider, in this run."""
        shape = (self.page.viewport_size["width"], part, self.page.evaluate(SHAPE, part))
        is_new = shape not in JUDGED
        JUDGED.add(shape)
        return is_new

    def look(self, part=None):
        """Ask axe about the page that is open, or about one part of it."""
        if self.is_new(part):
            self.ask_axe(part)
        return self

    def ask_axe(self, part=None):
        self.page.evaluate(AXE)
        asked = "([part, options]) => axe.run(part ?? document, options).then((found) => "
        for row in self.page.evaluate(
            asked + "found.violations.map((row) => [row.id, row.nodes[0].html]))",
            [part, VIOLATIONS],
        ):
            self.faults.append(f"{self.page.url} {row[0]} {row[1][:120]}")

    def follow(self, link):
        self.page.get_by_role("link", name=link, exact=True).first.click()
        self.page.wait_for_load_state()
        return self.look()

    def press(self, button):
        self.page.get_by_role("button", name=button, exact=True).first.click()
        self.page.locator("form[aria-busy]").first.wait_for(state="detached")
        self.page.wait_for_load_state()
        return self

    def box(self, label):
        return self.page.get_by_role("textbox", name=label).first

    def fill(self, label, text):
        self.box(label).fill(text)
        return self

    def tab_to(self, label):
        """Press Tab until the focus is on what bears this label."""
        for _press in range(80):
            self.page.keyboard.press("Tab")
            if label in self.page.evaluate(FOCUSED):
                return self
        raise AssertionError(f"the keyboard does not reach {label}")

    def down_to(self, choice):
        """Press the arrow in a list of choices until this one stands there."""
        for _press in range(40):
            self.page.keyboard.press("ArrowDown")
            if self.page.evaluate("document.activeElement.selectedOptions[0].label") == choice:
                return self
        raise AssertionError(f"the arrow does not reach {choice}")

    def type(self, text):
        self.page.keyboard.type(text)
        return self

    def key(self, name):
        self.page.keyboard.press(name)
        self.page.locator("form[aria-busy]").first.wait_for(state="detached")
        self.page.wait_for_load_state()
        return self

    def pick(self, label, choice):
        self.page.get_by_role("combobox", name=label).first.select_option(label=choice)
        return self

    def tick(self, *labels):
        for label in labels:
            radio = self.page.get_by_role("radio", name=label, exact=True)
            radio.or_(self.page.get_by_role("checkbox", name=label, exact=True)).first.check()
        return self

    def picture(self, name):
        """Keep what is on the screen, for somebody who asked to look at it."""
        if LOOK:
            LOOK.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=LOOK / f"{name}.png", full_page=True)
        return self

    def paper(self, link, name):
        """The words of the paper (PDF) behind a link of this page, without spaces."""
        address = self.page.get_by_role("link", name=link).first.get_attribute("href")
        answer = self.page.request.get(address)
        assert answer.ok, f"{address} {answer.status}"
        keep_paper(answer.body(), name)
        return text_of(answer.body())

    def read(self, words):
        """The words stand on the page; waits until they do."""
        self.page.get_by_text(words).first.wait_for()
        return self

    def says(self, words):
        return self.page.get_by_text(words).count() > 0


def stands(desk: Desk, button: str, *words: str) -> Desk:
    """The button is there, cannot be pressed, and its reasons stand beside it."""
    desk.page.wait_for_load_state()
    shut = desk.page.get_by_role("button", name=button, exact=True).first
    assert shut.get_attribute("aria-disabled") == "true"
    reasons = desk.page.locator(f"#{shut.get_attribute('aria-describedby')}").inner_text()
    assert [word for word in words if word not in reasons] == [], reasons
    return desk


def by_hand(desk: Desk, address: str, **data) -> int:
    """A POST that no button makes, from the page that is open."""
    send = """async ([address, data]) => {
      const body = new URLSearchParams(data);
      body.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
      return (await fetch(address, {method: "POST", body})).status;
    }"""
    return desk.page.evaluate(send, [address, data])


def goes_by_hand(desk: Desk, address: str, **data) -> Desk:
    """The same, and the page that answers is read."""
    send = """([address, data]) => {
      const form = document.createElement("form");
      const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
      form.method = "post";
      form.action = address;
      for (const [name, value] of Object.entries({...data, csrfmiddlewaretoken: token})) {
        const box = document.createElement("input");
        [box.name, box.value] = [name, value];
        form.append(box);
      }
      document.body.append(form);
      form.submit();
    }"""
    with desk.page.expect_navigation():
        desk.page.evaluate(send, [address, data])
    return desk.look()


@pytest.fixture
def desk(page):
    return Desk(page)
