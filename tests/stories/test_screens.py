"""Every screen is opened in Chromium: full, empty, and with a mistake in it.

axe finds nothing on it, at twice the size nothing lies beside it and the Tab key alone reaches
everything on it, every form that holds words
or more than five boxes is kept as a draft by the page itself, no form goes while a word is
converted, and nothing is fetched from another host (``page`` watches that). A new address is
one line of ``SCREENS``; without it ``test_every_address_is_in_the_table`` fails. The steps of
the machines need no line: what each asks of someone who may take it now is opened.
"""

import re
from operator import attrgetter
from urllib.parse import unquote

import pytest
from django.core.exceptions import SuspiciousOperation
from django.db.models import Model
from django.urls import NoReverseMatch, reverse

from accounts.permissions import RULES, roles_held
from cases.models import Episode, FollowUp, Referral, Transfer
from cases.questions import sections
from cases.views.records import KINDS as RECORDS
from cases.views.tables import KINDS as ROWS
from cases.workflow import case_workflow, follow_up_workflow, referral_workflow
from cases.workflow.notes import write_note
from cases.workflow.transfer import transfer_workflow
from documents.models import IssuedDocument
from meetings.models import PlanMeeting
from meetings.workflow import meeting_workflow
from plans.models import HelloworkRequest, PlanProgramme
from plans.workflow import hellowork_workflow, programme_workflow
from reports.management.commands.routes import methods_of, routes
from rules.text import MAX_TEXT
from tests.course import Course, ago
from tests.full import Full, admin_of_the_city
from tests.places import settle_in_town
from tests.stories.conftest import Desk

NORMAL = {"width": 1366, "height": 768}
HALF = {"width": 683, "height": 384}  # what 200 % leaves of the office's screen

# What answers a GET and is no screen, and why.
NO_SCREENS = {
    "logout": "answers a POST only",
    "here": "JSON for a script",
    "echo_date": "JSON for a script",
    "echo_postal": "JSON for a script",
    "calendar_file": "a file",
    "case_paper": "a PDF",
    "case_paper_blank": "a PDF",
    "issued_copy": "a PDF",
    "visit_print": "a PDF",
    "plan_next": "leads on to a plan",
}

EVERYONE = "chief counselor employment outreach officer approver admin city_admin"
STEP = "a step of a machine"  # opened by ``steps``
TOWN = "of a town whose 要綱 has what this place has not"

