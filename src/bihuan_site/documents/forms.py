"""The field of every form that takes a file."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from bihuan_site.documents.kinds import ENDS, WANTED
from bihuan_site.documents.taking import Checked, check
from bihuan_site.shared.problems import Refused

UNCLASSIFIED_ONLY = "非涉密系统，严禁录入涉密信息"


class DocumentField(forms.FileField):
    """A file, looked at while the form is checked; cleans to :class:`Checked`, which ``take`` keeps."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", "附件")
        options.setdefault("help_text", f"{UNCLASSIFIED_ONLY}。每个不超过 20 MB。{WANTED}")
        super().__init__(**options)
        self.widget.attrs["accept"] = ",".join(f".{end}" for end in ENDS)

    def clean(self, data: Any, initial: Any = None) -> Checked | None:
        """Look at the file; what stops it becomes the field's error."""
        found = super().clean(data, initial)
        if not found:
            return None
        try:
            return check(found)
        except Refused as refused:
            raise ValidationError(str(refused)) from None
