"""Kill the server at random moments while people type, save, approve and print.

``KILLS=n python -m tests.crash sqlite|postgres`` (``make crash`` does both, 100 each). Real
gunicorn, real Chromium; the server dies by SIGKILL and is started again, and what the
people were told is compared with what is there. Where it stopped is in var/crash: started
again, it goes on. Ends with one line of figures; exit 0 only if nothing was lost. With ``CROWD``
the machine is its own: 200 log in beside nine who type, and the limits of time are kept, too.
"""

import asyncio
import contextlib
import hashlib
import json
import os
import random
import re
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from urllib import request
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "var" / "crash"
WORDS = "家賃の督促が来ていて、電気もあすまでと言われている。母と二人で相談に来られた。"
TYPISTS = ("counselor", "chief", "employment")
CROWD, LOGINS = 9, 200
MOST_TYPING, MOST_PAUSE = 15.0, 30.0  # seconds: of typing lost, of not serving


class Figures:
    """What was promised and what was found; kept on disk after every kill."""

    def __init__(self, name, kills):
        self.path, self.kills = FOLDER / f"{name}.json", kills
        self.count = Counter()
        self.typing = self.pause = 0.0
        self.faults: list[str] = []
        if self.path.exists():
            kept = json.loads(self.path.read_text())
            self.count.update(kept["count"])
            self.typing, self.pause = kept["typing"], kept["pause"]
            self.faults = kept["faults"]

    def keep(self):
        kept = {key: getattr(self, key) for key in ("count", "typing", "pause", "faults")}
        rest = self.path.with_suffix(".new")
        rest.write_text(json.dumps(kept, ensure_ascii=False))
        rest.replace(self.path)

    def line(self, name):
        told = "、".join(f"{words} {self.count[words]}" for words in sorted(self.count))
        return (
            f"crash {name}: {told}、失われた保存 {len(self.faults)}、失われた入力は最大"
            f"{self.typing:.1f}秒、再開まで最大{self.pause:.1f}秒"
        )

    def hold(self, *, is_alone):
        """Nothing was lost; on a machine that does nothing else, within the limits of time too."""
        in_time = self.typing <= MOST_TYPING and self.pause <= MOST_PAUSE
        return not self.faults and (in_time or not is_alone)


class Server:
    """gunicorn on a port of its own, in a process group that can be killed at once."""

    def __init__(self):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.process = None

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    async def start(self):
        """Start, and wait until it answers: the seconds it took."""
        began = time.monotonic()
        command = [ROOT / ".venv/bin/gunicorn", "config.wsgi", "--workers", "2"]
        self.process = subprocess.Popen(
            [*command, "--bind", f"127.0.0.1:{self.port}", "--log-level", "critical"],
            cwd=ROOT,
            start_new_session=True,
        )
        while time.monotonic() - began < 2 * MOST_PAUSE:
            with contextlib.suppress(OSError):
                reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
                writer.write(b"GET /login/ HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n")
                answer = await asyncio.wait_for(reader.readline(), 10)
                writer.close()
                if b" 200 " in answer:
                    break
            await asyncio.sleep(0.05)
        return time.monotonic() - began

    def kill(self):
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


class Person:
    """Somebody at a browser, who goes on whatever the server does."""

    def __init__(self, browser, server, username):
        self.browser, self.server, self.username = browser, server, username
        self.page = None

    async def live(self):
        """Work until the end; what breaks off is begun again where it was."""
        while True:
            try:
                await self.work()
            except Exception as error:  # a killed server shows itself in many ways
                if "closed" in str(error) and self.browser.contexts == []:
                    return
                await asyncio.sleep(0.3)

    async def enter(self):
        from tests.office import PASSWORD

        if self.page is None:
            context = await self.browser.new_context(base_url=self.server.url, locale="ja-JP")
            self.page = await context.new_page()
            self.page.set_default_timeout(8_000)
        await self.page.goto("/")
        if "/login/" in self.page.url:
            await self.page.get_by_label("ログインID").fill(self.username)
            await self.page.locator("#id_password").fill(PASSWORD)
            await self.page.get_by_role("button", name="ログインする").click()
            await self.page.get_by_role("navigation").first.wait_for()


