"""The page of one act: its form, what it costs in minutes, what will follow; refusals stand on top of the form."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from bihuan_site.audit.acting import Done
from bihuan_site.shared.burden import minutes_of, seconds_of
from bihuan_site.shared.forms import ActForm
from bihuan_site.shared.problems import Refused
from bihuan_site.shared.routes import Request


@dataclass(frozen=True)
class ActPage:
    """What stands around the form of an act."""

    title: str
    button: str
    back: str
    said: str
    sub: str = ""
    effects: Sequence[str] = ()
    source: str = ""
    upload: bool = False
    template: str = "organisations/act.html"
    more: Mapping[str, Any] = field(default_factory=dict)


def show_act(
    request: Request, page: ActPage, form: ActForm, run: Callable[[dict[str, Any]], Done[Any]]
) -> HttpResponse:
    """Show the form; when it is sent and right, do the act, say so and go back. Refusals come back with the form."""
    if request.method == "POST" and form.is_valid():
        try:
            done = run(form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "这件事刚才已经办过，没有再办一次。" if done.again else page.said)
            return redirect(page.back)
    given = {"page": page, "form": form, "minutes": minutes_of(_seconds(form)), **page.more}
    return render(request, page.template, given)


def run_or_say(request: Request, back: str, said: str, run: Callable[[], Done[Any]]) -> HttpResponse:
    """Do an act that has no form of its own (a button in a list) and go back; a refusal is said there."""
    try:
        run()
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, said)
    return redirect(back)


KINDS = {
    "CharField": "line",
    "ChoiceField": "choice",
    "MultipleChoiceField": "choices",
    "DateField": "day",
    "IntegerField": "number",
    "BooleanField": "choice",
    "PersonField": "person",
    "PeopleField": "names",
    "LabelsField": "line",
    "PhoneField": "line",
    "DocumentField": "file",
}


def _seconds(form: ActForm) -> int:
    shown = {name: one for name, one in form.fields.items() if not one.widget.is_hidden}
    kinds = {name: KINDS[type(one).__name__] for name, one in shown.items()}
    return seconds_of(kinds, [name for name in kinds if form.get_initial_for_field(form.fields[name], name)])
