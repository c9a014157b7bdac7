"""Settings, all from the environment; `.env.example` names every one.

Without any of them the portal runs on one machine for trying out. PRODUCTION=true
turns the guards on: the portal then refuses to start with an unsafe setting.
"""

import secrets
import sys
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from lienhiephoi import database, editor, video
from lienhiephoi.environment import BASE_DIR, VAR, env

PRODUCTION = env.bool("PRODUCTION", default=False)
DEBUG = env.bool("DEBUG", default=False)
SITE_URL = env.str("SITE_URL", default="").rstrip("/")
HTTPS = env.bool("HTTPS", default=PRODUCTION)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)


def _local_secret_key() -> str:
    """One key a machine, made at the first start, so that sign-ins survive a restart."""
    VAR.mkdir(parents=True, exist_ok=True)
    file = VAR / "secret_key"
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(50))
    return file.read_text()


SECRET_KEY = env.str("SECRET_KEY", default="") or (
    "" if PRODUCTION else _local_secret_key()
)

INSTALLED_APPS = [
    "lienhiephoi.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "django_filters",
    "crispy_forms",
    "django_ckeditor_5",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "csp",
    "lienhiephoi.apps.GroundConfig",
    "members",
    "news",
    "conferences",
]

MIDDLEWARE = [
    "lienhiephoi.page_cache.PageCacheMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "lienhiephoi.middleware.ResponseHeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "lienhiephoi.middleware.BadInputMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "lienhiephoi.middleware.SecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "lienhiephoi.middleware.OldAddressMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "lienhiephoi.urls"
WSGI_APPLICATION = "lienhiephoi.wsgi.application"

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
                "lienhiephoi.context_processors.site",
                "news.context_processors.visits",
            ],
            "builtins": ["lienhiephoi.templatetags.lhh"],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = ("lhh",)
CRISPY_TEMPLATE_PACK = "lhh"
CRISPY_FAIL_SILENTLY = False

# --- Data -----------------------------------------------------------------------

DATABASES = {
    "default": env.db_url("DATABASE_URL")
    if env.str("DATABASE_URL", default="")
    else database.connection_settings()
}
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=600)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# A transaction pooler hands each transaction another server connection.
DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = env.bool(
    "DATABASE_POOLER", default=False
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHE_URL = env.str("CACHE_URL", default="")
CACHES = {
    "default": env.cache_url("CACHE_URL")
    if CACHE_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}
PAGE_CACHE = env.bool("PAGE_CACHE", default=True)
PAGE_CACHE_BYTES = env.int("PAGE_CACHE_BYTES", default=16 * 1024 * 1024)
PART_CACHE = env.bool("PART_CACHE", default=True)
PART_CACHE_BYTES = env.int("PART_CACHE_BYTES", default=16 * 1024 * 1024)
CONTENT_VERSION_FILE = VAR / "content-version"

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(VAR / "media")))
PRIVATE_ROOT = Path(env.str("PRIVATE_ROOT", default=str(VAR / "private")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": PRIVATE_ROOT, "base_url": None},
    },
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
# The editor ships source maps of several megabytes that nobody's browser asks for.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (
    *("jpg", "jpeg", "png", "gif", "webp", "avif", "zip", "gz", "woff", "woff2"),
    "map",
)


def _add_static_headers(headers, _path, _url) -> None:
    """Written once a start: the middleware of the pages stands behind these files.

    A drawing opened by itself may colour itself, and do nothing else.
    """
    headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"


WHITENOISE_ADD_HEADERS_FUNCTION = _add_static_headers
FILE_UPLOAD_PERMISSIONS = 0o644
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3000

# --- Language -------------------------------------------------------------------

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt")]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = ["lienhiephoi.formats"]
LOCALE_PATHS = [BASE_DIR / "lienhiephoi" / "locale"]

# --- People ---------------------------------------------------------------------

AUTH_USER_MODEL = "members.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "members.authentication.NameOrEmailBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account:sign-in"
LOGIN_REDIRECT_URL = "account:home"
LOGOUT_REDIRECT_URL = "home"
STAFF_SECOND_FACTOR = env.bool("STAFF_SECOND_FACTOR", default=PRODUCTION)
OTP_TOTP_ISSUER = "Liên hiệp Hội"

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "lienhiephoi.errors.locked_out"
AXES_CLIENT_IP_CALLABLE = "lienhiephoi.middleware.client_address"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
# Of a wrong password the query is kept; `next` may lead to a link with a secret.
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "next"]

# --- Safety ---------------------------------------------------------------------

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_SAVE_EVERY_REQUEST = False
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_REDIRECT_EXEMPT = [r"^suc-khoe/$"]
if HTTPS and TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "SAMEORIGIN"
CSRF_FAILURE_VIEW = "lienhiephoi.errors.csrf_failure"
CSRF_TRUSTED_ORIGINS = [SITE_URL] if SITE_URL else []

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "frame-src": list(video.FRAME_SOURCES),
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    }
}

# --- Mail -----------------------------------------------------------------------

if env.str("EMAIL_URL", default=""):
    vars().update(env.email_url("EMAIL_URL"))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = VAR / "mail"
EMAIL_TIMEOUT = 15
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str(
    "DEFAULT_FROM_EMAIL", default="lienhiephoi@localhost"
)

# --- The editor of the admin ----------------------------------------------------

CKEDITOR_5_CONFIGS = {"default": editor.CONFIG}
CKEDITOR_5_UPLOAD_FILE_TYPES = ["jpeg", "png", "webp", "gif"]
CK_EDITOR_5_UPLOAD_FILE_VIEW_NAME = "news:editor-picture"

# --- Log ------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}
    },
    "filters": {
        "hide_secrets": {
            "()": "lienhiephoi.logs.HideSecrets",
            # Of links that invite, that give a new password, of badges and doors.
            "pattern": r"(?x) ((?: tai-khoan (?:/|%2F)+ (?:moi | quen-mat-khau (?:/|%2F)+ \w+?) "
            r"| moi-hop | diem-danh | hoi-nghi (?:/|%2F)+ [\w-]+ (?:/|%2F)+ cua) "
            r"(?:/|%2F)+ ) [\w-]{16,}",
        }
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["hide_secrets"],
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    # Robots try other host names all day; they are answered 400 and not written down.
    "loggers": {"django.security.DisallowedHost": {"handlers": [], "propagate": False}},
}


def _unsafe_settings() -> list[str]:
    """What production may not run with, each with the setting to change."""
    tests = [
        (len(SECRET_KEY) < 50, "SECRET_KEY phải có ít nhất 50 ký tự ngẫu nhiên"),
        (DEBUG, "DEBUG phải tắt"),
        (not HTTPS, "HTTPS phải bật"),
        (not SITE_URL.startswith("https://"), "SITE_URL phải là địa chỉ https://…"),
        (
            "*" in ALLOWED_HOSTS or not env.list("ALLOWED_HOSTS", default=[]),
            "ALLOWED_HOSTS phải nêu đúng tên miền, không dùng *",
        ),
        (not env.str("DATABASE_URL", default=""), "DATABASE_URL phải được đặt"),
        (not env.str("EMAIL_URL", default=""), "EMAIL_URL phải được đặt"),
    ]
    return [message for is_unsafe, message in tests if is_unsafe]


if PRODUCTION and (problems := _unsafe_settings()) and "collectstatic" not in sys.argv:
    raise ImproperlyConfigured(
        "Cấu hình chưa an toàn để chạy thật:\n- " + "\n- ".join(problems)
    )
