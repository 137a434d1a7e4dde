"""Goal h: a full hall checks in by code while the office imports people and others read, on default SQLite."""

import json
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import urlencode

import openpyxl

from bench.goals import Finding
from bench.pages import PAGES
from bench.site_server import Site, environment, filled, running
from bench.timing import Times

PEOPLE, IMPORTED, READERS, WITHIN = 500, 5_000, 20, 30.0
LIMIT = 1.0
PAUSE = 5.0
"""Seconds a reader looks at a page before opening the next."""

TOKEN = "a" * 32
"""The token of a form: sent both as the cookie and in the form, as a browser would."""

GATHER = """
import django; django.setup()
import json, sys
from django.test import Client
from django.utils import timezone
from bihuan_site.accounts.models import Account
from bihuan_site.organisations.models import Person
from bihuan_site.progress.checkin.codes import code_of
from bihuan_site.progress.models import Notice
from bihuan_site.shared.clock import business_day
count, now = int(sys.argv[1]), timezone.localtime()
people = list(Person.objects.filter(organisation__tier="党支部", until=None).order_by("organisation_id", "id")[:count])
have = set(Account.objects.filter(person__in=people).values_list("person_id", flat=True))
Account.objects.bulk_create(
    Account(username=one.id, person=one, password="!", password_set=now) for one in people if one.id not in have
)
accounts = {one.person_id: one for one in Account.objects.filter(person__in=people)}
meetings = {}
for branch in dict.fromkeys(one.organisation_id for one in people):
    meetings[branch] = Notice.objects.create(organisation_id=branch, kinds=("集中学习",), title="集中学习",
        day=business_day(), begins=now.time().replace(microsecond=0), minutes=120, announced=business_day())
for one in people:
    client = Client(); client.force_login(accounts[one.id])
    notice = meetings[one.organisation_id].pk
    print(json.dumps([client.cookies["sessionid"].value, notice, code_of(notice)]))
"""
CODES = """
import django; django.setup()
import json, sys
from bihuan_site.progress.checkin.codes import code_of
print(json.dumps({notice: code_of(int(notice)) for notice in sys.argv[1].split(",")}))
"""
COUNT = """
import django; django.setup()
from bihuan_site.organisations.models import Person
from bihuan_site.progress.models import CheckIn
print(CheckIn.objects.count(), Person.objects.filter(pk__startswith="bm-").count())
"""


@dataclass(frozen=True)
class Attendee:
    """Somebody in the hall: a session of their own and the code on the wall."""

    session: str
    notice: int
    code: str


@dataclass
class Seen:
    """What happened: seconds of each kind of request, and what went wrong."""

    opening: list[float] = field(default_factory=list)
    confirming: list[float] = field(default_factory=list)
    reading: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    importing: float = 0.0

    def note(self, kind: list[float], asked: float, status: int, wanted: Sequence[int], what: str) -> None:
        """Keep a time, counted from when the request was due, and an error if it was answered otherwise."""
        kind.append(time.perf_counter() - asked)
        if status not in wanted:
            self.errors.append(f"{what}: {status}")


