"""Measure ours against bare Django, and a large office against a small one.

``make bench PART=list|scale|search|papers``, all without PART. Two pages are asked for
in turn (A B A B …) from gunicorn, each the same number of times; what counts is the
ratio of the medians, so that a slow machine measures the same. The data is built once
into bench/data (ignored) and again when the migrations change. Ends with 1 if a ratio is over
its limit.

``PART=million``, only when asked for: every kind of search among 1,000,000 persons, of
whom the one who asks may see 20,000, against the bare list of those.
"""

import hashlib
import http.client
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.cookies import SimpleCookie
from itertools import chain
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "bench" / "data"
PYTHON = ROOT / ".venv/bin/python"
TURNS, WARM_UP = 60, 5
TURNS_OF_MILLION = 15
TURNS_OF_PAPER, TURNS_OF_CHROMIUM = 20, 5
FORM = re.compile("form[1-8]")  # the 様式 themselves, not what goes with them
UA = {"pdf_variant": "pdf/ua-1"}
PERSON, PASSWORD = "counselor-0", "tsunagi-demo"
FILTER = "state=in_support&state=planning"
WORDS = {
    "氏名": "池田",
    "ふりがな": "わかな",
    "電話": "0900000",
    "番号": "R8-00",
    "なし": "ぬぬぬぬ",
}
KINDS = {
    "1文字、すべてに当てはまる": "R",
    "1文字": "田",
    "2文字": "かな",
    "なし": "ぬぬぬぬ",
    "電話の下4けた": "0001",
    "台帳番号": "R8-0012",
    "生年月日": "昭和50年4月1日",
    "生まれた年": "1975",
    "8つの言葉": "r 0 1 2 3 4 5 6",
}
PAGES = {
    "scale": {"一覧": f"/cases/?{FILTER}", "一覧（条件なし）": "/cases/", "今日": "/"},
    "search": {
        f"検索（{name}）": f"/cases/?{urlencode({'q': words})}" for name, words in WORDS.items()
    },
}


@dataclass(frozen=True)
class Result:
    part: str
    what: str
    ours: float
    measure: float
    limit: float | None

    @property
    def is_over(self) -> bool:
        return self.limit is not None and self.ours / self.measure > self.limit

    def line(self) -> str:
        limit = f"{self.limit:.2f}" if self.limit else "–"
        verdict = "NG" if self.is_over else "OK" if self.limit else ""
        numbers = f"{self.ours:8.1f} {self.measure:8.1f} {self.ours / self.measure:6.2f} {limit:>5}"
        return f"{self.part:18} {numbers}  {verdict:2}  {self.what}"


# ---- data -----------------------------------------------------------------------
def fingerprint() -> str:
    """Of what the data depends on: the tables, and how they are filled."""
    files = sorted([*ROOT.glob("*/migrations/0*.py"), ROOT / "bench/build.py"])
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:16]


def build(engine, sizes) -> None:
    """These sizes, unless they are there; all others grow out of a copy of small."""
    wanted = fingerprint()  # of the files as they are now: a build takes minutes
    for size in sizes:
        stamp = DATA / f"{engine.name}.{size}.built"
        if stamp.exists() and stamp.read_text() == wanted:
            continue
        stamp.unlink(missing_ok=True)
        started = time.monotonic()
        engine.create(size)
        env = os.environ | {"TSUNAGI_ENV": "demo", "DEMO_DATABASE_URL": engine.url(size)}
        subprocess.run([PYTHON, "bench/build.py", size], cwd=ROOT, env=env, check=True)
        print(f"{engine.name} {size}: {time.monotonic() - started:.0f}秒で作りました", flush=True)
        stamp.write_text(wanted)


class Sqlite:
    name = "sqlite"

    def path(self, size) -> Path:
        return DATA / f"{size}.sqlite3"

    def url(self, size) -> str:
        return f"sqlite:///{self.path(size)}"

    def create(self, size) -> None:
        for path in DATA.glob(f"{size}.sqlite3*"):
            path.unlink()
        if size != "small":
            shutil.copy(self.path("small"), self.path(size))


class Postgres:
    """The server that ``bin/with_postgres`` started, its files in bench/data too."""

    name = "postgres"

    def url(self, size) -> str:
        return os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{size}"

    def create(self, size) -> None:
        import psycopg

        template = "template0" if size == "small" else "small"
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {size}")
            connection.execute(f"CREATE DATABASE {size} TEMPLATE {template}")


