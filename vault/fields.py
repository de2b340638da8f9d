"""Sealed columns: opened lazily, one cell at a time, and only inside an access context.

A model that has some says in `sealed_subject` which attribute names the person, has an
`organisation_id`, and as primary key an `id` that exists before the first write. What is read
from the database stays ciphertext until the attribute is touched; what is assigned is sealed on
its way into the database. Nothing opened is kept on the row, so a pickled, copied or cached row
holds ciphertext, and nothing is kept on the field, which all threads share.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Final

from django.core.exceptions import FieldError
from django.db import models

from vault import data_keys
from vault.context import AccessContext, current_access
from vault.core import codec
from vault.core.cells import KEY_ID, CellKey, Place, key_id_of
from vault.core.errors import CannotOpen, NotSealable
from vault.organisation_keys import opening_key, sealing_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    _Field = models.Field[Any, Any]
else:
    _Field = models.Field

SEALED_MODELS: Final[list[type[models.Model]]] = []
"""Every concrete model with a sealed column, in the order of their definition."""


class Sealed:
    """The ciphertext of one cell, as it stands in the database. It shows nothing."""

    __slots__ = ("cell",)

    def __init__(self, cell: bytes) -> None:
        self.cell = cell

    def __repr__(self) -> str:
        return "<Sealed>"


class _Fresh:
    """A value that was assigned and is not yet in the database."""

    __slots__ = ("value",)

    def __init__(self, value: object) -> None:
        self.value = value

    def __repr__(self) -> str:
        return "<Fresh>"

    def __reduce__(self) -> str:
        raise NotSealable("A row with values that are not sealed yet is never pickled.")


class _Attribute:
    """The descriptor: opens on reading, remembers on writing."""

    def __init__(self, field: SealedField) -> None:
        self.field = field

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        if instance is None:
            return self
        field = self.field
        stored: Any = instance.__dict__.get(field.attname) or field.fetch(instance)
        if type(stored) is Sealed:
            return field.open(instance, stored.cell)
        return stored.value

    def __set__(self, instance: Any, value: object) -> None:
        known = value if type(value) is Sealed else _Fresh(value)
        instance.__dict__[self.field.attname] = known


class SealedField(_Field):
    """A column of sealed values of any type that `vault.core.codec` knows.

    Args:
        compartment: whose data key of the person seals it, for rows about a person; or
        ring: the organisation's own key that seals it, for rows about nobody in particular.
    """

    def __init__(self, *, compartment: str = "", ring: str = "", **options: Any) -> None:
        if bool(compartment) == bool(ring):
            raise FieldError("A sealed field names a compartment or a ring, and not both.")
        self.compartment, self.ring = compartment, ring
        options["editable"] = False
        super().__init__(**options)

    def deconstruct(self) -> Any:
        """Tell migrations the compartment or the ring."""
        name, path, args, options = super().deconstruct()
        options.pop("editable", None)
        options |= {"compartment": self.compartment} if self.compartment else {"ring": self.ring}
        return name, path, args, options

    def get_internal_type(self) -> str:
        """Stored as bytes."""
        return "BinaryField"

    def contribute_to_class(
        self,
        cls: type[models.Model],
        name: str,
        private_only: bool = False,  # noqa: FBT001, FBT002 (Django's own signature)
    ) -> None:
        """Put the descriptor on the model and remember that it has sealed columns."""
        super().contribute_to_class(cls, name, private_only=private_only)
        setattr(cls, self.attname, _Attribute(self))
        setattr(cls, "refresh_from_db", _refresh_from_db)  # noqa: B010 (a method)
        if not cls._meta.abstract and cls.__module__ != "__fake__" and cls not in SEALED_MODELS:
            SEALED_MODELS.append(cls)

    def get_default(self) -> object:
        """Return ``None`` when the model was made without a value; it is sealed as None."""
        return None

    def from_db_value(self, value: Any, *_: object) -> Sealed | None:
        """Wrap what the database holds, so that it is never taken for a value."""
        if value is None:
            return None
        # SQLite lets a stranger put text or a number into any column: that is no cell.
        return Sealed(bytes(value) if isinstance(value, bytes | memoryview) else b"")

    def fetch(self, instance: Any) -> Sealed:
        """Read the deferred column of this row, as ciphertext, and return it."""
        rows = type(instance)._base_manager.using(instance._state.db).filter(pk=instance.pk)
        stored: Sealed = rows.values_list(self.attname, flat=True).get()
        instance.__dict__[self.attname] = stored
        return stored

    def value_from_object(self, obj: models.Model) -> object:
        """Refuse to be serialised: a dump of values would be everything in plain text."""
        raise NotSealable(f"{self.name} of {obj._meta.label} is sealed; back up the database.")

    def pre_save(self, model_instance: models.Model, add: bool) -> object:  # noqa: ARG002, FBT001
        """Seal a fresh value; leave a cell as it stands."""
        stored = model_instance.__dict__[self.attname]
        if type(stored) is not Sealed:
            stored = Sealed(self.seal(model_instance, stored.value))
            model_instance.__dict__[self.attname] = stored
        return stored

    def get_prep_value(self, value: Any) -> object:
        """Let only cells into a statement: a bulk write or a filter by value is a mistake."""
        if value is None or type(value) is Sealed:
            return None if value is None else value.cell
        raise NotSealable(f"{self.name} is sealed; it cannot be searched or written in bulk.")

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> object:  # noqa: FBT001, FBT002
        """Hand bytes to the driver."""
        cell = value if prepared else self.get_prep_value(value)
        return cell if cell is None else connection.Database.Binary(cell)

    def get_placeholder(self, value: Any, _compiler: Any, _connection: Any) -> str:
        """Let no expression into a statement: the database would write what it says, unsealed."""
        if hasattr(value, "as_sql"):
            raise NotSealable(f"{self.name} is sealed; it cannot be written by an expression.")
        return "%s"

    def get_lookup(self, lookup_name: str) -> Any:
        """Refuse to compare ciphertext: a sealed column is never a condition."""
        raise FieldError(f"{self.name} is sealed; it cannot be searched by '{lookup_name}'.")

    def place_of(self, instance: Any) -> Place:
        """Return where this row's cell stands."""
        table, values = instance._meta.db_table, instance.__dict__
        try:  # straight from the row: Django's descriptor of a foreign key costs like a decrypt
            return Place(table, self.attname, values["organisation_id"], values["id"])
        except KeyError:  # a deferred column
            return Place(table, self.attname, instance.organisation_id, instance.id)

    def open(self, instance: Any, cell: bytes) -> object:
        """Return the value of a cell of this row.

        Raises:
            NoAccessContext: outside an access context.
            CannotOpen: for any other reason.
        """
        context = current_access()
        # A key of another organisation is not found in this context, so it need not be asked.
        key = context.keys.get(cell[KEY_ID]) or self._opening_key(context, cell)
        return codec.decode(key.open(cell, self.place_of(instance)))

    def seal(self, instance: Any, value: object) -> bytes:
        """Return ``value`` as a cell of this row."""
        context = current_access()
        if instance.organisation_id != context.organisation:
            raise CannotOpen
        key = self._sealing_key(context, instance)
        return key.seal(codec.encode(value), self.place_of(instance), os.urandom)

    def _opening_key(self, context: AccessContext, cell: bytes) -> CellKey:
        if self.compartment:
            return data_keys.to_open(context, key_id_of(cell))
        self._check_purpose(context)
        return opening_key(context.organisation, self.ring, cell)

    def _sealing_key(self, context: AccessContext, instance: Any) -> CellKey:
        if self.compartment:
            subject = getattr(instance, instance.sealed_subject)
            return data_keys.to_seal(context, subject, self.compartment)
        self._check_purpose(context)
        return sealing_key(context.organisation, self.ring)

    def _check_purpose(self, context: AccessContext) -> None:
        if context.purpose != self.ring:
            raise CannotOpen


