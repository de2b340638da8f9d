"""SDMX-CSV: one row a cell, dimensions by their concepts, the value and its confidentiality.

`OBS_VALUE` is a number, 0 for nobody, and empty where it is hidden; `CONF_STATUS` is `F` (free)
or `C` (confidential), the same for a small cell and for one hidden to protect it. A cell that
cannot hold anybody has no row. `_T` is the total over a dimension.

Sources: SDMX-CSV field guide 2.0; SDMX cross-domain code list CL_CONF_STATUS; RFC 4180.
"""

from __future__ import annotations

import csv
import io
from typing import Final

from reporting.disclosure.errors import NotProtected
from reporting.disclosure.tables import Mark, ProtectedTable

VALUE: Final = "OBS_VALUE"
STATUS: Final = "CONF_STATUS"
FREE: Final = "F"
CONFIDENTIAL: Final = "C"


def write(table: ProtectedTable) -> bytes:
    """Return the table as a file: UTF-8, rows in the table's own order.

    Raises:
        NotProtected: for anything but a `ProtectedTable`.
    """
    if type(table) is not ProtectedTable:
        raise NotProtected
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([*(each.concept for each in table.spec.dimensions), VALUE, STATUS])
    for key, value in table.cells():
        if value is Mark.HIDDEN:
            writer.writerow([*key, "", CONFIDENTIAL])
        elif value is not Mark.NOT_APPLICABLE:
            writer.writerow([*key, value, FREE])
    return text.getvalue().encode()
