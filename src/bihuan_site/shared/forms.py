"""Forms of the site: each carries its idempotency key, and the version of what it edits."""

from typing import Any

from django import forms

from bihuan_site.shared.problems import Refused


class ActForm(forms.Form):
    """A form that leads to one act. ``key`` makes sending it twice do it once."""

    key = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)

    def refuse(self, refused: Refused) -> None:
        """Show a refusal on top of the form; what was filled in stays."""
        self.add_error(None, str(refused))

    def given(self, *without: str) -> dict[str, Any]:
        """Give the cleaned values as an act takes them, without the fields named."""
        return {name: value for name, value in self.cleaned_data.items() if name not in {"version", *without}}


class VersionedForm(ActForm):
    """A form that edits something another person may be editing too."""

    version = forms.IntegerField(widget=forms.HiddenInput)
