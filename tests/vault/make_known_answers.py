"""Makes `known_answers.json`: cells of fixed keys and nonces, for us and for other readers.

The file is made once and then never changes: cells that stand in a database must open for as long
as they stand there. `python -m tests.vault.make_known_answers` prints what it would hold now.
"""

from __future__ import annotations

import json
from datetime import date
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from vault.core import codec
from vault.core.cells import GCM, GCM_SIV, CellKey, Place

FILE = Path(__file__).with_name("known_answers.json")
VALUES = {
    "none": None,
    "false": False,
    "true": True,
    "zero": 0,
    "a negative number": -12345678901234567890,
    "an empty text": "",
    "a name": "Zoë Ångström-沈",
    "a text of one block": "x" * 30,
    "a text of two blocks": "x" * 31,
    "no bytes": b"",
    "bytes that look like padding": b"\x80\x00\x80\x00",
    "a date": date(2026, 5, 1),
    "a document": {"sex": "female", "forms": ["sexual", "criminal"], "age": None},
}
PLACES = {
    "a narrative": ("registry_case", "narrative"),
    "a data key": ("vault_datakey", "facts"),
    "a place of letters that are not ASCII": ("tafel_é", "kolom_ß"),
}


def known_answers() -> list[dict[str, object]]:
    """Return every known answer, in an order that does not change."""
    return [
        _answer(suite, value_name, place_name)
        for suite in (GCM_SIV, GCM)
        for place_name in PLACES
        for value_name in VALUES
    ]


def _answer(suite: int, value_name: str, place_name: str) -> dict[str, object]:
    name = f"{value_name} as {place_name} in suite {suite}"
    key, ids = sha256(b"key " + name.encode()).digest(), _ids(name)
    nonce = sha256(b"nonce " + name.encode()).digest()[:12]
    table, column = PLACES[place_name]
    place = Place(table, column, ids["organisation"], ids["row"])
    plaintext = codec.encode(VALUES[value_name])
    cell = CellKey(key_id=ids["key_id"], key=key, suite=suite).seal(
        plaintext, place, lambda _length: nonce
    )
    return {
        "name": name,
        "value": value_name,
        "suite": suite,
        "key": key.hex(),
        "nonce": nonce.hex(),
        "table": table,
        "column": column,
        **{part: str(id_) for part, id_ in ids.items()},
        "plaintext": plaintext.hex(),
        "cell": cell.hex(),
    }


def _ids(name: str) -> dict[str, UUID]:
    return {
        part: UUID(bytes=sha256(f"{part} {name}".encode()).digest()[:16])
        for part in ("key_id", "organisation", "row")
    }


if __name__ == "__main__":
    print(json.dumps(known_answers(), indent=1))  # noqa: T201 (it is a command)
