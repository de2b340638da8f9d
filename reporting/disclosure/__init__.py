"""Disclosure control: what makes a table of people safe to publish, or refuses to.

policy      the guarantee, in words and numbers
tables      what is counted, what was counted, what may be seen
aggregate   rows of people become counts
protect     small cells are hidden, and as many others as that takes
attack      the intruder: refuses a table that lets a hidden cell be seen through
coverage    how much stays published

Below these: `margins` (all totals of a table), `knowledge` (what a reader of the table knows),
`ranges` (between which values each hidden cell was seen) and `complement` (which cells to hide).

Rules: no Django, no clock, no randomness; the same counts give the same table. There is one way
in, `aggregate` or a `CountTable`, and one way out, `protect`, which attacks what it made.
"""

from __future__ import annotations
