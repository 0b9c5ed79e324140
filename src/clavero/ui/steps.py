"""What the pages with a form have in common."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.forms import BaseForm
from django.http import HttpRequest, QueryDict

from clavero.core.errors import Refusal
from clavero.ui.forms import add_refusal


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form gets: the answers sent, even when all are empty, or ``None`` on a first visit."""
    return request.POST if request.method == "POST" else None


def done(form: BaseForm, verb: Callable[..., object]) -> bool:
    """Carry out ``verb`` with what the form has read; a refusal is told beside its field.

    Whether it was carried out; if not, the form has to be mended.
    """
    if not form.is_valid():
        return False
    try:
        verb(**form.cleaned_data)
    except Refusal as refusal:
        add_refusal(form, refusal)
        return False
    return True


def carried_number(request: HttpRequest, name: str) -> int | None:
    """A number that the page carries along of what it showed; ``None`` where it has none."""
    text = request.POST.get(name, "")
    return int(text) if re.fullmatch(r"[0-9]{1,18}", text) else None


def status_of(*forms: BaseForm) -> int:
    """422 for a page that gives a form back to be mended, else 200."""
    return 422 if any(form.errors for form in forms) else 200
