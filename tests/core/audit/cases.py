"""How an example of a rule is written down: changes of the sound table, alone or among other tables."""

from dataclasses import dataclass

from core.domain.records import TargetTable
from tests.core.audit.tables import QUALITY, Change, changed, form, row, sound_table


@dataclass(frozen=True)
class Case:
    """A changed sound table, among other tables."""

    changes: tuple[Change, ...]
    others: tuple[TargetTable, ...]

    @property
    def table(self) -> TargetTable:
        return changed(sound_table(), *self.changes)


@dataclass(frozen=True)
class Examples:
    """What a rule says no to, and what it lets pass."""

    fails: tuple[Case, ...]
    passes: tuple[Case, ...]


def case(*changes: Change, others: tuple[TargetTable, ...] = ()) -> Case:
    return Case(changes, others)


def values(number: int, *texts: str) -> tuple[Case, ...]:
    """The same row with one value after the other."""
    return tuple(case(row(number, value=text)) for text in texts)


def named_values(number: int, *pairs: tuple[str, str]) -> tuple[Case, ...]:
    """The same row with one name and value after the other."""
    return tuple(case(row(number, name=name, value=value)) for name, value in pairs)


def descriptions(*texts: str) -> tuple[Case, ...]:
    return tuple(case(row(QUALITY, description=text)) for text in texts)


def targets(*texts: str) -> tuple[Case, ...]:
    return tuple(case(form(target=text)) for text in texts)


def other(name: str = "另一个项目", year: int = 2025, *changes: Change) -> TargetTable:
    return changed(sound_table(name, year, project_id=f"other-{year}-{name}"), *changes)
