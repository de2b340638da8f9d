"""Production, the default: PostgreSQL, Redis, TLS; anything missing stops the start."""

from __future__ import annotations

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from config import env
from config.settings.base import *  # noqa: F403

DEBUG = False
SECRET_KEY = env.secret("SECRET_KEY_FILE")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS")

DATABASES = {
    "default": env.database("DATABASE_URL"),
    "keys": env.database("KEYS_DATABASE_URL"),
}
for alias, database in DATABASES.items():
    if database["ENGINE"] != "django.db.backends.postgresql":
        raise ImproperlyConfigured(f"The database '{alias}' must be PostgreSQL in production.")
if DATABASES["default"]["NAME"] == DATABASES["keys"]["NAME"]:
    raise ImproperlyConfigured(
        "DATABASE_URL and KEYS_DATABASE_URL name the same database. Keys need one of their own: "
        "a backup that holds both erases nobody."
    )

INBEELD_KEY_DIR = Path(env.text("INBEELD_KEY_DIR"))
INBEELD_RINGS = env.words_or_none("INBEELD_RINGS")

CELERY_BROKER_URL = env.text("REDIS_URL")
CACHES = {
    # Rate limits of the login are counted over all processes.
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": env.text("REDIS_URL"),
        "OPTIONS": {"serializer": "config.cache.JsonSerializer"},
    }
}
REGISTRY_URL = env.text("REGISTRY_URL")
REGISTRY_FINGERPRINT = env.text("REGISTRY_FINGERPRINT")

SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
