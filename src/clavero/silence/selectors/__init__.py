"""What can be read about silence: how customers stand, why, who was lost and who came back."""

from clavero.silence.rules.states import State
from clavero.silence.selectors.as_data import row_as_data, summary_as_data
from clavero.silence.selectors.customer import AccountSilence, account_silence, named
from clavero.silence.selectors.gone import basis_of_losses
from clavero.silence.selectors.known import confirmed_loss
from clavero.silence.selectors.lost import Loss, Recovery, losses, recoveries
from clavero.silence.selectors.picture import (
    QuietFamily,
    SilencePicture,
    SilenceRow,
    states,
    states_by_themselves,
)
from clavero.silence.selectors.settings import (
    InForce,
    all_versions,
    in_force,
    latest_settings,
    settings_of,
    settings_on,
)

__all__ = [
    "AccountSilence",
    "InForce",
    "Loss",
    "QuietFamily",
    "Recovery",
    "SilencePicture",
    "SilenceRow",
    "State",
    "account_silence",
    "all_versions",
    "basis_of_losses",
    "confirmed_loss",
    "in_force",
    "latest_settings",
    "losses",
    "named",
    "recoveries",
    "row_as_data",
    "settings_of",
    "settings_on",
    "states",
    "states_by_themselves",
    "summary_as_data",
]
