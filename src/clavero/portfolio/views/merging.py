"""Saying that two records are one, which customers and products do the same way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from clavero.ui.answers import ask
from clavero.ui.steps import done


@dataclass(frozen=True, slots=True)
class Merging:
    """What is merged, in words, and where its pages are: one record's, and the pairs proposed."""

    title: str | Promise
    question: str | Promise
    record: str
    duplicates: str


def merged(
    request: HttpRequest,
    source: Any,
    form: BaseForm,
    *,
    put: Callable[[Any], object],
    words: Merging,
    again: Callable[[], HttpResponse],
) -> HttpResponse:
    """Ask before ``source`` is merged into the ``target`` that the form names; then do it.

    ``again`` answers with the form to be mended.
    """
    if form.is_valid() and request.method != "POST":
        return _ask(request, source, form.cleaned_data["target"], words)
    if not done(form, put):
        return again()
    messages.success(
        request,
        _("%(name)s is merged into %(target)s. You can take it apart again.")
        % {"name": source, "target": form.cleaned_data["target"]},
    )
    if request.GET.get("next") == "duplicates":
        return redirect(words.duplicates)
    return redirect(words.record, source.pk)


def _ask(request: HttpRequest, source: Any, target: Any, words: Merging) -> HttpResponse:
    names = {"name": f"{source} ({source.code})", "target": f"{target} ({target.code})"}
    return ask(
        request,
        title=str(words.title),
        question=str(words.question) % names,
        consequences=[
            _("From now on the sales of %(name)s count for %(target)s.") % names,
            _("Nothing is lost: the two can be taken apart again."),
        ],
        verb=_("Merge them"),
        back=reverse(words.record, args=[source.pk]),
    )
