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

from clavero.config.mail import mail_server
from clavero.config.mailbox import mailbox_server
from clavero.config.zone import time_zone

PACKAGE = Path(__file__).resolve().parent.parent

KNOWN_VARIABLES = {
    "CLAVERO_HOME": "the data folder",
    "CLAVERO_DEBUG": "1 shows errors in the browser; never in production",
    "CLAVERO_HOSTS": "comma-separated host names served",
    "CLAVERO_SECRET_KEY": "the signing key; made and kept in the data folder when absent",
    "CLAVERO_HTTPS": "1 when served behind TLS: secure cookies and redirects",
    "CLAVERO_WORKER": "1 when a worker runs beside the server",
    "CLAVERO_NODE_MODULES": "where the front-end packages are",
    "CLAVERO_MAIL": "the mail server, smtp://user:password@host:port or smtps://…",
    "CLAVERO_MAIL_FROM": "the sender of Clavero's messages",
    "CLAVERO_MAILBOX": "the mailbox that mails are copied to, imaps://user@host/folder",
    "CLAVERO_MAILBOX_ADDRESS": "its address, kam@company.example",
    "CLAVERO_MAILBOX_PASSWORD_FILE": "a file with its password",
    "CLAVERO_COMPANY": "the name of the company, as its customers know it",
    "CLAVERO_WEBHOOKS_PRIVATE": "1 lets webhooks go to addresses of one's own network",
    "CLAVERO_SITE": "the address by which people reach Clavero, for links in messages",
    "CLAVERO_LANGUAGE": "es or en: of messages to people who have chosen none",
    "CLAVERO_TIME_ZONE": "the company's time zone, such as Europe/Madrid",
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
DOCUMENTS_HOME = HOME / "documents"
ATTACHMENTS_HOME = HOME / "attachments"
LEDGER_ENGINE = os.environ.get("LEDGER_ENGINE", "duckdb")
if LEDGER_ENGINE not in {"duckdb", "spark"}:
    raise ImproperlyConfigured(f"LEDGER_ENGINE is duckdb or spark, not {LEDGER_ENGINE!r}.")

DEBUG = _flag("CLAVERO_DEBUG")
SECRET_KEY = _secret_key(HOME)
ALLOWED_HOSTS = [
    host.strip()
    for host in os.environ.get("CLAVERO_HOSTS", "127.0.0.1,localhost").split(",")
    if host.strip()
]

INSTALLED_APPS = [
    "clavero.pages",
    "clavero.kpis",
    "clavero.investment",
    "clavero.opportunities",
    "clavero.sharing",
    "clavero.plans",
    "clavero.reports",
    "clavero.commercial",
    "clavero.alerts",
    "clavero.interactions",
    "clavero.loyalty",
    "clavero.market",
    "clavero.coordination",
    "clavero.care",
    "clavero.contracts",
    "clavero.relationships",
    "clavero.playbook",
    "clavero.matrix",
    "clavero.profitability",
    "clavero.lifetime",
    "clavero.selection",
    "clavero.silence",
    "clavero.work",
    "clavero.portfolio",
    "clavero.nightly",
    "clavero.ledger",
    "clavero.identity",
    "clavero.ui",
    "clavero.rest",
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
    "clavero.identity.middleware.PersonLanguage",
    "clavero.identity.middleware.SignInFirst",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "clavero.ui.middleware.AnswerMiddleware",
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
                "clavero.ui.context.shell",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
INSTALLED_APPS.insert(INSTALLED_APPS.index("django.contrib.auth"), "django.forms")

try:
    DATABASES = {"default": dj_database_url.config(default=f"sqlite:///{HOME / 'clavero.sqlite3'}")}
except ValueError as _error:
    raise ImproperlyConfigured(
        "DATABASE_URL is no address of a database, such as postgres://user:password@host/name."
    ) from _error
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["ENGINE"] = "clavero.core.sqlite"
    DATABASES["default"]["TEST"] = {"NAME": ":memory:"}  # as Django does with its own
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
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "name"]},
    },
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATION}.NumericPasswordValidator"},
]
LOGIN_REDIRECT_URL = "/"
LOGIN_URL = "account_login"