def in_a_full_hall(branches: int, part: int = 1) -> list[Finding]:
    """Measure the goal at ``branches``, or a ``part`` of it to try it out."""
    return while_others_work(branches, PEOPLE // part, IMPORTED // part, WITHIN / part)


def while_others_work(branches: int, people: int, imported: int, within: float) -> list[Finding]:
    """Measure ``people`` checking in within ``within`` seconds while ``imported`` people are taken and others read."""
    with tempfile.TemporaryDirectory(prefix="bihuan-bench-") as kept:
        folder = Path(kept)
        filled(folder, branches)
        hall = [Attendee(*json.loads(line)) for line in _run(folder, GATHER, str(people)).splitlines()]
        before = _counts(folder)
        with running(folder) as site:
            staged = _stage(site, folder, imported)
            seen = _measure(site, _fresh(folder, hall), staged, within)
        came, taken = (after - old for after, old in zip(_counts(folder), before, strict=True))
    for error in seen.errors[:10]:
        print(error, file=sys.stderr)
    return _findings(seen, came, taken, people, imported, branches)


def _run(folder: Path, script: str, *given: str) -> str:
    command = [sys.executable, "-c", script, *given]
    return subprocess.run(command, env=environment(folder), check=True, capture_output=True, text=True).stdout


def _counts(folder: Path) -> tuple[int, ...]:
    return tuple(int(one) for one in _run(folder, COUNT).split())


def _fresh(folder: Path, hall: list[Attendee]) -> list[Attendee]:
    """Give everybody the code that is on the wall now."""
    notices = ",".join(str(one) for one in dict.fromkeys(one.notice for one in hall))
    codes = json.loads(_run(folder, CODES, notices))
    return [Attendee(one.session, one.notice, codes[str(one.notice)]) for one in hall]


def ask(site: Site, session: str, address: str, form: bytes = b"", kind: str = "") -> tuple[int, HTTPResponse, bytes]:
    """Ask for a page, or send a form, with a session."""
    connection = HTTPConnection("127.0.0.1", site.port, timeout=120)
    headers = {"Cookie": f"sessionid={session}; csrftoken={TOKEN}", "Referer": f"http://127.0.0.1:{site.port}/"}
    if form:
        headers["Content-Type"] = kind or "application/x-www-form-urlencoded"
    connection.request("POST" if form else "GET", address, body=form or None, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, answer, body


def sheet_of(people: int, branches: Sequence[str], target: Path) -> None:
    """Write a workbook of so many new people of these branches."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("人员")
    sheet.append(("人员编号", "姓名", "组织编号", "转入日期"))
    for number in range(people):
        sheet.append((f"bm-{number:05}", f"新来{number}", branches[number % len(branches)], "2026-06-01"))
    book.save(target)


def _stage(site: Site, folder: Path, people: int) -> tuple[str, bytes]:
    """Upload the workbook as the office does; give the address of its preview and the form that takes it."""
    script = "import django; django.setup()\nfrom bihuan_site.organisations.models import Organisation as O\n"
    script += "print(*O.objects.filter(tier='党支部', active=True).order_by('pk').values_list('pk', flat=True))"
    sheet_of(people, _run(folder, script).split(), folder / "people.xlsx")
    edge, content = uuid.uuid4().hex, (folder / "people.xlsx").read_bytes()
    head = f'--{edge}\r\nContent-Disposition: form-data; name="'
    parts = [f'{head}csrfmiddlewaretoken"\r\n\r\n{TOKEN}\r\n', f'{head}key"\r\n\r\nbench-stage\r\n']
    parts.append(f'{head}file"; filename="people.xlsx"\r\nContent-Type: application/octet-stream\r\n\r\n')
    body = "".join(parts).encode() + content + f"\r\n--{edge}--\r\n".encode()
    session = site.sessions["bangong"]
    status, answer, page = ask(site, session, "/organisations/import/", body, f"multipart/form-data; boundary={edge}")
    if status != 302:
        raise RuntimeError(f"the upload was answered {status}: {page.decode()[-2000:]}")
    address = answer.getheader("Location", "")
    _, _, preview = ask(site, session, address)
    digest = preview.decode().partition('name="digest" value="')[2].partition('"')[0]
    if not digest:
        raise RuntimeError("the preview of the import cannot be taken")
    return address, _form(digest=digest, key="bench-take")


def _form(**given: str) -> bytes:
    return urlencode({"csrfmiddlewaretoken": TOKEN, **given}).encode()


def _measure(site: Site, hall: list[Attendee], staged: tuple[str, bytes], within: float) -> Seen:
    """Let everybody come at their own moment, whether or not those before them are through."""
    seen, over = Seen(), threading.Event()
    with ThreadPoolExecutor(READERS + 1 + 200) as threads:
        side: list[Future[None]] = [threads.submit(_import, site, staged, seen)]
        side += [threads.submit(_read, site, number, seen, over) for number in range(READERS)]
        begun = time.perf_counter()
        coming = [
            threads.submit(_check_in, site, one, begun + within * place / len(hall), seen)
            for place, one in enumerate(hall)
        ]
        for one in coming:
            one.result()
        over.set()
        for other in side:
            other.result()
    return seen


def _check_in(site: Site, one: Attendee, due: float, seen: Seen) -> None:
    """Open the page of the code and confirm; what waited for a free thread counts as waiting."""
    time.sleep(max(0.0, due - time.perf_counter()))
    address = f"/s/{one.code}/"
    status, _, page = ask(site, one.session, address)
    seen.note(seen.opening, due, status, (200,), f"opening {address}")
    seal = page.decode().partition('name="seal" value="')[2].partition('"')[0]
    begun = time.perf_counter()
    status, _, _ = ask(site, one.session, address, _form(notice=str(one.notice), seal=seal))
    seen.note(seen.confirming, begun, status, (302,), f"confirming {address}")


def _import(site: Site, staged: tuple[str, bytes], seen: Seen) -> None:
    begun = time.perf_counter()
    status, answer, _ = ask(site, site.sessions["bangong"], *staged)
    seen.importing = time.perf_counter() - begun
    if status != 302:
        seen.errors.append(f"taking the import: {status} {answer.reason}")


def _read(site: Site, number: int, seen: Seen, over: threading.Event) -> None:
    over.wait(PAUSE * number / READERS)
    turn = number
    while not over.is_set():
        who, address = PAGES[turn % len(PAGES)]
        begun = time.perf_counter()
        status, _, _ = ask(site, site.sessions[who], address)
        seen.note(seen.reading, begun, status, (200,), f"reading {address}")
        turn += 1
        over.wait(PAUSE)


def _findings(seen: Seen, came: int, taken: int, people: int, imported: int, branches: int) -> list[Finding]:
    opening, confirming = Times(tuple(seen.opening)), Times(tuple(seen.confirming))
    reading = Times(tuple(seen.reading))
    text = f"{people} check in, {imported} imported in {seen.importing:.1f} s, {READERS} read, {branches} branches"
    tail = confirming.quantile(99)
    told = f"confirming: median {confirming.median * 1000:.0f} ms, worst {max(confirming.seconds) * 1000:.0f} ms"
    pages = f"{len(reading.seconds)} pages read, p95 {reading.quantile(95) * 1000:.0f} ms"
    slow = opening.quantile(99)
    return [
        Finding("h", text, f"{came} rows", f"{people} people", "—", "a row each", came == people),
        Finding("h", text, f"{taken} people", f"{imported} in the sheet", "—", "all", taken == imported),
        Finding("h", text, f"{len(seen.errors)} errors", pages, "—", "0 errors", not seen.errors),
        Finding("h", text, f"p99 {tail * 1000:.0f} ms", told, "—", f"p99 ≤ {LIMIT:.0f} s", tail <= LIMIT),
        Finding(
            "h",
            text,
            f"p99 {slow * 1000:.0f} ms",
            "opening the page of the code",
            "—",
            f"p99 ≤ {LIMIT:.0f} s",
            slow <= LIMIT,
        ),
    ]
