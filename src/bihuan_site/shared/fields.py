"""Columns that keep the engine's exact values: fractions and lists of texts."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models


class FractionField(models.CharField):  # type: ignore[type-arg]  # the stubs want parameters the class lacks at run time
    """An exact rational kept as text (``19/2``); never a float."""

    # What mypy takes the column's values for.
    _pyi_private_set_type: Fraction | int | str  # type: ignore[assignment]  # a column of texts by birth
    _pyi_private_get_type: Fraction  # type: ignore[assignment]  # as the line above

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("max_length", 60)
        super().__init__(*args, **options)

    def from_db_value(self, value: str | None, expression: object, connection: object) -> Fraction | None:
        """Read the stored text."""
        return None if value is None else Fraction(value)

    def to_python(self, value: object) -> Fraction | None:
        """Take a fraction, a whole number or a decimal text. Raises ``ValidationError`` for anything else."""
        if value is None or value == "":
            return None
        if isinstance(value, (Fraction, int)):
            return Fraction(value)
        try:
            return Fraction(str(value).strip())
        except (ValueError, ZeroDivisionError):
            raise ValidationError(f"“{value}”不是数。写整数或小数，如 0.5。") from None

    def get_prep_value(self, value: object) -> str | None:
        """Give the text to store."""
        found = self.to_python(value)
        return None if found is None else str(found)


class TextsField(models.JSONField):
    """A list of texts, given to programs as a tuple."""

    _pyi_private_set_type: Sequence[Any]
    _pyi_private_get_type: tuple[Any, ...]

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("default", tuple)
        options.setdefault("blank", True)
        super().__init__(*args, **options)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> tuple[Any, ...]:
        """Read the stored list; pairs come back as tuples too."""
        found = super().from_db_value(value, expression, connection) or []
        return tuple(tuple(one) if isinstance(one, list) else one for one in found)

    def get_prep_value(self, value: Any) -> Any:
        """Give the list to store."""
        return super().get_prep_value([list(one) if isinstance(one, tuple) else one for one in value or ()])
