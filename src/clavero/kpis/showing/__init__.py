"""KPIs and health as the reader reads them."""

from clavero.kpis.showing.health import ShownHealth, health_name, shown_health
from clavero.kpis.showing.lights import of_health, pill, pills
from clavero.kpis.showing.lines import joint_in_words, shown_line, shown_value, sure_of
from clavero.kpis.showing.month import month_in_words

__all__ = [
    "ShownHealth",
    "health_name",
    "joint_in_words",
    "month_in_words",
    "of_health",
    "pill",
    "pills",
    "shown_health",
    "shown_line",
    "shown_value",
    "sure_of",
]
