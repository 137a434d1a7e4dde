"""Forms of study groups and task forces."""

from typing import Any

from django import forms

from bihuan_site.organisations.fields import Choices, PeopleField, PersonField, day_field
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.clock import business_day
from bihuan_site.shared.forms import ActForm, VersionedForm


class WithPeople(ActForm):
    """A form with fields for people, who are looked up among those the actor sees."""

    def __init__(self, *given: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*given, **options)
        for field in self.fields.values():
            if isinstance(field, PersonField | PeopleField):
                field.actor = actor

    def offer(self, name: str, choices: Choices) -> None:
        """Give a field its choices."""
        found = self.fields[name]
        assert isinstance(found, forms.ChoiceField)  # noqa: S101 only told to the type checker
        found.choices = choices


class StudyGroupForm(WithPeople, VersionedForm):
    """A study group: name, leader, mentor, members."""

    name = forms.CharField(label="名称", max_length=60)
    leader = PersonField(label="组长", required=False)
    mentor = PersonField(label="导师", required=False, help_text="可以不在本支部，不受年龄限制")
    members = forms.MultipleChoiceField(
        label="成员", required=False, widget=forms.CheckboxSelectMultiple, help_text="只列 40 周岁及以下的党员"
    )

    def __init__(self, *given: Any, young: Choices, **options: Any) -> None:
        super().__init__(*given, **options)
        self.offer("members", young)


class NewStudyGroupForm(StudyGroupForm):
    """A new study group."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    since = day_field("成立日期")

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["since"].initial = business_day


class EndForm(VersionedForm):
    """The last day."""

    until = day_field("最后一天")

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["until"].initial = business_day


class ObserversForm(WithPeople):
    """A batch of observers."""

    batch = forms.IntegerField(label="第几批", min_value=1, max_value=99)
    people = forms.MultipleChoiceField(label="列席人员", required=False, widget=forms.CheckboxSelectMultiple)
    day = day_field("列席日期", required=False)

    def __init__(self, *given: Any, members: Choices, **options: Any) -> None:
        super().__init__(*given, **options)
        self.offer("people", members)


class TaskForceForm(WithPeople):
    """A new task force."""

    name = forms.CharField(label="专班名称", max_length=60)
    organisation = forms.ChoiceField(label="设立的组织")
    purpose = forms.CharField(label="任务", max_length=400)
    lead = PersonField(label="牵头人")
    members = PeopleField(label="成员", required=False, widget=forms.Textarea(attrs={"rows": 4}))
    since = day_field("成立日期")
    until = day_field("预计结束", required=False)

    def __init__(self, *given: Any, hosts: Choices, **options: Any) -> None:
        super().__init__(*given, **options)
        self.offer("organisation", hosts)
        self.fields["since"].initial = business_day


class MembersForm(WithPeople, VersionedForm):
    """Who is in a task force from today on."""

    members = PeopleField(label="成员", required=False, widget=forms.Textarea(attrs={"rows": 6}))


class TaskForm(WithPeople):
    """A task with its day."""

    text = forms.CharField(label="任务", max_length=200)
    due = day_field("完成期限")
    owner = PersonField(label="负责人", required=False)
