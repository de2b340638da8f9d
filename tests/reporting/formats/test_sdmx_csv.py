"""The file says true, zero, hidden and impossible in ways that cannot be confused."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from reporting.disclosure.errors import NotProtected
from reporting.disclosure.protect import protect
from reporting.disclosure.tables import CountTable, Mark
from reporting.formats import sdmx_csv
from tests.reporting.disclosure.small import a_count, a_spec

COUNTS = a_count([3, 21, 0, 33, 60, 17, 52, 29, 44], 3, 3)


def rows_of(table) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(sdmx_csv.write(table).decode(), newline="")))


def test_the_columns_are_the_concepts_the_value_and_its_status():
    first = sdmx_csv.write(protect(COUNTS)).split(b"\r\n")[0]
    assert first == b"A,B,OBS_VALUE,CONF_STATUS"


def test_the_rows_are_all_cells_with_totals_last_in_each_dimension():
    rows = rows_of(protect(COUNTS))
    assert [(row["A"], row["B"]) for row in rows] == list(COUNTS.spec.every_key())
    assert (rows[0]["A"], rows[0]["B"]) == ("a0", "b0")
    assert (rows[-1]["A"], rows[-1]["B"], rows[-1]["OBS_VALUE"]) == ("_T", "_T", "259")


def test_the_file_tells_what_the_table_tells_and_no_more():
    table = protect(COUNTS)
    told = [(row["OBS_VALUE"], row["CONF_STATUS"]) for row in rows_of(table)]
    assert told == [
        ("", "C") if value is Mark.HIDDEN else (str(value), "F") for value in table.values
    ]
    assert ("", "C") in told
    assert ("0", "F") in told


def test_a_small_cell_and_one_hidden_for_it_look_the_same():
    hidden = {
        (row["OBS_VALUE"], row["CONF_STATUS"], len(row))
        for row in rows_of(protect(COUNTS))
        if not row["OBS_VALUE"]
    }
    assert len(hidden) == 1


def test_a_cell_that_cannot_hold_anybody_has_no_row():
    spec = replace(a_spec(2, 2), not_applicable=frozenset({("a0", "b0")}))
    rows = rows_of(protect(CountTable(spec=spec, counts={("a1", "b1"): 9})))
    assert len(rows) == 8
    assert ("a0", "b0") not in {(row["A"], row["B"]) for row in rows}


def test_nothing_unprotected_can_be_written():
    lookalike = type("ProtectedTable", (), {"spec": COUNTS.spec, "values": (1,)})()
    for thing in (COUNTS, COUNTS.spec, lookalike, None):
        with pytest.raises(NotProtected):
            sdmx_csv.write(thing)
