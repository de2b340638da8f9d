"""What stands in the databases before a journey begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from consent.rules.history import Kind
from registry.verbs import Who
from reporting import contributions, inbox, releases
from reporting.models import OutboxMessage
from reporting.tables import TABLES
from tests.cast import some_facts

if TYPE_CHECKING:
    from registry.models import Case
    from tests.cast import Cast

RECORDS, COUNTED, STOPPED = 13, 7, 6


def a_few_cases(cast: Cast) -> Case:
    """File a case of each lane; return the newest, about which nobody asked yet."""
    cast.answers(cast.files())
    cast.answers(cast.files(), "count")
    cast.answers(cast.files(), kind=Kind.REFUSED)
    return cast.files(
        who=Who(given_names="Voorbeeld", family_name="Verzonnen", phone="06 00 00 00 00"),
        narrative="Een verzonnen verhaal.\n\nMet een tweede alinea.",
    )


def released_numbers(cast: Cast) -> None:
    """Release every table: 13 records, 7 who are only counted and 6 that stopped."""
    for number in range(RECORDS + COUNTED + STOPPED):
        quarter = 1 + number % 2
        sex = "male" if number % 7 == 0 else "female"
        case = cast.files(facts=some_facts(period=f"2026-Q{quarter}", sex=sex))
        if number < RECORDS:
            cast.answers(case)
        elif number < RECORDS + COUNTED:
            cast.answers(case, "count")
        else:
            cast.answers(case, kind=Kind.REFUSED)
    contributions.build(timezone.now())
    for message in OutboxMessage.objects.order_by("sequence"):
        inbox.receive(message.body.encode(), timezone.now())
    for name in TABLES:
        releases.release(name, at=timezone.now(), by="test")
