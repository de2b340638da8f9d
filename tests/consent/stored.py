"""What stands in both databases, for tests that say "nothing was written"."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager

from django.apps import apps
from django.db import transaction


def row_counts():
    """Return the number of rows of every table, by its name."""
    return {model._meta.label: model._base_manager.count() for model in apps.get_models()}


@contextmanager
def undone():
    """Undo in both databases whatever the block does; verbs may commit in it as they wish."""
    with ExitStack() as undo:
        for alias in ("default", "keys"):
            block = transaction.atomic(using=alias)
            block._from_testcase = True  # Django's own word for "this is a test around durable"
            undo.enter_context(block)
            undo.callback(transaction.set_rollback, True, using=alias)
        yield
