"""Every key ring of the product, and which process holds which.

The care side can read people and grant; the reporting side can read what was granted and sign;
delivery carries sealed messages and holds nothing; the registry opens what was sealed to it.
"""

from __future__ import annotations

from typing import Final

from consent.purposes import PURPOSES

_PURPOSE_RINGS: Final = tuple(purpose.code for purpose in PURPOSES.values() if purpose.grants_facts)

CARE: Final = ("care", "ledger", "index", "accounts", *_PURPOSE_RINGS)
REPORTING: Final = (*_PURPOSE_RINGS, "pseudonym", "delivery")
DELIVERY: Final[tuple[str, ...]] = ()
REGISTRY: Final = ("inbox", "records", "release")

ALL: Final = tuple(dict.fromkeys((*CARE, *REPORTING, *REGISTRY)))
"""What an installation as a whole has; only making an organisation needs all of its own."""
