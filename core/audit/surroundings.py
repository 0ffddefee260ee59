"""What a rule must know of the other tables: built once, kept up to date table by table.

Of each table only a few facts are kept, so that ten thousand tables fit easily, and each change answers
which other tables it bears on.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final, TypeAlias, TypeVar

from core.audit.texts import squeezed
from core.catalogue.schemes import scheme
from core.domain.amounts import exact
from core.domain.records import TargetTable
from core.domain.values import parse_value

_T = TypeVar("_T")
_Unit: TypeAlias = tuple[int, str, str]  # year, id or code of the unit, name

_YEAR_IN_NAME: Final = re.compile(r"(?:19|20)\d{2}(?:年度?)?")


@dataclass(frozen=True, slots=True, order=True)
class Variant:
    """One way in which an indicator of some name is used."""

    category: str
    subcategory: str
    measure_unit: str

    @property
    def place(self) -> tuple[str, str]:
        """一级指标 and 二级指标."""
        return self.category, self.subcategory


@dataclass(frozen=True, slots=True)
class Uses:
    """Every use of an indicator name in a year.

    Attributes:
        examples: Each use with the name of one project.
        categories: Where most tables have it; several where the tables are evenly divided.
        measure_units: In which 计量单位 most tables state it; likewise.
    """

    examples: Mapping[Variant, str]
    categories: frozenset[tuple[str, str]]
    measure_units: frozenset[str]

    def in_category(self, places: AbstractSet[tuple[str, str]]) -> tuple[Variant, str] | None:
        """The first use in one of these categories, with the name of a project."""
        return next((use for use in sorted(self.examples.items()) if use[0].place in places), None)

    def in_measure_unit(self, units: AbstractSet[str]) -> tuple[Variant, str] | None:
        """The first use with one of these 计量单位, with the name of a project."""
        return next((use for use in sorted(self.examples.items()) if use[0].measure_unit in units), None)


_NO_USES: Final = Uses({}, frozenset(), frozenset())


@dataclass(frozen=True, slots=True)
class TableFacts:
    """What the rules on other tables need of a table.

    Attributes:
        name: 项目名称 without white space; ``""`` if blank.
        series: ``name`` without years: what a project is called every year.
        usages: Name and use of each indicator that has a name and a place in the year's scheme; not of a name that the
            table uses in several ways, which is no example for others (and rule N02's business).
    """

    project_id: str
    year: int
    unit_code: str
    unit_id: str
    name: str
    series: str
    budget: Decimal | None
    usages: frozenset[tuple[str, Variant]]


def facts_of(table: TargetTable) -> TableFacts:
    """Take down a table's facts."""
    name = squeezed(table.project.name)
    return TableFacts(
        project_id=table.project.id,
        year=table.year.year,
        unit_code=table.unit.code.strip(),
        unit_id=table.unit.id,
        name=name,
        series=_YEAR_IN_NAME.sub("", name),
        budget=exact(table.project.budget),
        usages=_usages(table),
    )


def _usages(table: TargetTable) -> frozenset[tuple[str, Variant]]:
    year_scheme = scheme(table.year.scheme)
    uses: defaultdict[str, set[Variant]] = defaultdict(set)
    for row in table.indicators:
        name = squeezed(row.name)
        category, subcategory = year_scheme.canonical(row.category, row.subcategory)
        if name and subcategory in year_scheme.subcategories_of(category):
            uses[name].add(Variant(category, subcategory, parse_value(row.value).measure_unit))
    return frozenset((name, variant) for name, variants in uses.items() if len(variants) == 1 for variant in variants)


@dataclass(slots=True)
class Surroundings:
    """The facts of all tables, found by what the rules ask for."""

    _facts: dict[str, TableFacts] = field(default_factory=dict)
    _names: defaultdict[_Unit, set[str]] = field(default_factory=lambda: defaultdict(set))
    _series: defaultdict[_Unit, set[str]] = field(default_factory=lambda: defaultdict(set))
    _usages: defaultdict[tuple[int, str], dict[Variant, dict[str, str]]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    _uses: dict[tuple[int, str], Uses] = field(default_factory=dict)

    def put(self, facts: TableFacts) -> frozenset[str]:
        """Take in a table, or what has become of it.

        Returns:
            The ids of the *other* projects about which the rules may now say something else.
        """
        return self._replace(facts.project_id, facts)

    def remove(self, project_id: str) -> frozenset[str]:
        """Forget a table; answers as :meth:`put`."""
        return self._replace(project_id, None)

    def namesakes(self, facts: TableFacts) -> int:
        """How many other projects of the unit and year have the same name (rule P02)."""
        return len(self._names.get(_name_key(facts), set()) - {facts.project_id}) if facts.name else 0

    def last_budget(self, facts: TableFacts) -> Decimal | None:
        """Last year's 预算数 of the same project; ``None`` if there is none, or more than one that it may be (B06)."""
        candidates = self._series.get((facts.year - 1, facts.unit_code, facts.series), set()) if facts.series else set()
        return self._facts[next(iter(candidates))].budget if len(candidates) == 1 else None

    def uses_of(self, year: int, name: str) -> Uses:
        """Every use of an indicator name in the year (rule X01)."""
        key = (year, name)
        if key not in self._usages:
            return _NO_USES
        if key not in self._uses:
            self._uses[key] = _uses(self._usages[key])
        return self._uses[key]

    def parts(self) -> tuple[dict[Any, Any], ...]:
        """All that is kept, for whoever takes it apart."""
        return self._facts, self._names, self._series, self._usages, self._uses

    def _replace(self, project_id: str, new: TableFacts | None) -> frozenset[str]:
        old = self._facts.get(project_id)
        if old == new:
            return frozenset()
        versions = [facts for facts in (old, new) if facts is not None]
        uses = {(facts.year, name) for facts in versions for name, _ in facts.usages}
        before = {key: self.uses_of(*key) for key in uses}
        if old is not None:
            self._take_out(old)
        if new is not None:
            self._bring_in(new)
        touched: set[str] = set()
        for facts in versions:
            touched |= self._names.get(_name_key(facts), set())
            touched |= self._series.get((facts.year + 1, facts.unit_code, facts.series), set())
        for key in uses:
            if self.uses_of(*key) != before[key]:
                touched.update(user for users in self._usages.get(key, {}).values() for user in users)
        return frozenset(touched - {project_id})

    def _bring_in(self, facts: TableFacts) -> None:
        self._facts[facts.project_id] = facts
        self._names[_name_key(facts)].add(facts.project_id)
        self._series[_series_key(facts)].add(facts.project_id)
        for name, variant in facts.usages:
            self._usages[facts.year, name].setdefault(variant, {})[facts.project_id] = facts.name
            self._uses.pop((facts.year, name), None)

    def _take_out(self, facts: TableFacts) -> None:
        del self._facts[facts.project_id]
        self._names[_name_key(facts)].discard(facts.project_id)
        self._series[_series_key(facts)].discard(facts.project_id)
        for name, variant in facts.usages:
            uses = self._usages[facts.year, name]
            del uses[variant][facts.project_id]
            if not uses[variant]:
                del uses[variant]
            self._uses.pop((facts.year, name), None)


def _uses(users: Mapping[Variant, Mapping[str, str]]) -> Uses:
    categories: Counter[tuple[str, str]] = Counter()
    measure_units: Counter[str] = Counter()
    for variant, projects in users.items():
        categories[variant.place] += len(projects)
        if variant.measure_unit:
            measure_units[variant.measure_unit] += len(projects)
    examples = {variant: min(projects.values()) for variant, projects in users.items() if projects}
    return Uses(examples, _commonest(categories), _commonest(measure_units))


def _commonest(counts: Counter[_T]) -> frozenset[_T]:
    most = max(counts.values(), default=0)
    return frozenset(item for item, count in counts.items() if count == most)


def surroundings_of(tables: Iterable[TargetTable]) -> Surroundings:
    """The facts of all these tables."""
    surroundings = Surroundings()
    for table in tables:
        surroundings.put(facts_of(table))
    return surroundings


def _name_key(facts: TableFacts) -> _Unit:
    return facts.year, facts.unit_id, facts.name


def _series_key(facts: TableFacts) -> _Unit:
    return facts.year, facts.unit_code, facts.series
