"""The forms of a comment and of its answer."""

from collections.abc import Mapping

from django import forms

from bihuan_site.shared import burden
from bihuan_site.shared.forms import ActForm, VersionedForm

COMMENT: Mapping[str, str] = {"comment": "text"}
MINUTES = burden.minutes_of(burden.seconds_of(COMMENT))


class CommentForm(ActForm):
    """What one makes of an activity."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    comment = forms.CharField(
        label="点评",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="写活动好在哪里、还可以怎么改。写事不写人，不出现党员姓名。",
        error_messages={"required": "写一句点评"},
    )


class AnswerForm(VersionedForm):
    """What the branch says to it."""

    text = forms.CharField(
        label="回应",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="怎么改、改到哪一步，一两句即可。",
        error_messages={"required": "写一句怎么改"},
    )
