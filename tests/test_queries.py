"""A page asks the database as often for twenty rows as for ten.

A new page is one line of ``PAGES``: who opens it, its address, and what grows on it. What
takes a whole course for each row (``SLOW``) grows once for all pages that show it.
"""

import copy
import datetime as dt
from itertools import count

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import (
    Membership,
    PrivacyPolicy,
    Qualification,
    Role,
    Training,
    User,
    Viewing,
)
from accounts.staffing import CORE
from accounts.workflow import save_view
from cases.models import Note, NoteTemplate
from cases.sharing import Recipient, disclose
from cases.workflow import assign, remove_row, save_row
from cases.workflow.deadlines import set_deadline, settle
from cases.workflow.exemptions import judge_exemption
from cases.workflow.hard import mark_hard
from cases.workflow.notes import write_note
from cases.workflow.records import (
    make_appointment,
    record_early_support,
    remove_appointment,
    settle_appointment,
)
from cases.workflow.transfer import ask_transfer
from documents.batches import Wanted, order
from documents.models import IssuedDocument
from housing_benefit.workflow import benefit_workflow, change_account, start_application
from incidents.workflow import add_person, receive_complaint, record_incident, record_near_miss
from meetings.workflow import add_plan
from network.models import Contact
from rules.calendar import today
from rules.choices import choices
from tests.benefits import Benefit, judged_in, order_of, paid
from tests.course import Course, ago
from tests.office import Office

pytestmark = pytest.mark.once  # the questions are counted, not their answers
TEN = 10
number = count()


