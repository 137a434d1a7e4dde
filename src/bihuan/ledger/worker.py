"""The process that reads a stranger's file: ``python -I -m bihuan.ledger.worker``.

It gets one request on its standard input (a line of JSON, then the bytes of the files), limits itself, opens
nothing, and answers with one JSON document on its standard output. Whatever happens to it, its parent goes on.
"""

import codecs
import gc
import json
import sys
from dataclasses import asdict, dataclass
from typing import BinaryIO

from bihuan.ledger.grid import Reply, reply_as_json
from bihuan.ledger.limits import Limits
from bihuan.ledger.zip_check import RefusedFileError


@dataclass(frozen=True, slots=True)
class Request:
    """What to read: ``xlsx`` (one file), ``csv`` or ``parquet`` (files by name), and within which limits."""

    kind: str
    files: dict[str, bytes]
    limits: Limits


def read_cells(request: Request) -> Reply:
    """Read the files of a request in this process; what cannot be read is a problem of the reply."""
    try:
        if request.kind == "xlsx":
            from bihuan.ledger.xlsx_cells import read_workbook_cells

            return read_workbook_cells(next(iter(request.files.values())), request.limits)
        if request.kind == "csv":
            from bihuan.ledger.csv_cells import read_csv_cells

            return read_csv_cells(request.files, request.limits)
        from bihuan.ledger.parquet_cells import read_parquet_cells

        return read_parquet_cells(request.files, request.limits)
    except RefusedFileError as error:
        return Reply(problems=error.found)


def request_as_bytes(request: Request) -> bytes:
    """Write a request for the pipe."""
    head = {
        "kind": request.kind,
        "files": [[name, len(content)] for name, content in request.files.items()],
        "limits": asdict(request.limits),
    }
    return b"".join([json.dumps(head).encode("utf-8"), b"\n", *request.files.values()])


def request_from_stream(stream: BinaryIO) -> Request:
    """Read a request from the pipe."""
    head = json.loads(stream.readline())
    files = {name: stream.read(size) for name, size in head["files"]}
    return Request(head["kind"], files, Limits(**head["limits"]))


def confine(limits: Limits) -> None:
    """Give up memory, time, files and with them the network, as far as the system can enforce it."""
    if sys.platform == "win32":  # no such limits there; the parent still watches the clock
        return
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.reply_bytes, limits.reply_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))  # no new file, no socket


def _load(kind: str) -> None:
    """Import what the reading needs while files may still be opened."""
    if kind == "xlsx":
        import bihuan.ledger.xlsx_cells
    elif kind == "csv":
        import bihuan.ledger.csv_cells
    else:
        import bihuan.ledger.parquet_cells  # noqa: F401 imported for its effect: it must be in memory before the limits
    for encoding in ("ascii", "cp437", "utf-8-sig", "utf-16", "utf-16-le", "gb18030"):
        codecs.lookup(encoding)


def main() -> None:
    """Answer one request."""
    gc.disable()  # millions of cells, no cycles, and the process ends with its answer
    request = request_from_stream(sys.stdin.buffer)
    _load(request.kind)
    confine(request.limits)
    reply = reply_as_json(read_cells(request))
    sys.stdout.buffer.write(json.dumps(reply, ensure_ascii=False, separators=(",", ":")).encode("utf-8"))
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
