"""A pack written back as the YAML a person would write: blocks for entries, one line for small leaves."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bihuan.basics.nodes import Node
from bihuan.packs.grammar import Pack
from bihuan.packs.outline import Key, keys_of
from bihuan.packs.punctuation import slips_in_flow

WIDEST = 110
FILES: dict[str, tuple[str, ...]] = {
    "pack.yaml": (
        *("规则包", "编号", "版本", "发布单位", "施行", "废止", "基于", "考核周期", "年度起", "残缺", "虚构", "说明"),
        *("口径", "日历", "自定周期", "不予采用", "已知提示"),
    ),
    "sources.yaml": ("来源",),
    "responsibility/duties.yaml": ("责任清单", "计划"),
    "progress/records.yaml": ("记录种类", "抵用"),
    "appraisal/measures.yaml": ("板块表", "加分上限", "指标表"),
    "appraisal/grades.yaml": ("否决表", "等次"),
    "outcomes/consequences.yaml": ("结果运用",),
    "cases/cases.yaml": ("算例",),
}
"""Which keys stand in which file of a written pack; every key of the grammar has its file."""

_INDICATORS = tuple("-?:,[]{}#&*!|>'\"%@`［｛")
_SPACED = re.compile(r": |:$| #|^\s|\s$|\n")


def plain_form(pack: Node) -> dict[str, Any]:
    """Give a node as bare data under its Chinese keys, every scalar as text, without what is left at its default."""
    dumped: dict[str, Any] = pack.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return dumped


def write_pack(pack: Pack, folder: Path) -> list[Path]:
    """Write ``pack`` as a folder of YAML files and give their paths; a file with nothing to say is not written."""
    content = _unwrapped(plain_form(pack), Pack, keep_lists=True)
    written = []
    for name, keys in FILES.items():
        part = {key: content[key] for key in keys if key in content}
        if not part:
            continue
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml_text(part, Pack), encoding="utf-8", newline="\n")
        written.append(path)
    return written


def _unwrapped(content: Mapping[str, Any], model: type[Node], *, keep_lists: bool = False) -> dict[str, Any]:
    """Write lists of one element as the element, wherever the grammar reads that as a list."""
    shape = keys_of(model)
    plain: dict[str, Any] = {}
    for word in [*(word for word in shape if word in content), *(word for word in content if word not in shape)]:
        key, value = shape.get(word), content[word]
        if key is not None and key.node and isinstance(value, Mapping):
            value = _unwrapped(value, key.node)
        elif key is not None and key.node and isinstance(value, list):
            value = [_unwrapped(item, key.node) for item in value]
        if key is not None and key.one_or_many and not keep_lists and isinstance(value, list) and len(value) == 1:
            value = value[0] if key.form in ("列表", "多个") else value
        plain[word] = value
    return plain


def yaml_text(content: Mapping[str, Any], model: type[Node]) -> str:
    """Write the keys of ``model`` in ``content`` as YAML, a blank line between the entries of long lists."""
    blocks = []
    for key, value in content.items():
        blocks.append("\n".join(_entry(keys_of(model).get(key), key, value, 0)))
    joined = ""
    for block in blocks:
        apart = "\n" if "\n" in block and joined else ""
        joined += f"{apart}{block}\n"
    return joined


def flow_text(value: Any) -> str:
    """Write a value on one line, as inside brackets."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_scalar(str(key), True)}: {flow_text(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(flow_text(item) for item in value) + "]"
    return _scalar(str(value), True, listed=True)


def _scalar(text: str, in_flow: bool, *, listed: bool = False) -> str:
    """Write a text plain if it reads back the same, else in quotes."""
    risky = not text or text.startswith(_INDICATORS) or _SPACED.search(text) or text in ("---", "...")
    if in_flow and not risky:
        risky = any(mark in text for mark in ",[]{}") or any(slips_in_flow(text, listed=listed)) or ":" in text
    if not risky:
        return text
    if "\n" in text or "\\" in text:
        escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        return f'"{escaped}"'
    return "'" + text.replace("'", "''") + "'"


def _is_small(value: Any) -> bool:
    """Whether a value is a leaf that reads well on one line."""
    if isinstance(value, Mapping):
        most = 2 if any(isinstance(item, Mapping) for item in value.values()) else 6
        return len(value) <= most and all(_is_leaf(item) for item in value.values()) and len(flow_text(value)) <= WIDEST
    flat = isinstance(value, list) and all(isinstance(item, str | list) and _is_leaf(item) for item in value)
    return flat and len(flow_text(value)) <= WIDEST


def _is_leaf(value: Any) -> bool:
    if isinstance(value, Mapping):
        return len(value) <= 3 and all(isinstance(item, str) for item in value.values())
    if isinstance(value, list):
        return all(isinstance(item, str) for item in value)
    return isinstance(value, str) and "\n" not in value


def _entry(key: Key | None, word: str, value: Any, indent: int) -> Iterator[str]:
    """Write one key with its value, as lines."""
    lead = " " * indent + _scalar(word, False) + ":"
    words = isinstance(value, list) and all(isinstance(item, str) for item in value)
    on_one_line = not value or (_is_small(value) and (indent > 0 or words))
    if isinstance(value, str):
        yield f"{lead} {_scalar(value, False)}"
    elif not on_one_line:
        yield lead
        yield from _mapping(key, value, indent + 2) if isinstance(value, Mapping) else _items(key, value, indent)
    else:
        yield f"{lead} {flow_text(value)}"


def _mapping(key: Key | None, value: Mapping[str, Any], indent: int) -> Iterator[str]:
    shape = keys_of(key.node) if key is not None and key.node else {}
    order = [word for word in shape if word in value] or list(value)
    for word in order:
        yield from _entry(shape.get(word), word, value[word], indent)


def _items(key: Key | None, value: list[Any], indent: int) -> Iterator[str]:
    """Write the items of a list; at the top of a file long entries are set apart by blank lines."""
    for number, item in enumerate(value):
        if isinstance(item, Mapping) and not (_is_small(item) and len(item) <= 4):
            lines = list(_mapping(key, item, indent + 4))
            if number and not indent:
                yield ""
            yield " " * (indent + 2) + "- " + lines[0].lstrip()
            yield from lines[1:]
        elif isinstance(item, Mapping | list):
            yield " " * (indent + 2) + "- " + flow_text(item)
        else:
            yield " " * (indent + 2) + "- " + _scalar(str(item), False)
