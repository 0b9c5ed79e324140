from django.apps import AppConfig


class InteractionsConfig(AppConfig):
    name = "clavero.interactions"
    label = "interactions"
    default_auto_field = "django.db.models.BigAutoField"
