"""A published version: the canonical bytes of the whole pack with its fingerprints, which nobody changes any more."""

import json
from typing import Any

from pydantic import ValidationError

from bihuan.basics.problems import Place, Problem, ProblemsError, Severity
from bihuan.packs.canonical import canonical_json, content_of, fingerprints_of
from bihuan.packs.checking import check_pack
from bihuan.packs.codes import problem
from bihuan.packs.diagnosing import diagnose
from bihuan.packs.grammar import Pack
from bihuan.packs.loading import LoadedPack
from bihuan.packs.trees import from_plain

FORMAT = "1"


def freeze(loaded: LoadedPack) -> bytes:
    """Give the bytes of a published version: the whole pack, what it builds on included.

    Raises ``ProblemsError`` if the pack, or a pack it builds on, has errors.
    """
    errors = [one for one in _all_problems(loaded) if one.severity is Severity.ERROR]
    if errors:
        raise ProblemsError(list(dict.fromkeys(errors)))
    content = content_of(loaded.whole)
    prints = fingerprints_of(content)
    frozen = {"格式": FORMAT, "含义指纹": prints.meaning, "文字指纹": prints.wording, "规则包": content}
    return canonical_json(frozen) + b"\n"


def _all_problems(loaded: LoadedPack) -> list[Problem]:
    found = check_pack(loaded)
    for base in loaded.bases:
        found += _all_problems(base)
    return found


def verify_frozen(content: bytes) -> list[Problem]:
    """Give what is wrong with the bytes of a published version; nothing if they are what was published."""
    return _open(content)[1]


def thaw(content: bytes) -> Pack:
    """Give the pack of a published version; raises ``ProblemsError`` if the bytes are not what was published."""
    frozen, problems = _open(content)
    if problems:
        raise ProblemsError(problems)
    try:
        return Pack.model_validate(frozen["规则包"], by_alias=True, by_name=False)
    except ValidationError as error:
        raise ProblemsError(diagnose(error, from_plain(frozen["规则包"], Place(file="冻结的规则包")))) from None


def _open(content: bytes) -> tuple[dict[str, Any], list[Problem]]:
    place = Place(file="冻结的规则包")
    try:
        frozen = json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError):
        return {}, [problem("P180", place, "内容不是 JSON")]
    if not isinstance(frozen, dict) or set(frozen) != {"格式", "含义指纹", "文字指纹", "规则包"}:
        return {}, [problem("P180", place, "内容不是 freeze 写出的形式")]
    if frozen["格式"] != FORMAT:
        return {}, [problem("P180", place, f"格式“{frozen['格式']}”不认识，本程序认识“{FORMAT}”")]
    if not isinstance(frozen["规则包"], dict):
        return {}, [problem("P180", place, "“规则包”不是若干键")]
    if canonical_json(frozen) + b"\n" != content:
        return frozen, [problem("P181", place, "不是规范写法")]
    prints = fingerprints_of(frozen["规则包"])
    wrong = [
        problem("P181", place, f"{word}与内容不符")
        for word, print_ in (("含义指纹", prints.meaning), ("文字指纹", prints.wording))
        if frozen[word] != print_
    ]
    return frozen, wrong
