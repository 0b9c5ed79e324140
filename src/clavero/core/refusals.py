"""Refusals that are kept, so that somebody reads them later and in their own language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext, override

from clavero.core.errors import Refusal
from clavero.core.sentences import with_one_stop


def as_kept(refusal: Refusal) -> dict[str, Any]:
    """A refusal as a row holds it: its sentences as written in the source."""
    return {
        "code": refusal.code,
        "message": _untranslated(refusal.message),
        "hint": _untranslated(refusal.hint),
        "params": {name: str(value) for name, value in refusal.params.items()},
    }


def told(kept: Mapping[str, Any] | None) -> str:
    """What a kept refusal says, in the reader's language; nothing where there is none."""
    kept = kept or {}
    parts = (gettext(part) for part in (kept.get("message"), kept.get("hint")) if part)
    params = kept.get("params")
    return " ".join(with_one_stop(part % params) if params else part for part in parts)


def _untranslated(text: object) -> str:
    with override(None):
        return str(text)
