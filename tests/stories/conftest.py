"""Stories are told by people of the office in real Chromium, in the words on the screen."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.office import PASSWORD, Office

# What the focused element is called: its label, or the words on it.
FOCUSED = """() => {
  const here = document.activeElement;
  return here.labels?.[0]?.innerText ?? here.innerText ?? "";
}"""


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

    def look(self, part=None):
        """Ask axe about the page that is open, or about one part of it."""
        for row in Axe().run(self.page, part).response["violations"]:
            self.faults.append(f"{self.page.url} {row['id']} {row['nodes'][0]['html'][:120]}")
        return self

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

    def read(self, words):
        """The words stand on the page; waits until they do."""
        self.page.get_by_text(words).first.wait_for()
        return self

    def says(self, words):
        return self.page.get_by_text(words).count() > 0


@pytest.fixture
def desk(page):
    return Desk(page)
