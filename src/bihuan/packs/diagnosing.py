"""What pydantic found wrong, in the words of the person who owns the pack."""

from typing import Any

from pydantic import ValidationError
from rapidfuzz import fuzz, process

from bihuan.basics.nodes import Node
from bihuan.basics.problems import Problem
from bihuan.packs.codes import problem
from bihuan.packs.outline import KeyPath, keys_of, model_at, model_title, models_with
from bihuan.packs.punctuation import first_slip, sentence
from bihuan.packs.trees import Block, Text, Tree, find, key_place

_FORMS = {
    "string_type": "这里要写文字",
    "tuple_type": "这里要写列表",
    "list_type": "这里要写列表",
    "dict_type": "这里要写若干键",
    "model_type": "这里要写若干键",
    "model_attributes_type": "这里要写若干键",
    "is_instance_of": "这里要写一个值",
}


def nearest(word: str, allowed: list[str]) -> str:
    """Give the allowed word most like ``word``, or nothing if none is like it."""
    found = process.extractOne(word.strip(), allowed, scorer=fuzz.ratio, score_cutoff=40)
    return str(found[0]) if found else ""


def diagnose(
    error: ValidationError, tree: Tree, *, holes: bool = False, model: type[Node] | None = None
) -> list[Problem]:
    """Translate every error of a validation; with ``holes`` what the whole document lacks is not reported."""
    return [
        _problem(one, tree, model)
        for one in error.errors(include_url=False, include_input=False)
        if not (holes and one["type"] == "missing" and len(one["loc"]) == 1)
    ]


def _problem(one: Any, tree: Tree, model: type[Node] | None) -> Problem:
    path: KeyPath = tuple(one["loc"])
    kind = one["type"]
    at = find(tree, path)
    if kind == "missing":
        return problem("P120", find(tree, path[:-1]).place, f"{_holder(path, model)}缺少“{path[-1]}”")
    if kind == "extra_forbidden":
        return _unknown_key(path, tree, model)
    if kind == "enum":
        allowed = _choices(path, model)
        text = at.value if isinstance(at, Text) else ""
        close = nearest(text, list(allowed))
        todo = f"可选：{'、'.join(allowed)}" + (f"；是不是“{close}”？" if close else "")
        return problem("P122", at.place, f"“{path_word(path)}”不能是“{text}”", todo=todo)
    if kind == "value_error":
        return _wrong_value(one, at, path)
    if kind in ("too_short", "too_long"):
        return problem("P124", at.place, f"“{path_word(path)}”的项数不对，每个区间要写起、止两个")
    what = _FORMS.get(kind, "这里的写法不对")
    found = "文字" if isinstance(at, Text) else "若干键" if isinstance(at, Block) else "列表"
    slip = first_slip(at.value) if isinstance(at, Text) and at.plain else ""
    if slip and kind != "string_type":
        return problem("P105", at.place, f"{sentence(slip)}，因此“{path_word(path)}”被读成了一整段文字")
    return problem("P124", at.place, f"“{path_word(path)}”{what}，现在写的是{found}")


def path_word(path: KeyPath) -> str:
    """Give the last Chinese key of a path."""
    return next((str(step) for step in reversed(path) if isinstance(step, str)), "规则包")


def _holder(path: KeyPath, model: type[Node] | None) -> str:
    holder = model_at(path[:-1], model) if model else model_at(path[:-1])
    return f"“{model_title(holder)}”" if holder and len(path) > 1 else "规则包"


def _choices(path: KeyPath, model: type[Node] | None) -> tuple[str, ...]:
    holder = model_at(path[:-1], model) if model else model_at(path[:-1])
    last = path[-1]
    return keys_of(holder)[last].choices if holder and isinstance(last, str) else ()


def _unknown_key(path: KeyPath, tree: Tree, model: type[Node] | None) -> Problem:
    place = key_place(tree, path)
    key = str(path[-1])
    slip = first_slip(key, "：，［］｛｝　")
    if slip == "　":
        return problem("P105", place, f"“{key.strip()}”前后有全角空格，缩进只能用半角空格")
    if slip:
        return problem("P105", place, sentence(slip))
    holder = model_at(path[:-1], model) if model else model_at(path[:-1])
    allowed = list(keys_of(holder)) if holder else []
    close = nearest(key, allowed)
    elsewhere = sorted({model_title(other) for other in models_with(key)})
    where = f"{_holder(path, model)}里没有“{key}”这个键"
    if elsewhere:
        where += f"；它用在{'、'.join(elsewhere)}里"
    todo = f"是不是“{close}”？" if close else ""
    return problem("P121", place, where, todo=todo + f"这里可以写：{'、'.join(allowed)}。")


def _wrong_value(one: Any, at: Tree, path: KeyPath) -> Problem:
    raised = one.get("ctx", {}).get("error")
    told = str(raised) if raised is not None else ""
    if not any("\u4e00" <= character <= "\u9fff" for character in told):
        told = "读不出这个值"
    slip = first_slip(at.value, "：，［］｛｝“”－") if isinstance(at, Text) else ""
    if slip:
        return problem("P105", at.place, f"{told}；{sentence(slip)}")
    word = path_word(path)
    return problem("P123", at.place, told if f"“{word}”" in told else f"“{word}”：{told}")
