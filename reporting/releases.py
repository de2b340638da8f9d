"""Makes a release: aggregate, protect, attack, write, sign. Nothing else can be published."""

from __future__ import annotations

from datetime import UTC
from hashlib import sha256
from typing import TYPE_CHECKING

from reporting.disclosure.aggregate import aggregate
from reporting.disclosure.protect import protect
from reporting.formats import sdmx_csv
from reporting.models import Release
from reporting.peers import RELEASE_RING, registry
from reporting.populations import POPULATIONS
from reporting.tables import table
from vault.core.codec import canonical_json
from vault.core.errors import CannotOpen
from vault.core.signatures import check_signature, sign
from vault.organisation_keys import Algorithm, public_of, secret_of

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from reporting.disclosure.tables import ProtectedTable


class EmptyRelease(Exception):
    """There is nobody to count yet."""

    def __init__(self) -> None:
        super().__init__("There is nothing to release yet: the registry has no numbers.")


def protected_table(name: str) -> ProtectedTable:
    """Return the table ``name`` over everybody in its population, protected and attacked.

    Raises:
        EmptyRelease: when nobody is in it.
        ReleaseRefused: when it cannot be protected.
    """
    spec = table(name)
    rows = list(POPULATIONS[name]())
    if not rows:
        raise EmptyRelease
    periods = sorted({row["period"] for row in rows})
    return protect(aggregate(rows, spec.with_codes("period", periods)))


def release(name: str, *, at: datetime, by: str) -> Release:
    """Protect the table, write it, sign it and keep it.

    Args:
        name: which table.
        at: the moment of release.
        by: the user or process that releases.
    """
    content = sdmx_csv.write(protected_table(name))
    digest = sha256(content).hexdigest()
    here = registry().organisation_id
    seed = secret_of(here, RELEASE_RING, Algorithm.SIGNS)
    return Release.objects.create(
        table=name,
        released_at=at,
        released_by=by,
        content=content,
        digest=digest,
        signature=sign(seed=seed, message=_signed(name, digest, at)),
    )


def check(row: Release) -> None:
    """Return when a release is what was signed; CannotOpen otherwise."""
    if sha256(bytes(row.content)).hexdigest() != row.digest:
        raise CannotOpen
    check_signature(
        public=public_of(registry().organisation_id, RELEASE_RING, Algorithm.SIGNS),
        message=_signed(row.table, row.digest, row.released_at),
        signature=bytes(row.signature),
    )


def write_out(row: Release, folder: Path) -> Path:
    """Write the release into ``folder``, all of it or nothing; return the file."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{row.table}.csv"
    half = path.with_suffix(".part")
    half.write_bytes(bytes(row.content))
    half.replace(path)
    return path


def newest(name: str) -> Release | None:
    """Return the newest release of a table, None when there is none."""
    return Release.objects.filter(table=name).order_by("-released_at", "-id").first()


def _signed(name: str, digest: str, at: datetime) -> bytes:
    return canonical_json(
        {"v": 1, "table": name, "sha256": digest, "released_at": at.astimezone(UTC).isoformat()}
    )