# ---- servers and visitors -------------------------------------------------------
@contextmanager
def served(url: str, settings: str = "config.settings"):
    """gunicorn with one worker on a free port: (port)."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    env = os.environ | {
        "TSUNAGI_ENV": "demo",
        "DEMO_DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": settings,
    }
    command = [ROOT / ".venv/bin/gunicorn", "config.wsgi", "--log-level", "warning"]
    server = subprocess.Popen([*command, "--bind", f"127.0.0.1:{port}"], cwd=ROOT, env=env)
    try:
        for _ in range(150):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.2)
        yield port
    finally:
        server.terminate()
        server.wait()


class Visitor:
    """A logged-in person: asks for a page, keeps the body of the last answer."""

    def __init__(self, port: int, cookies: dict | None = None):
        self.port, self.cookies, self.body = port, dict(cookies or {}), ""

    def ask(self, path: str, form: dict | None = None) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        body = urlencode(form) if form is not None else None
        connection.request("POST" if form is not None else "GET", path, body, headers)
        answer = connection.getresponse()
        self.body = answer.read().decode()
        for header in answer.headers.get_all("Set-Cookie") or ():
            self.cookies |= {name: row.value for name, row in SimpleCookie(header).items()}
        connection.close()
        return answer.status

    def enter(self) -> "Visitor":
        self.ask("/login/")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.body)[1]
        form = {"username": PERSON, "password": PASSWORD, "csrfmiddlewaretoken": token}
        if self.ask("/login/", form) != 302:
            raise SystemExit("ログインできません。bench/data を消して、もう一度始めてください。")
        return self

    def timed(self, path: str) -> float:
        """Milliseconds of one page, which must be a page."""
        started = time.perf_counter()
        status = self.ask(path)
        spent = (time.perf_counter() - started) * 1000
        if status != 200:
            raise SystemExit(f"{path} は {status} を返しました。")
        return spent

    def rows(self, path: str) -> int:
        self.timed(path)
        return self.body.partition("<tbody>")[2].count("<tr")


def in_turn(one, other, turns=TURNS) -> tuple[float, float]:
    """Medians of two things done A B A B …"""
    times: tuple[list, list] = ([], [])
    for turn in range(WARM_UP + turns):
        spent = one(), other()
        if turn >= WARM_UP:
            times[0].append(spent[0])
            times[1].append(spent[1])
    return statistics.median(times[0]), statistics.median(times[1])


# ---- parts ----------------------------------------------------------------------
def part_list(engine):
    """Our list and our case page against bare pages on the same data."""
    with (
        served(engine.url("small")) as port,
        served(engine.url("small"), "bench.bare_settings") as b,
    ):
        ours = Visitor(port).enter()
        bare = Visitor(b, ours.cookies)
        ours_path, bare_path = f"/cases/?{FILTER}", f"/?{FILTER}"
        if {ours.rows(ours_path), bare.rows(bare_path)} != {50}:
            raise SystemExit("2つの一覧が同じ50行ではありません。")
        yield ("50行の一覧 : 素のDjangoの一覧", 2.5, ours, ours_path, bare, bare_path)
        case = longest_case(ours)
        what = "経過30件のケース画面 : 1行を読むだけの画面"
        yield (what, 6.0, ours, case, bare, "/1/")


def longest_case(visitor) -> str:
    """The case page with 30 entries, found as a person would: on the list."""
    page = 1
    while True:
        visitor.timed(f"/cases/?page={page}")
        listing = visitor.body
        for path in dict.fromkeys(re.findall(r'href="(/cases/\d+/)"', listing)):
            visitor.timed(path)
            if visitor.body.partition('class="timeline"')[2].count("<time") == 30:
                return path
        if 'rel="next"' not in listing:
            raise SystemExit("経過が30件のケースがありません。")
        page += 1


def part_scale(engine):
    """What 99,000 cases of others cost: the list and 今日."""
    yield from large_and_small(engine, "scale")


def part_search(engine):
    """Searching by a name, ふりがな, telephone and number, and for what is not there."""
    yield from large_and_small(engine, "search")


def part_million(engine):
    """Every kind of search, and the same among two stages, against the bare list."""
    with (
        served(engine.url("huge")) as port,
        served(engine.url("huge"), "bench.bare_settings") as b,
    ):
        ours = Visitor(port).enter()
        bare = Visitor(b, ours.cookies)
        ours.timed("/cases/")
        if "<b>20000件</b>" not in ours.body:
            raise SystemExit("見られるケースが20,000件ではありません。")
        for kind, words in KINDS.items():
            path = f"/cases/?{urlencode({'q': words})}"
            yield (f"検索（{kind}） : 素のDjangoの一覧", 3.0, ours, path, bare, f"/?{FILTER}")
        path = f"/cases/?q=r&{FILTER}&page=200"
        yield (
            "検索（段階も、200ページ目） : 素のDjangoの一覧",
            3.0,
            ours,
            path,
            bare,
            f"/?{FILTER}",
        )


def large_and_small(engine, part):
    with served(engine.url("large")) as large, served(engine.url("small")) as small:
        many, few = Visitor(large).enter(), Visitor(small).enter()
        pages = PAGES[part]
        if part == "scale":
            pages = pages | {"経過30件のケース画面": longest_case(few)}
        for name, path in pages.items():
            yield (f"{name} 10万件のうちの千件 : 千件", 1.3, many, path, few, path)


def counted(part, engine):
    """The number of queries of each page: the same in both offices."""
    if part not in PAGES:
        return
    few, many = (queries(engine, size, PAGES[part].values()) for size in ("small", "large"))
    for name, ours, measure in zip(PAGES[part], many, few, strict=True):
        what = f"{name} 問い合わせの数"
        yield Result(f"{part} {engine.name}", what, ours, measure, limit=1.0)


def queries(engine, size, paths) -> list[int]:
    env = os.environ | {"TSUNAGI_ENV": "demo", "DEMO_DATABASE_URL": engine.url(size)}
    command = [PYTHON, "bench/queries.py", PERSON, *paths]
    done = subprocess.run(command, cwd=ROOT, env=env, check=True, capture_output=True, text=True)
    return [int(line) for line in done.stdout.split()]


def over_http(part, engine):
    turns = TURNS_OF_MILLION if part is part_million else TURNS
    for what, limit, one, path, other, other_path in part(engine):
        ours, measure = in_turn(partial(one.timed, path), partial(other.timed, other_path), turns)
        yield Result(f"{part.__name__[5:]} {engine.name}", what, ours, measure, limit)


def papers():
    """The eight 様式 from the richest case against bare WeasyPrint of the same page, and 様式1
    against Chromium's print of it."""
    os.environ |= {"TSUNAGI_ENV": "demo", "DEMO_DATABASE_URL": Sqlite().url("small")}
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    from cases.models import Case
    from documents.register import papers as registered
    from documents.rendering import STATIC, html_of, render
    from rules.calendar import today

    cases = list(Case.objects.filter(withdrawn_on=None, pk__lt=10_000).order_by("pk"))
    fonts = FontConfiguration()
    style = CSS(filename=STATIC / "print.css", font_config=fonts)
    for document in registered():
        found = [record for case in cases if (record := document.records(case).first())]
        if not found or not FORM.fullmatch(document.code):
            continue
        source = html_of(document, document.sheet(found[-1]), today())
        base = STATIC.as_uri() + "/"

        def bare(source=source, base=base):
            """From the words of the page to its PDF: reading them is a part of it."""
            page = HTML(string=source, base_url=base)
            return page.write_pdf(stylesheets=[style], font_config=fonts, **UA)

        ours, measure = in_turn(
            partial(spent, render, document, found[-1]),
            partial(spent, bare),
            TURNS_OF_PAPER,
        )
        yield Result("papers", f"{document.title} : 同じHTMLの素のWeasyPrint", ours, measure, 1.15)
        if document.code == "form1":
            css = (STATIC / "print.css").as_uri()
            page = source.replace("</head>", f'<link rel="stylesheet" href="{css}"></head>')
            ours, measure = in_turn(
                partial(spent, render, document, found[-1]),
                partial(spent, print_with_chromium, page),
                TURNS_OF_CHROMIUM,
            )
            yield Result("papers", f"{document.title} : Chromiumの印刷", ours, measure, 1 / 3.5)


