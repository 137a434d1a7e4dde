"""The tabs over the room's lists: only doors that the actor's role may take. ``{% load organisation_tabs %}``."""

from typing import Any

from django import template
from django.template import Context
from django.urls import reverse

from bihuan_site.shared.actor import Actor
from bihuan_site.shared.routes import rights_by_name

register = template.Library()
TABS = (
    ("tree", "组织"),
    ("people", "人员"),
    ("structure", "结构检查"),
    ("handovers", "换届交接"),
    ("study_groups", "青年学习小组"),
    ("task_forces", "专班"),
    ("imports", "导入导出"),
)


@register.inclusion_tag("organisations/tabs.html", takes_context=True)
def organisation_tabs(context: Context, at: str) -> dict[str, Any]:
    """Draw the tabs with ``at`` as the present one: ``{% organisation_tabs "people" %}``."""
    actor: Actor | None = context["request"].actor
    table = rights_by_name()
    shown = [
        {"name": name, "title": title, "url": reverse(f"organisations:{name}")}
        for name, title in TABS
        if actor and actor.role in table[f"organisations:{name}"].read
    ]
    return {"tabs": shown, "at": at}
