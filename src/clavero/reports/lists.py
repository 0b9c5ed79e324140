"""The list of documents."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

import django_filters
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _
from django_tables2 import A

from clavero.reports.models import Document
from clavero.reports.rules import Form, Kind, State
from clavero.reports.showing import shown, size_of
from clavero.reports.words import (
    FORM_NAMES,
    FORM_SHORT,
    KIND_NAMES,
    STATE_NAMES,
    STATE_TONES,
    TIMES,
)
from clavero.ui.icons import icon
from clavero.ui.lists import Empty, Filters, Screen, Search, Table
from clavero.ui.lists.columns import Badge, Moment, Text


class DocumentFilters(Filters):
    """By word, what it is, as which file, of which account and when it was ordered."""

    search = Search("customer__name", "customer__code", "by_name", label=_("Search documents"))
    kind = django_filters.ChoiceFilter(
        label=_("Document"), choices=[(each.value, KIND_NAMES[each]) for each in Kind]
    )
    form = django_filters.ChoiceFilter(
        label=_("File"), choices=[(each.value, FORM_NAMES[each]) for each in Form]
    )
    customer = django_filters.ChoiceFilter(label=_("Account"), field_name="customer_id")
    ordered = django_filters.ChoiceFilter(
        label=_("Ordered"), choices=list(TIMES.items()), method="since"
    )
    language = django_filters.ChoiceFilter(label=_("Language"), choices=settings.LANGUAGES)
    conditions: ClassVar[dict[str, str | Promise]] = {
        "kind": _("that are: %(value)s"),
        "form": _("as %(value)s"),
        "customer": _("about %(value)s"),
        "ordered": _("ordered in %(value)s"),
        "language": _("in the language “%(value)s”"),
    }

    def __init__(self, data: Any = None, queryset: Any = None, **options: Any) -> None:
        super().__init__(data, queryset, **options)
        named = queryset.filter(customer__isnull=False).order_by("customer__name")
        found = named.values_list("customer_id", "customer__name").distinct()
        self.filters["customer"].extra["choices"] = list(found)

    def since(self, source: Any, _name: str, value: str) -> Any:
        """Those of the last days."""
        return source.filter(ordered_at__gte=timezone.now() - timedelta(days=int(value)))


class Title(Text):
    """What it is, with its language and period beneath; whose it is, is heard with it."""

    def render(self, record: Document) -> SafeString:
        """The name with what stands beneath it."""
        told = shown(record)
        beneath = " · ".join(str(each) for each in (told.language, told.period) if each)
        return format_html(
            '{}<span class="visually-hidden">: {}</span><span class="cell-note">{}</span>',
            told.kind, told.subject, beneath,
        )  # fmt: skip

    def cell(self, value: Any, currency: str) -> Any:
        """The kind alone."""
        return str(KIND_NAMES.get(value, value))


class File(Badge):
    """The file to download, once there is one, with its size beneath."""

    def render(self, value: str, record: Document) -> SafeString:  # type: ignore[override]
        """A link, or what kind of file is awaited."""
        name = FORM_SHORT[value]
        if record.state != State.DONE:
            return format_html("{}", name)
        return format_html(
            '<a href="{}" download>{}{}<span class="visually-hidden">: {}</span></a>'
            '<span class="cell-note">{}</span>',
            reverse("reports:download", args=[record.pk]),
            icon("download"),
            name,
            gettext("Download %(title)s") % {"title": shown(record).title},
            size_of(record),
        )


class DocumentTable(Table):
    """One line a document, which leads to its page."""

    kind = Title(
        _("Document"), is_title=True, linkify=("reports:document", {"document_id": A("pk")})
    )
    customer = Text(
        _("Account"), order_by=("customer__name",),
        linkify=("reports:account", {"customer_id": A("customer_id")}),
    )  # fmt: skip
    form = File(_("File"), names=FORM_SHORT)
    state = Badge(_("State"), names=STATE_NAMES, tones=STATE_TONES)
    ordered_at = Moment(_("Ordered"))
    by_name = Text(_("By"))


DOCUMENTS = Screen(
    key="reports.documents",
    title=_("Documents"),
    counted=ngettext_lazy("%(shown)s document", "%(shown)s documents", "count"),
    table=DocumentTable,
    filters=DocumentFilters,
    empty=Empty(
        title=_("No document yet"),
        text=_("Choose an account above, or order the portfolio report."),
        icon="file-text",
    ),
    order="-ordered_at",
)
