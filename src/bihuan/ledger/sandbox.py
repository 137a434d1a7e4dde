"""Reading a stranger's file in a process of its own, with limits, from the outside."""

import hashlib
import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bihuan.ledger.grid import FoundProblem, Reply, reply_from_json
from bihuan.ledger.limits import Limits
from bihuan.ledger.worker import Request, read_cells, request_as_bytes


@dataclass(frozen=True, slots=True)
class Bytes:
    """The bytes of a ledger as read once from disk; what is parsed is what the digest was taken of."""

    kind: str
    files: dict[str, bytes]
    digest: str


_SUFFIXES = {".csv": "csv", ".parquet": "parquet"}


def load_bytes(path: Path, limits: Limits) -> tuple[Bytes | None, list[FoundProblem]]:
    """Read a workbook, or the CSV or Parquet files of a folder, into memory, and take the SHA-256 of the bytes.

    A folder's digest covers each name and its content, in the order of the names.
    """
    if path.is_dir():
        return _load_folder(path, limits)
    if not path.is_file():
        return None, [FoundProblem("L001", f"找不到“{path.name}”")]
    size = path.stat().st_size
    if size > limits.file_bytes:
        return None, [FoundProblem("L003", f"“{path.name}”有 {size} 字节，最多 {limits.file_bytes} 字节")]
    content = path.read_bytes()
    kind = _SUFFIXES.get(path.suffix.casefold(), "xlsx")
    return Bytes(kind, {path.name: content}, hashlib.sha256(content).hexdigest()), []


def _load_folder(folder: Path, limits: Limits) -> tuple[Bytes | None, list[FoundProblem]]:
    found = [path for path in sorted(folder.iterdir()) if path.suffix.casefold() in _SUFFIXES and path.is_file()]
    kinds = {_SUFFIXES[path.suffix.casefold()] for path in found}
    if len(kinds) != 1:
        mixed = "既有 CSV 又有 Parquet" if kinds else "没有 CSV 或 Parquet 文件"
        return None, [FoundProblem("L002", f"文件夹“{folder.name}”里{mixed}")]
    size = sum(path.stat().st_size for path in found)
    if size > limits.folder_bytes:
        return None, [FoundProblem("L003", f"文件夹“{folder.name}”有 {size} 字节，最多 {limits.folder_bytes} 字节")]
    files = {path.name: path.read_bytes() for path in found}
    digest = hashlib.sha256()
    for name, content in files.items():
        for piece in (name.encode("utf-8"), content):
            digest.update(len(piece).to_bytes(8, "big") + piece)
    return Bytes(kinds.pop(), files, digest.hexdigest()), []


def cells_of(content: Bytes, *, trusted: bool, limits: Limits) -> Reply:
    """Read the cells: in this process if the bytes are trusted, else in the sandbox."""
    request = Request(content.kind, content.files, limits)
    return read_cells(request) if trusted else _read_apart(request)


def _read_apart(request: Request) -> Reply:
    command = [sys.executable, "-I", "-m", "bihuan.ledger.worker"]
    with tempfile.TemporaryFile() as answer:
        try:
            done = subprocess.run(  # noqa: S603 the command is fixed; the stranger's bytes come on its standard input
                command,
                input=request_as_bytes(request),
                stdout=answer,
                stderr=subprocess.DEVNULL,
                timeout=request.limits.wall_seconds,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return _stopped(f"读取超过 {request.limits.wall_seconds} 秒")
        if done.returncode != 0:
            return _stopped(f"读取程序中途退出（{done.returncode}），多半是内容超出了内存或时间限制")
        answer.seek(0)
        try:
            return reply_from_json(json.loads(answer.read()))
        except (ValueError, TypeError, KeyError, RecursionError):
            return _stopped("读取程序的答复不完整")


def _stopped(what: str) -> Reply:
    return Reply(problems=[FoundProblem("L013", what)])
