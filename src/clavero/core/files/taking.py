"""Files are looked at before they are kept."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from clavero.core.errors import Refusal, Sentence
from clavero.core.files.kinds import MOST_BYTES, Kind, kind_of

TAKEN: Sentence = _("Send a PDF, a picture, a text, or a Word or Excel file without macros.")


def taken(
    name: str, content: bytes, *, kinds: Collection[Kind] = frozenset(Kind), hint: Sentence = TAKEN
) -> Kind:
    """What a file is; refused where it is empty, too large, or none of ``kinds``."""
    if not content:
        raise Refusal(_("The file is empty."), code="file_empty", field="content")
    if len(content) > MOST_BYTES:
        raise Refusal(
            _("“%(name)s” is larger than %(most)s MB."),
            code="file_too_large",
            field="content",
            hint=_("Send a smaller one."),
            name=name,
            most=MOST_BYTES // (1024 * 1024),
        )
    kind = kind_of(content)
    if kind is None or kind not in kinds:
        raise Refusal(
            _("“%(name)s” is of a kind that is not taken."),
            code="file_kind",
            field="content",
            hint=hint,
            name=name,
        )
    return kind
