"""Refuses updates and deletes in the database itself."""

from __future__ import annotations

from django.db import migrations

from audit.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("consent", "0001_initial")]
    operations = [append_only("consent_consentevent", "consent_legalbasis")]
