"""Pages obey the content policy: no script and no style stands in a template, and nothing comes from another host."""

import ast
import re
from collections.abc import Iterator

from tests.house_rules.tree import REPO, SITE, Module, files, modules_in, refuse

TEMPLATE_LINES = 250

# What a browser under the policy would refuse, or what would tie a page to another host.
REFUSED = {
    "a script in the page": re.compile(r"<script(?![^>]*\s(?:src|type=.application/json))[^>]*>", re.I),
    "a style sheet in the page": re.compile(r"<style[\s>]", re.I),
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.I),
    "an on… attribute": re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.I),
    "hx-on or a script in an htmx attribute": re.compile(r"\bhx-on\b|\bhx-(?:vals|headers|vars)\s*=\s*['\"]?js", re.I),
    "a javascript: address": re.compile(r"(?:href|src|action)\s*=\s*['\"]?\s*javascript:", re.I),
    "something from another host": re.compile(
        r"\b(?:src|action|hx-[a-z]+)\s*=\s*['\"]?(?:https?:)?//|<link[^>]*//", re.I
    ),
}


# What the template engine reads itself; it is blanked before the rest is looked at.
TAG = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.S)


def templates() -> tuple[str, ...]:
    """Every template of the site."""
    return tuple(path for path in files() if path.startswith(SITE) and "/templates/" in path)


def against_the_policy(path: str, text: str) -> Iterator[str]:
    """What the text holds that a page may not, line by line; a tag may run over several lines."""
    page = TAG.sub(lambda tag: re.sub(r"[^\n]", " ", tag[0]), text)
    for what, pattern in REFUSED.items():
        for found in pattern.finditer(page):
            yield f"{path}:{page.count(chr(10), 0, found.start()) + 1}: {what}"


def markup_in(module: Module) -> Iterator[str]:
    """Texts in a module that are markup and would put a script or a style into a page."""
    for node in module.nodes():
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "<" in node.value:
            yield from (module.at(node, one.split(": ", 1)[1]) for one in against_the_policy(module.path, node.value))


def test_no_template_holds_a_script_a_style_or_another_host() -> None:
    refuse(
        (one for path in templates() for one in against_the_policy(path, (REPO / path).read_text(encoding="utf-8"))),
        "Styles are classes in the style sheets, scripts are files of their own, and everything comes from this site.",
    )


def test_no_module_writes_a_script_or_a_style_into_a_page() -> None:
    refuse(
        (one for module in modules_in(SITE) for one in markup_in(module)),
        "Write the markup in a template, with classes and without scripts.",
    )


def test_no_template_is_longer_than_250_lines() -> None:
    lengths = {path: len((REPO / path).read_text(encoding="utf-8").splitlines()) for path in templates()}
    refuse(
        (
            f"{path}:{lines}: {lines} lines, {TEMPLATE_LINES} are allowed"
            for path, lines in lengths.items()
            if lines > TEMPLATE_LINES
        ),
        "Give a part of the page a template of its own and include it.",
    )


def test_each_way_to_break_the_policy_is_noticed() -> None:
    for text in (
        "<script>alert(1)</script>",
        "<style>p{}</style>",
        '<p class="x"\n  style="color: red">',
        '<a href="#" onclick="f()">',
        '<b hx-on:click="f()">',
        '<b {% if a %}onclick="f()"{% endif %}>',
        "<b hx-vals='js:{a: 1}'>",
        '<a href="javascript:f()">',
        '<img src="https://example.org/a.png">',
        '<link rel="stylesheet" href="//example.org/a.css">',
    ):
        assert list(against_the_policy("a.html", text)), text
    for text in (
        '<script src="{% static "a.js" %}" defer></script>',
        '<script type="application/json" id="data">{}</script>',
        '<p class="style">on = 1</p>',
        '<a href="https://example.org/">原文</a>',
        '<td data-on="1">',
        "<option{% if one == kind %} selected{% endif %}>",
    ):
        assert not list(against_the_policy("a.html", text)), text
