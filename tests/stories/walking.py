"""One browser that goes through screens, and what it asks of each."""

from urllib.parse import unquote

from rules.text import MAX_TEXT
from tests.stories.conftest import Desk

NORMAL = {"width": 1366, "height": 768}
HALF = {"width": 683, "height": 384}  # what 200 % leaves of the office's screen

# Everything that can be wrong is wrong: no choice made, days and amounts that are none, lines
# without end; what is told at length is left out, or too long where there is nothing else.
BOXES = "main form[method=post] :is(input:not([type=hidden]), select, textarea)"
WRONG = """tooLong => {
  const boxes = (form) => [...form.elements].filter((box) =>
    box.name && !["hidden", "submit", "file"].includes(box.type));
  const [form] = [...document.querySelectorAll("main form[method=post]")]
    .sort((one, other) => boxes(other).length - boxes(one).length);
  const lines = boxes(form).filter((box) => !/textarea|checkbox|radio/.test(box.type));
  for (const box of boxes(form)) {
    if (box.type === "checkbox" || box.type === "radio") box.checked = false;
    else if (box.tagName === "SELECT") box.selectedIndex = -1;
    else if (box.tagName === "TEXTAREA") box.value = lines.length ? "" : "長".repeat(tooLong);
    else if ("era" in box.dataset) box.value = "13月40日";
    else box.value = "違".repeat(400);
  }
  form.submit();
}"""

# A form of words or of many boxes that the page does not keep as a draft; what it answered.
UNKEPT = """async () => {
  const isText = (box) => box.matches("textarea, input[type=text]:not([data-era], [inputmode])");
  const shown = (form) => [...form.elements].filter((box) =>
    box.name && !["hidden", "submit", "button", "file"].includes(box.type));
  const who = document.querySelector('meta[name="draft-user"]')?.content;
  const found = [];
  for (const form of document.querySelectorAll("main form[method=post]")) {
    const boxes = shown(form);
    const many = new Set(boxes.map((box) => box.name)).size > 5;
    if (!boxes.some(isText) && !many || form.querySelector("[type=password]")) continue;
    const body = new URLSearchParams({ draft: "walk", "draft-user": who, walk: "1" });
    const headers = { "X-Draft": "1", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value };
    const answer = await fetch(location.href, { method: "POST", body, headers });
    await answer.text();
    if ("quiet" in form.dataset || answer.status !== 200 || answer.redirected)
      found.push(`${boxes[0].name}: ${answer.status}`);
  }
  return found;
}"""
# A form that can be sent while a word is being converted.
SENT_BY_IME = """() => {
  const tell = (name) => document.dispatchEvent(new CompositionEvent(name, { bubbles: true }));
  tell("compositionstart");
  const goes = [...document.forms].filter((form) =>
    form.dispatchEvent(new SubmitEvent("submit", { bubbles: true, cancelable: true })));
  tell("compositionend");
  const enter = { key: "Enter", isComposing: true, bubbles: true, cancelable: true };
  const lines = [...document.querySelectorAll("input[type=text], input[type=search]")];
  const taken = lines.filter((box) => box.dispatchEvent(new KeyboardEvent("keydown", enter)));
  return [...goes, ...taken].map((one) => one.outerHTML.slice(0, 80));
}"""
# What the Tab key does not reach, or reaches without a ring or behind something that sticks.
HANDS = """() => {
  const reach = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]";
  const said = (one) => one.outerHTML?.slice(0, 80) ?? one;
  const one = (box) => (box.type === "radio" ? `radio ${box.name}` : box); // a group is one stop
  const asked = new Set([...document.querySelectorAll(reach)].filter((box) => !box.disabled
    && box.tabIndex >= 0 && box.checkVisibility({ visibilityProperty: true })
    && box.getClientRects().length).map(one));
  const reached = new Set(), faults = [];
  const look = (box) => {
    if (!box || box === document.body || reached.has(one(box))) return;
    reached.add(one(box));
    const small = box.getBoundingClientRect().width <= 2;
    const face = (small && (box.closest("label") ?? box.labels?.[0])) || box;
    const styles = [box, face, face.parentElement].map((part) => getComputedStyle(part));
    if (!styles.some((style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth)))
      faults.push(`shows no ring: ${said(box)}`);
    const at = face.getClientRects()[0];
    const [top, bottom] = [Math.max(at.top, 0), Math.min(at.bottom, innerHeight)];
    const there = document.elementFromPoint(at.x + Math.min(at.width / 2, 40), (top + bottom) / 2);
    if (!there || !(face.contains(there) || there.contains(face)))
      faults.push(`is covered: ${said(box)}`);
  };
  document.addEventListener("keydown", () => look(document.activeElement), true);
  window.hands = () => {
    look(document.activeElement);
    return [...faults, ...[...asked].filter((box) => !reached.has(box)).map(
      (box) => `is not reached: ${said(box)}`)];
  };
  document.activeElement?.blur();
  return asked.size;
}"""


class Walk:
    """One browser that goes through the screens; each is asked, and every fault is kept."""

    def __init__(self, desk: Desk):
        self.desk, self.page, self.who = desk, desk.page, ""
        self.faults, self.mistaken = desk.faults, set()

    def be(self, who):
        """Log in once for everything this person opens."""
        if who != self.who:
            self.page.context.clear_cookies()
            if who != "nobody":
                self.desk.enter(who)
            self.who = who

    def open(self, address, *statuses):
        """Open one address, and look: 200 unless told otherwise."""
        answer = self.page.goto(address)
        here = unquote(self.page.url).endswith(address)
        if answer.status not in (statuses or (200,)) or not (here or statuses):
            self.faults.append(f"{self.who} {address} {answer.status} {self.page.url}")
        self.look()

    def look(self, part=None):
        """Ask axe and the forms; then nothing may stand beside the screen at 200 %."""
        is_new = self.desk.is_new(part)
        if is_new:
            self.desk.ask_axe(part)
        if self.who != "nobody":
            unkept = self.page.evaluate(UNKEPT)
            self.faults.extend(f"{self.page.url} keeps no draft of {box}" for box in unkept)
        sent = self.page.evaluate(SENT_BY_IME)
        self.faults.extend(f"{self.page.url} sends while converting: {box}" for box in sent)
        self.page.set_viewport_size(HALF)
        wide = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if wide > 0:
            self.faults.append(f"{self.page.url} is {wide} px too wide at 200 %")
        if is_new and part is None:
            self.walk_with_the_keyboard()
        self.page.set_viewport_size(NORMAL)

    def walk_with_the_keyboard(self):
        """Tab from end to end: everything is reached, shows its ring, and lies open."""
        for _press in range(self.page.evaluate(HANDS) + 1):
            self.page.keyboard.press("Tab")
        self.faults.extend(f"{self.page.url} {fault}" for fault in self.page.evaluate("hands()"))

    def send(self, status, script, *given):
        """Let a script send the form of the page that is open, and look at the answer."""
        address = self.page.url
        with self.page.expect_navigation(timeout=60_000) as found:  # of a text without end
            self.page.evaluate(script, *given)
        if found.value.status != status:
            self.faults.append(f"{self.who} {address} answers {found.value.status}, not {status}")
        self.look("main")  # what stands round it has been seen

    def mistake(self, name):
        """Send the form of the page that is open with everything wrong in it; one form once."""
        boxes = self.page.locator(BOXES)
        asked = (name, *boxes.evaluate_all("found => found.map(box => box.name)"))
        if asked in self.mistaken or len(asked) == 1:
            return
        self.mistaken.add(asked)
        self.send(422, WRONG, MAX_TEXT + 1)