class Typist(Person):
    """Types notes, letter by letter, and saves each."""

    def __init__(self, browser, server, username, case):
        super().__init__(browser, server, username)
        self.case, self.number = case, 0
        self.typed: list[tuple[float, str]] = []  # when each letter of this note was typed
        self.saved: set[str] = set()  # what the page said was saved
        self.is_saving = False

    @property
    def text(self):
        return "".join(letter for _at, letter in self.typed)

    async def work(self):
        await self.enter()
        await self.page.goto(f"/cases/{self.case}/")
        box = self.page.locator("form.note-box textarea[name=body]")
        await box.wait_for()
        if self.typed and await self.go_on(box) is False:
            self.typed = []
        while True:
            await self.type_into(box)
            self.is_saving = True
            form = self.page.locator("form.note-box")
            await form.locator("select[name=method]").select_option("phone")
            await form.get_by_role("button", name="保存する").click()
            await self.page.wait_for_url("**?note=*", timeout=20_000)
            self.saved.add(self.text)
            self.typed, self.is_saving = [], False
            await self.page.goto(f"/cases/{self.case}/")

    async def go_on(self, box):
        """Take up the draft, if the page offers it: the text is then what the server had."""
        offers = self.page.locator("[data-draft]").filter(has_text=self.text[:12])
        self.is_saving = False
        if not await offers.count():
            return False
        await offers.first.get_by_role("button", name="続ける").click()
        kept = await box.input_value()
        self.typed = [(time.time(), letter) for letter in kept]
        return True

    async def type_into(self, box):
        if not self.typed:
            self.number += 1
            mark = f"{self.username}-{os.getpid()}-{self.number} "
            await box.fill(mark)
            self.typed = [(time.time(), letter) for letter in mark]
        await box.focus()
        await self.page.keyboard.press("End")
        for letter in WORDS[len(self.text) % len(WORDS) :]:
            await self.page.keyboard.insert_text(letter)
            self.typed.append((time.time(), letter))
            await asyncio.sleep(random.uniform(0.03, 0.25))


class Receiver(Person):
    """Takes calls."""

    told: set[str]

    async def work(self):
        await self.enter()
        while True:
            name = f"電話 {random.getrandbits(48):x}"
            await self.page.goto("/cases/receive/")
            await self.page.get_by_role("combobox", name="相談の経路").select_option(index=1)
            await self.page.get_by_role("textbox", name="お呼びする名前").fill(name)
            await self.page.get_by_role("textbox", name="ご相談の内容").first.fill(WORDS)
            await self.page.get_by_role("button", name="受け付ける", exact=True).click()
            await self.page.get_by_role("heading", name="いまの様子と経過").wait_for()
            self.told.add(name)
            await asyncio.sleep(random.uniform(0.5, 2))


class Decider(Person):
    """Goes through the programmes that wait: decides, or notifies with a numbered paper."""

    def __init__(self, browser, server, username, step, programmes, told):
        super().__init__(browser, server, username)
        self.step, self.programmes, self.told = step, programmes, told

    async def work(self):
        await self.enter()
        while todo := self.programmes():
            plan, programme = todo[0]
            await self.page.goto(f"/plans/{plan}/programmes/{programme}/rule/{self.step}/")
            way = self.page.get_by_role("textbox", name="知らせ方")
            if self.step == "notify":
                await way.fill("郵送")
            label = {"decide": "決定する", "notify": "本人に通知した"}[self.step]
            await self.page.get_by_role("button", name=label, exact=True).click()
            await self.page.get_by_text(f"「{label}」を記録しました。").wait_for()
            self.told.add(programme)
            await asyncio.sleep(random.uniform(1, 4))
        await asyncio.sleep(2)


