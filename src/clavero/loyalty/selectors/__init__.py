"""What can be read about surveys, waves, and what came back."""

from clavero.loyalty.selectors.account import AccountLoyalty, AccountWave, account_loyalty
from clavero.loyalty.selectors.as_data import results_as_data, wave_as_data
from clavero.loyalty.selectors.asked import Found, WhoIsAsked, who_is_asked
from clavero.loyalty.selectors.figures import Figures, figures_on, versus_of
from clavero.loyalty.selectors.respondents import Respondent, respondent_of
from clavero.loyalty.selectors.results import (
    NOBODY,
    Said,
    Scores,
    WaveResults,
    all_waves,
    is_open,
    wave_results,
)
from clavero.loyalty.selectors.single import (
    AnswerRow,
    InvitedRow,
    SingleAnswers,
    invited,
    kept_of_contact,
    single_answers,
)
from clavero.loyalty.selectors.surveys import (
    Askable,
    SurveyNow,
    askable,
    survey_versions,
    surveys,
)
from clavero.loyalty.selectors.waiting import Waiting, waiting_for_a_call
from clavero.loyalty.visibility import invitations, waves

__all__ = [
    "NOBODY",
    "AccountLoyalty",
    "AccountWave",
    "AnswerRow",
    "Askable",
    "Figures",
    "Found",
    "InvitedRow",
    "Respondent",
    "Said",
    "Scores",
    "SingleAnswers",
    "SurveyNow",
    "Waiting",
    "WaveResults",
    "WhoIsAsked",
    "account_loyalty",
    "all_waves",
    "askable",
    "figures_on",
    "invitations",
    "invited",
    "is_open",
    "kept_of_contact",
    "respondent_of",
    "results_as_data",
    "single_answers",
    "survey_versions",
    "surveys",
    "versus_of",
    "waiting_for_a_call",
    "wave_as_data",
    "wave_results",
    "waves",
    "who_is_asked",
]
