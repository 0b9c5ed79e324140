"""Lights as the reader sees them: by icon and word, in their colour."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.html import format_html
from django.utils.safestring import SafeString

from clavero.kpis.rules.kpi import Light
from clavero.kpis.words import LIGHT_ICONS, LIGHT_TONES, Name
from clavero.ui import formats
from clavero.ui.icons import icon


def pill(light: Light, text: Name) -> SafeString:
    """A light with its word."""
    return format_html(
        '<span class="pill pill-{}">{} {}</span>',
        LIGHT_TONES[light],
        icon(LIGHT_ICONS[light]),
        text,
    )


def pills(counts: Mapping[Light, int], names: Mapping[str, Name]) -> list[SafeString]:
    """How many stand how, in the order of ``counts``; those that nothing stands in are left out."""
    return [
        pill(light, f"{formats.number(count)} {names[light]}")
        for light, count in counts.items()
        if count
    ]
