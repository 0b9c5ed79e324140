from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from clavero.nightly.hooks import TO_GO_ON_WITH
from clavero.ui.navigation import Entry, Place, register


class InvestmentConfig(AppConfig):
    name = "clavero.investment"
    label = "investment"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        TO_GO_ON_WITH.append("clavero.investment.jobs.go_on")
        from clavero.investment.visibility import proposes, sees_investments
        from clavero.investment.words import CHANGE_NAMES, FIELD_NAMES, VALUE_WORDS
        from clavero.portfolio.words import tell_changes

        for entry in (
            Entry("investments", _("Investments"), "investment:home", "coin", sees_investments, 23),
            Entry("its_investment", _("Investment"), "investment:propose", "coin", proposes, 25,
                  Place.CUSTOMER),
        ):  # fmt: skip
            register(entry)
        tell_changes(CHANGE_NAMES, FIELD_NAMES, VALUE_WORDS)