class Desk:
    """An office with one case far in its course, and a way to add ten of anything."""

    def __init__(self, office):
        self.office, self.people = office, office.people
        self.city = office.places["city"].municipality
        self.course = Course(office).supported()
        self.case, self.plan = self.course.case, self.course.plan
        self.course.meeting(days=-3)
        place, by = office.places["center"], self.people["counselor"]
        self.accident = record_incident(place, by=by, kind="leak", body="誤送")
        self.batch = self.new_batch([self.case])

    def grow(self, words):
        for word in words.split():
            getattr(self, word)()

    def new_case(self, lead="counselor"):
        case = self.office.case(name=f"試験 {next(number)}", on=ago(3))
        assign(case.episode, by=self.people["chief"], lead=self.people[lead])
        return case

    def cases(self):
        for days in range(TEN):
            case = self.new_case()
            due = today() + dt.timedelta(days=days - 5)
            set_deadline(case, key="x", kind="電話", due_on=due, reason="約束")

    def unassigned(self):
        for _row in range(TEN):
            self.office.case(on=ago(3))

    def notes(self):
        for _row in range(TEN):
            write_note(
                self.case, by=self.people["chief"], on=ago(1), method="phone", body="話を聞いた"
            )

    def deadlines(self):
        for _row in range(TEN):
            key = str(next(number))
            set_deadline(self.case, key=key, kind="電話", due_on=ago(-3), reason="約束")

    def topics(self):
        intake = self.case.episode.intake
        used = {row.code for row in intake.topics.all()}
        fresh = [code for code, _words in choices("consult_topics") if code not in used]
        for code in fresh[:8]:  # there are 16 of them
            intake.topics.create(code=code, mark="some")

    def contacts(self):
        for _row in range(TEN):
            Contact(municipality=self.city, category="medical", name=f"診療所{next(number)}").save()

    def referrals(self):
        for _row in range(TEN):
            contact = Contact(municipality=self.city, category="medical", name=f"院{next(number)}")
            contact.save()
            self.case.episode.referrals.create(
                contact=contact, planned_on=ago(2), purpose="受診が要る"
            )

    def appointments(self):
        for _row in range(TEN):
            make_appointment(
                self.case,
                by=self.people["counselor"],
                staff=self.people["counselor"],
                on=today(),
                kind="phone",
                purpose="様子を聞く",
            )

    def told_appointments(self):
        for _row in range(TEN):
            row = make_appointment(
                self.case, by=self.people["counselor"], on=today(), kind="visit", purpose="話す"
            )
            settle_appointment(row, by=self.people["counselor"], standing="cancelled")

    def done_deadlines(self):
        for _row in range(TEN):
            key = str(next(number))
            set_deadline(self.case, key=key, kind="電話", due_on=ago(3), reason="約束")
            settle(self.case, key, on=ago(2))

    def papers(self):
        for _row in range(TEN):
            IssuedDocument(
                organisation=self.office.places["center"],
                code="form1",
                title="控え",
                case_pk=self.case.pk,
                case_number=self.case.number,
                subject_pk=self.case.pk,
                issued_on=ago(1),
                issued_by=self.people["counselor"],
            ).save()

    def new_batch(self, cases):
        wanted = [Wanted("form1", "受付票", case.pk, case.episode.pk) for case in cases]
        how = {"title": "受付票", "form": "pdf", "with_gaps": False, "now": timezone.now()}
        return order(wanted, by=self.people["chief"], **how)

    def batches(self):
        for _row in range(TEN // 2):  # the page shows the newest twenty
            self.new_batch([self.case])

    def failed_sheets(self):
        made = [self.new_case() for _row in range(TEN)]
        sheets = self.new_batch(made).sheets
        first = self.batch.sheets.count()
        for number, sheet in enumerate(sheets.all(), start=first + 1):
            sheet.batch, sheet.position, sheet.problem = self.batch, number, "E-25"
            sheet.lacks = [{"label": "氏名", "url": "/"}]
            sheet.save()

    def note_templates(self):
        for _row in range(TEN):
            title = f"ひな型{next(number)}"
            place = self.office.places["center"]
            NoteTemplate(organisation=place, title=title, body="【様子】").save()

    def household(self):
        for _row in range(TEN):
            name = f"家族 {next(number)}"
            save_row(self.case, "household", by=self.people["counselor"], name=name)

    def removed_rows(self):
        for _row in range(TEN):
            by = self.people["counselor"]
            for kind, column in (("household", "name"), ("debts", "lender"), ("works", "employer")):
                row = save_row(self.case, kind, by=by, **{column: f"行{next(number)}"})
                remove_row(self.case, kind, row, by=by)
            remove_appointment(make_appointment(self.case, by=by, on=today(), kind="phone"), by=by)

    def benefits(self):
        for _row in range(TEN):
            by = self.people["counselor"]
            row = start_application(self.case, by=by, kind="rent", route="left")
            benefit_workflow.advance(row, "withdraw", by=by, on=today(), reason="仕事が決まった")

    def payments(self):
        for _row in range(TEN):
            month = today().replace(day=1)
            benefit = Benefit(self.office, f"支払 {next(number)}").sent()
            paid(benefit, self.office, month)
            by = self.people["counselor"]
            change_account(benefit.row, by=by, account="新しい口座", reason="家主が変わった")

    def applications(self):
        for _row in range(TEN):
            case = self.new_case()
            start_application(case, by=self.people["counselor"], kind="rent", route="left")

    def receivers(self):
        with judged_in(self.office, "sapporo"):
            for _row in range(TEN // 2):
                benefit = Benefit(self.office, f"受給 {next(number)}").ruled()
                order_of(benefit, "stop", "moved_out")
                benefit.move("extend")

    def early_supports(self):
        for _row in range(TEN):
            record_early_support(
                self.case,
                by=self.people["counselor"],
                started_on=ago(1),
                kind="other",
                content="米を渡した",
            )

    def staff(self):
        for _row in range(TEN):
            user = User.objects.create_user(f"new-{next(number)}", name="新任")
            center = self.office.places["center"]
            Membership(user=user, organisation=center, role=Role.COUNSELOR).save()

    def qualifications(self):
        person = self.people["counselor"]
        for _row in range(TEN):
            Qualification(
                user=person,
                organisation=self.office.places["center"],
                kind=Qualification.Kind.LICENCE,
                name=f"資格{next(number)}",
            ).save()

    def views(self):
        for name in ("counselor", "officer"):
            for _row in range(TEN):
                view_name = f"見方{next(number)}"
                save_view(by=self.people[name], name=view_name, query=f"q={view_name}")

    def policies(self):
        for _row in range(TEN):
            PrivacyPolicy(
                organisation=self.office.places["center"],
                number=100 + next(number),
                valid_from=today(),
                body="守ります。",
            ).save()

    def trainings(self):
        place = self.office.places["center"]
        for _row in range(TEN):
            for days in (-20, 20):
                common = {"organisation": place, "theme": "cases", "way": "group"}
                Training(on=ago(days), title="検討", **common).save()
            name = f"{CORE} {next(number)}"
            Qualification(
                user=self.people["chief"], organisation=place, kind="core", name=name
            ).save()

    def submitted(self):
        for _row in range(TEN):
            course = Course(self.office, name=f"試験 {next(number)}")
            course.planning().drafted("household_budget").agreed().reviewed().submitted()

    def in_approval(self):
        for _row in range(TEN):
            course = Course(self.office, name=f"試験 {next(number)}")
            course.planning().drafted("household_budget").agreed().reviewed().submitted()
            course.examined("household_budget")
            course.rule("household_budget", "fulfil")
            course.rule("household_budget", "draft")

    def hard(self):
        for _row in range(TEN):
            mark_hard(self.new_case().episode, by=self.people["chief"], reason="家族の対立")

    def exemptions(self):
        for _row in range(TEN):
            self.judge()

    def disclosures(self):
        for _row in range(TEN):
            to = Recipient(self.judge().recipient, "c2")
            disclose(self.case, to, purpose="相談", by=self.people["counselor"], on=today())

    def judge(self):
        by = self.people["counselor"]
        told = {"ground": "life", "reason": "急病", "no_consent": "話せない", "judged_by": by}
        to = f"機関{next(number)}"
        return judge_exemption(self.case, by=by, on=today(), recipient=to, **told)

    def meetings(self):
        for _row in range(TEN):
            self.course.meeting(days=-3)

    def open_minutes(self):
        for _row in range(TEN):
            self.course.meeting(days=3)

    def items(self):
        meeting = self.course.held
        for _row in range(TEN):
            course = Course(self.office, name=f"試験 {next(number)}")
            course.planning().drafted("household_budget").agreed()
            add_plan(meeting, course.plan, by=course.by)

    def fill_every_box(self):
        """What stands on the home of a 主任 only now and then: each of it once."""
        chief = self.people["chief"]
        for _row in range(2):
            self.office.case(name="双子 花子", kana="ふたご はなこ", birth="1975-04-01")
        case = self.new_case(lead="chief")
        make_appointment(case, by=chief, on=today(), at=dt.time(23, 59), kind="visit")
        contact = Contact(municipality=self.city, category="medical", name="院")
        contact.save()
        case.episode.referrals.create(contact=contact, planned_on=ago(2), purpose="受診")
        rejected = {"kind": Note.Kind.MOVE, "machine": "referral", "move": "reject"}
        for _time in range(2):
            case.notes.create(episode=case.episode, author=chief, on=ago(1), **rejected)
        ask_transfer(case, by=chief, receiving=self.office.places["direct"], reason="転居")
        course = Course(self.office, name="照会 花子")
        course.planning().drafted("household_budget").agreed().reviewed().submitted()
        course.rule("household_budget", "inquire", days=5, reason="世帯の人数")

    def incidents(self):
        place, by, chief = self.office.places["center"], self.people["counselor"], "chief"
        for _row in range(TEN):
            receive_complaint(place, by=by, way="phone", kind="delay", body="電話がない。")
            row = record_incident(place, by=by, kind="leak", body="誤送", found_on=ago(1))
            case = self.office.case(name=f"試験 {next(number)}")
            add_person(self.accident, by=self.people[chief], case=case)
            record_near_miss(place, by=by, kind="lost", body="置き忘れかけた。")
            row.state = row.State.REPORTED
            row.reported_on = ago(1)
            row.save()

    def viewings(self):
        for _row in range(TEN):
            person = User.objects.create_user(f"seen-{next(number)}", name="同僚")
            case = self.office.case(name=f"試験 {next(number)}")
            known = {"agency": case.agency, "case_pk": case.pk, "case_number": case.number}
            now = {"at": timezone.now(), "on": today(), "is_own": False}
            Viewing.objects.create(user=person, roles=["counselor"], act="open", **known, **now)

    def monitorings(self):
        for _row in range(TEN):
            self.course.monitored(days=5)


PAGES = [
    ("counselor", "/", "cases appointments meetings open_minutes submitted"),
    ("chief", "/", "cases unassigned hard staff open_minutes exemptions incidents"),
    ("officer", "/", "submitted meetings incidents"),
    ("approver", "/", "in_approval"),
    ("officer", "/plans/{plan}/rule/", "submitted"),
    ("approver", "/plans/{plan}/rule/", "in_approval"),
    ("counselor", "/calendar/", "cases appointments meetings"),
    ("chief", "/calendar/?who=all&span=week", "cases appointments meetings staff"),
    ("officer", "/calendar/", "submitted meetings"),
    ("counselor", "/calendar/file/", "cases appointments meetings"),
    ("chief", "/cases/?late=on&hard=on&mine=on", "cases hard"),
    ("counselor", "/cases/", "cases"),
    ("counselor", "/cases/?q=試験", "cases"),
    ("counselor", "/cases/paper/", "cases"),
    ("counselor", "/cases/?q=試験 S50.4.1&state=planning&lead=none", "cases views"),
    ("officer", "/cases/?q=試験", "cases views"),
    ("chief", "/cases/", "cases staff"),
    ("counselor", "/cases/{case}/?kind=note", "notes deadlines topics appointments monitorings"),
    ("counselor", "/cases/{case}/", "referrals"),
    ("counselor", "/cases/{case}/support/", "early_supports appointments"),
    ("counselor", "/cases/{case}/?kind=paper", "papers note_templates"),
    ("counselor", "/cases/{case}/?kind=deadline", "done_deadlines household"),
    ("counselor", "/cases/{case}/?kind=appointment", "told_appointments"),
    ("counselor", "/cases/{case}/notes/", "notes household note_templates referrals"),
    ("counselor", "/cases/{case}/now/", "notes deadlines appointments household referrals"),
    ("counselor", "/cases/{case}/plans/", "monitorings"),
    ("counselor", "/cases/{case}/visit/", "notes deadlines appointments household"),
    ("counselor", "/cases/{case}/documents/", "papers"),
    ("chief", "/papers/print/", "cases batches"),
    ("chief", "/papers/print/{batch}/", "failed_sheets"),
    ("counselor", "/cases/{case}/removed/", "removed_rows"),
    ("counselor", "/cases/{case}/changes/?of=assessment", "household removed_rows"),
    ("chief", "/cases/{case}/disclosures/", "disclosures exemptions"),
    ("chief", "/cases/disclosures/", "disclosures"),
    ("chief", "/cases/note_templates/", "note_templates"),
    ("counselor", "/plans/{plan}/", "monitorings"),
    ("counselor", "/cases/{case}/benefits/", "benefits"),
    ("counselor", "/benefits/", "applications"),
    ("officer", "/benefits/?view=paid", "receivers"),
    ("officer", "/benefits/payments/", "payments"),
    ("counselor", "/meetings/", "meetings"),
    ("counselor", "/meetings/{meeting}/", "items"),
    ("counselor", "/contacts/", "contacts"),
    ("admin", "/staff/", "staff qualifications"),
    ("admin", "/staff/{person}/", "qualifications"),
    ("admin", "/policies/", "policies"),
    ("chief", "/trainings/", "trainings"),
    ("chief", "/cases/viewings/", "viewings"),
    ("admin", "/staff/review/", "staff"),
    ("chief", "/cases/hand_over/?who={person}", "cases staff"),
    ("admin", "/cases/viewings/?others=on", "viewings"),
    ("chief", "/incidents/", "incidents"),
    ("officer", "/incidents/", "incidents"),
    ("chief", "/incidents/accidents/{accident}/", "incidents"),
]


@pytest.fixture(scope="module")
def at_first(django_db_setup, django_db_blocker):
    """The desk as every test of this file begins with it, built once; gone afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield Desk(Office())
        transaction.set_rollback(True)


@pytest.fixture
def desk(at_first, db):
    """The desk of one test: its rows are rolled back, its objects are a copy."""
    return copy.deepcopy(at_first)


@pytest.fixture
def as_(desk):
    def login(name):
        client = Client()
        client.force_login(desk.people[name])
        return client

    return login


def asked(client, path):
    client.get(path)  # what is read once per process is read now
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return [row["sql"] for row in queries]


def address_at(desk, address):
    return address.format(
        case=desk.case.pk,
        plan=desk.plan.pk,
        meeting=desk.course.held.pk,
        person=desk.people["counselor"].pk,
        accident=desk.accident.pk,
        batch=desk.batch.pk,
    )


SLOW = {"submitted", "in_approval", "items"}
QUICK = [row for row in PAGES if not SLOW & set(row[2].split())]


@pytest.mark.parametrize(("who", "address", "what"), QUICK)
def test_twenty_rows_cost_as_many_questions_as_ten(desk, as_, who, address, what):
    path = address_at(desk, address)
    desk.grow(what)
    ten = asked(as_(who), path)
    desk.grow(what)
    twenty = asked(as_(who), path)
    assert len(twenty) == len(ten), "\n".join(twenty)


@pytest.mark.parametrize("slow", sorted(SLOW))
def test_twenty_courses_cost_as_many_questions_as_ten(desk, as_, slow):
    rows = [row for row in PAGES if slow in row[2].split()]
    words = " ".join(dict.fromkeys(word for row in rows for word in row[2].split()))
    paths = [(who, address_at(desk, address)) for who, address, _what in rows]
    desk.grow(words)
    ten = [asked(as_(who), path) for who, path in paths]
    desk.grow(words)
    twenty = [asked(as_(who), path) for who, path in paths]
    for page, few, many in zip(paths, ten, twenty, strict=True):
        assert len(many) == len(few), "\n".join([*page, *many])


AT_MOST = 25  # questions of a home screen or a list, whoever opens it
LISTS = ("/", "/cases/", "/calendar/", "/meetings/", "/contacts/")


def wears_both_hats(person, office):
    """主任 of an agency and, at the city, officer and approver: D14 adds rights up."""
    for role in (Role.OFFICER, Role.APPROVER):
        Membership(user=person, organisation=office.places["city"], role=role).save()


def test_the_home_of_who_is_at_the_agency_and_at_the_city_asks_little(desk, as_):
    desk.grow("cases unassigned appointments hard meetings open_minutes submitted in_approval")
    desk.fill_every_box()
    wears_both_hats(desk.people["chief"], desk.office)
    client = as_("chief")
    boxes = client.get("/").context
    names = "coming same_person sent_round unassigned hard back transfers not_mine to_do to_close"
    assert [name for name in names.split() if not boxes[name]] == []
    questions = asked(client, "/")
    assert len(questions) <= AT_MOST, "\n".join(questions)


def test_home_and_lists_ask_little(desk, as_):
    desk.grow("cases unassigned appointments deadlines hard meetings open_minutes submitted")
    counts = {}
    for who in ("counselor", "chief", "officer", "approver", "admin"):
        open_to = [path for path in LISTS if who != "admin" or path in ("/", "/contacts/")]
        counts |= {(who, path): len(asked(as_(who), path)) for path in open_to}
    assert {page: number for page, number in counts.items() if number > AT_MOST} == {}
