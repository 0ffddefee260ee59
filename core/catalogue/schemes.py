"""Schemes of categories (form.md section 4): which 一级指标 there are, and which 二级指标 under each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Final

from core.catalogue.resources import read_toml
from core.domain.errors import KnownError

DEFAULT_SCHEME: Final = "2015"

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
        aliases: Other names in use → the scheme's name for the same.
    """

    id: str
    title: str
    categories: tuple[Category, ...]
    aliases: Mapping[str, str] = field(default_factory=dict, compare=False)

    @property
    def category_names(self) -> tuple[str, ...]:
        """The 一级指标, in order."""
        return tuple(category.name for category in self.categories)

    def subcategories_of(self, category: str) -> tuple[str, ...]:
        """The 二级指标 under a 一级指标; none if the scheme does not know it."""
        return next((known.subcategories for known in self.categories if known.name == category), ())

    def canonical(self, category: str, subcategory: str) -> tuple[str, str]:
        """Both names as the scheme spells them; a name that it does not know comes back without outer spaces."""
        names = frozenset(self.category_names)
        subnames = frozenset(name for known in self.categories for name in known.subcategories)
        return self._resolve(category, names), self._resolve(subcategory, subnames)

    def holds(self, category: str, subcategory: str) -> bool:
        """Whether the 二级指标 stands under the 一级指标 here; aliases count."""
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

    def _resolve(self, text: str, names: frozenset[str]) -> str:
        bare = text.strip()
        for candidate in (bare, bare + _SUFFIX):
            name = self.aliases.get(candidate, candidate)
            if name in names:
                return name
        return bare


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


def _scheme(id_: str, entry: dict[str, object], aliases: Mapping[str, str]) -> Scheme:
    raw_categories = entry["categories"]
    assert isinstance(raw_categories, list)
    categories = tuple(Category(raw["name"], tuple(raw["subcategories"])) for raw in raw_categories)
    return Scheme(id_, str(entry["title"]), categories, MappingProxyType(aliases))
