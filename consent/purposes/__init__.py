"""The purposes, one file each. To add one: a file here, a line below, a test, a paragraph."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from consent.purposes import count, linkage, registration

if TYPE_CHECKING:
    from consent.rules.policy import Purpose

PURPOSES: Final[dict[str, Purpose]] = {
    module.PURPOSE.code: module.PURPOSE for module in (registration, count, linkage)
}
