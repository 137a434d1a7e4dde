"""Everything people wrote, replaced by what an attacker would write."""

from collections.abc import Iterator
from html.parser import HTMLParser

from django.apps import apps
from django.db.models import CharField, Field, TextField

WRITTEN = {
    "name",
    "title",
    "text",
    "place",
    "reason",
    "purpose",
    "answer",
    "materials",
    "note",
    "source_note",
    "comment",
    "phone",
    "lead_note",
    "category",
}
"""Fields in which people write freely, by name, in every table."""

MARK = "<mark-x onmark=1>{{7*7}}\"onmark=2 '\u2028\u202e</script>"
"""A tag, an attribute after each kind of quote, a template, the two signs that break lines and reading."""


def written_fields() -> Iterator[tuple[type, "Field[str, str]"]]:
    """Every column people write in freely."""
    for model in apps.get_models():
        together = {name for rule in model._meta.total_unique_constraints for name in rule.fields}
        for one in model._meta.concrete_fields:
            free = isinstance(one, CharField | TextField) and not (one.choices or one.unique or one.name in together)
            if free and one.name in WRITTEN and model._meta.app_label not in ("auth", "contenttypes", "mfa"):
                yield model, one


def write_everywhere(*texts: str) -> int:
    """Put ``texts`` in turn into every row of every such column; gives how many columns there were."""
    count = 0
    for model, one in written_fields():
        count += 1
        rows = model._default_manager.order_by("pk")  # type: ignore[attr-defined]  # every model has one
        for place, pk in enumerate(rows.values_list("pk", flat=True)):
            text = texts[place % len(texts)][: one.max_length]
            model._default_manager.filter(pk=pk).update(**{one.name: text})  # type: ignore[attr-defined]  # as above
    return count


class _Marks(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.in_script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.in_script = tag == "script"
        if tag == "mark-x" or any(name.startswith("onmark") for name, _ in attrs):
            self.found.append(f"<{tag} {attrs}>"[:200])

    def handle_data(self, data: str) -> None:
        if self.in_script and "mark-x" in data:
            self.found.append(f"in a script: {data[:200]}")

    def handle_endtag(self, tag: str) -> None:
        self.in_script = False


def came_alive(page: str) -> list[str]:
    """What of the mark a browser would take for markup."""
    reader = _Marks()
    reader.feed(page)
    return reader.found