# Address: who sees most of it, then the records of Full it is opened with (":" before a
# word of the address itself, "?" before what follows it); several where it has more faces.
SCREENS = {
    "login": ("nobody", ""),
    "own_settings": ("counselor", ""),
    "own_password": ("counselor", ""),
    "draft_list": ("counselor", ""),
    "staff_list": ("admin", ""),
    "staff_roles": ("admin", "counselor"),
    "staff_detail": ("admin", "counselor", "chief"),
    "qualification_add": ("admin", "chief :certificate"),
    "qualification_edit": ("admin", "counselor certificate"),
    "post_reason": ("admin", "chief post_reason"),
    "agency_list": ("city_admin", ""),
    "agency_add": ("city_admin", ""),
    "agency_detail": ("city_admin", "place"),
    "agency_edit": ("city_admin", "place"),
    "agency_admin_add": ("city_admin", "place"),
    "counter_add": ("city_admin", "place"),
    "counter_edit": ("city_admin", "place counter"),
    "training_list": ("counselor chief", ""),
    "training_add": ("chief", ""),
    "training_edit": ("chief", "training"),
    "standards": ("admin city_admin", ""),
    "standards_compare": ("admin", "", "?old=0&new=0&all=on"),
    "policy_list": ("admin", ""),
    "policy_edit": ("admin", "policy"),
    "contact_list": ("chief", ""),
    "contact_add": ("chief", ""),
    "contact_edit": ("chief", "clinic"),
    "case_receive": ("counselor", ""),
    "assign_together": ("chief", "?case={fresh}&case={received.case}"),
    "note_template_list": ("chief", ""),
    "note_template_edit": ("chief", "template"),
    "case_sheet": ("counselor", "received.case"),
    "transfer_ask": ("chief", "received.case"),
    "case_audit": ("officer", ""),
    "case_join": ("chief", "received.case", "fresh ?number={suspended.case.number}"),
    "note_add": ("counselor", "assessing.case", "received.case ?appointment={visit}"),
    "note_correct": ("counselor", "assessing.case note"),
    "note_strike": ("counselor", "assessing.case note"),
    "note_versions": ("counselor", "assessing.case note"),
    "consult_again": ("counselor", "closed.case"),
    "case_withdraw": ("counselor", "received.case"),
    "consent_add": ("counselor", "assessing.case"),
    "referral_add": ("counselor", "assessing.case"),
    "consent_sign": ("counselor", "referred.case oral"),
    "consent_withdraw": ("counselor", "assessing.case consent"),
    "case_assign": ("chief", "received.case"),
    "case_hard": ("chief", "received.case"),
    "assessment": ("counselor", "assessing.case", "planless.case", "received.case"),
    "assessment_revision": ("counselor", "planless.case finished"),
    "case_budget": ("counselor", "assessing.case"),
    "own_income": ("counselor", "assessing.case"),
    "case_rows": ("counselor", *(f"assessing.case :{kind}" for kind in ROWS)),
    "case_row_add": ("counselor", *(f"assessing.case :{kind}" for kind in ROWS)),
    "case_row": (
        "counselor",
        "assessing.case :household member",
        "assessing.case :debts debt",
        "assessing.case :works work",
    ),
    "assessment_section": ("counselor", *(f"assessing.case :{row.code}" for row in sections())),
    "screening": ("chief", "assessing.case", "planless.case"),
    "case_support": ("counselor", "assessing.case", "closed.case"),
    "record_add": ("counselor", *(f"received.case :{kind}" for kind in RECORDS)),
    "record_edit": (
        "counselor",
        "assessing.case :early early",
        "assessing.case :search search",
        "assessing.case :visit employer_visit",
        "assessing.case :start start",
        "assessing.case :rise rise",
        "received.case :appointment visit",
    ),
    "removed_rows": ("counselor", "assessing.case"),
    "visit_prepare": ("counselor", "received.case"),
    "case_papers": ("counselor", "decided.case"),
    "case_plan": ("counselor", "planless.case"),
    "plan_detail": (
        "counselor",
        "drafted.plan",
        "returned.plan",
        "submitted.plan",
        "refused.plan",
        "supported.plan",
        "evaluated.plan",
        "closed.plan",
    ),
    "plan_edit": ("counselor", "drafted.plan", "changing.plan"),
    "plan_agree": ("counselor", "drafted.plan"),
    "plan_sign": ("counselor", "unsigned.plan"),
    "plan_revise": ("counselor", "supported.plan", "refused.plan"),
    "plan_withdraw": ("counselor", "drafted.plan"),
    "plan_version": ("counselor", "changing.plan changing.plan.newest"),
    "plan_submit": ("counselor", "approved.plan"),
    "plan_rule": ("officer", "submitted.plan", "examining.plan", "refused.plan", "reported.plan"),
    "submission_pull_back": ("counselor", "submitted.plan submitted.submission"),
    "submission_receive": ("officer", "reported.plan reported.submission"),
    "programme_examine": ("officer", "examining.plan examining_programme"),
    "programme_answer": ("counselor", "inquired.plan inquired_programme"),
    "programme_start": ("counselor", "decided.plan decided_programme"),
    "programme_end": ("counselor", "supported.plan supported_programme"),
    "hellowork_approve": ("officer", "hellowork.plan request"),
    "monitoring_add": ("counselor", "supported.plan"),
    "evaluation": ("counselor", "evaluated.plan", "supported.plan"),
    "meeting_list": ("chief", ""),
    "meeting_add": ("chief", ""),
    "meeting_detail": ("chief", "meeting", "held", "coming", "empty_meeting"),
    "meeting_edit": ("chief", "meeting"),
    "meeting_minutes": ("chief", "meeting"),
    "meeting_attendance": ("chief", "meeting", "empty_meeting"),
    "item_record": ("chief", "meeting item", "meeting item_evaluation", "meeting item_report"),
    "item_adjust": ("chief", "meeting item"),
    "agenda_add": ("counselor", "agreed.plan", "evaluated.plan ?subject=evaluation"),
    "home": (EVERYONE, ""),
    "calendar": ("chief", "", "?who=all&span=week"),
    "case_list": ("chief officer", "", "?q=試験&late=on"),
    "view_add": ("counselor", "?q=試験"),
    "view_edit": ("counselor", "view"),
    "case_detail": (
        "chief",
        "received.case",
        "assessing.case",
        "closed.case",
        "restricted.case",
        "transferred.case",
    ),
    "case_now": ("counselor", "supported.case"),
    "plan_history": ("counselor", "changing.case"),
    "case_changes": ("counselor", "received.case", "assessing.case ?of=assessment"),
    "case_move": (STEP,),
    "referral_move": (STEP,),
    "follow_up_move": (STEP,),
    "transfer_move": (STEP,),
    "meeting_move": (STEP,),
    "programme_apply": (TOWN,),
    "intensive_list": (TOWN,),
    "off_hours": (TOWN,),
    "off_hours_rows": (TOWN,),
    "town_list": (TOWN,),
    "programme_rule": (STEP,),
    "hellowork_move": (STEP,),
}

