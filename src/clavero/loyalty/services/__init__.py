"""What our people and respondents do with surveys."""

from clavero.loyalty.services.answering import answer, stop_asking
from clavero.loyalty.services.forgetting import forget_contacts
from clavero.loyalty.services.running import (
    close_wave,
    remind,
    remind_all,
    revoke_invitation,
    start_wave,
)
from clavero.loyalty.services.sending import deliver
from clavero.loyalty.services.writing import write_survey

__all__ = [
    "answer",
    "close_wave",
    "deliver",
    "forget_contacts",
    "remind",
    "remind_all",
    "revoke_invitation",
    "start_wave",
    "stop_asking",
    "write_survey",
]
