"""What can be done about the night's work."""

from clavero.nightly.services.asking import ask_for_night, do_night
from clavero.nightly.services.keeping import look_around, tick
from clavero.nightly.services.scheduling import set_schedule

__all__ = ["ask_for_night", "do_night", "look_around", "set_schedule", "tick"]
