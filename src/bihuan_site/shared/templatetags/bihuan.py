"""Tags of the design: icons, fields, states, bars, dates and numbers. ``{% load bihuan %}``."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

from django import template
from django.forms import BaseForm, BoundField, CheckboxInput, CheckboxSelectMultiple, FileInput, RadioSelect, Textarea
from django.template import Context
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from bihuan_site.shared import wording
from bihuan_site.shared.clock import business_day
from bihuan_site.shared.states import grade_look, look
from bihuan_site.shared.trend import draw

register = template.Library()
ICON_LIST = Path(__file__).resolve().parents[1] / "icons.txt"


@cache
def icon_names() -> frozenset[str]:
    """Give the names of the icons in the sprite, as ``icons.txt`` lists them."""
    lines = ICON_LIST.read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    """Draw an icon beside a word: ``{% icon "calendar" %}``. Raises ``ValueError`` for a name not in ``icons.txt``."""
    if name not in icon_names():
        icon_names.cache_clear()  # the list may have grown since the server started
    if name not in icon_names():
        raise ValueError(f"icon {name!r} is not in icons.txt")
    classes = f"i {css}".strip()
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        classes,
        static("vendor/icons.svg"),
        name,
    )


# --- states -----------------------------------------------------------------------------------------------------------


def _label(css: str, icon_name: str, text: str) -> SafeString:
    drawn = icon(icon_name) if icon_name else ""
    return format_html('<span class="{}">{}{}</span>', f"st {css}".strip(), drawn, text)


@register.simple_tag
def state(word: str, text: str = "", icon: bool = True) -> SafeString:
    """Draw a state label: ``{% state "逾期" %}``, ``{% state "逾期" "逾期 18 天" %}``; ``icon=False`` in tables."""
    how = look(str(word))
    return _label(how.css, how.icon if icon else "", text or word)


@register.simple_tag
def grade(word: str, position: int, count: int, text: str = "") -> SafeString:
    """Draw a grade label coloured by its place in the pack's order, best first: ``{% grade "优" 0 4 %}``."""
    how = grade_look(int(position), int(count))
    return _label(how.css, how.icon, text or word)


@register.filter
def due_state(due: date) -> str:
    """Give the state word of an open item by its due date: 逾期, 临期 or 未到期."""
    return wording.due_state(due, business_day())


# --- bars -------------------------------------------------------------------------------------------------------------


def _hundredths(part: Decimal | int | str, whole: Decimal | int | str) -> int:
    of = Decimal(str(whole))
    return max(0, min(100, int((Decimal(str(part)) * 100 / of).to_integral_value()))) if of else 0


@register.simple_tag
def width(part: Decimal | int | str, whole: Decimal | int | str = 100) -> str:
    """Give the width class of a share: ``{% width 37 %}`` → ``w-37``, ``{% width done due %}``."""
    return f"w-{_hundredths(part, whole)}"


@register.simple_tag
def bar(part: Decimal | int | str, whole: Decimal | int | str = 100, css: str = "", label: str = "") -> SafeString:
    """Draw a bar of one part; ``css``: ok, bad, warn, big. ``label`` names it for readers; else it is decoration."""
    named = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    classes = " ".join(["bar", *(f"bar-{one}" for one in css.split())])
    return format_html('<span class="{}" {}><span class="{}"></span></span>', classes, named, width(part, whole))


@register.simple_tag
def stacked(got: str, open_: str, lost: str, whole: str) -> SafeString:
    """Draw 已得, 未到期 (hatched) and 已扣 of a whole as one bar; the figures stand beside it in words."""
    parts = [("got", got), ("open", open_), ("lost", lost)]
    widths = [(name, _hundredths(part or 0, whole)) for name, part in parts]
    pieces = format_html_join("", '<span class="stk-{} w-{}"></span>', (pair for pair in widths if pair[1]))
    return format_html('<span class="stk" aria-hidden="true">{}</span>', pieces)


@register.inclusion_tag("shared/figures/trend.html")
def trend(
    months: Sequence[tuple[str, str | None]],
    label: str,
    ahead: str | None = None,
    aim: tuple[str, str] | None = None,
    peers: Sequence[str | None] = (),
) -> dict[str, Any]:
    """Draw a trend by month; ``label`` says in words what it shows. See ``shared.trend.draw`` for the rest."""
    return {"drawn": draw(months, ahead=ahead, aim=aim, peers=peers), "label": label}


# --- forms ------------------------------------------------------------------------------------------------------------


def _kind(bound: BoundField) -> str:
    widget = bound.field.widget
    if isinstance(widget, CheckboxInput):
        return "check"
    if isinstance(widget, RadioSelect | CheckboxSelectMultiple):
        return "choices"
    return "file" if isinstance(widget, FileInput) else "text" if isinstance(widget, Textarea) else "line"


