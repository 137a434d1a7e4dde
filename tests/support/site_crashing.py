"""A process that does one act over and over and is killed at every statement of it: ``python -m … folder act``.

It sets Django up once and then forks: a child copies nothing but the database file, does the act, and kills itself with
SIGKILL before the statement whose number it was given. Another child then opens what is left and tells what it finds.
Only SQLite is tried so; a PostgreSQL server is another process, which the kill does not reach.
"""

import json
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

POINTS, MOMENTS = 40, 10


def main(folder: Path, act: str) -> None:
    """Print one line of JSON a kill: where, and what was found."""
    import django

    os.environ |= {"BIHUAN_DATA": str(folder), "BIHUAN_TESTING": "1", "BIHUAN_DEMO_DAY": "2026-06-18"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "bihuan_site.config.settings"
    django.setup()
    whole = folder / "whole.sqlite3"
    forked(whole, lambda: print(json.dumps({"made": make(act)}), flush=True))
    target = folder / "tried.sqlite3"
    lines = folder / "statements"

    def tried(stop: int, after: float = 0.0) -> None:
        for old in sorted(folder.glob("tried.sqlite3*")):
            old.unlink()
        shutil.copy(whole, target)
        ended = forked(target, lambda: do(act, stop, lines), after)
        forked(target, lambda: print(json.dumps({"stop": stop, "after": after, "ended": ended} | look()), flush=True))

    tried(0)
    count = int(lines.read_text(encoding="utf-8"))
    for number in range(POINTS):
        tried(1 + number * count // POINTS)
    began = time.monotonic()
    tried(0)
    length = time.monotonic() - began
    draw = random.Random(1)
    for _ in range(MOMENTS):
        tried(0, draw.uniform(0, length))


def forked(database: Path, does: Callable[[], Any], after: float = 0.0) -> int:
    """Do something in a child on a database file, killed ``after`` so many seconds; gives how it ended."""
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        from django.db import connections

        connections.close_all()
        connections["default"].settings_dict["NAME"] = str(database)
        try:
            does()
            sys.stdout.flush()
            connections.close_all()
            os._exit(0)
        except BaseException:
            import traceback

            traceback.print_exc()
            sys.stderr.flush()
            os._exit(1)
    if after:
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
    return os.waitpid(child, 0)[1]


def make(act: str) -> dict[str, int]:
    """Make the agency, and for an import what is to be taken."""
    from django.core.management import call_command

    from bihuan_site.organisations.exchange.actions import stage_import
    from bihuan_site.organisations.exchange.reading import read_workbook
    from bihuan_site.scoring.refreshing import refresh_all
    from bihuan_site.shared.roles import OFFICE, Role
    from tests.support.site_agency import found_agency, publish_demo_pack
    from tests.support.workbooks import GOOD, workbook

    call_command("migrate", verbosity=0)
    agency = found_agency()
    publish_demo_pack()
    refresh_all()
    if act == "import":
        office = agency.actor(Role.OFFICE).seeing(OFFICE)
        stage_import(actor=office, read=read_workbook(office, workbook(GOOD), "名册.xlsx"))
    return counts()


def do(act: str, stop: int, lines: Path) -> None:
    """Do the act, and die before its statement number ``stop`` (0: never, and write down how many there were)."""
    from django.db import connection

    from bihuan_site.organisations.exchange.actions import take_import
    from bihuan_site.organisations.models import StagedImport
    from bihuan_site.progress.activities.actions import record_activity
    from bihuan_site.shared.roles import Role
    from tests.support.site_activities import a_record
    from tests.support.site_agency import Agency

    agency, seen = Agency(), 0
    staged = StagedImport.objects.first()
    record, secretary, office = a_record(), agency.actor(Role.BRANCH_SECRETARY), agency.actor(Role.OFFICE)

    def count(statement: str) -> None:
        nonlocal seen
        seen += 1
        if seen == stop:
            os.kill(os.getpid(), signal.SIGKILL)

    connection.ensure_connection()
    connection.connection.set_trace_callback(count)
    if act == "import":
        assert staged is not None
        take_import(actor=office, staged=staged.pk, digest=staged.digest, key="once")
    else:
        record_activity(actor=secretary, organisation="zb-001", record=record, key="once")
    if not stop:
        lines.write_text(str(seen), encoding="utf-8")


def counts() -> dict[str, int]:
    """How many rows each table holds."""
    from django.apps import apps

    return {model._meta.label: model._default_manager.count() for model in apps.get_models() if model._meta.managed}


def look() -> dict[str, Any]:
    """What is left: whether the file is whole, the chain unbroken, the standings true, and how many rows there are."""
    from django.db import connection

    from bihuan_site.audit.chain import faults
    from bihuan_site.audit.models import AuditRow
    from bihuan_site.scoring.refreshing import refresh_all

    with connection.cursor() as cursor:
        whole = cursor.execute("PRAGMA integrity_check").fetchall()
        foreign = cursor.execute("PRAGMA foreign_key_check").fetchall()
    found = counts()
    stored = standings()
    refresh_all()
    return {
        "whole": whole == [("ok",)] and not foreign,
        "chain": [one.what for one in faults(AuditRow.objects.order_by("sequence"))],
        "acts": AuditRow.objects.filter(key="once").count(),
        "rows": found,
        "true": stored == standings(),
    }


def standings() -> list[Any]:
    """Every standing and obligation, without keys and the moment they were reckoned."""
    from bihuan_site.scoring.models import Obligation, Standing

    found = []
    for model in (Standing, Obligation):
        names = [one.attname for one in model._meta.concrete_fields if one.name not in ("id", "reckoned")]
        found.append(sorted(map(str, model._default_manager.values_list(*names))))
    return found


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
