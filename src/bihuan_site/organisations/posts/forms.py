"""Forms of posts."""

from typing import Any

from django import forms

from bihuan_site.organisations.fields import Choices, PersonField, day_field
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.clock import business_day
from bihuan_site.shared.forms import ActForm


class AppointForm(ActForm):
    """Give a person a post."""

    person = PersonField(label="姓名")
    post = forms.ChoiceField(label="岗位")
    since = day_field("任职日期")
    acting = forms.BooleanField(label="代管", required=False, help_text="暂代，到期自动结束")
    until = day_field("结束日期", required=False, help_text="代管必填；任职不填")

    def __init__(self, *given: Any, actor: Actor, posts: Choices, **options: Any) -> None:
        super().__init__(*given, **options)
        person, post = self.fields["person"], self.fields["post"]
        assert isinstance(person, PersonField) and isinstance(post, forms.ChoiceField)  # noqa: S101 for the type checker
        person.actor, post.choices = actor, posts
        self.fields["since"].initial = business_day


class RemoveForm(ActForm):
    """End a holding."""

    last_day = day_field("最后一天", help_text="这一天还算在任")
    receiver = PersonField(label="接收人", required=False, help_text="交接给谁；没定可以以后再填")

    def __init__(self, *given: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*given, **options)
        receiver = self.fields["receiver"]
        assert isinstance(receiver, PersonField)  # noqa: S101 only told to the type checker
        receiver.actor = actor
        self.fields["last_day"].initial = business_day


class HandoverForm(ActForm):
    """Mark the items of a handing over."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    receiver = PersonField(label="接收人", required=False)

    def __init__(self, *given: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*given, **options)
        receiver = self.fields["receiver"]
        assert isinstance(receiver, PersonField)  # noqa: S101 only told to the type checker
        receiver.actor = actor
