"""Papers in the background: two processes against one, 300 papers against 30, and whoever saves
meanwhile against a quiet hour.

Run by ``bench/run.py`` with the database, a copy, in ``DEMO_DATABASE_URL``; one line for each
result: what, ours, measure, limit. With the name of a part only that.
"""

import os
import re
import statistics
import subprocess
import sys
import time
from itertools import cycle, islice
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

CHIEF, CASES, PAPERS = "chief-0", 40, ("form1", "form2", "form5", "form6")
TURNS = 2  # of what takes a minute
BLOCKS, SAVES = 3, 40  # saves in turn: while papers are made, and while none are
PATIENCE = 900  # seconds


class Press:
    """The print centre of one 主任: what is ordered, and the processes that make it."""

    def __init__(self):
        from accounts.models import User
        from reports.print_centre import Choice, cases_for, wanted_of

        self.chief = User.objects.get(username=CHIEF)
        self.cases = list(cases_for(self.chief, Choice())[:CASES])
        self.every = list(wanted_of(self.chief, self.cases, PAPERS, Choice()))

    def order(self, number: int):
        from django.utils import timezone

        from documents.batches import order
        from documents.models import PrintBatch

        PrintBatch.objects.all().delete()
        how = {"by": self.chief, "title": "計測", "form": "pdf", "with_gaps": True}
        return order(islice(cycle(self.every), number), now=timezone.now(), **how)

    def made(self, number: int, processes: int) -> tuple[float, int]:
        """Seconds until the file is there, and the KiB that the greediest process took."""
        batch = self.order(number)
        began = time.monotonic()
        running = [start(slot) for slot in range(processes)]
        while not is_done(batch):
            if time.monotonic() - began > PATIENCE:
                raise SystemExit("印刷が終わりません。")
            time.sleep(0.1)
        spent = time.monotonic() - began
        return spent, max(peak_of(process) for process in running)


def is_done(batch) -> bool:
    batch.refresh_from_db()
    return bool(batch.file_mark)


def start(slot: int) -> subprocess.Popen:
    return subprocess.Popen([sys.executable, ROOT / "manage.py", "print_papers", str(slot)])


def peak_of(process: subprocess.Popen) -> int:
    """Wait for it to end: the most memory it ever took (KiB)."""
    _pid, _status, usage = os.wait4(process.pid, 0)
    process.returncode = 0
    return usage.ru_maxrss


def speed(press: Press) -> None:
    turns = [(press.made(100, 2)[0], press.made(100, 1)[0]) for _turn in range(TURNS)]
    two, one = map(min, zip(*turns, strict=True))
    tell("100枚をうらで、2つのプロセス : 1つ（秒）", two, one, 1 / 1.5)


def memory(press: Press) -> None:
    many, few = press.made(300, 1)[1], press.made(30, 1)[1]
    tell("300枚のメモリの最大 : 30枚（MiB）", many / 1024, few / 1024, 1.2)


def saves(press: Press) -> None:
    from run import Visitor, served

    address = f"/cases/{press.cases[0].pk}/"
    quiet: list[float] = []
    busy: list[float] = []
    with served(os.environ["DEMO_DATABASE_URL"]) as port:
        visitor = Visitor(port).enter()
        for number in range(5):
            save(visitor, address, number)
        for _block in range(BLOCKS):
            quiet += [save(visitor, address, number) for number in range(SAVES)]
            batch = press.order(600)
            running = [start(slot) for slot in range(2)]
            while not batch.sheets.made().exists():
                time.sleep(0.1)
            busy += [save(visitor, address, number) for number in range(SAVES)]
            if is_done(batch):
                raise SystemExit("印刷が先に終わりました。")
            batch.delete()
            for process in running:
                process.wait()
    middle = map(statistics.median, (busy, quiet))
    tell("刷っているあいだの保存、中央値 : 刷らないとき", *middle, 1.5)
    tell("刷っているあいだの保存、95% : 刷らないとき", p95(busy), p95(quiet), 3.0)


def save(visitor, address: str, number: int) -> float:
    """Milliseconds of saving a note, as the case page sends it."""
    if visitor.ask(address) != 200:
        raise SystemExit(f"{address} が開けません。")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', visitor.body)[1]
    day = re.search(r'name="on" value="([^"]+)"', visitor.body)[1]
    note = {"on": day, "at": "13:40", "method": "phone", "partner": "本人", "body": f"声 {number}"}
    began = time.perf_counter()
    status = visitor.ask(f"{address}notes/", note | {"csrfmiddlewaretoken": token})
    spent = (time.perf_counter() - began) * 1000
    if status != 302:
        raise SystemExit(f"保存できません（{status}）。")
    return spent


def p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def tell(what: str, ours: float, measure: float, limit: float) -> None:
    print(what, ours, measure, limit, sep="\t", flush=True)


PARTS = {"speed": speed, "memory": memory, "saves": saves}


def main(*wanted: str) -> None:
    import django

    django.setup()
    press = Press()
    for name in wanted or PARTS:
        PARTS[name](press)


if __name__ == "__main__":
    main(*sys.argv[1:])
