"""Pages as their readers see them, for the tests of every domain."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from django.http import HttpResponse


def words(response: HttpResponse) -> str:
    """The text of a page in one line: without tags, and with plain spaces."""
    html = re.sub(r"(?s)<(script|style|svg|template).*?</\1>", " ", response.content.decode())
    text = unescape(re.sub(r"<[^>]+>", " ", html)).replace("\u00a0", " ")
    return re.sub(r"\s+", " ", text)


def notices(response: Any) -> list[str]:
    """What the page tells about what was just done."""
    return [str(message).replace("\u00a0", " ") for message in response.context["messages"]]


def rows_of(response: Any) -> list[Any]:
    """The rows that a list shows."""
    return [row.record for row in response.context["listing"].page]
