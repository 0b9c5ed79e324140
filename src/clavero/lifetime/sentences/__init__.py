"""What the pages of lifetime say."""

from clavero.lifetime.sentences.base import (
    about_spending,
    about_the_fit,
    account_in_words,
    course_in_words,
    finding,
    learned_in_words,
    pace_in_words,
    parameters_in_words,
)
from clavero.lifetime.words import forecast_in_words

__all__ = [
    "about_spending",
    "about_the_fit",
    "account_in_words",
    "course_in_words",
    "finding",
    "forecast_in_words",
    "learned_in_words",
    "pace_in_words",
    "parameters_in_words",
]
