"""The web process. It refuses to start without its key rings."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
application = get_wsgi_application()

from django.conf import settings  # noqa: E402 (settings are read once Django is set up)

from vault import rings  # noqa: E402

rings.require(settings.INBEELD_RINGS)
