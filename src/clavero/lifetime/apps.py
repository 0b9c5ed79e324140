from django.apps import AppConfig


class LifetimeConfig(AppConfig):
    name = "clavero.lifetime"
    label = "lifetime"
    default_auto_field = "django.db.models.BigAutoField"
