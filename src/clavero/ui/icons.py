"""Tabler's icons, drawn inside the page: no request, no font, the colour of the text."""

from __future__ import annotations

import re
from functools import cache

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

_SHAPES = re.compile(r"<svg.*?>(.*)</svg>", re.DOTALL)
_FRAME = re.compile(r'<path stroke="none" d="M0 0h24v24H0z" fill="none"\s*/>')


@cache
def shapes(name: str) -> SafeString:
    """What an icon is drawn with, without its frame."""
    folder = settings.NODE_MODULES / "@tabler/icons/icons/outline"
    file = folder / f"{name}.svg"
    if not file.is_file():
        raise ImproperlyConfigured(
            f"There is no icon {name!r} in {folder}."
            if folder.is_dir()
            else f"The front-end packages are missing from {settings.NODE_MODULES}: run make setup."
        )
    inside = _SHAPES.search(file.read_text(encoding="utf-8"))
    assert inside is not None, f"{file} is not a picture"
    # Safe: a file of a package locked by its hash, named by us.
    return mark_safe(re.sub(r"\s+", " ", _FRAME.sub("", inside[1])).strip())  # noqa: S308


def icon(name: str, css: str = "") -> SafeString:
    """An icon beside a text. Assistive technology does not read it: the text says the same."""
    return format_html(
        '<svg class="icon {}" viewBox="0 0 24 24" width="24" height="24" fill="none"'
        ' stroke="currentColor" stroke-width="1.75" stroke-linecap="round"'
        ' stroke-linejoin="round" aria-hidden="true" focusable="false">{}</svg>',
        css,
        shapes(name),
    )
