"""A ledger to tamper with, and the way past its triggers that a superuser has."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.db import connection, transaction

from audit import ledger
from audit.append_only import statements
from audit.ledger import Leaf
from audit.models import LedgerEntry, TreeHead
from tests.cast import at
from vault.core.signatures import sign
from vault.organisation_keys import Algorithm, provide, secret_of

if TYPE_CHECKING:
    from collections.abc import Iterator

SHELTER, OTHER = UUID(int=1), UUID(int=2)
BATCHES: Final = (1, 1, 1, 4, 1)
SIZES: Final = (1, 2, 3, 7, 8)
START: Final = at("2026-05-01 12:00")
TABLES: Final = ("audit_ledgerentry", "audit_treehead")


def some_leaves(count: int, first: int = 0) -> list[Leaf]:
    """Return leaves that all differ."""
    return [
        Leaf(kind="consent", commitment=number.to_bytes(32, "big"))
        for number in range(first, first + count)
    ]


def append(organisation: UUID, count: int, moment: datetime, first: int = 0) -> range:
    """Append leaves in a transaction of their own."""
    with transaction.atomic():
        return ledger.append(organisation, some_leaves(count, first), moment)


def fill(organisation: UUID) -> None:
    """Write a ledger of eight entries under five heads, a minute apart."""
    provide(organisation, [("ledger", Algorithm.SIGNS), ("ledger", Algorithm.CELLS)])
    first = 0
    for number, count in enumerate(BATCHES):
        append(organisation, count, START + timedelta(minutes=number), first)
        first += count


def start_of_batch(index: int) -> int:
    """Return the first entry under the head that covers entry ``index``: so far a tree can tell."""
    return max(size for size in (0, *SIZES) if size <= index)


@contextmanager
def triggers_off() -> Iterator[None]:
    """Be stronger than the triggers of the ledger's tables."""
    _switch(on=False)
    yield
    _switch(on=True)


def forged_head(**parts: Any) -> TreeHead:
    """Return a head that says ``parts``, really signed with the shelter's own key."""
    said = {"organisation": SHELTER, "previous_root": b"", "signed_at": START} | parts
    seed = secret_of(SHELTER, "ledger", Algorithm.SIGNS)
    signature = sign(seed=seed, message=ledger.head_bytes(**said))
    said["organisation_id"] = said.pop("organisation")
    return TreeHead(signature=signature, **said)


def entries(organisation: UUID = SHELTER) -> Any:
    """Return the stored entries, in order."""
    return LedgerEntry.objects.filter(organisation_id=organisation).order_by("index")


def heads(organisation: UUID = SHELTER) -> Any:
    """Return the stored heads, in order."""
    return TreeHead.objects.filter(organisation_id=organisation).order_by("size")


def _switch(*, on: bool) -> None:
    with connection.cursor() as cursor:
        for table in TABLES:
            for statement in statements(connection.vendor, table, on=on):
                cursor.execute(statement)
