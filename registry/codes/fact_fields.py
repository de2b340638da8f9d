"""What one field of the facts document is: its codes, its sensitivity, and where it may go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from registry.codes.base import Code, CodeList, UnknownCode
from registry.codes.periods import UnknownPeriod, first_day

if TYPE_CHECKING:
    from collections.abc import Sequence

Sensitivity = Literal["low", "medium", "high"]

NOWHERE: Final[frozenset[str]] = frozenset()
RECORD: Final = frozenset({"registration"})
RECORD_AND_COUNT: Final = frozenset({"registration", "count"})


class FactsError(ValueError):
    """A facts document cannot be taken as it is; ``field`` says where, the message why."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason


@dataclass(frozen=True)
class FactField:
    """One question of the facts document.

    Args:
        name: its key in the document and its attribute on `Facts`.
        label: what people read beside it.
        codes: the possible answers; None only for the period, which is a quarter.
        many: whether several answers may be given together.
        sensitivity: how much harm it does when it leaks.
        lets_out: the purposes for which it may leave the organisation.
    """

    name: str
    label: str
    codes: CodeList | None
    many: bool
    sensitivity: Sensitivity
    lets_out: frozenset[str]

    def checked(self, answer: object) -> str | tuple[str, ...]:
        """Return ``answer`` as it is held: one code, or several in alphabetical order.

        Raises:
            FactsError: when it has the wrong type, is empty, doubled or not in the list, or
                combines an answer that stands alone (such as "unknown") with another.
        """
        if self.codes is None:
            return self._quarter(answer)
        if self.many:
            return self._many(answer, self.codes)
        return self._one(answer, self.codes).value

    def _quarter(self, answer: object) -> str:
        try:
            first_day(answer)
        except UnknownPeriod as error:
            raise FactsError(self.name, str(error)) from error
        return str(answer)

    def _many(self, answer: object, codes: CodeList) -> tuple[str, ...]:
        if not isinstance(answer, list | tuple):
            raise FactsError(self.name, f"a list of codes is needed, not a {type(answer).__name__}")
        given = [self._one(value, codes) for value in answer]
        self._check_together(given)
        return tuple(sorted(code.value for code in given))

    def _one(self, answer: object, codes: CodeList) -> Code:
        try:
            return codes.code(answer)
        except UnknownCode as error:
            raise FactsError(self.name, str(error)) from error

    def _check_together(self, codes: Sequence[Code]) -> None:
        if not codes:
            raise FactsError(self.name, 'no answer; say "unknown" or "not_asked"')
        if len(set(codes)) < len(codes):
            raise FactsError(self.name, "the same answer twice")
        alone = [code.value for code in codes if code.alone]
        if alone and len(codes) > 1:
            raise FactsError(self.name, f'"{alone[0]}" cannot be combined with another answer')
