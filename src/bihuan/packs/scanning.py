"""From bytes to text fit for YAML: encoding, size, characters nobody can see, tabs."""

import re

from bihuan.basics.problems import Place, Problem
from bihuan.packs.codes import problem

LARGEST = 2_000_000
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f\ufffe\uffff\ud800-\udfff]"
)


def text_of(content: bytes, file: str) -> tuple[str, list[Problem]]:
    """Decode one file and report what makes it unfit; the text is empty if it could not be read at all.

    A byte order mark at the start and Windows line ends are accepted. Offending characters are reported and
    replaced by blanks of the same width, so that reading goes on and columns stay right.
    """
    if len(content) > LARGEST:
        return "", [problem("P102", Place(file=file), f"文件有 {len(content)} 字节，上限是 {LARGEST} 字节")]
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        row = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", errors="replace")) + 1
        place = Place(file=file, line=row, column=column)
        return "", [problem("P101", place, f"第 {error.start + 1} 个字节不是 UTF-8 文字")]
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    problems = []
    for number, line in enumerate(text.split("\n"), start=1):
        for found in _UNSEEN.finditer(line):
            place = Place(file=file, line=number, column=found.start() + 1)
            problems.append(problem("P103", place, f"这里有一个看不见的字符 U+{ord(found[0]):04X}"))
        if "\t" in line:
            place = Place(file=file, line=number, column=line.index("\t") + 1)
            problems.append(problem("P104", place, "这里有一个制表符（Tab）"))
    return _UNSEEN.sub(" ", text).replace("\t", " "), problems
