"""Refuses updates and deletes of releases in the database itself."""

from __future__ import annotations

from audit.append_only import append_only
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("reporting", "0001_initial")]
    operations = [append_only("reporting_release")]
