"""The profile ``nrm_uk``: the National Referral Mechanism figures of the UK Home Office.

Two kinds of file, told apart by their columns; a folder may hold both. Why a row of the one is
a record and a row of the other only a number is told where they are read: `nrm_referrals` and
`nrm_notifications`. What the files do not hold (route, sector, means of control and so on)
stays "not asked", and the region is outside the Netherlands.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final

from consent.words import gettext_noop
from registry.profiles import nrm_notifications, nrm_referrals
from registry.profiles.base import Notebook, Profile, Reading
from registry.profiles.tables import check_header, converted_rows, header_of, table_files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from registry.profiles.base import Item


def read(path: Path) -> Reading:
    """Open a file of referrals or of notifications, or a folder with both.

    Raises:
        ProfileError: when one of the files cannot be read at all; nothing is handed out then.
    """
    notebook = Notebook()
    streams = [_items(file, notebook) for file in table_files(path)]
    return Reading(chain.from_iterable(streams), notebook)


def _items(file: Path, notebook: Notebook) -> Iterator[Item]:
    """Check ``file`` now and return its items for later."""
    header = header_of(file)
    if set(header) & set(nrm_notifications.COLUMNS):
        check_header(file, header, nrm_notifications.COLUMNS)
        period = nrm_notifications.period_in(file.name)
        notifications = nrm_notifications.Notifications(period=period, notebook=notebook)
        return converted_rows(file, header, notifications.item_of)
    check_header(file, header, nrm_referrals.COLUMNS)
    referrals = nrm_referrals.Referrals(notebook=notebook)
    return converted_rows(file, header, referrals.item_of)


PROFILE: Final = Profile(
    name="nrm_uk",
    description=gettext_noop(
        "UK Home Office: referrals to the National Referral Mechanism, and the adults without "
        "consent who are only counted (duty to notify)."
    ),
    read=read,
)
