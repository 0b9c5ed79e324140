"""What can be read about surveys, waves, and what came back."""

from clavero.loyalty.selectors.asked import Found, WhoIsAsked, who_is_asked
from clavero.loyalty.selectors.respondents import Respondent, respondent_of
from clavero.loyalty.selectors.results import (
    Said,
    Scores,
    WaveResults,
    all_waves,
    is_open,
    wave_results,
)

__all__ = [
    "Found",
    "Respondent",
    "Said",
    "Scores",
    "WaveResults",
    "WhoIsAsked",
    "all_waves",
    "is_open",
    "respondent_of",
    "wave_results",
    "who_is_asked",
]
