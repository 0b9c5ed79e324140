"""What can be changed about silence: stops, verdicts on losses, and where the states begin."""

from clavero.silence.services.settings import adopt_settings
from clavero.silence.services.stops import record_stop, withdraw_stop
from clavero.silence.services.verdicts import confirm_loss, refute_loss, withdraw_verdict

__all__ = [
    "adopt_settings",
    "confirm_loss",
    "record_stop",
    "refute_loss",
    "withdraw_stop",
    "withdraw_verdict",
]
