"""Fields that forms of rules share: a line, an amount, a length of time, points; and the revision they start from."""

from typing import Any

from django import forms

from bihuan_site.packs.editing.choosing import Choices
from bihuan_site.shared.forms import ActForm


class RevisionForm(ActForm):
    """A form on a draft; ``revision`` is the state of the draft it was opened on."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def choose(self, name: str, choices: Choices) -> None:
        """Give a field what may be chosen."""
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # every field named so is a field of choices

    def given(self, *without: str) -> dict[str, Any]:
        """Give the cleaned values without the two that every form carries."""
        return super().given("revision", "key", *without)


def line(label: str, needed: str, *, required: bool = True, hint: str = "") -> forms.CharField:
    """A line of text."""
    return forms.CharField(
        label=label, max_length=120, required=required, help_text=hint, error_messages={"required": needed}
    )


def amount(label: str, hint: str) -> forms.CharField:
    """A number with its unit; the engine reads it."""
    return forms.CharField(label=label, max_length=20, required=False, help_text=hint)


def span(label: str, hint: str) -> forms.CharField:
    """A length of time; the engine reads it."""
    return forms.CharField(label=label, max_length=20, required=False, help_text=hint)


def points(label: str, *, required: bool = True, hint: str = "") -> forms.CharField:
    """Points as a person writes them: 0.5, 1—3, 全部; the engine reads them."""
    return forms.CharField(
        label=label, max_length=20, required=required, help_text=hint, error_messages={"required": "请写分值。"}
    )


def several(label: str, needed: str, *, required: bool = True, hint: str = "") -> forms.MultipleChoiceField:
    """Any number of a long list."""
    return forms.MultipleChoiceField(
        label=label,
        required=required,
        widget=forms.CheckboxSelectMultiple,
        help_text=hint,
        error_messages={"required": needed},
    )
