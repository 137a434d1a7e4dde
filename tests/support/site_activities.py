"""Builders of activities and notices for tests of 工作推进."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from bihuan_site.progress.activities.records import Record
from bihuan_site.progress.activities.rolls_queries import due_on
from bihuan_site.progress.notices.actions import Coming
from tests.support.site_agency import DAY

SECRETARY = "ry-011"


def everybody(branch: str = "zb-001", day: date = DAY, group: str = "", **away: str) -> dict[str, str]:
    """Everybody on the list is there, except those named: ``ry_015="报备"``."""
    states = {one.id: "到会" for one in due_on(branch, day, group)}
    return states | {person.replace("_", "-"): state for person, state in away.items()}


def a_record(**given: Any) -> Record:
    """A 主题党日 held today in zb-001 with everybody there."""
    day = given.get("day", DAY)
    group = given.get("group", "")
    attendance = given.pop("attendance", None) or everybody(day=day, group=group)
    usual: Mapping[str, Any] = {
        "kinds": ("主题党日",),
        "day": day,
        "title": "养护一线走访",
        "minutes": 90,
        "chair": SECRETARY,
        "text": "分两组走访治超点四处，收集难题六条，认领四条。",
    }
    return Record(**{**usual, **given, "attendance": attendance})


def a_coming(**given: Any) -> Coming:
    """A 集中学习 announced for the next day."""
    usual: Mapping[str, Any] = {
        "kinds": ("集中学习",),
        "title": "学习条例",
        "day": date(2026, 6, 19),
        "begins": time(14, 30),
        "minutes": 120,
        "place": "三楼会议室",
        "chair": SECRETARY,
    }
    return Coming(**{**usual, **given})


def posted(record: Record, **more: Any) -> dict[str, Any]:
    """What a browser posts for a record."""
    fields: dict[str, Any] = {
        "kinds": [*record.kinds],
        "title": record.title,
        "day": f"{record.day}",
        "begins": "",
        "minutes": f"{record.minutes}",
        "place": record.place,
        "group": record.group,
        "chair": record.chair,
        "speakers": record.speakers[0] if record.speakers else "",
        "agenda": "\n".join(record.agenda),
        "text": record.text,
        "makes_up": record.makes_up,
        "key": "k-1",
        "act": "submit",
    }
    fields |= {f"att_{person}": state for person, state in record.attendance.items()}
    return fields | more
