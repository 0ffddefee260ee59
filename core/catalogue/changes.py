"""How a workspace's list differs from the program's: kept so, it goes on to profit from what the program learns."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ListChange:
    """What is added to a list, and what is taken out of it."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether it changes anything."""
        return bool(self.added or self.removed)

    def applied_to(self, items: Iterable[str]) -> tuple[str, ...]:
        """The list as the workspace wants it: what is left, then what is added."""
        kept = [item for item in items if item not in self.removed]
        return tuple(dict.fromkeys([*kept, *self.added]))


def change_between(old: Iterable[str], new: Iterable[str]) -> ListChange:
    """The change that makes ``new`` of ``old``, order aside."""
    before, after = tuple(old), tuple(dict.fromkeys(new))
    return ListChange(
        added=tuple(item for item in after if item not in before),
        removed=tuple(item for item in before if item not in after),
    )
