"""Schemes of categories (form.md section 4): which 一级指标 there are, and which 二级指标 under each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from core.catalogue.resources import read_toml
from core.domain.errors import KnownError

DEFAULT_SCHEME: Final = "2015"

Place: TypeAlias = tuple[str, str]
"""A 一级指标 and a 二级指标 under it."""

OUTPUT: Final = "产出指标"
BENEFIT: Final = "效益指标"
SATISFACTION: Final = "满意度指标"

_SUFFIX: Final = "指标"


@dataclass(frozen=True, slots=True)
class Category:
    """A 一级指标 with its 二级指标, in the order of the form."""

    name: str
    subcategories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scheme:
    """The categories in force in a budget year.

    Attributes:
        id: ``"2015"`` or ``"2021"``, as ``BudgetYear.scheme`` holds it.
        title: How the window names it.
        categories: In the order of the form.
        costs: The 二级指标 whose values are the money that the project spends.
        spellings: Every accepted spelling of a 一级指标 → the scheme's name for it.
        subspellings: The same for 二级指标.
    """

    id: str
    title: str
    categories: tuple[Category, ...]
    costs: frozenset[str]
    spellings: Mapping[str, str] = field(repr=False, compare=False)
    subspellings: Mapping[str, str] = field(repr=False, compare=False)

    @property
    def category_names(self) -> tuple[str, ...]:
        """The 一级指标, in order."""
        return tuple(category.name for category in self.categories)

    def subcategories_of(self, category: str) -> tuple[str, ...]:
        """The 二级指标 under a 一级指标; none if the scheme does not know it."""
        return next((known.subcategories for known in self.categories if known.name == category), ())

    def canonical(self, category: str, subcategory: str) -> tuple[str, str]:
        """Both names as the scheme spells them; a name that it does not know comes back without outer spaces."""
        name, subname = category.strip(), subcategory.strip()
        return self.spellings.get(name, name), self.subspellings.get(subname, subname)

    def holds(self, category: str, subcategory: str) -> bool:
        """Whether the 二级指标 stands under the 一级指标 here; other accepted spellings count."""
        name, subname = self.canonical(category, subcategory)
        return subname in self.subcategories_of(name)

    def order_of(self, category: str, subcategory: str) -> tuple[int, int]:
        """Sort key for the order of the form; what the scheme does not know comes last."""
        name, subname = self.canonical(category, subcategory)
        names, subnames = self.category_names, self.subcategories_of(name)
        return (
            names.index(name) if name in names else len(names),
            subnames.index(subname) if subname in subnames else len(subnames),
        )


def scheme(scheme_id: str) -> Scheme:
    """The scheme with this id.

    Raises:
        KnownError: There is none; the year was made by another version of the program.
    """
    try:
        return schemes()[scheme_id]
    except KeyError:
        raise KnownError(f"本程序没有名为“{scheme_id}”的指标体系，请用建立该年度的程序版本打开。") from None


@cache
def schemes() -> Mapping[str, Scheme]:
    """All schemes by id, oldest first."""
    data = read_toml("catalogue", "schemes.toml")
    return MappingProxyType({id_: _scheme(id_, entry, data["aliases"]) for id_, entry in data["schemes"].items()})


def _scheme(id_: str, entry: dict[str, Any], aliases: Mapping[str, str]) -> Scheme:
    categories = tuple(Category(raw["name"], tuple(raw["subcategories"])) for raw in entry["categories"])
    return Scheme(
        id=id_,
        title=entry["title"],
        categories=categories,
        costs=frozenset(entry["costs"]),
        spellings=_spellings([category.name for category in categories], aliases),
        subspellings=_spellings([name for category in categories for name in category.subcategories], aliases),
    )


def _spellings(names: list[str], aliases: Mapping[str, str]) -> Mapping[str, str]:
    full = {name: name for name in names} | {alias: name for alias, name in aliases.items() if name in names}
    return MappingProxyType({spelling.removesuffix(_SUFFIX): name for spelling, name in full.items()} | full)


@cache
def moves_between(source: str, target: str) -> Mapping[Place, Place]:
    """Where (一级指标, 二级指标) of one scheme stand in another, as far as that is another place."""
    found: dict[Place, Place] = {}
    for entry in read_toml("catalogue", "schemes.toml")["conversions"]:
        pairs = [((a[0], a[1]), (b[0], b[1])) for a, b in entry["moves"]]
        if (source, target) == (entry["from"], entry["to"]):
            found.update(pairs)
        elif (source, target) == (entry["to"], entry["from"]):
            found.update((new, old) for old, new in pairs)
    return MappingProxyType(found)
