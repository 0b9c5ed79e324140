"""What can be read about KPIs."""

from clavero.kpis.selectors.kept import Value, is_in_use, latest, values_of

__all__ = ["Value", "is_in_use", "latest", "values_of"]
