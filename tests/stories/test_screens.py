"""Every screen is opened in Chromium: full, empty, and with a mistake in it.

axe finds nothing on it, at twice the size nothing lies beside it and the Tab key alone reaches
everything on it, every form that holds words or more than five boxes is kept as a draft by the
page itself, no form goes while a word is converted, and nothing is fetched from another host
(``page`` watches that). A new address without a line in ``screens.py`` fails
``test_every_address_is_in_the_table``.
"""

import pytest
from django.core.exceptions import SuspiciousOperation
from django.urls import NoReverseMatch, reverse

from cases.workflow.attachments import attach
from cases.workflow.notes import write_note
from documents.models import IssuedDocument
from incidents.workflow import write_statement
from reports.management.commands.routes import methods_of, routes
from rules.calendar import fiscal_year, today
from tests.course import Course, ago
from tests.documents import bad_files
from tests.full import Full, admin_of_the_city
from tests.places import settle_in_town
from tests.stories.screens import (
    EVERYONE,
    NO_SCREENS,
    SCREENS,
    STEP,
    STEPS,
    TAKES_A_FORM,
    place,
    screens,
    steps,
)
from tests.stories.walking import Walk

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
    files = [("a.pdf", bad_files.PDF)]
    rows, _none = attach(course.case, by=course.by, files=files, received_on=today(), form="copy")
    told = dict.fromkeys(("mission", "activities", "finance", "published_how"), "相談と同行。")
    told |= {"income": 1, "expense": 1, "published_on": today(), "year": fiscal_year(today())}
    statement = write_statement(course.case.agency, by=office.people["chief"], **told)
    args = {
        "attachment": [case, rows[0].pk],
        "statement_paper": [statement.pk],
        "benefit_scan": [case, 0],
        "case_paper": [case, "form5"],
        "case_paper_blank": [case, "form5"],
        "issued_copy": [case, IssuedDocument.objects.get().pk],
        "visit_print": [case],
        "notes_print": [case],
        "minutes_paper": [course.held.pk],
        "meeting_pack": [course.held.pk],
        "pack_copy": [course.held.pk, 0],
        "payment_file": [case],
        "print_file": [case],
    }
    for name in NO_SCREENS:
        who = "officer" if name == "plan_next" else "counselor"
        answer = as_(who).get(reverse(name, args=args.get(name, [])))
        kind = answer.headers.get("Content-Type", "")
        assert answer.status_code != 200 or "html" not in kind, name


# ---- the walk -------------------------------------------------------------------------


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
            if name not in LED_ON and address and (who in people.split() or (who, name) in CITY):
                walk.open(address)
    case = office.case()
    walk.be("chief")
    for name, pattern, _view in routes():
        if name in SCREENS and pattern.startswith("cases/<int:pk>/") and pattern.count("<") == 1:
            walk.open(reverse(name, args=[case.pk]), 200, *REFUSED)
    assert walk.faults == [], "\n".join(walk.faults)


# Without a 手順 one is led to where it is made; of no 台帳 the list is printed unasked.
LED_ON = {"procedure_tell", "case_list_paper"}
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
