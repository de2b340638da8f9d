"""Import profiles: one file each, found by the import below.

To add one: write its file with a `PROFILE`, add it here, write its test and its paragraph in
the documentation. A profile's file never imports this one.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from registry.profiles import nrm_uk

if TYPE_CHECKING:
    from collections.abc import Mapping

    from registry.profiles.base import Profile

PROFILES: Final[Mapping[str, Profile]] = MappingProxyType(
    {known.name: known for known in (nrm_uk.PROFILE,)}
)
"""Every import profile by its name."""


class UnknownProfile(LookupError):
    """There is no import profile of that name."""


def profile(name: str) -> Profile:
    """Return the import profile ``name``.

    Raises:
        UnknownProfile: when there is none; the message lists those that exist.
    """
    try:
        return PROFILES[name]
    except KeyError:
        known = ", ".join(sorted(PROFILES))
        raise UnknownProfile(f"There is no import profile {name!r}. Known are {known}.") from None