def _refresh_from_db(
    row: Any,
    using: str | None = None,
    fields: Iterable[str] | None = None,
    from_queryset: Any = None,
) -> None:
    """Read the plain columns again, and let the sealed ones be read when they are touched.

    Django's own copies attributes from a second row, which would open every value and keep it.
    """
    sealed = {field.attname for field in sealed_fields(type(row))}
    wanted = None if fields is None else set(fields)
    rows = type(row)._base_manager.using(using) if from_queryset is None else from_queryset
    plain = None if wanted is None else wanted - sealed
    models.Model.refresh_from_db(row, using, plain, rows.defer(*sealed))
    for name in sealed if wanted is None else sealed & wanted:
        row.__dict__.pop(name, None)


def sealed_fields(model: type[models.Model]) -> list[SealedField]:
    """Return the sealed columns of ``model``."""
    return [field for field in model._meta.concrete_fields if isinstance(field, SealedField)]


def unlock(rows: Iterable[models.Model], *names: str) -> None:
    """Open the data keys that ``rows`` need for the columns ``names``, with one query.

    It opens keys, not values; without it each row would ask for its own.
    """
    ids = {
        stored.cell[KEY_ID]
        for row in rows
        for name in names
        if type(stored := row.__dict__.get(name)) is Sealed
    }
    data_keys.load(current_access(), ids)
