"""Lights as the reader sees them: by icon and word, in their colour."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from clavero.kpis.rules.kpi import Light
from clavero.kpis.words import LIGHT_ICONS, LIGHT_TONES, Name
from clavero.ui import formats
from clavero.ui.icons import icon


def against_targets(light: Light, count: int) -> str:
    """How many KPIs stand so against their targets; the count is still to be written."""
    told = {
        Light.GREEN: ngettext("%(count)s on target", "%(count)s on target", count),
        Light.AMBER: ngettext("%(count)s within tolerance", "%(count)s within tolerance", count),
        Light.RED: ngettext("%(count)s off target", "%(count)s off target", count),
        Light.GREY: ngettext("%(count)s not judged", "%(count)s not judged", count),
    }
    return told[light]


def of_health(light: Light, count: int) -> str:
    """How many accounts are as healthy; the count is still to be written."""
    told = {
        Light.GREEN: ngettext("%(count)s is healthy", "%(count)s are healthy", count),
        Light.AMBER: ngettext("%(count)s needs attention", "%(count)s need attention", count),
        Light.RED: ngettext("%(count)s is in danger", "%(count)s are in danger", count),
        Light.GREY: ngettext("%(count)s cannot be judged", "%(count)s cannot be judged", count),
    }
    return told[light]


def pill(light: Light, text: Name) -> SafeString:
    """A light with its word."""
    return format_html(
        '<span class="pill pill-{}">{} {}</span>',
        LIGHT_TONES[light],
        icon(LIGHT_ICONS[light]),
        text,
    )


def pills(
    counts: Mapping[Light, int], told: Callable[[Light, int], str] = against_targets
) -> list[SafeString]:
    """How many stand how, in the order of ``counts``; those that nothing stands in are left out."""
    return [
        pill(light, told(light, count) % {"count": formats.number(count)})
        for light, count in counts.items()
        if count
    ]
