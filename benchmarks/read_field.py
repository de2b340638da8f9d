"""Reading a sealed field against a bare AES-GCM-SIV decrypt, at six fields a row.

Ours asks the key store for the page's keys, opens them, and opens six cells of each row through
the model; the access log is measured apart, because writing a line is not reading a field.
Theirs decrypts as many ciphertexts of the same length with one cipher object.
"""

from __future__ import annotations

import os
from datetime import date
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV

from audit.access import AccessJournal, opening
from benchmarks.house import Figure, empty_house, paired
from consent.models import ConsentFile
from registry.models import Identity
from registry.organisations import make_care_organisation
from registry.verbs import Who, identity_of
from vault import data_keys
from vault.context import CARE, access
from vault.fields import unlock

if TYPE_CHECKING:
    from collections.abc import Callable

    from accounts.models import Organisation
    from vault.context import Journal

PERSONS = 2_000
FIELDS = ("given_names", "family_name", "aliases", "birth_date", "phone", "address")
LIMIT = 5
ROUNDS = 11


def run() -> Figure:
    """Measure in alternating rounds."""
    with empty_house():
        organisation = make_care_organisation(name="Bench", type_="shelter")
        rows = _persons(organisation)

        def read(journal: Journal) -> None:
            with access(
                who="b", organisation=organisation.id, purpose=CARE, why="bench", journal=journal
            ):
                unlock(rows, *FIELDS)
                for row in rows:
                    for name in FIELDS:
                        getattr(row, name)

        bare = _bare(len(rows) * len(FIELDS))
        ratio, mine, other = paired(lambda: read(_Silent()), bare, ROUNDS)
        logged, _, _ = paired(lambda: read(AccessJournal(role="b")), bare, ROUNDS)
    cells = len(rows) * len(FIELDS)
    return Figure(
        what="sealed field / bare AES-GCM-SIV decrypt, six fields a row",
        ratio=ratio,
        limit=LIMIT,
        detail=(
            f"{mine / cells * 1e6:.1f} us / {other / cells * 1e6:.1f} us; "
            f"with the access log {logged:.1f}x"
        ),
    )


class _Silent:
    """A journal that writes nothing."""

    def opened(self, *_: object) -> None:
        """Write nothing."""


def _persons(organisation: Organisation) -> list[Identity]:
    files = [ConsentFile(organisation=organisation) for _ in range(PERSONS)]
    ConsentFile.objects.bulk_create(files)
    ids = [file.id for file in files]
    who = Who(
        given_names="Voorbeeld",
        family_name="Nummer Een",
        aliases="VB",
        birth_date=date(1999, 1, 2),
        phone="0600000000",
        address="Voorbeeldstraat 1, Voorbeeldstad",
    )
    with opening(who="b", role="b", organisation=organisation.id, why="bench") as context:
        keys = data_keys.make(organisation.id, ids, data_keys.IDENTITY)
        context.current |= {(id_, data_keys.IDENTITY): key for id_, key in keys.items()}
        Identity.objects.bulk_create([identity_of(organisation, file, who) for file in files])
    return list(Identity.objects.kept_by(organisation.id))


def _bare(number: int) -> Callable[[], object]:
    cipher, nonce, aad = AESGCMSIV(os.urandom(32)), os.urandom(12), os.urandom(80)
    sealed = cipher.encrypt(nonce, os.urandom(32), aad)

    def theirs() -> None:
        for _ in range(number):
            cipher.decrypt(nonce, sealed, aad)

    return theirs
