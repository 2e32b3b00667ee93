"""A process that makes papers is killed: what there is is whole, the rest is made afterwards."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from hashlib import sha256

import pytest
from django.conf import settings
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from documents import slots
from documents.batches import Wanted, order, progress
from documents.models import IssuedDocument, PaperPrint, PrintBatch, PrintPart, PrintSheet
from documents.register import DOCUMENTS
from documents.slots import taken, worker_at
from documents.workflow import issue
from rules.calendar import today
from tests.course import Course
from tests.documents.reading import facts_of, text_of
from tests.office import Office

pytestmark = pytest.mark.django_db(transaction=True)
SHEETS, KILLS, PATIENCE = 12, 2, 300  # the last in seconds


@pytest.fixture
def office(transactional_db):
    return Office()


@pytest.fixture
def _as_served(monkeypatch, settings):
    """What the processes are told of the database, as the server would tell them."""
    place = connection.settings_dict
    url = f"sqlite:///{place['NAME']}"
    if connection.vendor == "postgresql":
        url = f"postgres://{place['USER']}@{place['HOST']}:{place['PORT']}/{place['NAME']}"
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("PRINT_PROCESSES", "2")
    monkeypatch.setenv("PRINT_NICE", "0")  # behind the other tests it would never come
    settings.PRINT_PROCESSES = 2


def started(slot):
    command = [sys.executable, settings.BASE_DIR / "manage.py", "print_papers", str(slot)]
    return subprocess.Popen(command, env=os.environ)


def until(holds):
    began = time.monotonic()
    while not holds():
        assert time.monotonic() - began < PATIENCE, "it takes too long"
        time.sleep(0.05)


def made():
    return PrintSheet.objects.made().count()


def all_are_whole():
    """Every paper is a PDF from its first byte to its last, or is not there."""
    for sheet in PrintSheet.objects.all():
        if sheet.made_at is None:
            assert sheet.pdf is None
        else:
            assert bytes(sheet.pdf).startswith(b"%PDF")
            assert bytes(sheet.pdf).rstrip().endswith(b"%%EOF")


def ordered(office, cases):
    wanted = [
        Wanted("form1", "相談受付・申込票", case.pk, case.episode.pk)
        for number in range(SHEETS)
        for case in [cases[number % len(cases)]]
    ]
    how = {"title": "受付票", "form": "pdf", "with_gaps": True, "now": timezone.now()}
    return order(wanted, by=office.people["chief"], **how)


@pytest.mark.usefixtures("_as_served")
def test_a_batch_whose_processes_are_killed_goes_on_and_is_whole(office, as_):
    course = Course(office).planning().drafted("household_budget").agreed().reviewed().submitted()
    batch = ordered(office, [course.case, office.case(name="葛城 花")])
    for _kill in range(KILLS):
        before = made()
        process = started(0)
        until(lambda before=before: made() > before)
        letter, place = DOCUMENTS["submission"], office.places["center"]
        issue(letter, course.submission, by=course.by, on=today(), organisation=place)
        time.sleep(random.uniform(0, 0.5))
        process.send_signal(signal.SIGKILL)
        process.wait()
        all_are_whole()
        assert made() < SHEETS, "it was killed too late to tell"
        assert PrintBatch.objects.get().file_mark == ""
    page = reverse("print_batch", args=[batch.pk])
    as_("chief").get(page)  # looking starts what was ended
    until(lambda: PrintBatch.objects.get().file_mark)
    batch.refresh_from_db()
    assert progress(batch).made == SHEETS
    answer = as_("chief").get(reverse("print_file", args=[batch.pk]))
    content = b"".join(answer.streaming_content)
    assert sha256(content).hexdigest() == batch.sha256
    assert facts_of(content)["Pages"] == str(SHEETS)
    assert text_of(content).count("葛城花") >= SHEETS // 2
    assert PaperPrint.objects.count() == SHEETS, "each is logged once"
    numbers = Counter(IssuedDocument.objects.exclude(number="").values_list("number", flat=True))
    assert len(numbers) == KILLS
    assert set(numbers.values()) == {1}
    until(all_places_are_empty)


def all_places_are_empty():
    empty = []
    for slot in range(2):
        with taken(slot) as is_empty:
            empty.append(is_empty)
    return all(empty)


@pytest.mark.usefixtures("_as_served")
def test_however_often_one_looks_a_place_has_one_process(office, as_, monkeypatch):
    start, begun = slots.start, []
    monkeypatch.setattr(slots, "start", lambda *what: (begun.append(what[0]), start(*what)))
    batch = ordered(office, [office.case(name="葛城 花")])
    batch.sheets.filter(position__gt=2).delete()
    page, client = reverse("print_batch", args=[batch.pk]), as_("chief")
    for _look in range(3):
        client.get(page)
    assert begun == [0, 1], "the places are held while the processes load"
    until(lambda: PrintBatch.objects.get().file_mark)
    until(all_places_are_empty)


@pytest.mark.usefixtures("_as_served")
def test_a_file_that_was_half_laid_together_is_laid_together_anew(office):
    """As a process leaves it that is killed while it binds: pieces, and its name on the 束."""
    batch = ordered(office, [office.case(name="葛城 花")])
    batch.sheets.filter(position__gt=2).delete()
    process = started(1)
    until(lambda: PrintBatch.objects.get().file_mark)
    process.wait()
    whole = PrintBatch.objects.get().sha256
    PrintPart.objects.update(mark="half")
    PrintBatch.objects.update(file_mark="", bound_by=worker_at(1), bound_since=timezone.now())
    process = started(0)  # another place: it sees that nobody is in the first
    until(lambda: PrintBatch.objects.get().file_mark)
    process.wait()
    batch.refresh_from_db()
    parts = PrintPart.objects.filter(batch=batch).order_by("number")
    assert {part.mark for part in parts} == {batch.file_mark}
    content = b"".join(bytes(part.content) for part in parts)
    assert sha256(content).hexdigest() == batch.sha256 != whole
    assert facts_of(content)["Pages"] == "2"
