"""The cross of a table: its cells with the totals over every combination of dimensions.

A table of k dimensions is held as one array of whole numbers, each axis one longer than its
codes; the last place of an axis is the total over it. Flat, its order is `TableSpec.keys`.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reporting.disclosure.tables import Key, TableSpec

Ints: TypeAlias = NDArray[np.int64]
Mask: TypeAlias = NDArray[np.bool_]


def dense(spec: TableSpec, counts: Mapping[Key, int]) -> Ints:
    """Return the counts as an array without totals, one axis for each dimension."""
    places = [{code: i for i, code in enumerate(each.codes)} for each in spec.dimensions]
    leaves = np.zeros([len(place) for place in places], dtype=np.int64)
    for key, count in counts.items():
        leaves[tuple(place[code] for place, code in zip(places, key, strict=True))] = count
    return leaves


def with_margins(leaves: Ints) -> Ints:
    """Return the cross of ``leaves``: every axis with its total added at the end."""
    cross = leaves
    for axis in range(leaves.ndim):
        cross = np.concatenate([cross, cross.sum(axis=axis, keepdims=True)], axis=axis)
    return cross


def without_margins(cross: Ints) -> Ints:
    """Return the cells of ``cross`` that are no totals."""
    return cross[(slice(-1),) * cross.ndim]


def depths(shape: tuple[int, ...]) -> Ints:
    """Return for each cell of a cross, flat, over how many dimensions it is not a total."""
    last = np.array(shape) - 1
    places = np.indices(shape).reshape(len(shape), -1)
    found: Ints = (places != last[:, None]).sum(axis=0)
    return found


def incidence(shape: tuple[int, ...], leaves: Mask) -> sparse.csr_array:
    """Return which cells of a cross add up which leaves.

    Args:
        shape: of the cross.
        leaves: the leaves that become columns, in their order; shape without totals.

    Returns:
        Matrix of 0 and 1, cells (flat) x chosen leaves.
    """
    chosen = np.argwhere(leaves)
    last = np.array(shape) - 1
    rows = [
        np.ravel_multi_index(tuple(np.where(totals, last, chosen).T), shape)
        for totals in itertools.product((False, True), repeat=len(shape))
    ]
    columns = np.tile(np.arange(len(chosen)), len(rows))
    ones = np.ones(len(columns), dtype=np.int64)
    size = (int(np.prod(shape)), len(chosen))
    return sparse.csr_array((ones, (np.concatenate(rows), columns)), shape=size)
