"""Worked examples of a draft: correcting one, and writing one for a rule that lacks it."""

import re
from collections.abc import Iterator
from typing import Any

from django import forms

from bihuan import api
from bihuan_site.packs.bundles import Tree, copy_of
from bihuan_site.packs.editing import choosing
from bihuan_site.packs.editing.duties import set_or_drop
from bihuan_site.packs.editing.fields import RevisionForm, line
from bihuan_site.packs.words import flat
from bihuan_site.shared.burden import minutes_of, seconds_of

KEY = "算例"
SITUATIONS = ("适用", "不适用", "边界")
COUNTED = (("应办", "due"), ("已办", "done"), ("补办", "late"))
POINTS = (("得分", "earned"), ("已扣", "lost"))
SPLIT = re.compile(r"[、，,；;\s]+")
MINUTES = minutes_of(seconds_of({"name": "line", "because": "line", "situation": "choice", "dates": "line"}))


class CaseForm(RevisionForm):
    """The words of a case, and what it expects."""

    name = line("一句话", "请用一句话写明情形与结果。")
    because = line("因为", "请写依据与道理。")

    def __init__(self, *args: Any, item: Tree, **options: Any) -> None:
        super().__init__(*args, **options)
        self.item = item
        self.places: dict[str, tuple[Any, ...]] = {}
        for number, (place, words, value) in enumerate(_expected(item.get("应得", {}))):
            name = f"expect{number}"
            self.fields[name] = forms.CharField(label=words, max_length=200)
            self.initial[name], self.places[name] = value, place

    def written(self) -> Tree:
        """Give the case with what the form says."""
        changed = copy_of(self.item) | {"例": self.cleaned_data["name"], "因为": self.cleaned_data["because"]}
        for name, place in self.places.items():
            holder: Any = changed["应得"]
            for step in place[:-1]:
                holder = holder[step]
            said = self.cleaned_data[name]
            is_list = isinstance(holder[place[-1]], list)
            holder[place[-1]] = [one for one in SPLIT.split(said) if one] if is_list else said
        return changed


def _expected(expect: Tree, place: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], str, str]]:
    """Give (place, words, value) of everything expected, whatever its depth."""
    for key, value in expect.items():
        here = (*place, key)
        if isinstance(value, dict):
            yield from _expected(value, here)
        else:
            yield here, "，".join(here), flat(value)


def initial(item: Tree) -> dict[str, Any]:
    """Give the words of a case."""
    return {"name": item["例"], "because": item["因为"]}


class NewCaseForm(RevisionForm):
    """A case for one rule: an organisation, days on which something was done, and what comes out."""

    name = line("一句话", "请用一句话写明情形与结果。", hint="如：二季度没有开，扣 1 分。")
    because = line("因为", "请写依据与道理。")
    situation = forms.ChoiceField(label="属于", choices=choosing.plain(list(SITUATIONS)))
    period = line("期间", "请写期间。", hint="如 2026H1、2026Q2、2026。")
    as_of = forms.DateField(
        label="截至", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    tier = forms.ChoiceField(label="组织的层级", choices=choosing.plain(["党支部", "党总支", "机关党委", "党组"]))
    since = forms.DateField(
        label="成立日期",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="不写是早就成立的。",
    )
    kind = forms.ChoiceField(label="办了什么", required=False)
    dates = line("哪几天办的", "", required=False, hint="如 2026-02-10、2026-05-20；一次没办就不写。")
    not_applicable = forms.BooleanField(label="这一项不适用", required=False)
    due = line("应办", "", required=False)
    done = line("已办", "", required=False)
    late = line("补办", "", required=False)
    earned = line("得分", "", required=False)
    lost = line("已扣", "", required=False)

    def __init__(self, *args: Any, rule: Tree, pack: api.Pack, **options: Any) -> None:
        super().__init__(*args, **options)
        self.is_duty = "责任" in rule
        self.rule = rule
        self.choose("kind", [("", "什么都没办"), *choosing.kinds(pack)])
        if self.is_duty:
            for name in ("not_applicable", "earned", "lost"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Something is expected; days belong to a kind."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("dates") and not given.get("kind"):
            self.add_error("kind", "写了日期，就要选办了什么。")
        if not given.get("not_applicable") and not any(given.get(name) for _, name in (*COUNTED, *POINTS)):
            self.add_error(None, "请写应得的结果，至少一项。")
        return given

    def made(self) -> Tree:
        """Give the case as the tree writes it."""
        given = self.cleaned_data
        about = self.rule["编号"]
        case: Tree = {"例": given["name"], "因为": given["because"], "关于": [about], "属于": given["situation"]}
        case["期间"] = given["period"]
        set_or_drop(case, "截至", given["as_of"].isoformat() if given["as_of"] else "")
        organisation: Tree = {} if given["tier"] == "党支部" else {"层级": given["tier"]}
        if given["since"]:
            organisation["生效日期"] = given["since"].isoformat()
        set_or_drop(case, "组织", organisation)
        if given["kind"] and given["dates"]:
            case["已知"] = {given["kind"]: [one for one in SPLIT.split(given["dates"]) if one]}
        wanted = {word: given[name] for word, name in (*COUNTED, *POINTS) if given.get(name)}
        if given.get("not_applicable"):
            wanted = {"状态": "不适用"}
        case["应得"] = {"责任": {about: wanted}} if self.is_duty else {about: wanted}
        return case


def without_cases(tree: Tree, gone: str, title: str) -> Tree:
    """Take out the cases that are about a withdrawn rule only, and what the others say of it."""
    kept = []
    for case in tree.get(KEY, []):
        about = [one for one in case["关于"] if one not in (gone, title)]
        expect = _without(case["应得"], {gone, title})
        if about and expect:
            kept.append(case | {"关于": about, "应得": expect})
    return tree | {KEY: kept}


def _without(expect: Tree, gone: set[str]) -> Tree:
    found: Tree = {}
    for key, value in expect.items():
        left = _without(value, gone) if key == "责任" and isinstance(value, dict) else value
        if key not in gone and left != {}:
            found[key] = left
    return found
