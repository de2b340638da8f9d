"""Settings by place: `production` is the default, `local` and `test` say where they loosen it."""

from __future__ import annotations
