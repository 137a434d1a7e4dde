"""Forms of the site: each carries its idempotency key, and the version of what it edits."""

import unicodedata
from typing import Any

from django import forms

from bihuan_site.shared.problems import Refused

UNSEEN = ("Cc", "Cf", "Cs")
LINES = "\t\n\r"
"""What stays of the control signs: where a text breaks its lines."""


def visible(text: str) -> str:
    """Give a text without control, bidirectional and zero-width signs; the rarer line breaks become blanks."""
    plain = text.replace("\u2028", " ").replace("\u2029", " ")
    return "".join(one for one in plain if one in LINES or unicodedata.category(one) not in UNSEEN)


class ActForm(forms.Form):
    """A form that leads to one act. ``key`` makes sending it twice do it once."""

    key = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)

    def _clean_fields(self) -> None:
        """Leave out of every text the signs nobody sees, which turn a line round or break a workbook."""
        super()._clean_fields()  # type: ignore[misc]  # Django's types leave it out
        for name, value in [*self.cleaned_data.items()]:
            field = self.fields[name]
            if not isinstance(value, str) or isinstance(field.widget, forms.PasswordInput) or visible(value) == value:
                continue
            self.cleaned_data[name] = visible(value).strip()
            if field.required and not self.cleaned_data[name]:
                self.add_error(name, forms.ValidationError(field.error_messages["required"], code="required"))

    def refuse(self, refused: Refused) -> None:
        """Show a refusal on top of the form; what was filled in stays."""
        self.add_error(None, str(refused))

    def given(self, *without: str) -> dict[str, Any]:
        """Give the cleaned values as an act takes them, without the fields named."""
        return {name: value for name, value in self.cleaned_data.items() if name not in {"version", *without}}


class VersionedForm(ActForm):
    """A form that edits something another person may be editing too."""

    version = forms.IntegerField(widget=forms.HiddenInput)
