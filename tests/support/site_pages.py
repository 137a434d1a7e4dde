"""Comparing pages: what differs from one request to the next is taken out first."""

import re
from urllib.parse import quote

CHANGING = re.compile(r'("X-CSRFToken": |name="(?:csrfmiddlewaretoken|key)" value=)"[^"]*"')


def body_of(content: bytes, *named: str) -> str:
    """Give a page's text without its tokens, and without the words in ``named`` (what was asked for)."""
    text = CHANGING.sub("", content.decode())
    for word in named:
        text = text.replace(word, "").replace(quote(word), "")
    return text
