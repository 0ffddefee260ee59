"""Word lists of the field, for the audit's rules."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cache

from core.catalogue.changes import ListChange
from core.catalogue.resources import read_toml


@dataclass(frozen=True, slots=True)
class Words:
    """The lists of ``resources/catalogue/words.toml``; what each is for is said there."""

    satisfaction: tuple[str, ...]
    satisfaction_otherwise: tuple[str, ...]
    dissatisfaction: tuple[str, ...]
    may_exceed_hundred: tuple[str, ...]
    saving: tuple[str, ...]
    unit_cost: tuple[str, ...]
    upper_bound: tuple[str, ...]
    short_is_better: tuple[str, ...]
    long_is_better: tuple[str, ...]
    unwanted: tuple[str, ...]
    more_is_better: tuple[str, ...]
    negations: tuple[str, ...]
    rank: tuple[str, ...]
    vague: tuple[str, ...]
    measurable: tuple[str, ...]
    money: tuple[str, ...]
    without_unit: tuple[str, ...]

    def changed(self, changes: Mapping[str, ListChange]) -> "Words":
        """The lists with some of them changed, by field name."""
        return replace(self, **{name: change.applied_to(getattr(self, name)) for name, change in changes.items()})


def any_in(words: tuple[str, ...], text: str) -> bool:
    """Whether one of the words stands in the text."""
    return any(word in text for word in words)


@cache
def words() -> Words:
    """The program's lists."""
    data = read_toml("catalogue", "words.toml")
    return Words(**{field.name: tuple(data[field.name]) for field in fields(Words)})