class Printer(Person):
    """Prints a paper again and again; a paper is whole or it is not there."""

    def __init__(self, browser, server, username, case, figures):
        super().__init__(browser, server, username)
        self.case, self.figures = case, figures

    async def work(self):
        await self.enter()
        while True:
            answer = await self.page.context.request.get(f"/cases/{self.case}/documents/form1/")
            body = await answer.body()
            if answer.status == 200:
                self.figures.count["印刷"] += 1
                if not (body.startswith(b"%PDF") and body.rstrip().endswith(b"%%EOF")):
                    self.figures.faults.append("a paper was cut off")
            await asyncio.sleep(random.uniform(0.5, 2))


# ---- the office, and what is in it ---------------------------------------------------
def prepare(kills):
    """An office with cases to write about and plans that wait for a decision."""
    from django.core.management import call_command

    from accounts.models import User
    from tests.course import Course
    from tests.office import Office

    call_command("migrate", verbosity=0)
    if User.objects.exists():
        return
    office = Office()
    for username in TYPISTS:
        office.case(name=f"経過 {username}")
    for number in range(kills + 3):
        course = Course(office, name=f"決裁 {number}").planning().drafted("household_budget")
        course.agreed().reviewed().submitted().examined("household_budget")
        course.rule("household_budget", "fulfil")
        course.rule("household_budget", "draft")


def waiting(state):
    from plans.models import PlanProgramme

    rows = PlanProgramme.objects.filter(state=state).order_by("pk")
    return list(rows.values_list("plan_id", "pk")[:1])


def check_notes(typist, figures):
    """Every note that was said to be saved is there once."""
    from cases.models import Note

    bodies = Counter(Note.objects.filter(case=typist.case).values_list("body", flat=True))
    for text in typist.saved:
        if bodies[text.strip()] != 1:
            figures.faults.append(f"{bodies[text.strip()]} notes: {text[:40]}")
    figures.count["保存"] += len(typist.saved)
    typist.saved = set()


def check_typing(typist, figures, killed_at):
    """How long ago the first letter was typed that the server did not have."""
    from accounts.models import Draft
    from cases.models import Note

    typed = list(typist.typed)
    text = "".join(letter for _at, letter in typed)
    if not text or Note.objects.filter(case=typist.case, body=text.strip()).exists():
        return
    kept = ""
    for draft in Draft.objects.filter(user__username=typist.username):
        body = dict(draft.typed).get("body", "")
        if text.startswith(body) and len(body) > len(kept):
            kept = body
    if len(kept) < len(text):
        lost = killed_at - typed[len(kept)][0]
        figures.typing = max(figures.typing, lost)
        figures.count["失われた文字（15秒以内）"] += len(text) - len(kept)


def check_numbers(receiver, decided, notified, figures):
    """Nobody's call is lost, no number is given twice, no paper is half."""
    from django.db.models import Count

    from cases.models import Case
    from documents.models import IssuedDocument
    from plans.models import PlanProgramme

    names = Counter(Case.objects.values_list("person__call_name", flat=True))
    figures.faults += [f"{names[name]} of {name}" for name in receiver.told if names[name] != 1]
    State = PlanProgramme.State
    done = {State.DECIDED, State.NOTIFIED}
    states = dict(PlanProgramme.objects.values_list("pk", "state"))
    figures.faults += [f"programme {pk}: {states[pk]}" for pk in decided if states[pk] not in done]
    figures.faults += [f"notice {pk}" for pk in notified if states[pk] != State.NOTIFIED]
    papers = IssuedDocument.objects.exclude(number="")
    twice = papers.values("number").annotate(times=Count("pk")).filter(times__gt=1)
    figures.faults += [f"number {row['number']} twice" for row in twice]
    for paper in papers.select_related("copy"):
        if hashlib.sha256(bytes(paper.copy.pdf)).hexdigest() != paper.copy.sha256:
            figures.faults.append(f"paper {paper.number} is not what was issued")
    notices = states and sum(state == State.NOTIFIED for state in states.values())
    if notices != papers.count():
        figures.faults.append(f"{notices} notices, {papers.count()} papers")
    figures.count["受付"] += len(receiver.told)
    figures.count["決定"] += len(decided)
    figures.count["通知"] += len(notified)
    for told in (receiver.told, decided, notified):
        told.clear()


