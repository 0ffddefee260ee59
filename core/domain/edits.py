"""Edits as values: what one gesture changes, and how it is undone.

There are three edits and no others; moving a record is setting its ``position``. One gesture is one
:class:`ChangeSet`, one transaction, one undo step, one refresh.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from core.domain.records import FieldValue, Record, kind_of


@dataclass(frozen=True, slots=True)
class SetField:
    """Give one field of one record a new value; ``old`` must still stand when it is applied."""

    kind: str
    id: str
    field: str
    old: FieldValue
    new: FieldValue

    def inverse(self) -> "SetField":
        """The edit that takes this one back."""
        return SetField(self.kind, self.id, self.field, self.new, self.old)


@dataclass(frozen=True, slots=True)
class Insert:
    """Bring in a record; its parent must be there already."""

    record: Record

    def inverse(self) -> "Remove":
        """The edit that takes this one back."""
        return Remove(self.record)


@dataclass(frozen=True, slots=True)
class Remove:
    """Take out a record; it must stand exactly as given and have no children left."""

    record: Record

    def inverse(self) -> Insert:
        """The edit that takes this one back."""
        return Insert(self.record)


Edit: TypeAlias = SetField | Insert | Remove


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """All edits of one gesture, in the order in which they are applied.

    Attributes:
        operation: Chinese name of the gesture, for the menu (``撤销 粘贴``) and the history.
        edits: In order; later edits may build on earlier ones.
    """

    operation: str
    edits: tuple[Edit, ...]

    def __bool__(self) -> bool:
        """Whether it changes anything at all."""
        return bool(self.edits)

    def inverse(self) -> "ChangeSet":
        """The change that leads back: every edit inverted, last first."""
        return ChangeSet(self.operation, tuple(edit.inverse() for edit in reversed(self.edits)))

    def touched(self) -> frozenset[tuple[str, str]]:
        """``(kind, id)`` of every record that it touches, for a refresh of just those."""
        return frozenset(_target(edit) for edit in self.edits)


def change(operation: str, edits: Iterable[Edit]) -> ChangeSet:
    """Make a ChangeSet, leaving out edits that set a field to the value it has."""
    kept = tuple(e for e in edits if not (isinstance(e, SetField) and _same(e.old, e.new)))
    return ChangeSet(operation, kept)


def set_field(record: Record, field: str, new: FieldValue) -> SetField:
    """The edit that gives ``field`` of ``record`` the value ``new``."""
    return SetField(kind_of(record), record.id, field, getattr(record, field), new)


def _same(old: FieldValue, new: FieldValue) -> bool:
    return type(old) is type(new) and old == new


def _target(edit: Edit) -> tuple[str, str]:
    if isinstance(edit, SetField):
        return edit.kind, edit.id
    return kind_of(edit.record), edit.record.id
