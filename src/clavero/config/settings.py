"""Settings, read from the environment. An unknown CLAVERO_ variable is an error, not a typo
that nobody sees."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

import dj_database_url
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

PACKAGE = Path(__file__).resolve().parent.parent

KNOWN_VARIABLES = {
    "CLAVERO_HOME": "the data folder",
    "CLAVERO_DEBUG": "1 shows errors in the browser; never in production",
    "CLAVERO_HOSTS": "comma-separated host names served",
    "CLAVERO_SECRET_KEY": "the signing key; made and kept in the data folder when absent",
    "CLAVERO_HTTPS": "1 when served behind TLS: secure cookies and redirects",
    "CLAVERO_WORKER": "1 when a worker runs beside the server",
    "CLAVERO_NODE_MODULES": "where the front-end packages are",
}

for _name in os.environ:
    if _name.startswith("CLAVERO_") and _name not in KNOWN_VARIABLES:
        known = ", ".join(sorted(KNOWN_VARIABLES))
        raise ImproperlyConfigured(f"{_name} is not a setting of Clavero. There are: {known}.")


def _flag(name: str) -> bool:
    value = os.environ.get(name, "").lower()
    if value not in {"", "0", "1", "true", "false", "yes", "no"}:
        raise ImproperlyConfigured(f"{name} takes 1 or 0, not {value!r}.")
    return value in {"1", "true", "yes"}


def _data_folder() -> Path:
    default = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share") / "clavero"
    folder = Path(os.environ.get("CLAVERO_HOME") or default).expanduser().resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _secret_key(folder: Path) -> str:
    if key := os.environ.get("CLAVERO_SECRET_KEY"):
        return key
    kept = folder / "secret_key"
    try:
        # O_EXCL: of two processes that start at once, one writes and the other reads.
        with os.fdopen(os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    return kept.read_text().strip()


HOME = _data_folder()
LEDGER_HOME = HOME / "ledger"
UPLOADS_HOME = HOME / "uploads"
LEDGER_ENGINE = os.environ.get("LEDGER_ENGINE", "duckdb")

DEBUG = _flag("CLAVERO_DEBUG")
SECRET_KEY = _secret_key(HOME)
ALLOWED_HOSTS = [
    host.strip()
    for host in os.environ.get("CLAVERO_HOSTS", "127.0.0.1,localhost").split(",")
    if host.strip()
]

INSTALLED_APPS = [
    "clavero.pages",
    "clavero.portfolio",
    "clavero.ledger",
    "clavero.identity",
    "clavero.ui",
    "clavero.core",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_filters",
    "django_htmx",
    "django_tables2",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "clavero.config.urls"
WSGI_APPLICATION = "clavero.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
INSTALLED_APPS.insert(INSTALLED_APPS.index("django.contrib.auth"), "django.forms")

DATABASES = {
    "default": dj_database_url.config(default=f"sqlite:///{HOME / 'clavero.sqlite3'}")
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # WAL: readers beside the writer. IMMEDIATE: a write transaction waits its turn at its start
    # instead of failing half-way when it turns from reader into writer.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
            "PRAGMA busy_timeout=20000;"
        ),
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# -- people and sign-in ------------------------------------------------------------------------

AUTH_USER_MODEL = "identity.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_REDIRECT_URL = "/"
LOGIN_URL = "account_login"

# -- languages ---------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("es", _("Spanish")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

# -- static files ------------------------------------------------------------------------------

NODE_MODULES = Path(os.environ.get("CLAVERO_NODE_MODULES") or PACKAGE.parents[1] / "node_modules")
STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"

# -- safety ------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, "'unsafe-inline'"],  # charts set styles on their own elements
        "img-src": [SELF, "data:", "blob:"],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
    }
}
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if _flag("CLAVERO_HTTPS"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 31_536_000

# -- background work ---------------------------------------------------------------------------

TASKS = {
    "default": {
        "BACKEND": (
            "django_tasks_db.DatabaseBackend"
            if _flag("CLAVERO_WORKER")
            else "django_tasks.backends.immediate.ImmediateBackend"
        )
    }
}

EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
SILENCED_SYSTEM_CHECKS: list[str] = []
