"""The company's own templates for slides and texts: brought in versions, used or not."""

from __future__ import annotations

import hashlib
from pathlib import PurePath

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import record
from clavero.core.errors import Forbidden, Refusal
from clavero.core.revisions import CHANGED_MEANWHILE
from clavero.core.writable import writable
from clavero.identity.rules import Actor, Verb
from clavero.reports.models import NAME_LENGTH, Template
from clavero.reports.rendering.inspecting import Unusable, inspect
from clavero.reports.rules import TemplateKind
from clavero.reports.template_words import FAULTS, how_to_name, places_in_words


@transaction.atomic
def bring_template(actor: Actor, *, content: bytes, name: str) -> Template:
    """A new version of the company's template for slides or texts, which documents are made with
    from now on. What the file is says what it is for."""
    _must_bring(actor)
    try:
        kind, found = inspect(content)
    except Unusable as unusable:
        sentence, hint = FAULTS[unusable.fault]
        raise Refusal(sentence, code=unusable.fault.value, field="content", hint=hint) from unusable
    if not found.is_plain:
        raise Refusal(
            _("Between the braces stands something that is not a name."),
            code="not_plain",
            field="content",
            hint=_("Write names alone, as the example does: a template runs no program."),
        )
    if found.missing:
        raise Refusal(
            _("The template lacks what is needed: %(places)s."),
            code="places_missing",
            field="content",
            hint=how_to_name(found),
            places=places_in_words(kind, found.missing),
        )
    if not found.is_inside:
        raise Refusal(
            _("The place for the contents of a slide lies partly outside it."),
            code="outside_the_slide",
            field="content",
            hint=_("Move it onto the slide in the slide master."),
        )
    if not found.has_room:
        raise Refusal(
            _("The place for the contents of a slide is too small for a table."),
            code="no_room",
            field="content",
            hint=_("Make it at least 13 cm wide and 6 cm high."),
        )
    _no_longer_used(kind)
    row = Template.objects.create(
        kind=kind.value,
        name=_file_name(name, kind),
        content=content,
        size=len(content),
        digest=hashlib.sha256(content).hexdigest(),
        unknown=[[each.layout, each.name] for each in found.unknown],
        by_id=actor.user_id,
        by_name=actor.name,
    )
    record(actor, "template.brought", row, after=_told(row))
    return row


@transaction.atomic
def use_template(actor: Actor, *, template_id: int, seen: int | None) -> Template:
    """Make documents with a version that was brought before; ``seen`` is the one that the reader
    saw in use. Raises ``Template.DoesNotExist``."""
    _must_bring(actor)
    kind = Template.objects.values_list("kind", flat=True).get(pk=template_id)
    _is_as_seen(TemplateKind(kind), seen)
    _no_longer_used(TemplateKind(kind))
    row = Template.objects.defer("content").get(pk=template_id)
    row.is_used = True
    row.save(update_fields=["is_used"])
    record(actor, "template.used", row, after=_told(row))
    return row


@transaction.atomic
def drop_template(actor: Actor, *, kind: TemplateKind, seen: int | None) -> None:
    """Make documents in the house's own design again; the versions stay. Twice is no fault."""
    _must_bring(actor)
    _is_as_seen(kind, seen)
    for row in _used(kind):
        record(actor, "template.dropped", row, before=_told(row))
    _no_longer_used(kind)


def _must_bring(actor: Actor) -> None:
    if not actor.may(Verb.BRING_TEMPLATES):
        raise Forbidden(Verb.BRING_TEMPLATES)


def _used(kind: TemplateKind) -> list[Template]:
    """The version in use, locked, with all others of its kind."""
    rows = Template.objects.select_for_update().filter(kind=kind.value).defer("content")
    return [each for each in rows if each.is_used]


def _is_as_seen(kind: TemplateKind, seen: int | None) -> None:
    used = next((each.pk for each in _used(kind)), None)
    if used != seen:
        raise Refusal(
            _("Somebody has changed meanwhile which template is used."),
            code=CHANGED_MEANWHILE,
            hint=_("Look at the templates again."),
        )


def _no_longer_used(kind: TemplateKind) -> None:
    _used(kind)
    Template.objects.filter(kind=kind.value, is_used=True).update(is_used=False)


def _file_name(name: str, kind: TemplateKind) -> str:
    """The name it was brought under, without folders."""
    bare = " ".join(writable(PurePath(name.replace("\\", "/")).name).split())
    return bare[-NAME_LENGTH:] or f"template.{kind.value}"


def _told(row: Template) -> dict[str, object]:
    return {"kind": row.kind, "name": row.name, "digest": row.digest}
