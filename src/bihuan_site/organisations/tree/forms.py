"""Forms of the tree."""

from typing import Any

from django import forms

from bihuan_site.organisations.fields import Choices, LabelsField, day_field
from bihuan_site.organisations.placing import UNDER
from bihuan_site.shared.clock import business_day
from bihuan_site.shared.forms import ActForm, VersionedForm

KINDS = ("机关", "直属单位", "事业单位", "国企", "社会组织")
TIERS = tuple(tier for tier in UNDER if tier != "党小组")
EFFECTIVE = "可填以前、今天或以后的日期；以后的到日子自动生效。"


class FoundForm(ActForm):
    """Found an organisation."""

    name = forms.CharField(label="名称", max_length=120, help_text="全称")
    code = forms.CharField(label="代码", max_length=40, help_text="单位自己用的代码，可以改")
    tier = forms.ChoiceField(label="层级", choices=[(tier, tier) for tier in TIERS], initial="党支部")
    parent = forms.ChoiceField(label="上级组织")
    kind = forms.ChoiceField(label="类别", choices=[(kind, kind) for kind in KINDS])
    has_committee = forms.BooleanField(label="设委员会", required=False)
    committee_size = forms.IntegerField(label="委员数", min_value=0, max_value=99, initial=0)
    labels = LabelsField(label="标签", required=False, help_text="规则包条件用到的标签，用、隔开")
    day = day_field("成立日期")

    def __init__(self, *given: Any, parents: Choices, **options: Any) -> None:
        super().__init__(*given, **options)
        self._choices("parent", parents)
        self.fields["day"].initial = business_day

    def _choices(self, name: str, choices: Choices) -> None:
        found = self.fields[name]
        assert isinstance(found, forms.ChoiceField)  # noqa: S101 only told to the type checker
        found.choices = choices


class DayForm(VersionedForm):
    """A change that needs only its day."""

    day = day_field("生效日期", help_text=EFFECTIVE)

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["day"].initial = business_day
        self.order_fields([name for name in self.fields if name != "day"] + ["day"])


class RenameForm(DayForm):
    """Another name."""

    name = forms.CharField(label="新名称", max_length=120)


class DescribeForm(DayForm):
    """Code, kind, labels, committee."""

    code = forms.CharField(label="代码", max_length=40)
    kind = forms.ChoiceField(label="类别", choices=[(kind, kind) for kind in KINDS])
    labels = LabelsField(label="标签", required=False, help_text="规则包条件用到的标签，用、隔开")
    has_committee = forms.BooleanField(label="设委员会", required=False)
    committee_size = forms.IntegerField(label="委员数", min_value=0, max_value=99)


class ChooseForm(DayForm):
    """A change that needs another organisation."""

    field_name = ""
    optional = False

    def __init__(self, *given: Any, choices: Choices, **options: Any) -> None:
        super().__init__(*given, **options)
        found = self.fields[self.field_name]
        assert isinstance(found, forms.ChoiceField)  # noqa: S101 only told to the type checker
        found.choices = [("", "请选择"), *choices]


class MoveForm(ChooseForm):
    """Another superior."""

    field_name = "parent"
    parent = forms.ChoiceField(label="新的上级")


class MergeForm(ChooseForm):
    """Merge into another."""

    field_name = "into"
    into = forms.ChoiceField(label="并入", help_text="党员、党小组都转过去")


class DissolveForm(ChooseForm):
    """Dissolve; members go to another branch."""

    field_name = "people_to"
    people_to = forms.ChoiceField(label="党员转到", required=False, help_text="没有党员的可以不选")


class SplitForm(DayForm):
    """Split one new organisation off."""

    new_name = forms.CharField(label="新组织名称", max_length=120)
    new_code = forms.CharField(label="新组织代码", max_length=40)
    people = forms.MultipleChoiceField(label="转过去的党员", required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *given: Any, choices: Choices, **options: Any) -> None:
        super().__init__(*given, **options)
        found = self.fields["people"]
        assert isinstance(found, forms.MultipleChoiceField)  # noqa: S101 only told to the type checker
        found.choices = choices


class ElectionForm(ActForm):
    """An election that was held."""

    day = day_field("选举日期")
    due = day_field("届满日期", required=False, help_text="不填则按任期推算")


class ExtendForm(ActForm):
    """A later election, approved."""

    until = day_field("延期到")
    approver = forms.CharField(label="批准机关", max_length=60)
    day = day_field("批准日期")


class GroupForm(ActForm):
    """A new Party group."""

    name = forms.CharField(label="名称", max_length=120, help_text="如：规划处第一党小组")
    day = day_field("成立日期")

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["day"].initial = business_day


class GroupNameForm(VersionedForm):
    """Another name of a Party group."""

    name = forms.CharField(label="名称", max_length=120)


class NothingForm(VersionedForm):
    """An act that needs nothing more than the version."""
