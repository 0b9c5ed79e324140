from django.apps import AppConfig


class LoyaltyConfig(AppConfig):
    name = "clavero.loyalty"
    label = "loyalty"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from clavero.loyalty.hooks import on_delivery

        on_delivery.append(_send)


def _send(invitation_id: int) -> None:
    from clavero.loyalty.jobs import send

    send.enqueue(invitation_id)