# Forms in which nothing can be wrong, and why.
FORGIVING = {
    "login": "answers 200; see test_every_screen_that_says_no",
    "own_settings": "a switch",
    "case_assign": "nobody has to be in charge",
    "case_hard": "nothing takes the mark away",
    "case_plan": "a button",
}
TAKES_A_FORM = {
    name
    for name, _pattern, view in routes()
    if name in SCREENS and "POST" in methods_of(view)
    if name not in FORGIVING and SCREENS[name] != (TOWN,)
}

# The page of a step: its machine, its records, and what stands in the address before its name.
STEPS = {
    "case_move": (case_workflow, Episode, "case"),
    "referral_move": (referral_workflow, Referral, "episode.case self"),
    "follow_up_move": (follow_up_workflow, FollowUp, "episode.case self"),
    "transfer_move": (transfer_workflow, Transfer, "self"),
    "meeting_move": (meeting_workflow, PlanMeeting, "self"),
    "programme_rule": (programme_workflow, PlanProgramme, "plan self"),
    "hellowork_move": (hellowork_workflow, HelloworkRequest, "programme.plan self"),
}


# ---- the table is complete -----------------------------------------------------------


def test_every_address_is_in_the_table():
    """One that answers GET stands in SCREENS or, with its reason, in NO_SCREENS."""
    answering = {name for name, _pattern, view in routes() if "GET" in methods_of(view)}
    assert answering - {*SCREENS, *NO_SCREENS} == set()
    assert {*SCREENS, *NO_SCREENS} - answering == set()
    assert {name for name, row in SCREENS.items() if row == (STEP,)} == set(STEPS)


@pytest.mark.django_db
def test_what_is_no_screen_answers_no_page(office, as_):
    """Nobody hides a screen from axe by calling it a file."""
    course = Course(office).supported()
    course.rule("household_budget", "notify", days=73, way="郵送")
    case = course.case.pk
    args = {
        "case_paper": [case, "form5"],
        "case_paper_blank": [case, "form5"],
        "issued_copy": [case, IssuedDocument.objects.get().pk],
        "visit_print": [case],
    }
    for name in NO_SCREENS:
        who = "officer" if name == "plan_next" else "counselor"
        answer = as_(who).get(reverse(name, args=args.get(name, [])))
        kind = answer.headers.get("Content-Type", "")
        assert answer.status_code != 200 or "html" not in kind, name


