"""Pages that every domain answers with: a question before a serious step, and work under way."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from clavero.ui.parts import Progress, Text

Found = TypeVar("Found")


def or_404(read: Callable[[], Found]) -> Found:
    """What ``read`` finds; what is not there for this reader is a 404."""
    try:
        return read()
    except ObjectDoesNotExist as stranger:
        raise Http404("nothing of that kind for this reader") from stranger


def ask(
    request: HttpRequest,
    *,
    title: Text,
    question: Text,
    verb: Text,
    back: str,
    consequences: list[Text] | None = None,
    is_destructive: bool = False,
    carried: Mapping[str, str] | None = None,
    also: Sequence[tuple[int, str]] = (),
    also_title: Text = "",
) -> HttpResponse:
    """The page that asks before a serious step; its form posts to the same address.

    ``carried`` is sent along unseen: what the question is about, should it change meanwhile.
    ``also`` are more of the same by their numbers, ticked, each to be left out of the step; they
    are sent as ``also``, and ``also_title`` stands above them.

    A view answers GET with it and does the step on POST, so that nothing needs a script::

        if request.method != "POST":
            return ask(request, title=_("Undo the import"), …)
    """
    context = {
        "title": title,
        "question": question,
        "consequences": consequences or [],
        "verb": verb,
        "back": back,
        "is_destructive": is_destructive,
        "carried": dict(carried or {}),
        "also": also,
        "also_title": also_title,
    }
    return render(request, "ui/ask.html", context)


def show_progress(request: HttpRequest, progress: Progress, *, title: Text) -> HttpResponse:
    """Work under way: a page that asks again by itself, with htmx or by reloading."""
    partial = bool(getattr(request, "htmx", False))
    template = "ui/partials/progress.html" if partial else "ui/progress.html"
    return render(request, template, {"progress": progress, "title": title})


def finish_progress(request: HttpRequest, url: str) -> HttpResponse:
    """The work is done: go to ``url``."""
    if getattr(request, "htmx", False):
        return HttpResponse(headers={"HX-Redirect": url})
    return redirect(url)


def back_here(request: HttpRequest, otherwise: HttpResponse) -> HttpResponse:
    """To the page on which it was begun, which the form or its address carries along as ``here``
    if it is one of ours."""
    here = request.POST.get("here", "") or request.GET.get("here", "")
    is_ours = url_has_allowed_host_and_scheme(here, allowed_hosts=None)
    return redirect(here) if here.startswith("/") and is_ours else otherwise
