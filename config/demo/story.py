"""The whole line on one machine: file, ask, contribute, deliver, release, with its figures.

Every step runs in the process that would do it in production, holding that process's key rings
and no other; organisation and registry talk over HTTP on loopback.
"""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.core.management import call_command
from django.db import connections

from config import rings as ring_names
from config.demo import caseload, processes, seed
from registry.importing import run_import
from registry.profiles import nrm_uk
from registry.profiles.nrm_referrals import COLUMNS
from reporting.models import OutboxMessage, Release
from reporting.published import Published
from reporting.releases import newest
from vault import organisation_keys, rings

if TYPE_CHECKING:
    from collections.abc import Callable

TABLES: Final = ("registrations", "counted", "stopped")
WEB: Final = (*ring_names.CARE, *ring_names.REGISTRY)


class DoesNotAddUp(Exception):
    """A published total is not the one in the file."""


@dataclass(slots=True)
class Story:
    """One telling of the demo.

    Args:
        say: writes a line for the person who watches.
        port: where the product is served.
        out: the folder that releases are written into.
    """

    say: Callable[[str], object]
    port: int
    out: Path

    @property
    def url(self) -> str:
        """The product's address."""
        return f"http://127.0.0.1:{self.port}"

    def prepare(self) -> None:
        """Begin with empty databases and key rings."""
        connections.close_all()
        for alias in connections:
            Path(str(settings.DATABASES[alias]["NAME"])).unlink(missing_ok=True)
        call_command("migrate", verbosity=0)
        call_command("migrate", database="keys", verbosity=0)
        call_command("keys", "init", verbosity=0)
        rings.forget()
        organisation_keys.forget()

    def file_reports(self, data: Path | None) -> None:
        """Fill the example, and import real referrals when there are any."""
        seed.seed()
        result = run_import(path=self.out, profile=caseload.PROFILE, who="demo")
        self.say(f"  {result.added:>7,} reports about invented people filed")
        if data is not None:
            result = run_import(path=data, profile=nrm_uk.PROFILE, who="demo")
            self.say(f"  {result.reports:>7,} real referrals read, {result.added:,} filed")
            self.say(f"  {result.tallied:>7,} people who are only counted")

    def send(self) -> None:
        """Build contributions and carry them, each in a process of its own."""
        reporting = processes.ring_folder("reporting", ring_names.REPORTING)
        nothing = processes.ring_folder("delivery", ring_names.DELIVERY)
        self.say("  " + processes.run("contribute", keys=reporting, url=self.url))
        self.say("  " + processes.run("deliver", keys=nothing, url=self.url))
        left = OutboxMessage.objects.exclude(status=OutboxMessage.Status.DELIVERED).count()
        self.say(f"  {left:>7,} messages left in the outbox")

    def publish(self) -> None:
        """Release every table, in a process that holds the registry's rings only."""
        keys = processes.ring_folder("registry", ring_names.REGISTRY)
        for name in TABLES:
            processes.run("release", name, "--out", str(self.out), keys=keys, url=self.url)
            published = Published.of(_newest(name))
            self.say(
                f"  {name}: {published.total():,} people; {published.shown:,} numbers published, "
                f"{published.hidden:,} hidden, {published.zeros:,} cells hold nobody"
            )

    def add_up(self, data: Path) -> None:
        """Hold each organisation type's published total against the file.

        Raises:
            DoesNotAddUp: naming the first that differs.
        """
        published = Published.of(_newest("registrations"))
        for type_, expected in sorted(_totals_of(data).items()):
            shown = published.total(ORG_TYPE=type_)
            if shown != expected:
                raise DoesNotAddUp(f"{type_}: the file has {expected}, the release {shown}.")
            self.say(f"  {type_:18} file {expected:>7,} = release {shown:>7,}")


def _newest(name: str) -> Release:
    row = newest(name)
    if row is None:
        raise DoesNotAddUp(f"{name} was not released.")
    return row


def _totals_of(data: Path) -> Counter[str]:
    """Count the referrals by organisation type straight from the file, past our own import."""
    types = {
        "Government agency": "other_government",
        "Police": "police",
        "Local Authority": "local_authority",
        "NGO and third sector": "ngo",
    }
    totals: Counter[str] = Counter()
    for path in sorted(data.glob("*.csv")) if data.is_dir() else [data]:
        with path.open(encoding="utf-8", newline="") as file:
            rows = csv.DictReader(file)
            if set(rows.fieldnames or ()) == set(COLUMNS):
                totals.update(types[row["organisation_type"]] for row in rows)
    return totals
