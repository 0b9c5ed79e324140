"""The two ways of saying no.

A :class:`Refusal` is a sentence for the person who asked: translated, with what to do next.
:class:`Forbidden` is for insiders without the verb (403). Strangers to an object never get
this far: the selector does not find it, and the page is a 404.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.functional import Promise

from clavero.core.sentences import with_one_stop

Sentence = str | Promise


class Refusal(Exception):
    """A verb was refused. ``message`` is a lazy translation with ``%(name)s`` places.

    ``code`` is stable, for programs and tests; ``field`` names the input to mend; ``hint``
    says what to do.
    """

    def __init__(
        self,
        message: Sentence,
        *,
        code: str,
        field: str | None = None,
        hint: Sentence = "",
        **params: Any,
    ) -> None:
        super().__init__(code)
        self.message = message
        self.code = code
        self.field = field
        self.hint = hint
        self.params = params

    def __str__(self) -> str:
        parts = [str(self.message), str(self.hint)]
        return " ".join(self.filled(part) for part in parts if part)

    def filled(self, sentence: Sentence) -> str:
        """``message`` or ``hint`` with its places filled."""
        text = str(sentence)
        return with_one_stop(text % self.params if self.params else text)


class Refusals(Refusal):
    """Several at once, one or more, so that a form can mark all that is to be mended. As a whole it
    has the code, field and hint of the first."""

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        first = refusals[0]
        super().__init__(
            first.message, code=first.code, field=first.field, hint=first.hint, **first.params
        )
        self.refusals = tuple(refusals)

    def __str__(self) -> str:
        return " ".join(dict.fromkeys(map(str, self.refusals)))


class Forbidden(Exception):
    """The actor may see this but not do that (HTTP 403)."""
