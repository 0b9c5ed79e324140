"""What managers and guests do with shared plans."""

from clavero.sharing.services._mailing import reaches_people
from clavero.sharing.services.answering import comment, reply, sign, take_back, take_note, tick
from clavero.sharing.services.entering import come_in, leave, note_knock, note_visit, send_code
from clavero.sharing.services.forgetting import forget_guests
from clavero.sharing.services.letters import tell_guests, unsubscribe
from clavero.sharing.services.sharing import Given, give_link, revoke_share, share_plan

__all__ = [
    "Given",
    "come_in",
    "comment",
    "forget_guests",
    "give_link",
    "leave",
    "note_knock",
    "note_visit",
    "reaches_people",
    "reply",
    "revoke_share",
    "send_code",
    "share_plan",
    "sign",
    "take_back",
    "take_note",
    "tell_guests",
    "tick",
    "unsubscribe",
]