@register.inclusion_tag("shared/partials/field.html")
def field(
    bound: BoundField,
    note: str = "",
    icon: str = "",
    style: str = "",
    wide: bool = False,
    hide_label: bool = False,
    **attrs: Any,
) -> dict[str, Any]:
    """Draw a form field whole: label, note after it, control, hint, error, tied together by ids.

    ``note``: a source or "非必交" after the label. ``icon``: inside the control, left. ``style``: chips or seg for
    choices. ``wide``: the whole row of a form grid. Further arguments become attributes; ``_`` is written ``-``.
    """
    kind = _kind(bound)
    hint = str(bound.help_text or "")
    ids = [f"{bound.auto_id}_hint"] * bool(hint) + [f"{bound.auto_id}_error"] * bool(bound.errors)
    own = {name.replace("_", "-"): value for name, value in attrs.items()}
    if ids:
        own["aria-describedby"] = " ".join(ids)
    if kind != "choices":
        own.setdefault("class", "check" if kind == "check" else "in")
    if bound.errors and kind != "choices":
        own["aria-invalid"] = "true"
    return {
        "bound": bound,
        "kind": kind,
        "control": bound.as_widget(attrs=own) if kind != "choices" else "",
        "describedby": " ".join(ids),
        "hint": hint,
        "note": note or ("" if bound.field.required or kind == "check" else "选填"),
        "icon": icon,
        "style": style or "plain",
        "multiple": isinstance(bound.field.widget, CheckboxSelectMultiple),
        "wide": wide,
        "hide_label": hide_label,
    }


@register.inclusion_tag("shared/partials/error_summary.html")
def error_summary(*forms: BaseForm | None, refused: str = "") -> dict[str, Any]:
    """Draw the list of what is wrong on top of a form, each line a link to its field. Nothing when nothing is wrong."""
    shown = [form for form in forms if form is not None and form.is_bound]
    general = [str(error) for form in shown for error in form.non_field_errors()]
    if refused:
        general.insert(0, refused)
    fields = [(one, str(error)) for form in shown for one in form for error in one.errors]
    return {"general": general, "fields": fields, "count": len(general) + len(fields)}


@register.simple_tag(takes_context=True)
def once(context: Context) -> SafeString:
    """Give a form its idempotency key, kept when the form comes back with errors: ``{% once %}``."""
    request = context.get("request")
    posted = request.POST.get("key", "") if request is not None and request.method == "POST" else ""
    return format_html('<input type="hidden" name="key" value="{}">', posted or uuid4().hex)


@register.simple_tag
def version(thing: Any) -> SafeString:
    """Carry the version of the thing being edited, so that a stale edit is noticed: ``{% version duty %}``."""
    return format_html('<input type="hidden" name="version" value="{}">', thing.version)


@register.inclusion_tag("shared/partials/name_toggle.html")
def name_toggle(name: str, label: str, value: str, choices: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Draw one person of an attendance list; each click goes to the next of ``choices`` (value, word), no script.

    It is a group of radios called ``name``. The first choice is the usual one (到会) and shows the name alone.
    """
    chosen = value if any(key == value for key, _ in choices) else choices[0][0]
    rows = []
    for place, (key, word) in enumerate(choices):
        following = choices[(place + 1) % len(choices)][0]
        rows.append({"value": key, "word": word, "next": following, "on": key == chosen, "place": place + 1})
    return {"name": name, "label": label, "rows": rows}


# --- words ------------------------------------------------------------------------------------------------------------


@register.filter
def date_cn(day: date | None, form: str = "") -> str:
    """Write a date as 6 月 18 日; ``:"weekday"`` adds 星期四, ``:"year"`` the year, ``:"full"`` both."""
    if day is None:
        return ""
    return wording.date_words(day, weekday=form in {"weekday", "full"}, year=form in {"year", "full"})


@register.filter
def time_cn(moment: datetime | None) -> str:
    """Write the time of a moment as 9:05."""
    return wording.time_words(moment) if moment else ""


@register.simple_tag
def span_cn(start: datetime, end: datetime) -> str:
    """Write a span as 6 月 18 日 9:00 至 11:30."""
    return wording.span_words(start, end)


@register.filter
def remaining(due: date | None, today: date | None = None) -> str:
    """Say how far a due date is from the business day: 逾期 18 天, 今天, 明天, 还有 2 天."""
    return wording.remaining_words(due, today or business_day()) if due else ""


@register.filter
def ago(day: date | None, today: date | None = None) -> str:
    """Say how long ago a day was: 今天, 昨天, 9 天前."""
    return wording.ago_words(day, today or business_day()) if day else ""


@register.filter
def number(value: int | Decimal | str | None) -> str:
    """Group a number by thousands: 1,482."""
    return "" if value is None else wording.number_words(value)


@register.filter
def points(text: str | None) -> str:
    """Put a sign before points already formatted: +1.0, −0.4."""
    return wording.signed_points(str(text)) if text is not None else ""


@register.filter
def minutes(value: int | None) -> str:
    """Write minutes as 约 4 分钟."""
    return "" if value is None else wording.minutes_words(int(value))


@register.simple_tag(takes_context=True)
def query_with(context: Context, **changes: Any) -> str:
    """Give the page's query string with some parameters changed; an empty value drops one. Page number starts anew.

    ``<a href="{% query_with state="逾期" %}">``.
    """
    query = context["request"].GET.copy()
    if "page" not in changes:
        query.pop("page", None)
    for name, value in changes.items():
        if value in ("", None):
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}" if query else "?"
