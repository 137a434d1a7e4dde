"""The gallery: every component in every state, with invented content. Shown only in development and in tests."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from bihuan_site.shared.actor import Actor
from bihuan_site.shared.roles import Relation, Role
from bihuan_site.shared.routes import page

PAGES = {
    "pieces": "组件",
    "forms": "表单",
    "home": "工作台",
    "log": "记活动",
    "score": "支部得分",
    "duty": "责任清单",
    "board": "督办和闭环",
    "sign": "签到",
    "todo": "我的待办",
    "login": "登录",
}
CURRENT = {"home": "工作台", "log": "活动记录", "score": "支部得分", "duty": "责任清单", "board": "督办"}
DAY = date(2026, 6, 18)
KINDS = ("主题党日", "党课", "集中学习", "支部党员大会", "支委会", "党小组会", "志愿服务")
PEOPLE = (
    "林晓岚 赵一鸣 郑凯 钱文 李若水 冯雪 陈曦 褚良 卫国平 蒋欣 沈舟 韩冬梅 "
    "杨帆 朱颖 秦峰 尤佳 许南 何田 吕正 施宁 王珂 孙志远 张帅"
)
NAMES = PEOPLE.split()
HERE = (("present", "到会"), ("leave", "报备"), ("absent", "缺席"))


class ActivityForm(forms.Form):
    """The fields of 记活动, for the gallery."""

    kinds = forms.MultipleChoiceField(
        label="活动类型", choices=[(kind, kind) for kind in KINDS], widget=forms.CheckboxSelectMultiple
    )
    topic = forms.CharField(label="主题", max_length=60)
    held = forms.CharField(label="时间")
    place = forms.CharField(label="地点")
    chair = forms.ChoiceField(label="主持人", choices=[(name, name) for name in NAMES[:6]])
    said = forms.CharField(
        label="做了什么、议定了什么",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="写清事实即可，200 字以内为宜，不要求心得体会。",
    )
    proof = forms.FileField(label="佐证材料", required=False)
    late = forms.BooleanField(label="这是补记，按当天召开的日期填写", required=False)
    place_kind = forms.ChoiceField(
        label="形式", choices=[("in", "室内"), ("out", "现场")], widget=forms.RadioSelect, required=False
    )


FILLED = {
    "kinds": list(KINDS[:3]),
    "topic": "养护一线走访：治超攻关党员在岗",
    "held": "2026 年 6 月 18 日 9:00 至 11:30",
    "place": "青石岭养护站",
    "chair": "林晓岚",
    "said": "书记围绕“养护一线怎样当先锋”讲党课 40 分钟；分两组走访治超点 4 处，收集难题 6 条，认领 4 条。",
    "place_kind": "out",
}


@dataclass(frozen=True, slots=True)
class Thing:
    """Something with a version."""

    version: int = 3


def _lines(rows: list[tuple[str, str, int]], current: str) -> list[dict[str, Any]]:
    return [
        {"title": title, "icon": icon, "url": "#", "count": count, "current": title == current}
        for title, icon, count in rows
    ]


def _menu(current: str) -> list[dict[str, Any]]:
    stages = [
        ("一", "领导责任", ("我的责任", "责任清单")),
        ("二", "工作推进", ("活动记录", "本支部任务", "督办")),
        ("三", "考核评价", ("支部得分", "申诉")),
        ("四", "结果运用", ("整改",)),
    ]
    groups = [
        {"numeral": numeral, "title": title, "items": _lines([(door, "", 0) for door in doors], current)}
        for numeral, title, doors in stages
    ]
    top = _lines([("工作台", "layout-dashboard", 0), ("待办", "inbox", 5)], current)
    return [*top, *groups, *_lines([("数读与报表", "chart-bar", 0), ("设置", "settings", 0)], current)]


def _months() -> list[dict[str, Any]]:
    due = (9, 8, 11, 9, 9, 11, 10, 8, 10, 9, 10, 14)
    done = (9, 8, 11, 9, 8, 6, 0, 0, 0, 0, 0, 0)
    return [
        {
            "month": month,
            "done": done[month - 1],
            "due": due[month - 1],
            "now": month == DAY.month,
            "css": "" if month >= DAY.month else "ok" if done[month - 1] == due[month - 1] else "bad",
        }
        for month in range(1, 13)
    ]


def _form(name: str) -> ActivityForm:
    if name == "forms":
        return ActivityForm({**FILLED, "topic": "", "said": "", "kinds": []}, auto_id="bad_%s")
    return ActivityForm(initial=FILLED)


def _context(name: str) -> dict[str, Any]:
    absent = {"王珂": "leave", "孙志远": "leave", "张帅": "absent"}
    trend = [("1月", "94.0"), ("2月", "93.3"), ("3月", "91.1"), ("4月", "91.7"), ("5月", "91.2"), ("6月", None)]
    tabs = [("待办", "inbox", 2), ("活动", "calendar-event", 0), ("我的", "user", 0)]
    return {
        "pages": PAGES,
        "may_search": True,
        "menu": _menu(CURRENT.get(name, "")),
        "months": _months(),
        "month_numbers": range(1, 13),
        "form": _form(name),
        "fresh": ActivityForm(),
        "trend": trend,
        "aim": ("优", "94"),
        "peers": ["90.5", "90.2", "89.9", "90.0", "89.5", "89.7"],
        "names": [(f"who_{place}", who, absent.get(who, "present")) for place, who in enumerate(NAMES)],
        "here": HERE,
        "today": DAY,
        "thing": Thing(),
        "tabs": _lines(tabs, "待办") if name in {"sign", "todo", "home"} else [],
    }


def gallery(request: HttpRequest, name: str = "pieces") -> HttpResponse:
    """Show one page of the gallery; there is none outside development and tests."""
    if name not in PAGES or not (settings.DEBUG or getattr(settings, "TESTING", False)):
        raise Http404
    actor = Actor(1, "p-1", "林晓岚", Role.BRANCH_SECRETARY, "zb-1", "规划处党支部", "/zb-1/", Relation.OWN)
    request.actor = actor  # type: ignore[attr-defined]  # the middleware puts it there on real pages
    request.hats = (actor, replace(actor, role=Role.MEMBER))  # type: ignore[attr-defined]  # as above
    return render(request, f"shared/gallery/{name}.html", _context(name))


urlpatterns = [
    page("gallery/", gallery, "gallery", anyone=True),
    page("gallery/<slug:name>/", gallery, "gallery_page", anyone=True),
]