def batches(engine):
    """Many papers in the background, on a copy of the small office (``bench/batches.py``)."""
    engine.create("papers")
    env = os.environ | {"TSUNAGI_ENV": "demo", "DEMO_DATABASE_URL": engine.url("papers")}
    with subprocess.Popen(
        [PYTHON, "bench/batches.py"], cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True
    ) as running:
        for line in running.stdout:
            what, *numbers = line.rstrip("\n").split("\t")
            yield Result(f"papers {engine.name}", what, *map(float, numbers))
    if running.returncode:
        raise SystemExit(running.returncode)


def print_with_chromium(source: str) -> None:
    """One page through Chromium's command line, as an office without us would print it."""
    with tempfile.TemporaryDirectory() as folder:
        page, pdf = Path(folder) / "page.html", Path(folder) / "page.pdf"
        page.write_text(source, encoding="utf-8")
        flags = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/profile"]
        command = ["chromium", *flags, f"--print-to-pdf={pdf}", page.as_uri()]
        subprocess.run(command, check=True, capture_output=True)


def spent(act, *args, **how) -> float:
    """Milliseconds of doing something."""
    started = time.perf_counter()
    act(*args, **how)
    return (time.perf_counter() - started) * 1000


PARTS = {"list": part_list, "scale": part_scale, "search": part_search, "million": part_million}
ON_DEMAND = ("million",)
SIZES = {"million": ("small", "huge"), "papers": ("small",)}


def main(wanted: str = "") -> int:
    if wanted and wanted not in (*PARTS, "papers"):
        raise SystemExit(f"PART は {'・'.join(PARTS)}・papers のどれかです。")
    DATA.mkdir(exist_ok=True)
    over = []
    print(f"{'':18} {'ms':>8} {'ms':>8} {'比':>5} {'上限':>3}", flush=True)
    for engine in (Sqlite(), Postgres()):
        build(engine, SIZES.get(wanted, ("small", "large")))
        for name, part in PARTS.items():
            if wanted == name or (not wanted and name not in ON_DEMAND):
                for result in chain(over_http(part, engine), counted(name, engine)):
                    print(result.line(), flush=True)
                    over.append(result.is_over)
    if wanted in ("", "papers"):
        for result in papers():
            print(result.line(), flush=True)
            over.append(result.is_over)
        for engine in (Sqlite(), Postgres()):
            for result in batches(engine):
                print(result.line(), flush=True)
                over.append(result.is_over)
    return 1 if any(over) else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
