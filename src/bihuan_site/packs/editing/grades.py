"""The grades of a draft: the line and the quota of each."""

from typing import Any

from bihuan_site.packs.bundles import Tree, copy_of
from bihuan_site.packs.editing.duties import set_or_drop
from bihuan_site.packs.editing.fields import RevisionForm, points
from bihuan_site.packs.words import percent

KEY = "等次"


class GradesForm(RevisionForm):
    """For each grade the total it begins at and the share that may have it."""

    def __init__(self, *args: Any, item: Tree, **options: Any) -> None:
        super().__init__(*args, **options)
        self.item = item
        self.ends: dict[str, str] = {}
        for number, rule in enumerate(item.get("等次表", ())):
            for key, label in (("不低于", "总分不低于"), ("名额", "名额占比")):
                name = f"grade{number}_{'from' if key == '不低于' else 'quota'}"
                hint = "如 94；不写就不设分数线。" if key == "不低于" else "如 30%；不写就不限名额。"
                self.fields[name] = points(f"{rule['等次名']}：{label}", required=False, hint=hint)
                self.initial[name] = percent(rule.get(key, "")) if key == "名额" else rule.get(key, "")
                self.ends[f"{rule['等次名']}/{key}"] = name

    def written(self) -> Tree:
        """Give the grading with what the form says."""
        changed = copy_of(self.item)
        for number, rule in enumerate(changed.get("等次表", ())):
            set_or_drop(rule, "不低于", self.cleaned_data[f"grade{number}_from"])
            set_or_drop(rule, "名额", self.cleaned_data[f"grade{number}_quota"])
        return changed
