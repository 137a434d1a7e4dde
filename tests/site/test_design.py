"""The design: tokens, templates without inline style, icons and tags."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from django import forms
from django.http import Http404
from django.template import Context, Template
from django.test import RequestFactory

from bihuan_site.shared import trend, wording
from bihuan_site.shared.gallery import gallery
from bihuan_site.shared.states import BY_WORD, grade_look, look
from bihuan_site.shared.templatetags.bihuan import icon_names

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django.fixtures import SettingsWrapper

SITE = Path(__file__).resolve().parents[2] / "src" / "bihuan_site"
STATIC = SITE / "shared" / "static" / "shared"
TOKENS = (STATIC / "css" / "tokens.css").read_text(encoding="utf-8")
TODAY = date(2026, 6, 18)


def templates() -> Iterator[Path]:
    yield from sorted(SITE.rglob("*.html"))


def style_sheets() -> Iterator[Path]:
    yield from sorted((STATIC / "css").glob("*.css"))


def colour(name: str) -> str:
    found = re.search(rf"--{name}: (#[0-9A-F]{{6}})", TOKENS)
    assert found, name
    return found[1]


def luminance(hexed: str) -> float:
    parts = [int(hexed[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.03928 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(text: str, ground: str) -> float:
    lighter, darker = sorted((luminance(text), luminance(ground)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def rendered(source: str, **context: Any) -> str:
    return Template(source).render(Context(context))


# --- what is written --------------------------------------------------------------------------------------------------


def test_no_template_has_an_inline_style_or_script() -> None:
    for path in templates():
        text = re.sub(r"{%.*?%}", "", path.read_text(encoding="utf-8"))  # style="chips" is a word of a tag
        assert not re.search(r"\sstyle\s*=", text), path
        assert not re.search(r"\son[a-z]+=[\"']|hx-on|javascript:|hx-vals=.js:", text), path
        assert not re.search(r"<script(?![^>]*(?:\ssrc=|\stype=\"application/json\"))", text), path
        assert "<style" not in text, path


def test_no_template_is_longer_than_250_lines_and_no_style_sheet_than_400() -> None:
    for paths, most in ((templates(), 250), (style_sheets(), 400)):
        for path in paths:
            assert len(path.read_text(encoding="utf-8").splitlines()) <= most, path


def test_style_sheets_use_nothing_a_chromium_of_2021_lacks() -> None:
    for path in style_sheets():
        text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.S)
        assert not re.search(r":has\(|color-mix|@layer|@container|\d[ds]vh|oklch|&", text), path
        assert "http" not in text and "@import" not in text, path


def test_every_icon_used_in_a_template_is_in_the_list() -> None:
    for path in templates():
        for name in re.findall(r"""{%\s*icon\s+["']([\w-]+)["']""", path.read_text(encoding="utf-8")):
            assert name in icon_names(), f"{path}: {name}"


def test_every_icon_of_a_state_is_in_the_list() -> None:
    assert {one.icon for one in BY_WORD.values() if one.icon} <= icon_names()


def test_every_icon_in_the_list_stands_in_the_sprite() -> None:
    sprite = (STATIC.parent / "vendor" / "icons.svg").read_text(encoding="utf-8")
    assert {name for name in icon_names() if f'id="{name}"' not in sprite} == set()


@pytest.mark.parametrize(
    ("text", "ground", "least"),
    [
        ("ink", "paper", 12),
        ("ink-2", "paper", 4.5),
        ("ink-2", "line-2", 4.5),
        ("ink-2", "dai-l", 4.5),
        ("ink-3", "paper", 4.5),
        ("dai", "card", 7),
        ("dai", "dai-ll", 7),
        ("dai-d", "dai-l", 7),
        ("ok", "ok-l", 4.5),
        ("warn", "warn-l", 4.5),
        ("bad", "bad-l", 4.5),
        ("bad", "bad-ll", 4.5),
        ("heat-g", "heat-g-l", 6),
        ("heat-y", "heat-y-l", 6),
        ("heat-r", "heat-r-l", 6),
        ("ctl", "card", 3),
        ("focus", "paper", 3),
        ("focus", "card", 3),
    ],
)
def test_every_pair_of_tokens_can_be_read(text: str, ground: str, least: float) -> None:
    assert contrast(colour(text), colour(ground)) >= least


def test_white_can_be_read_on_what_acts() -> None:
    assert contrast("#FFFFFF", colour("dai")) >= 7
    assert contrast("#FFFFFF", colour("bad")) >= 4.5


# --- tags -------------------------------------------------------------------------------------------------------------


def test_an_icon_nobody_listed_is_refused() -> None:
    assert "#calendar" in rendered('{% icon "calendar" %}')
    with pytest.raises(ValueError, match="no-such-icon"):
        rendered('{% icon "no-such-icon" %}')


def test_a_state_has_a_word_a_class_and_an_icon() -> None:
    drawn = rendered('{% state "逾期" "逾期 18 天" %}')
    assert 'class="st st-bad"' in drawn
    assert "#alert-triangle" in drawn
    assert "逾期 18 天" in drawn
    assert rendered('{% state "未到期" %}') == '<span class="st">未到期</span>'
    assert "<svg" not in rendered('{% state "已办" icon=False %}')


def test_a_state_shows_text_as_text() -> None:
    assert "&lt;b&gt;" in rendered("{% state word %}", word="<b>")


def test_grades_take_their_colour_from_their_place() -> None:
    assert [grade_look(place, 4).css for place in range(4)] == ["st-act", "", "st-warn", "st-bad"]
    assert [grade_look(place, 3).css for place in range(3)] == ["st-act", "", "st-bad"]
    assert "st-bad" in rendered('{% grade "不合格" 2 3 %}')


def test_state_words_have_one_look_each() -> None:
    assert look("已办").css == "st-ok"
    assert look("断点").icon == "link-off"
    assert look("自定的词").css == ""


def test_dates_are_written_as_people_write_them() -> None:
    assert rendered("{{ day|date_cn }}", day=TODAY) == "6 月 18 日"
    assert rendered('{{ day|date_cn:"weekday" }}', day=TODAY) == "6 月 18 日星期四"
    assert rendered('{{ day|date_cn:"full" }}', day=TODAY) == "2026 年 6 月 18 日星期四"
    assert rendered("{{ day|date_cn }}", day=None) == ""


def test_a_span_names_the_day_once_unless_it_ends_on_another() -> None:
    start, end = datetime(2026, 6, 18, 9, 0), datetime(2026, 6, 18, 11, 30)
    assert wording.span_words(start, end) == "6 月 18 日 9:00 至 11:30"
    assert wording.span_words(start, datetime(2026, 6, 19, 8, 5)) == "6 月 18 日 9:00 至 6 月 19 日 8:05"


@pytest.mark.parametrize(
    ("due", "words", "state"),
    [
        (date(2026, 5, 31), "逾期 18 天", "逾期"),
        (date(2026, 6, 17), "逾期 1 天", "逾期"),
        (TODAY, "今天", "临期"),
        (date(2026, 6, 19), "明天", "临期"),
        (date(2026, 6, 20), "还有 2 天", "临期"),
        (date(2026, 6, 25), "还有 7 天", "临期"),
        (date(2026, 6, 26), "还有 8 天", "未到期"),
    ],
)
def test_what_remains_is_said_in_words(due: date, words: str, state: str) -> None:
    assert rendered("{{ due|remaining }}", due=due) == words
    assert rendered("{{ due|due_state }}", due=due) == state


def test_what_has_passed_is_said_in_words() -> None:
    days = [date(2026, 6, 18), date(2026, 6, 17), date(2026, 6, 16), date(2026, 6, 9), date(2026, 6, 19)]
    assert [wording.ago_words(day, TODAY) for day in days] == ["今天", "昨天", "前天", "9 天前", "明天"]


def test_numbers_are_grouped_and_points_signed() -> None:
    assert [wording.number_words(one) for one in (1482, -1482, Decimal("1482.5"), "9316.0", "无")] == [
        "1,482",
        "−1,482",
        "1,482.5",
        "9,316.0",
        "无",
    ]
    assert [wording.signed_points(one) for one in ("1.0", "-0.4", "−1", "+2", "0.0")] == [
        "+1.0",
        "−0.4",
        "−1",
        "+2",
        "0.0",
    ]
    assert [wording.minutes_words(one) for one in (4, 60, 90)] == ["约 4 分钟", "约 1 小时", "约 1 小时 30 分"]


def test_a_width_is_a_class_between_nothing_and_all() -> None:
    assert rendered("{% width 37 %} {% width 1 3 %} {% width 5 0 %} {% width 9 4 %}") == "w-37 w-33 w-0 w-100"
    sheet = (STATIC / "css" / "widths.css").read_text(encoding="utf-8")
    assert all(f".w-{hundredth} {{" in sheet for hundredth in range(101))


def test_a_stacked_bar_leaves_out_what_is_nothing() -> None:
    drawn = rendered('{% stacked "18.0" "0" "2.0" "20" %}')
    assert "stk-got w-90" in drawn
    assert "stk-lost w-10" in drawn
    assert "stk-open" not in drawn


def test_a_query_changes_one_parameter_and_starts_at_page_one() -> None:
    request = RequestFactory().get("/tasks/", {"state": "逾期", "page": "3", "what": "党课"})
    assert rendered("{% query_with state='' %}", request=request) == "?what=%E5%85%9A%E8%AF%BE"
    assert "page=4" in rendered("{% query_with page=4 %}", request=request)
    assert rendered("{% query_with state='' what='' %}", request=request) == "?"


def test_the_idempotency_key_is_new_for_a_new_form_and_kept_for_one_that_comes_back() -> None:
    fresh = RequestFactory().get("/")
    assert rendered("{% once %}", request=fresh) != rendered("{% once %}", request=fresh)
    back = RequestFactory().post("/", {"key": "abc"})
    assert 'value="abc"' in rendered("{% once %}", request=back)
    assert 'name="version" value="3"' in rendered("{% version thing %}", thing=SimpleNamespace(version=3))


class Sample(forms.Form):
    topic = forms.CharField(label="主题", help_text="20 字以内")
    kinds = forms.MultipleChoiceField(label="类型", choices=[("a", "党课")], widget=forms.CheckboxSelectMultiple)
    agree = forms.BooleanField(label="按当天日期填写", required=False)


def test_a_field_ties_label_hint_and_error_by_ids() -> None:
    drawn = rendered('{% field form.topic note="来自通知" hx_post="/live/" %}', form=Sample({}))
    assert '<label class="f-label" for="id_topic">' in drawn
    assert 'aria-describedby="id_topic_hint id_topic_error"' in drawn
    assert 'aria-invalid="true"' in drawn
    assert 'id="id_topic_hint"' in drawn
    assert 'id="id_topic_error"' in drawn
    assert 'hx-post="/live/"' in drawn
    assert "来自通知" in drawn


def test_choices_are_a_group_with_a_legend() -> None:
    drawn = rendered('{% field form.kinds style="chips" %}', form=Sample())
    assert "<fieldset" in drawn
    assert "<legend" in drawn
    assert 'class="choices choices-chips"' in drawn


def test_the_error_summary_links_to_every_field_that_is_wrong() -> None:
    drawn = rendered('{% error_summary form refused="已经记过一次。" %}', form=Sample({}))
    assert "有 3 处要改" in drawn
    assert 'href="#id_topic"' in drawn
    assert 'href="#id_kinds"' in drawn
    assert "已经记过一次。" in drawn
    assert rendered("{% error_summary form %}", form=Sample()).strip() == ""


def test_a_name_is_a_group_of_radios_whose_label_leads_to_the_next() -> None:
    here = (("present", "到会"), ("leave", "报备"), ("absent", "缺席"))
    drawn = rendered('{% name_toggle "who_1" "王珂" "leave" here %}', here=here)
    assert drawn.count('type="radio"') == 3
    assert re.search(r'value="leave" aria-label="报备" checked', drawn)
    assert re.search(r'class="nm-2" for="who_1_absent"[^>]*>王珂 报备', drawn)
    assert re.search(r'class="nm-3" for="who_1_present"', drawn)


def test_a_trend_keeps_every_point_inside_its_rules() -> None:
    drawn = trend.draw([("5月", "91.2"), ("6月", None)], ahead="94.5", aim=("优", "94"), peers=["89.5", "89.7"])
    assert drawn is not None
    assert [rule.word for rule in drawn.rules] == ["96", "92", "88"]
    heights = [Decimal(point.split(",")[1]) for line in (drawn.own, drawn.ahead, drawn.peers) for point in line.split()]
    assert all(trend.TOP <= height <= trend.BOTTOM for height in heights)
    assert trend.draw([("6月", None)]) is None


def test_large_letters_are_a_cookie_and_lead_back_to_the_page(client: "Client") -> None:
    answer = client.post("/large-text/", {"next": "/login/?a=1"})
    assert (answer.status_code, answer["Location"]) == (302, "/login/?a=1")
    assert client.cookies["large"].value == "1"
    assert client.post("/large-text/", {"next": "https://elsewhere.example/"})["Location"] == "/"
    assert client.cookies["large"].value == ""
    assert client.get("/large-text/").status_code == 405


def test_the_gallery_is_no_page_of_a_running_site(settings: "SettingsWrapper") -> None:
    settings.DEBUG = settings.TESTING = False
    with pytest.raises(Http404):
        gallery(RequestFactory().get("/gallery/"))
