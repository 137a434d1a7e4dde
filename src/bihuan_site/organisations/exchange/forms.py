"""Forms of importing: the upload, and the mapping of an agency's own sheet."""

from typing import Any

from django import forms

from bihuan_site.documents.forms import UNCLASSIFIED_ONLY, DocumentField
from bihuan_site.organisations.fields import Choices
from bihuan_site.organisations.standard_queries import TABLES
from bihuan_site.shared.forms import ActForm

SHEETS = [(table.sheet, f"{table.sheet}：{table.doc}") for table in TABLES.values()]


class UploadForm(ActForm):
    """A workbook, and which mapping to read it with."""

    file = DocumentField(label="表格", help_text=f"{UNCLASSIFIED_ONLY}。只收 .xlsx，不超过 20 MB。")
    mapping = forms.ChoiceField(label="列对应", required=False, help_text="用模板填的不选；用自己的表选保存过的对应")

    def __init__(self, *given: Any, mappings: Choices, **options: Any) -> None:
        super().__init__(*given, **options)
        chosen = self.fields["mapping"]
        assert isinstance(chosen, forms.ChoiceField)  # noqa: S101 only told to the type checker
        chosen.choices = [("", "按标准模板"), *mappings]
        self.fields["file"].widget.attrs["accept"] = ".xlsx"

    def clean_file(self) -> Any:
        """Refuse what is no workbook."""
        found = self.cleaned_data["file"]
        if found and found.kind.name != "xlsx":
            raise forms.ValidationError("只收 .xlsx。旧的 .xls 请用 Excel 或 WPS 另存为 .xlsx。")
        return found


class MappingForm(ActForm):
    """Which of an agency's own columns is which of the standard's: one field for every column of a table."""

    name = forms.CharField(label="名称", max_length=60, help_text="下次按名称选用")
    sheet = forms.CharField(label="工作表名称", max_length=60, help_text="就是表格底部标签上的字")
    heading_row = forms.IntegerField(label="表头在第几行", min_value=1, max_value=50, initial=1)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *given: Any, table: str, **options: Any) -> None:
        super().__init__(*given, **options)
        self.table = next(one for one in TABLES.values() if one.sheet == table)
        for column in self.table.columns:
            self.fields[f"own_{column.name}"] = forms.CharField(
                label=f"{column.heading}的列名", required=False, max_length=60
            )
            self.fields[f"fixed_{column.name}"] = forms.CharField(
                label=f"{column.heading}（固定值）", required=False, max_length=120
            )

    def columns(self) -> dict[str, str]:
        """Give own heading → standard heading."""
        return {
            self.cleaned_data[f"own_{one.name}"]: one.heading
            for one in self.table.columns
            if self.cleaned_data.get(f"own_{one.name}")
        }

    def constants(self) -> dict[str, str]:
        """Give standard heading → fixed value."""
        return {
            one.heading: self.cleaned_data[f"fixed_{one.name}"]
            for one in self.table.columns
            if self.cleaned_data.get(f"fixed_{one.name}")
        }

    def rows(self) -> list[tuple[Any, Any, Any]]:
        """Give each column with its two fields, for the table on the page."""
        return [(one, self[f"own_{one.name}"], self[f"fixed_{one.name}"]) for one in self.table.columns]
