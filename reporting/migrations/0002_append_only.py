"""Refuses updates and deletes of releases in the database itself."""

from __future__ import annotations

from django.db import migrations

from audit.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("reporting", "0001_initial")]
    operations = [append_only("reporting_release")]