# ---- one walk ------------------------------------------------------------------------

# Everything that can be wrong is wrong: no choice made, days and amounts that are none, lines
# without end; what is told at length is left out, or too long where there is nothing else.
BOXES = "main form[method=post] :is(input:not([type=hidden]), select, textarea)"
WRONG = """tooLong => {
  const boxes = (form) => [...form.elements].filter((box) =>
    box.name && box.type !== "hidden" && box.type !== "submit");
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


def place(full, words):
    """The arguments and the query of an address, written as in SCREENS."""
    args, query = [], ""
    for word in words.split():
        if word.startswith("?"):
            query = re.sub(r"{(.+?)}", lambda found: str(key(full, found[1])), word)
        else:
            args.append(word[1:] if word.startswith(":") else key(full, word))
    return args, query


def key(full, path):
    """What stands at the path; of a record, its number."""
    found = attrgetter(path)(full)
    return found.pk if isinstance(found, Model) else found


def screens(full):
    """(who, name, address) of every row of the table."""
    for name, (people, *faces) in SCREENS.items():
        for face in faces:
            args, query = place(full, face)
            for who in people.split():
                yield who, name, reverse(name, args=args) + query


def steps(full):
    """(who, name, address) of the steps that somebody may take now: what is asked, once."""
    rules = {name: RULES[view.rule] for name, _pattern, view in routes()}
    seen = set()
    for name, (machine, model, before) in STEPS.items():
        for who in ("counselor", "chief", "officer", "approver"):
            person = full.people[who]
            if not roles_held(person) & set(rules[name].roles):
                continue
            for record in model.objects.order_by("pk"):
                for option in machine.available(record, person):
                    asked = (name, option.transition.form, *option.transition.needs)
                    if option.allowed and asked not in seen:
                        seen.add(asked)
                        yield who, name, step_address(name, record, before, option.transition)


def step_address(name, record, before, transition):
    args = [record.pk if path == "self" else attrgetter(path)(record).pk for path in before.split()]
    return reverse(name, args=[*args, transition.name])


@pytest.mark.once
@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_screen_of_an_application_of_its_own(office, folders, walk):
    folders.town("2099-04-01")
    settle_in_town(office)
    course = Course(office).planning().drafted("temporary_living", months=2)
    programme = course.programme("temporary_living")
    walk.be("counselor")
    walk.open(reverse("programme_apply", args=[course.plan.pk, programme.pk]))
    walk.mistake("programme_apply")
    assert walk.mistaken
    note = write_note(course.case, by=course.by, on=ago(3), method="visit", body="会えた。")
    note.stage = "trust"
    note.save()
    walk.be("chief")
    for name in ("intensive_list", "off_hours", "town_list", "case_list"):
        walk.open(reverse(name))
    month = f"?month={note.on:%Y-%m}&what=note&when=closed"
    walk.open(reverse("off_hours_rows") + month)
    assert walk.faults == [], "\n".join(walk.faults)


@pytest.fixture
def walk(desk):
    return Walk(desk)


@pytest.mark.once
@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_every_screen_and_every_mistake_on_it(office, walk):
    full = Full(office)
    found = sorted([*screens(full), *steps(full)], key=lambda row: row[0])
    for who, name, address in found:
        walk.be(who)
        walk.open(address)
        if name in TAKES_A_FORM:
            walk.mistake(name)
    assert walk.faults == [], "\n".join(walk.faults)
    assert TAKES_A_FORM - {name for name, *_boxes in walk.mistaken} == set()


# ---- nothing there yet ----------------------------------------------------------------

REFUSED = (403, 409, 422)  # what cannot be done with a new 台帳 yet, with its reason


@pytest.mark.once
@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_every_screen_of_an_office_that_has_nothing_yet(office, walk):
    """Each list and home without a case; then each page of a 台帳 that was just opened."""
    admin_of_the_city(office)
    lists = [(people, name, address_without(name)) for name, (people, *_faces) in SCREENS.items()]
    for who in EVERYONE.split():
        walk.be(who)
        for people, name, address in lists:
            if address and (who in people.split() or (who, name) in CITY):
                walk.open(address)
    case = office.case()
    walk.be("chief")
    for name, pattern, _view in routes():
        if name in SCREENS and pattern.startswith("cases/<int:pk>/") and pattern.count("<") == 1:
            walk.open(reverse(name, args=[case.pk]), 200, *REFUSED)
    assert walk.faults == [], "\n".join(walk.faults)


CITY = {("officer", name) for name in ("case_list", "calendar", "meeting_list", "contact_list")}


def address_without(name):
    """The address of a page that is of no record; of others, none."""
    _people, *faces = SCREENS[name]
    query = faces[0] if faces and faces[0].startswith("?") and "{" not in faces[0] else ""
    try:
        return reverse(name) + query
    except NoReverseMatch:
        return ""


# ---- what is refused, and what somebody else saved first ---------------------------------

STALE = """([name, words]) => {
  const box = document.querySelector(`main form[method=post] [name=${name}]`);
  box.value = words;
  box.form.elements.version.value = "0";
  box.form.submit();
}"""
STALE_ROLES = """() => {
  const box = document.querySelector("main form[method=post] [name=roles]:not(:checked)");
  box.checked = true;
  box.form.elements.version.value = "0";
  box.form.submit();
}"""
SAVED_FIRST = (
    ("case_sheet", "received.case", "words"),
    ("note_correct", "assessing.case note", "body"),
    ("assessment_section", "assessing.case :summary", "summary"),
    ("case_row", "assessing.case :household member", "occupation"),
    ("plan_edit", "drafted.plan", "goal_long"),
    ("evaluation", "evaluated.plan", "wish"),
    ("case_move", "received.case :suspend", "reason"),
    ("record_edit", "assessing.case :search search", "employer"),
)
SAVED_FIRST_BY_A_CHIEF = (
    ("case_hard", "received.case", "reason"),
    ("contact_edit", "clinic", "name"),
    ("meeting_attendance", "meeting", "rows-0-name"),
)


@pytest.mark.once
@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_every_screen_that_says_no(office, walk, monkeypatch):
    full = Full(office)
    walk.be("nobody")
    walk.open("/login/")
    walk.desk.press("ログインする").look()
    walk.be("counselor")
    walk.open(reverse("staff_list"), 403)
    walk.open(reverse("case_detail", args=[10**9]), 404)
    walk.open(reverse("case_move", args=[full.closed.case.pk, "go_on"]), 409)
    for who, rows in (("counselor", SAVED_FIRST), ("chief", SAVED_FIRST_BY_A_CHIEF)):
        walk.be(who)
        for name, words, box in rows:
            args, _query = place(full, words)
            walk.open(reverse(name, args=args))
            walk.send(409, STALE, [box, "わたしの文"])
    walk.be("admin")
    walk.open(reverse("staff_roles", args=[full.by.pk]))
    walk.send(409, STALE_ROLES)
    walk.be("counselor")
    walk.open(reverse("own_settings"))
    walk.send(
        403,
        "document.querySelector('main [name=csrfmiddlewaretoken]').value = 'x';"
        "document.querySelector('main form').submit()",
    )
    for error, status in ((SuspiciousOperation, 400), (RuntimeError, 500)):
        monkeypatch.setattr("accounts.views.drafts.render", failing(error))
        walk.open(reverse("draft_list"), status)
    assert walk.faults == [], "\n".join(walk.faults)


def failing(error):
    def fail(*_args, **_kwargs):
        raise error

    return fail
