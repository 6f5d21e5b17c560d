"""The only settings file; everything that differs between places comes from the environment."""

import os
from pathlib import Path

from doorstep.env import database, env, env_bool, env_folder, env_home, env_int, env_secret
from doorstep.env_services import cache, hosts, mail
from doorstep.kit.logs import logging_to_stderr

BASE_DIR = Path(__file__).resolve().parent.parent
HOME = env_home("DOORSTEP_HOME", BASE_DIR / "var")
SECRET_KEY = env_secret("DOORSTEP_SECRET_KEY", HOME)
DEBUG = env_bool("DOORSTEP_DEBUG")
HOSTS = hosts("DOORSTEP_HOSTS")
ALLOWED_HOSTS = HOSTS.names
CSRF_TRUSTED_ORIGINS = HOSTS.origins
USE_TZ = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]  # those our texts are in
TIME_ZONE = "UTC"
FORMAT_MODULE_PATH = "doorstep.ui.formats"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "doorstep.users",
    "doorstep.history",
    "doorstep.records",
    "doorstep.ui",
    "doorstep.search",
    "doorstep.office",
    "doorstep.activity",
    "doorstep.catalog",
    "doorstep.parties",
    "doorstep.pricing",
    "doorstep.mail",
    "doorstep.pipeline",
    "doorstep.documents",
    "doorstep.receivables",
    "doorstep.paper",
    "doorstep.selling",
    "doorstep.billing",
    "doorstep.marketing",
    "doorstep.portal",
    "doorstep.upkeep",
    "doorstep.dedupe",
    "doorstep.exchange",
    "doorstep.demo",
]
# Requests of one user to the API in a minute, per web process; 0 is no limit.
API_RATE = env_int("DOORSTEP_API_RATE", 60_000, least=0)
MAIL_RATE = env_int("DOORSTEP_MAIL_RATE", 500, least=0)  # letters of a mailbox in an hour; 0: any
WEB_PROCESSES = env_int("DOORSTEP_WEB_PROCESSES", min(os.cpu_count() or 1, 4), least=1)
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "doorstep.ui.middleware.security_headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "doorstep.users.sessions.WhoAsks",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "doorstep.ui.sources.say_where_from",
    "doorstep.ui.middleware.RefusalsAndToasts",
    "doorstep.api.refusals.ApiAnswers",
    "doorstep.office.doorman.doorman",
]
ROOT_URLCONF = "doorstep.urls"
WSGI_APPLICATION = "doorstep.wsgi.application"
AUTH_USER_MODEL = "users.User"
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("MinimumLengthValidator", {"min_length": 10}),
        ("UserAttributeSimilarityValidator", {"user_attributes": ("email", "name")}),
        ("CommonPasswordValidator", {}),
    )
]
AUTHENTICATION_BACKENDS = ["doorstep.users.sessions.Backend"]
SESSION_ENGINE = "doorstep.users.sessions"
CSRF_COOKIE_HTTPONLY = True
ACCOUNT_ADAPTER = "doorstep.office.signin.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # whoever is invited proves the address by the letter's link
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_FORMS = {"reset_password": "doorstep.office.signin.forms.ResetPasswordForm"}
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"
MFA_ADAPTER = "doorstep.office.signin.second_step.SecondStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_TOLERANCE = 1
CSRF_FAILURE_VIEW = "doorstep.ui.errors.expired"

# With https:// in DOORSTEP_HOSTS cookies travel by https only, and browsers learn to ask that way.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HOSTS.is_https
SECURE_HSTS_SECONDS = 30 * 24 * 3600 if HOSTS.is_https else 0
SECURE_REFERRER_POLICY = "same-origin"
if env_bool("DOORSTEP_BEHIND_PROXY"):  # only a proxy that overwrites this header may be believed
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SILENCED_SYSTEM_CHECKS = [
    "security.W002",  # framing is forbidden by the content policy (frame-ancestors)
    "security.W005",  # names beside ours are not ours to speak for
    "security.W008",  # from http to https leads the proxy, which alone listens on both
    "security.W021",
    *([] if HOSTS.is_https else [f"security.W{number:03}" for number in (4, 10, 11, 12, 16)]),
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {"default": database("DATABASE_URL", HOME)}
REPLICA = "default"  # what may be a moment behind (reports, exports) reads `.using(REPLICA)`
if env("DATABASE_REPLICA_URL"):
    REPLICA = "replica"
    DATABASES[REPLICA] = database("DATABASE_REPLICA_URL", HOME) | {"TEST": {"MIRROR": "default"}}
CACHES = {"default": cache("CACHE_URL")}

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
WHITENOISE_USE_FINDERS = DEBUG
STORAGES = {
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "doorstep.ui.storage.HashedStorage"  # `doorstep serve` collects first
    }
}
MEDIA_ROOT = HOME / "files"
UPLOAD_LIMIT = env_int("DOORSTEP_UPLOAD_LIMIT", 25, least=1) * 1_000_000  # megabytes of one file
FONTS = env_folder("DOORSTEP_FONTS")  # a folder with fonts for paper, beside our own
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000  # of a body that is no file: a batch of 1,000 fits
FILE_UPLOAD_PERMISSIONS = 0o600
# Where browsers have their messages taken to: nothing else is called for them.
PUSH_SERVICES = tuple(
    part.strip().lower()
    for part in env(
        "DOORSTEP_PUSH_SERVICES",
        "fcm.googleapis.com,push.services.mozilla.com,push.apple.com,notify.windows.com",
    ).split(",")
    if part.strip()
)
globals().update(mail("EMAIL_URL"))
LOGGING = logging_to_stderr(several_lines=DEBUG)
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": sorted(BASE_DIR.glob("doorstep/*/templates")),
        "OPTIONS": {
            "environment": "doorstep.ui.jinja.environment",
            "auto_reload": DEBUG,
            "context_processors": ["doorstep.ui.context.shell"],
        },
    },
    {"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True},
]
