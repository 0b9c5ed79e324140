"""What stands on a page and is more than text: figures where a value is missing or has a direction,
and what a page has by the dozen, which would cost a template many look-ups each."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from clavero.core.estimates import Estimate
from clavero.ui import formats
from clavero.ui.formats import Kind
from clavero.ui.icons import icon

_LINE = '<li><a class="shell-line" href="{}"{}>{}<span>{}</span></a></li>'
_CURRENT = SafeString(' aria-current="page"')
_GROUP = '<optgroup label="{}">{}</optgroup>'
_NOT_CHOSEN = "---------"
"""What Django calls a choice of nothing."""
_UNHARMED = [(sign, f"\\u{ord(sign):04x}") for sign in "<>&"]


def json_text(value: Any) -> SafeString:
    """JSON to stand in a ``<template>``: a part of a page that comes later brings no script.

    >>> json_text({"a": "</template>"})
    '{"a": "\\\\u003c/template\\\\u003e"}'
    """
    text = json.dumps(value, cls=DjangoJSONEncoder)
    for sign, unharmed in _UNHARMED:
        text = text.replace(sign, unharmed)
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


def shell_lines(lines: Iterable[Any]) -> SafeString:
    """The ways that stand around every page."""
    return format_html_join("", _LINE, (
        (each.url, _CURRENT if each.is_current else "", icon(each.entry.icon), each.entry.label)
        for each in lines
    ))  # fmt: skip


def options(groups: Iterable[tuple[str | None, Iterable[Mapping[str, Any]], int]]) -> SafeString:
    """What a choice offers, of Django's ``optgroups``: (name, options, index)."""
    return _joined(
        format_html(_GROUP, name, _options(found)) if name else _options(found)
        for name, found, _index in groups
    )


def _options(found: Iterable[Mapping[str, Any]]) -> SafeString:
    """Choices of hundreds are usual, most without attributes."""
    lines = [
        f'<option value="{conditional_escape(str(each["value"]))}"'
        f"{_attributes(each['attrs']) if each['attrs'] else ''}>"
        f"{_said(each['label'])}</option>"
        for each in found
    ]
    return mark_safe("".join(lines))  # noqa: S308 - every value in it was escaped


def checks(
    name: str, choices: Iterable[tuple[Any, Any]], chosen: Collection[str], attrs: Mapping[str, Any]
) -> SafeString:
    """A box that scrolls, with one to tick for each of many ``choices``, the ``chosen`` first."""
    key = conditional_escape(str(attrs.get("id") or name))
    rest = _attributes({name: value for name, value in attrs.items() if name != "id"})
    known = [(str(value), conditional_escape(label)) for value, label in choices]
    known.sort(key=lambda each: each[0] not in chosen)
    called = conditional_escape(name)
    lines = [
        f'<div class="form-check"><input type="checkbox" class="form-check-input" name="{called}" '
        f'value="{conditional_escape(value)}" id="{key}_{at}"{rest}'
        f"{' checked' if value in chosen else ''}>"
        f'<label class="form-check-label" for="{key}_{at}">{label}</label></div>'
        for at, (value, label) in enumerate(known)
    ]
    box = f'<div class="form-choices form-choices-box" id="{key}">{"".join(lines)}</div>'
    return mark_safe(box)  # noqa: S308 - every value in it was escaped


def _said(label: Any) -> SafeString:
    return conditional_escape(_("Choose…") if label == _NOT_CHOSEN else label)


def _attributes(given: Mapping[str, Any]) -> SafeString:
    return _joined(
        format_html(" {}", name) if value is True else format_html(' {}="{}"', name, str(value))
        for name, value in given.items()
        if value is not False and name != "class"
    )


def _joined(parts: Iterable[SafeString]) -> SafeString:
    return mark_safe("".join(parts))  # noqa: S308 - each is markup already
