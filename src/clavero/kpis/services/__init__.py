"""What can be done with KPIs."""

from clavero.kpis.services.asking import tell_loyalty
from clavero.kpis.services.complaints import tell_complaints
from clavero.kpis.services.defining import define_kpi, name_kpi, retire_kpi
from clavero.kpis.services.deliveries import tell_deliveries
from clavero.kpis.services.entering import enter_value, import_values, withdraw_value
from clavero.kpis.services.meetings import tell_meetings
from clavero.kpis.services.refreshing import refresh
from clavero.kpis.services.relating import tell_relationships
from clavero.kpis.services.targeting import set_targets
from clavero.kpis.services.telling import Told, tell_values
from clavero.kpis.services.terms import tell_terms

__all__ = [
    "Told",
    "define_kpi",
    "enter_value",
    "import_values",
    "name_kpi",
    "refresh",
    "retire_kpi",
    "set_targets",
    "tell_complaints",
    "tell_deliveries",
    "tell_loyalty",
    "tell_meetings",
    "tell_relationships",
    "tell_terms",
    "tell_values",
    "withdraw_value",
]