# ---- the run --------------------------------------------------------------------------
async def run(name, server, kills, crowd):
    from playwright.async_api import async_playwright

    from cases.models import Case

    figures = Figures(name, kills)
    cases = list(Case.objects.filter(person__name__startswith="経過").values_list("pk", flat=True))
    decided: set[int] = set()
    notified: set[int] = set()
    await server.start()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        if crowd and not figures.count["ログイン"]:
            await beside_nine(browser, server, cases, figures)
        typists = [Typist(browser, server, who, pk) for who, pk in zip(TYPISTS, cases, strict=True)]
        receiver = Receiver(browser, server, "outreach")
        receiver.told = set()
        people = [
            *typists,
            receiver,
            Decider(browser, server, "approver", "decide", lambda: waiting("in_approval"), decided),
            Decider(browser, server, "officer", "notify", lambda: waiting("decided"), notified),
            Printer(browser, server, "counselor", cases[0], figures),
        ]
        tasks = [asyncio.create_task(person.live()) for person in people]
        await asyncio.sleep(8)
        while figures.count["停止"] < kills:
            await asyncio.sleep(random.uniform(6, 20))
            server.kill()
            killed_at = time.time()
            for typist in typists:
                check_typing(typist, figures, killed_at)
                check_notes(typist, figures)
            check_numbers(receiver, decided, notified, figures)
            figures.count["停止"] += 1
            figures.pause = max(figures.pause, await server.start())
            figures.keep()
            print(f"{figures.count['停止']}/{kills} {figures.line(name)}", flush=True)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await browser.close()
    return figures


async def beside_nine(browser, server, cases, figures):
    """200 logins while nine type: none of the nine is thrown out, no letter is lost."""
    from accounts.models import Draft

    nine = [Typist(browser, server, "counselor", cases[0]) for _person in range(CROWD)]
    for person in nine:
        await person.enter()
        await person.page.goto(f"/cases/{cases[0]}/")
        person.number = id(person)

    async def type_on(person):
        await person.type_into(person.page.locator("form.note-box textarea[name=body]"))

    typing = [asyncio.create_task(type_on(person)) for person in nine]
    for _login in range(LOGINS):
        await asyncio.to_thread(log_in, server.url, "chief")
    await asyncio.gather(*typing)
    await asyncio.sleep(4)
    kept = {dict(row.typed).get("body") for row in Draft.objects.all()}
    for person in nine:
        if person.text not in kept or "/login/" in person.page.url:
            figures.faults.append(f"one of nine lost: {person.text[:40]}")
        await person.page.context.close()
    figures.count["ログイン"] += LOGINS


def log_in(url, username):
    """One more session, without a browser."""
    from tests.office import PASSWORD

    visitor = request.build_opener(request.HTTPCookieProcessor())
    page = visitor.open(f"{url}/login/").read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    form = {"username": username, "password": PASSWORD, "csrfmiddlewaretoken": token}
    if "/login/" in visitor.open(f"{url}/login/", urlencode(form).encode()).url:
        raise RuntimeError("the login was refused")


def main(name):
    kills, is_alone = int(os.environ.get("KILLS", "100")), "CROWD" in os.environ
    FOLDER.mkdir(parents=True, exist_ok=True)
    if name == "sqlite":
        os.environ["DATABASE_URL"] = f"sqlite:///{FOLDER / 'office.sqlite3'}"
        if not (FOLDER / "sqlite.json").exists():
            for path in FOLDER.glob("office.sqlite3*"):
                path.unlink()
    os.environ |= {
        "TSUNAGI_ENV": "test",
        "DJANGO_ALLOW_ASYNC_UNSAFE": "1",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    prepare(kills)
    server = Server()
    try:
        figures = asyncio.run(run(name, server, kills, crowd=is_alone))
    finally:
        server.kill()
    print(figures.line(name))
    for fault in figures.faults:
        print(f"  {fault}")
    figures.path.unlink(missing_ok=True)
    return 0 if figures.hold(is_alone=is_alone) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
