from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from clavero.nightly.hooks import Step, add_step
from clavero.ui import screens
from clavero.ui.navigation import Entry, Place, register


class CareConfig(AppConfig):
    name = "clavero.care"
    label = "care"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from clavero.care.selectors.deadlines import due_in
        from clavero.care.words import CHANGE_NAMES, FIELD_NAMES
        from clavero.portfolio.visibility import sees_sales
        from clavero.portfolio.words import tell_changes
        from clavero.work.hooks import DUE

        for entry in (
            Entry("complaints", _("Complaints"), "care:inbox", "message-report", sees_sales, 22),
            Entry("its_complaints", _("Complaints"), "care:account", "message-report", sees_sales,
                  62, Place.CUSTOMER),
        ):  # fmt: skip
            register(entry)
        screens.register("care.complaints", "clavero.care.lists.COMPLAINTS", sees_sales)
        DUE.append(due_in)
        of_customers = ("complaint_text", "complaint_link", "complaint_hours")
        tell_changes(
            {name: told for name, told in CHANGE_NAMES.items() if name.startswith("complaint.")},
            {name: FIELD_NAMES[name] for name in of_customers},
        )
        add_step(
            Step("complaints", _("Clocks of complaints"), "clavero.care.jobs.escalate_at_night", 35,
                 by_the_hour=True, of_today=True)
        )  # fmt: skip
