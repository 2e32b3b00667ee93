"""All settings, read from top to bottom; what differs between offices comes from the environment.

An empty environment is a developer's machine. ``TSUNAGI_ENV=production`` refuses to
start without its secrets. ``TSUNAGI_ENV=demo`` is what ``make run`` starts: invented
people, plain http on 127.0.0.1, and never the database of ``DATABASE_URL``.
"""

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = BASE_DIR / "var"
env = environ.Env()

ENVIRONMENT = env.str("TSUNAGI_ENV", "development")
if ENVIRONMENT not in {"development", "test", "demo", "production"}:
    raise ImproperlyConfigured(f"TSUNAGI_ENV={ENVIRONMENT} は使えません。")
PRODUCTION = ENVIRONMENT == "production"
DEMO = ENVIRONMENT == "demo"
DEBUG = False


def secret(name: str, otherwise: str) -> str:
    """A value that production must be given, and that a developer need not set."""
    value = env.str(name, "")
    if PRODUCTION and not value:
        raise ImproperlyConfigured(
            f"本番では環境変数 {name} が必要です。設定してから起動してください。"
        )
    return value or otherwise


SECRET_KEY = secret("SECRET_KEY", "only-for-development-and-demo-with-invented-people")
ALLOWED_HOSTS = secret("ALLOWED_HOSTS", "127.0.0.1,localhost,testserver").split(",")

# ---- database -------------------------------------------------------------------
_default = f"sqlite:///{BASE_DIR / 'db.sqlite3'}"
DATABASES = {
    "default": env.db_url_config(
        env.str("DEMO_DATABASE_URL", _default) if DEMO else secret("DATABASE_URL", _default)
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE: a writer waits at the door instead of failing in the middle (D28).
    # FULL: what the person was told is saved is on the disk.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
        ),
    }
    # A file: a database in memory is one connection, which the test's browser would share.
    DATABASES["default"]["TEST"] = {"NAME": VAR / "test.sqlite3"}
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    # What PostgreSQL assumes of a turning disk makes it read a whole table of every city
    # rather than a thousand rows by their key.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c random_page_cost=1.1")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# ---- rooms ----------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "crispy_forms",
    "csp",
    "simple_history",
    "rules",
    "accounts",
    "documents",
    "network",
    "cases",
    "plans",
    "meetings",
    "housing_benefit",
    "incidents",
    "reports",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.LoginFirst",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "accounts.middleware.PrivatePages",
    "accounts.middleware.SessionLimit",
    "accounts.middleware.PasswordChangeFirst",
    "accounts.middleware.PledgeFirst",
    "accounts.middleware.SayRefusals",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "accounts.context.frame",
            ],
        },
    }
]
CRISPY_TEMPLATE_PACK = "tsunagi"
CRISPY_ALLOWED_TEMPLATE_PACKS = ["tsunagi"]
FORM_RENDERER = "rules.boxes.Boxes"

# ---- people ---------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.StaffBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "login"

# Sessions (D19): no limit on parallel ones; idle and absolute limits are settings.
SESSION_COOKIE_AGE = env.int("SESSION_IDLE_MINUTES", 30) * 60
SESSION_ABSOLUTE_SECONDS = env.int("SESSION_ABSOLUTE_HOURS", 12) * 3600
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"

# ---- transport ------------------------------------------------------------------
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}

# ---- words and files ------------------------------------------------------------
LANGUAGE_CODE = "ja"
TIME_ZONE = "Asia/Tokyo"
USE_I18N = USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "whitenoise.storage.CompressedManifestStaticFilesStorage"
            if PRODUCTION or DEMO
            else "django.contrib.staticfiles.storage.StaticFilesStorage"
        )
    },
}
WHITENOISE_USE_FINDERS = not (PRODUCTION or DEMO)
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
# So many processes make the papers of the print centre, so far behind those that answer.
PRINT_PROCESSES = env.int("PRINT_PROCESSES", 0 if ENVIRONMENT == "test" else 2)
PRINT_NICE = env.int("PRINT_NICE", 19)
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
MUNICIPALITIES_DIR = BASE_DIR / "config" / "municipalities"

# Nothing typed and no name goes into a log: method, path and status are enough.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # It names the characters of a paper that no font has: typed text.
    "loggers": {"weasyprint": {"level": "CRITICAL"}, "fontTools": {"level": "CRITICAL"}},
}
