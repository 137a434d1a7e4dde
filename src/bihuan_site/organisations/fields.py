"""Fields of the room's forms: days, people by name or id, labels, phone numbers."""

import re
from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from bihuan_site.organisations.finding_queries import Found, find_person
from bihuan_site.shared.actor import Actor

SEPARATORS = re.compile(r"[、,，;；\s]+")
PHONE = re.compile(r"1\d{10}|0\d{2,3}-?\d{7,8}")


def day_field(label: str, **options: Any) -> forms.DateField:
    """Give a field for a day, with the browser's own calendar."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


class PersonField(forms.CharField):
    """A person by name or id, among those the actor sees; cleans to the id. Namesakes are told apart by id."""

    actor: Actor | None = None

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", "写姓名；有同名的，写人员编号。")
        super().__init__(max_length=60, **options)

    def clean(self, value: Any) -> str:
        """Find the one person meant."""
        text = str(super().clean(value) or "").strip()
        return _one(self.actor, text) if text else ""


class PeopleField(forms.CharField):
    """Several people, names or ids separated by 、 or line breaks; cleans to a list of ids."""

    actor: Actor | None = None
    widget = forms.Textarea

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", "一行一个姓名，或用、隔开；有同名的，写人员编号。")
        super().__init__(max_length=4000, **options)

    def clean(self, value: Any) -> list[str]:
        """Find everybody meant, each once."""
        texts = [one for one in SEPARATORS.split(str(super().clean(value) or "")) if one]
        found = [_try(self.actor, one) for one in dict.fromkeys(texts)]
        wrong = [one.wrong for one in found if one.wrong]
        if wrong:
            raise ValidationError(wrong)
        return list(dict.fromkeys(one.person for one in found))


class LabelsField(forms.CharField):
    """Labels separated by 、; cleans to a list."""

    def clean(self, value: Any) -> list[str]:
        """Split the labels."""
        return [one for one in SEPARATORS.split(str(super().clean(value) or "")) if one]


class PhoneField(forms.CharField):
    """A mobile or landline number of the mainland."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", "电话")
        super().__init__(max_length=20, required=False, **options)
        self.widget.attrs.update({"inputmode": "tel", "autocomplete": "off"})

    def clean(self, value: Any) -> str:
        """Refuse what is no number."""
        text = str(super().clean(value) or "").replace(" ", "")
        if text and not PHONE.fullmatch(text):
            raise ValidationError("不是电话号码。手机写 11 位数字，座机写区号-号码。")
        return text


def _try(actor: Actor | None, text: str) -> Found:
    return find_person(actor, text) if actor else Found(wrong="没有这个人。")


def _one(actor: Actor | None, text: str) -> str:
    found = _try(actor, text)
    if found.wrong:
        raise ValidationError(found.wrong)
    return found.person


Choices = list[tuple[str, str]]
Chooser = Callable[[Actor], Choices]
