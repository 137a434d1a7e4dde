"""Forms as a page shows them: read from the HTML, filled the way a person would, ready to be posted."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponseBase

TEXTS = {"text", "search", "tel", "password", ""}
USUAL = {
    "date": "2026-06-18",
    "month": "2026-06",
    "time": "09:00",
    "email": "a@example.com",
    "url": "https://a.example",
}
OWN_TO_THE_PAGE = ("csrfmiddlewaretoken",)


@dataclass
class Control:
    """One control: its kind, name, value, and what may be chosen."""

    kind: str
    name: str
    value: str = ""
    chosen: bool = False
    options: list[tuple[str, bool]] = field(default_factory=list)
    least: str = ""


@dataclass
class PageForm:
    """One form of a page."""

    action: str
    method: str
    mark: str = ""
    controls: list[Control] = field(default_factory=list)

    @property
    def names(self) -> set[str]:
        """Every name the form sends."""
        return {one.name for one in self.controls}

    def filled(self, button: Control | None = None, text: str = "测试内容") -> dict[str, Any]:
        """What a person sends who fills every empty control and presses ``button``."""
        sent: dict[str, Any] = {}
        for one in self.controls:
            if one.kind in ("submit", "button") or one.name in OWN_TO_THE_PAGE:
                continue
            value = _value(one, text, chosen=sent.get(one.name))
            if value is not None:
                sent.setdefault(one.name, []).append(value) if one.kind != "radio" else sent.update({one.name: [value]})
        if button and button.name:
            sent[button.name] = [button.value]
        return sent

    def buttons(self) -> list[Control | None]:
        """The buttons that send the form, or None for one without a name."""
        found: list[Control | None] = [one for one in self.controls if one.kind == "submit" and one.name]
        return found or [None]


def _value(one: Control, text: str, chosen: Any) -> Any:
    match one.kind:
        case "checkbox":
            return one.value or "on"
        case "radio":
            return one.value if one.chosen or not chosen else None
        case "select":
            marked = [value for value, is_marked in one.options if is_marked and value]
            return next(iter(marked), next((value for value, _ in one.options if value), ""))
        case "file":
            return SimpleUploadedFile("纪要.txt", "会议纪要".encode())
        case "hidden":
            return one.value
        case "number":
            return one.value or one.least or "1"
    return one.value or USUAL.get(one.kind, text)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[PageForm] = []
        self.loose: list[tuple[str, Control]] = []
        self.open: PageForm | None = None
        self.select: Control | None = None
        self.area: Control | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.open = PageForm(given.get("action", ""), given.get("method", "get").lower(), given.get("id", ""))
            self.forms.append(self.open)
        elif tag == "option" and self.select:
            self.select.options.append((given.get("value", ""), "selected" in given))
        elif tag in ("input", "select", "textarea", "button") and "disabled" not in given:
            self._control(tag, given)

    def _control(self, tag: str, given: dict[str, str]) -> None:
        usual = "submit" if tag == "button" else "text" if tag == "input" else tag
        kind = given.get("type", usual) if tag in ("input", "button") else tag
        one = Control(
            kind, given.get("name", ""), given.get("value", ""), "checked" in given, least=given.get("min", "")
        )
        self.select = one if tag == "select" else self.select
        self.area = one if tag == "textarea" else None
        if "form" in given:
            self.loose.append((given["form"], one))
        elif self.open and (one.name or kind == "submit"):
            self.open.controls.append(one)

    def handle_data(self, data: str) -> None:
        if self.area:
            self.area.value += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = None
        elif tag == "select":
            self.select = None
        elif tag == "textarea":
            self.area = None


def bytes_of(answer: HttpResponseBase) -> bytes:
    """The body of an answer, a file too; the whole of its close() would end the connection of the test."""
    content: Any = b"".join(answer) if answer.streaming else answer.content  # type: ignore[attr-defined,call-overload]  # either kind
    for close in answer._resource_closers:  # type: ignore[attr-defined]  # what close() goes through
        close()
    return bytes(content)


def forms_of(content: bytes) -> list[PageForm]:
    """Read every form of a page."""
    reader = _Reader()
    reader.feed(content.decode())
    for mark, control in reader.loose:
        for one in reader.forms:
            if one.mark == mark:
                one.controls.append(control)
    return reader.forms


def posting(content: bytes) -> list[PageForm]:
    """The forms of a page that write."""
    return [one for one in forms_of(content) if one.method == "post"]
