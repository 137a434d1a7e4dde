"""One duty of a draft: its form, and what the form writes."""

from typing import Any

from django import forms

from bihuan import api
from bihuan_site.packs.bundles import Tree
from bihuan_site.packs.editing import choosing
from bihuan_site.packs.editing.fields import RevisionForm, amount, line, several, span
from bihuan_site.shared.burden import minutes_of, seconds_of

KEY = "责任清单"
FIELDS = {
    "责任": "name",
    "层级": "tier",
    "岗位": "post",
    "归类": "heading",
    "依据": "basis",
    "严于": "stricter",
    "要求/每": "every",
    "要求/至少": "at_least",
    "要求/每次至少": "each",
    "要求/截止/日": "day",
    "要求/截止/后": "within",
    "要求/补办至": "late",
    "说明": "note",
}
MINUTES = minutes_of(
    seconds_of(
        {"name": "line", "tier": "choice", "post": "choice", "basis": "choices", "stricter": "choice", "note": "text"}
        | {"kinds": "choices", "every": "choice", "at_least": "number", "each": "number", "late": "number"}
    )
)


class DutyForm(RevisionForm):
    """Who answers for what, how often, shown by what, on what basis."""

    name = line("责任", "请写责任的名称。")
    tier = forms.ChoiceField(label="层级")
    post = forms.ChoiceField(label="岗位")
    heading = forms.ChoiceField(label="归类", required=False)
    every = forms.ChoiceField(label="多久一次", required=False, help_text="长期履行、没有频次的选“不设频次”。")
    kinds = several("凭什么记录", "", required=False, hint="几种任一都算。")
    at_least = amount("每期至少", "如 1 次、8 学时；不写是 1 次。")
    each = amount("每次至少", "如 60 分钟；不写就不看时长。")
    day = line("截止在几月几日", "", required=False, hint="每年一次的才写，如 03-31、次年01-10。")
    within = span("期满后多久截止", "如 10 天、15 个工作日；不写是这一期的最后一天。")
    late = span("补办期限", "截止以后多久之内还能补办，如 25 天；不写就不能补办。")
    basis = several("依据的条款", "请选依据的条款，至少一条。")
    stricter = forms.ChoiceField(
        label="本单位自定", required=False, help_text="比上级规定更严的，选它严于哪一条；页面上显示“本单位自定”。"
    )
    note = forms.CharField(label="说明", required=False, max_length=400, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, pack: api.Pack, **options: Any) -> None:
        super().__init__(*args, **options)
        self.pack = pack
        clauses = choosing.clauses(pack)
        self.choose("tier", choosing.tiers(pack))
        self.choose("post", choosing.posts(pack))
        self.choose("heading", [("", "不归类"), *choosing.headings(pack)])
        self.choose("every", [("", "不设频次"), *choosing.cadences(pack)])
        self.choose("kinds", choosing.kinds(pack))
        self.choose("basis", clauses)
        self.choose("stricter", [("", "不是"), *clauses])

    def clean(self) -> dict[str, Any]:
        """A cadence needs something that shows it was done, and of one register."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("every") and not given.get("kinds"):
            self.add_error("kinds", "写了多久一次，就要选凭什么记录。")
        try:
            choosing.evidence_of(self.pack, given.get("kinds", []))
        except ValueError as error:
            self.add_error("kinds", str(error))
        return given


def initial(item: Tree) -> dict[str, Any]:
    """Give the form's values of a duty of the tree."""
    asked: Tree = item.get("要求", {})
    deadline: Tree = asked.get("截止", {})
    own = item.get("严于")
    return {
        "name": item.get("责任", ""),
        "tier": item.get("层级", ""),
        "post": item.get("岗位", "组织"),
        "heading": item.get("归类", ""),
        "every": asked.get("每", "考核期") if asked else "",
        "kinds": [*asked.get("记录", []), *asked.get("报送", [])],
        "at_least": asked.get("至少", ""),
        "each": asked.get("每次至少", ""),
        "day": deadline.get("日", ""),
        "within": deadline.get("后", ""),
        "late": asked.get("补办至", ""),
        "basis": choosing.basis_values(item.get("依据", [])),
        "stricter": choosing.basis_values([own])[0] if own else "",
        "note": item.get("说明", ""),
    }


def written(item: Tree, given: dict[str, Any], pack: api.Pack) -> Tree:
    """Give the duty with what the form says; what the form does not show stays as it is."""
    changed = item | {"责任": given["name"], "层级": given["tier"], "岗位": given["post"]}
    changed["依据"] = choosing.basis_of(given["basis"])
    set_or_drop(changed, "归类", given["heading"])
    set_or_drop(changed, "说明", given["note"])
    set_or_drop(changed, "严于", choosing.basis_of([given["stricter"]])[0] if given["stricter"] else "")
    set_or_drop(changed, "要求", _asked(item.get("要求", {}), given, pack) if given["every"] else "")
    return changed


def _asked(old: Tree, given: dict[str, Any], pack: api.Pack) -> Tree:
    kept = {key: value for key, value in old.items() if key not in ("记录", "报送")}
    asked = kept | choosing.evidence_of(pack, given["kinds"]) | {"每": given["every"]}
    deadline = dict(old.get("截止", {}))
    set_or_drop(deadline, "日", given["day"])
    set_or_drop(deadline, "后", given["within"])
    set_or_drop(asked, "截止", deadline or "")
    for key, name in (("至少", "at_least"), ("每次至少", "each"), ("补办至", "late")):
        set_or_drop(asked, key, given[name])
    return asked


def set_or_drop(holder: Tree, key: str, value: Any) -> None:
    """Write a value, or leave the key out where nothing is written."""
    if value:
        holder[key] = value
    else:
        holder.pop(key, None)
