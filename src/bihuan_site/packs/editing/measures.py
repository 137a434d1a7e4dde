"""One measure of a draft: its form, made from what the measure holds, and what the form writes."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms import BoundField

from bihuan import api
from bihuan_site.packs.bundles import Tree, copy_of
from bihuan_site.packs.editing import choosing
from bihuan_site.packs.editing.duties import set_or_drop
from bihuan_site.packs.editing.fields import RevisionForm, amount, line, points, several, span
from bihuan_site.packs.words import fact_words, flat, trigger_words
from bihuan_site.shared.burden import minutes_of, seconds_of

KEY = "指标表"
ASKED = (("at_least", "至少", "每期至少", "如 1 次。"), ("each", "每次至少", "每次至少", "如 60 分钟。"))
HEAD = {"指标": "name", "满分": "max", "板块": "section", "依据": "basis", "说明": "note"}


class MeasureForm(RevisionForm):
    """Name, full mark, dimension, clauses; then every part with what it asks and what each failing costs."""

    name = line("指标", "请写指标的名称。")
    section = forms.ChoiceField(label="板块（维度）")
    max = points("满分")
    basis = several("依据的条款", "请选依据的条款，至少一条。")
    note = forms.CharField(label="说明", required=False, max_length=400, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, pack: api.Pack, item: Tree, **options: Any) -> None:
        super().__init__(*args, **options)
        self.item = item
        self.choose("section", choosing.plain([one.section for one in pack.sections]))
        self.choose("basis", choosing.clauses(pack))
        self.ends = dict(HEAD)
        self.places: dict[str, tuple[Any, ...]] = {}
        for number, part in enumerate(item.get("计分", ())):
            self._part(f"part{number}", part, ("计分", number), choosing.cadences(pack))

    def _part(self, stem: str, part: Tree, at: tuple[Any, ...], cadences: choosing.Choices) -> None:
        for place, asked in enumerate(part.get("要求", ())):
            head, here = f"{stem}_asked{place}", (*at, "要求", place)
            every = forms.ChoiceField(label="多久一次", choices=cadences)
            self._add(f"{head}_every", every, part, (*here, "每"), asked.get("每", "考核期"))
            for name, key, label, hint in ASKED:
                self._add(f"{head}_{name}", amount(label, hint), part, (*here, key), asked.get(key, ""))
            late = span("补办期限", "截止后多久还能补办，如 25 天。")
            self._add(f"{head}_late", late, part, (*here, "补办至"), asked.get("补办至", ""))
        for side in ("扣分", "得分", "分档"):
            for place, rate in enumerate(part.get(side, ())):
                for key in ("扣", "得"):
                    if key in rate:
                        what = rate.get("档") or (flat(rate["数值"]) if "数值" in rate else trigger_words(rate, part))
                        field = points(f"{what}，{key}多少分", hint="如 0.5；“全部”即不得分。" if key == "扣" else "")
                        self._add(f"{stem}_{side}{place}_{key}", field, part, (*at, side, place, key), rate[key])
        cap = points("最多（封顶）", required=False, hint="这一项最多扣（得）多少；不写就不封顶。")
        self._add(f"{stem}_cap", cap, part, (*at, "最多"), part.get("最多", ""))

    def _add(self, name: str, field: forms.Field, part: Tree, place: tuple[Any, ...], value: str) -> None:
        self.fields[name], self.initial[name], self.places[name] = field, value, place
        words: list[str] = [part["名称"]]
        holder: Any = part
        for step in place[2:]:
            holder = holder[step] if isinstance(step, int) or step in holder else {}
            named = holder.get("档") if isinstance(holder, dict) else None
            words.append(str(named or step + 1) if isinstance(step, int) else step)
        self.ends["/".join(words)] = name

    def parts(self) -> Iterator[dict[str, Any]]:
        """Give every part with what it looks at and its fields."""
        for number, part in enumerate(self.item.get("计分", ())):
            mine = [self[name] for name in self.places if name.startswith(f"part{number}_")]
            yield {"name": part["名称"], "looks_at": fact_words(part), "fields": mine}

    def head(self) -> list[BoundField]:
        """Give the fields every measure has."""
        return [self[name] for name in ("name", "section", "max")]


def initial(item: Tree) -> dict[str, Any]:
    """Give the values every measure has."""
    return {
        "name": item.get("指标", ""),
        "section": item.get("板块", ""),
        "max": item.get("满分", ""),
        "basis": choosing.basis_values(item.get("依据", [])),
        "note": item.get("说明", ""),
    }


def written(item: Tree, form: MeasureForm) -> Tree:
    """Give the measure with what the form says; what the form does not show stays as it is."""
    given = form.cleaned_data
    changed = copy_of(item) | {"指标": given["name"], "板块": given["section"], "满分": given["max"]}
    changed["依据"] = choosing.basis_of(given["basis"])
    set_or_drop(changed, "说明", given["note"])
    for name, place in form.places.items():
        holder: Any = changed
        for step in place[:-1]:
            holder = holder[step]
        set_or_drop(holder, place[-1], given[name])
    return changed


class NewMeasureForm(RevisionForm):
    """A new measure that asks for records and takes points off; others are written in the workbook."""

    name = line("指标", "请写指标的名称。")
    section = forms.ChoiceField(label="板块（维度）")
    max = points("满分")
    kinds = several("凭什么记录", "请选凭什么记录。")
    every = forms.ChoiceField(label="多久一次")
    late = span("补办期限", "截止后多久还能补办，如 25 天；不写就不能补办。")
    missing = points("每少 1 次，扣多少分")
    made_up = points("每补办 1 次，扣多少分", required=False, hint="写了补办期限才写。")
    cap = points("最多（封顶）", required=False, hint="不写就扣到零为止。")
    basis = several("依据的条款", "请选依据的条款，至少一条。")
    note = forms.CharField(label="说明", required=False, max_length=400, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, pack: api.Pack, **options: Any) -> None:
        super().__init__(*args, **options)
        self.pack = pack
        self.choose("section", choosing.plain([one.section for one in pack.sections]))
        self.choose("basis", choosing.clauses(pack))
        self.choose("kinds", choosing.kinds(pack))
        self.choose("every", choosing.cadences(pack))

    def clean(self) -> dict[str, Any]:
        """Kinds are of one register."""
        given: dict[str, Any] = super().clean() or {}
        try:
            choosing.evidence_of(self.pack, given.get("kinds", []))
        except ValueError as error:
            self.add_error("kinds", str(error))
        return given


NEW_FIELDS = HEAD | {
    "要求/1/每": "every",
    "要求/1/补办至": "late",
    "扣分/1/扣": "missing",
    "扣分/2/扣": "made_up",
    "最多": "cap",
}


def made(given: dict[str, Any], pack: api.Pack, name: str) -> Tree:
    """Give a new measure of branches."""
    asked: Tree = choosing.evidence_of(pack, given["kinds"]) | {"每": given["every"]}
    set_or_drop(asked, "补办至", given["late"])
    rates = [{"每少": "1 次", "扣": given["missing"]}]
    if given["made_up"]:
        rates.append({"每迟": "1 次", "扣": given["made_up"]})
    part: Tree = {"名称": given["name"], "要求": [asked], "扣分": rates}
    set_or_drop(part, "最多", given["cap"])
    measure: Tree = {"指标": given["name"], "编号": name, "板块": given["section"], "满分": given["max"]}
    measure |= {"依据": choosing.basis_of(given["basis"]), "适用": {"层级属于": ["党支部"]}, "计分": [part]}
    set_or_drop(measure, "说明", given["note"])
    return measure


def minutes_for(form: forms.Form) -> int:
    """Give the minutes a form costs whose fields are mostly there already."""
    fields = dict.fromkeys(form.fields, "number") | {"name": "line", "basis": "choices"}
    return minutes_of(seconds_of(fields, [name for name in fields if form.initial.get(name)]))
