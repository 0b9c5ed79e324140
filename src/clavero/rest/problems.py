"""A no of the API: always the same JSON, whatever went wrong (RFC 9457 with members of our own).

``{"status": 422, "code": "no_name", "sentence": "A token needs a name.", "hint": "",
"field": "name"}``: ``code`` is stable, for programs; ``sentence`` and ``hint`` are for people, in
the language that the request accepts; ``field`` names what to mend, or is ``null``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, ValidationError

from clavero.core.errors import Forbidden, Refusal, Sentence

CONTENT_TYPE = "application/problem+json"

# What pydantic finds wrong with a parameter, by its name for it; it fills in the figures.
HINTS = {
    "enum": gettext_lazy("Use one of %(expected)s."),
    "int_parsing": gettext_lazy("Use a whole number."),
    "greater_than_equal": gettext_lazy("Use %(ge)s or more."),
    "less_than_equal": gettext_lazy("Use %(le)s or less."),
    "missing": gettext_lazy("This parameter is needed."),
}


class Problem(Schema):
    """Why the API did not do what was asked."""

    status: int
    code: str
    sentence: str
    hint: str
    field: str | None


PROBLEMS = dict.fromkeys((401, 403, 404, 422), Problem)
"""What any operation may answer besides its own, for its description."""


def problem(
    status: int, code: str, sentence: Sentence, *, hint: Sentence = "", field: str | None = None
) -> HttpResponse:
    """The answer that says no."""
    told = Problem(status=status, code=code, sentence=str(sentence), hint=str(hint), field=field)
    return JsonResponse(
        told.model_dump(),
        status=status,
        content_type=CONTENT_TYPE,
        json_dumps_params={"ensure_ascii": False},
    )


def tell_problems(api: NinjaAPI) -> None:
    """Let ``api`` answer what services and selectors raise as problems."""
    for error, handler in _HANDLERS.items():
        api.add_exception_handler(error, handler)


def not_found() -> HttpResponse:
    """There is nothing there, or nothing that this person may know of."""
    return problem(404, "not_found", _("There is nothing at this address."))


def not_allowed(method: str | None) -> HttpResponse:
    """The address does not take this method."""
    sentence = _("%(method)s is not possible at this address.") % {"method": method}
    return problem(405, "method_not_allowed", sentence)


def _refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    return problem(
        422,
        refusal.code,
        refusal.filled(refusal.message),
        hint=refusal.filled(refusal.hint),
        field=refusal.field,
    )


def _forbidden(request: HttpRequest, error: Forbidden) -> HttpResponse:
    return problem(403, "forbidden", _("You are not allowed to do that."))


def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Only the first parameter that is wrong is told, as everywhere."""
    first: dict[str, Any] = error.errors[0]
    name = str(first["loc"][-1])
    hint = HINTS.get(first["type"], _("The description at openapi.json says what it takes."))
    return problem(
        422,
        "invalid_parameter",
        _("The parameter “%(name)s” cannot be read.") % {"name": name},
        hint=str(hint) % _told(first.get("ctx", {})),
        field=name,
    )


def _told(figures: dict[str, Any]) -> dict[str, Any]:
    """What pydantic fills in, with the values it expects joined in the reader's language."""
    if "expected" not in figures:
        return figures
    others, _or, last = str(figures["expected"]).rpartition(" or ")
    values = [*others.split(", "), last] if others else [last]
    return {**figures, "expected": get_text_list(values)}


def _unknown_person(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    answer = problem(
        401,
        "not_signed_in",
        _("A token that opens is needed."),
        hint=_("Send the header “Authorization: Bearer” with the secret of a token."),
    )
    answer["WWW-Authenticate"] = "Bearer"
    return answer


def _not_found(request: HttpRequest, error: Exception) -> HttpResponse:
    return not_found()


_HANDLERS: dict[type[Exception], Callable[..., HttpResponse]] = {
    Refusal: _refused,
    Forbidden: _forbidden,
    ValidationError: _invalid,
    AuthenticationError: _unknown_person,
    Http404: _not_found,
    ObjectDoesNotExist: _not_found,
}
