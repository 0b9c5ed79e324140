"""What can be done with KPIs."""

from clavero.kpis.services.refreshing import refresh

__all__ = ["refresh"]
