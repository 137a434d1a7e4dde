"""Tags of the score pages: clauses, records, states as the design words them."""

from collections.abc import Mapping, Sequence

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from bihuan import api
from bihuan_site.ledger.models import Activity, Judgement
from bihuan_site.scoring.words import rounded
from bihuan_site.shared.wording import date_words

register = template.Library()
SHOWN = {"可补": "逾期", "缺": "未办"}
NUMERALS = "一二三四五六七八九十"


@register.filter
def shown_state(state: str) -> str:
    """Give the word of the design for the engine's state of a window."""
    return SHOWN.get(state, state)


@register.filter
def numeral(place: int) -> str:
    """Give the Chinese numeral of a place counted from 0."""
    return NUMERALS[place] if place < len(NUMERALS) else str(place + 1)


@register.filter
def clause(basis: Sequence[api.Basis]) -> str:
    """Give the number of the first clause: 2.3."""
    return basis[0].clause if basis else ""


@register.filter
def same(one: str, other: str) -> bool:
    """Whether two texts are equal."""
    return one == other


@register.filter
def units(value: tuple[int, int]) -> str:
    """Write (units, units a point) as points with one decimal."""
    return rounded(*value)


@register.simple_tag
def record_link(record: str, records: Mapping[str, Activity | Judgement]) -> SafeString | str:
    """Draw a record as a link with its day, a judgement as who judged when; plain where there is nothing to open."""
    found = records.get(record)
    if isinstance(found, Activity):
        address = reverse("progress:activity", args=[found.pk])
        return format_html('<a href="{}">{}</a>', address, date_words(found.day))
    if isinstance(found, Judgement):
        return f"{date_words(found.day)}，{found.role}认定"
    return "一条记录"
