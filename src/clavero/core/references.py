"""Which rows others refer to."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Model


def referred_to(model: type[Model], ids: Collection[int]) -> set[int]:
    """Those rows of ``model`` that any row of the house refers to. One query a kind of row."""
    found: set[int] = set()
    for relation in model._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete and relation.is_relation:
            name = relation.field.name  # type: ignore[union-attr]
            rows = relation.related_model._base_manager.filter(**{f"{name}__in": ids})  # type: ignore[union-attr]
            found.update(rows.order_by().values_list(name, flat=True).distinct())
    return found
