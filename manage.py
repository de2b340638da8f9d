#!/usr/bin/env python
"""Django's command line for InBeeld."""

from __future__ import annotations

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    # Production is the default: whoever forgets to choose gets the strict one.
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
    execute_from_command_line(sys.argv)
