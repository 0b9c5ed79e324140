"""Figures as they stand on a page: more than text where a value is missing or has a direction."""

from __future__ import annotations

import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from clavero.core.estimates import Estimate
from clavero.ui import formats
from clavero.ui.formats import Kind
from clavero.ui.icons import icon

_UNHARMED = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&"}


def json_text(value: Any) -> SafeString:
    """JSON to stand in a ``<template>``: a part of a page that comes later brings no script.

    >>> json_text({"a": "</template>"})
    '{"a": "\\\\u003c/template\\\\u003e"}'
    """
    text = json.dumps(value, cls=DjangoJSONEncoder).translate(_UNHARMED)
    return mark_safe(text)  # noqa: S308 - without the three signs that begin markup


def estimate(
    value: Estimate, kind: Kind = Kind.PERCENT, *, currency: str = "", places: int | None = None
) -> SafeString:
    """The figure, or a dash that says why there is none."""
    shown = formats.estimate(value, kind, currency=currency, places=places)
    return missing(shown.reason) if shown.reason else format_html("{}", shown.text)


def growth(value: Estimate) -> SafeString:
    """Arrow, sign and word, so that nobody needs the colour."""
    if value.value is None:
        return missing(formats.estimate(value).reason)
    shown = formats.growth(value.value)
    return format_html(
        '<span class="growth growth-{}"><span aria-hidden="true">{}</span>\u00a0{}'
        '<span class="visually-hidden"> ({})</span></span>',
        shown.direction.value,
        shown.arrow,
        shown.text,
        shown.word,
    )


def missing(reason: Any) -> SafeString:
    """A dash, and the reason for whoever points at it or listens."""
    return format_html(
        '<span class="missing" title="{0}">'
        '<span aria-hidden="true">{1}</span><span class="visually-hidden">{0}</span></span>',
        reason,
        formats.NOTHING,
    )


def stands(tone: str, sign: str, told: Any) -> SafeString:
    """How something stands, in words beside a ``sign``: good, warn, bad or plain."""
    return format_html('<span class="stands stands-{}">{} {}</span>', tone, icon(sign), told)