ACCOUNT_ADAPTER = "clavero.identity.sign_in.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]  # nobody signs up; it names the sign-in's fields
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "clavero.identity.sign_in.display_name"
ACCOUNT_EMAIL_VERIFICATION = "none"  # an administrator has written the address
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # a stranger's address gets no mail from us
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Clavero: "
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True  # still asks for the second factor
# Django's own: allauth's writes a second copy of the address, which would outlive a change.
_TOKENS = "django.contrib.auth.tokens"
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = f"{_TOKENS}.PasswordResetTokenGenerator"
ACCOUNT_RATE_LIMITS = {
    "login_failed": "20/m/ip,5/5m/key",  # an office shares one address; a person has their own
    "login": "60/m/ip",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Clavero"
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be half a minute off
MFA_ALLOW_UNVERIFIED_EMAIL = True

# The throttle counts here. In the database, so that every process counts the same attempts; large,
# so that a flood of made-up addresses does not push out the count of a real one.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# -- languages ---------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("es", _("Spanish")), ("en", _("English"))]
# A message has no browser that asks for a language.
HOUSE_LANGUAGE = os.environ.get("CLAVERO_LANGUAGE") or LANGUAGE_CODE
if HOUSE_LANGUAGE not in dict(LANGUAGES):
    raise ImproperlyConfigured(f"CLAVERO_LANGUAGE takes es or en, not {HOUSE_LANGUAGE!r}.")
LOCALE_PATHS = [PACKAGE / "locale"]
# Of the company: hours are shown and days begin by it, for whoever has chosen none of their own.
TIME_ZONE = time_zone(os.environ.get("CLAVERO_TIME_ZONE", ""))
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

# -- static files ------------------------------------------------------------------------------

NODE_MODULES = Path(os.environ.get("CLAVERO_NODE_MODULES") or PACKAGE.parents[1] / "node_modules")
STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "clavero.ui.finders.NodeModulesFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "clavero.ui.storage.HashedStaticFiles"
        )
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG

# -- pages -------------------------------------------------------------------------------------

FILTERS_EMPTY_CHOICE_LABEL = _("Any")
UI_ACTOR_OF = "clavero.identity.doors.actor_of"  # how the shell learns who is looking
REST_ACTOR_OF = "clavero.identity.doors.actor_for"  # and the API, of a token's owner

# -- safety ------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
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
    ALLAUTH_TRUSTED_PROXY_COUNT = 1  # else the throttle sees one address: the proxy's
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 31_536_000

# -- troubles ----------------------------------------------------------------------------------

# Django alone tells of a page that broke by mail to addresses that nobody has given.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"unless_debugging": {"()": "django.utils.log.RequireDebugFalse"}},
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {
        "troubles": {
            "class": "logging.StreamHandler",
            "level": "ERROR",
            "filters": ["unless_debugging"],
            "formatter": "line",
        }
    },
    "loggers": {"django.request": {"handlers": ["troubles"]}},
}

# -- background work ---------------------------------------------------------------------------

WORKER = _flag("CLAVERO_WORKER")
TASKS = {
    "default": {
        "BACKEND": (
            "django_tasks_db.DatabaseBackend"
            if WORKER
            else "django_tasks.backends.immediate.ImmediateBackend"
        )
    }
}

# -- mail --------------------------------------------------------------------------------------

if _address := os.environ.get("CLAVERO_MAIL"):
    _server = mail_server(_address)
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = _server.host, _server.port
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _server.user, _server.password
    EMAIL_USE_SSL, EMAIL_USE_TLS = _server.use_ssl, _server.use_tls
    EMAIL_TIMEOUT = 10  # seconds
else:
    EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
DEFAULT_FROM_EMAIL = os.environ.get("CLAVERO_MAIL_FROM", "clavero@localhost")

# Whoever copies a mail to an address of this mailbox lets Clavero read it; nothing else is read.
MAILBOX = mailbox_server(
    os.environ.get("CLAVERO_MAILBOX", ""),
    os.environ.get("CLAVERO_MAILBOX_ADDRESS", ""),
    os.environ.get("CLAVERO_MAILBOX_PASSWORD_FILE", ""),
)

# A customer who is sent a link must see from whom it comes.
COMPANY = " ".join(os.environ.get("CLAVERO_COMPANY", "").split())

# Messages lead to pages: whoever reads them on a phone is not on this machine.
SITE = os.environ.get("CLAVERO_SITE", "http://127.0.0.1:8000").rstrip("/")
if not SITE.startswith(("http://", "https://")):
    raise ImproperlyConfigured("CLAVERO_SITE is written https://kam.example.")

# Else whoever registers a webhook could make this machine ask what only it can reach.
WEBHOOKS_PRIVATE = _flag("CLAVERO_WEBHOOKS_PRIVATE")

SILENCED_SYSTEM_CHECKS: list[str] = []
