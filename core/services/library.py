"""指标库: every indicator that was ever used here, in the starter library, or in a library that was brought in.

Indicators of one name under one 一级 and 二级指标 are one entry, with all that was ever written beside them, the most
usual first. Libraries that are brought in are kept in the workspace as a setting; they are no part of its tables.
"""

import heapq
import json
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple, TypeVar

from core.catalogue.resources import resource
from core.catalogue.schemes import schemes
from core.domain.errors import KnownError
from core.domain.records import INDICATOR_COLUMNS, Indicator, TargetTable
from core.domain.values import parse_value
from core.importing.proposal import ProposedIndicator, ProposedTable
from core.ports import Progress, Workspace, WorkspaceStore

STARTER: Final = "示例指标库"
_SETTING: Final = "indicator-library"
_WORKSPACE_SUFFIX: Final = ".jxdb"
_FEW: Final = 1024  # pairs of 一级 and 二级指标: a workspace has some dozens
_RUN: Final = 500  # entries sorted in one go
_TELL_EVERY: Final = 50  # rows, entries
_STAGES: Final = 4  # of gathering

T = TypeVar("T")


class Use(NamedTuple):
    """One row as it stands somewhere.

    Attributes:
        source: Where: ``2025 1.某项目``, or the name of a library.
        project_id: The project, or ``""`` outside this workspace.
    """

    category: str
    subcategory: str
    name: str
    description: str
    value: str
    source: str
    project_id: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One indicator of the library.

    Attributes:
        descriptions: All different ones, the most usual first.
        values: Likewise.
        measure_units: Those of the values.
        sources: Where it stands, in the order in which it was met.
        project_ids: The projects of this workspace that have it.
    """

    category: str
    subcategory: str
    name: str
    descriptions: tuple[str, ...]
    values: tuple[str, ...]
    measure_units: tuple[str, ...]
    sources: tuple[str, ...]
    project_ids: tuple[str, ...]

    @property
    def row(self) -> dict[str, str]:
        """A row of the grid with what is most usual, ``column name → text``."""
        description, value = next(iter(self.descriptions), ""), next(iter(self.values), "")
        return dict(
            zip(INDICATOR_COLUMNS, (self.category, self.subcategory, self.name, description, value), strict=True)
        )


def entries(uses: Sequence[Use], progress: Progress | None = None) -> tuple[Entry, ...]:
    """Gather rows into entries, in the order of the schemes, then the most used first.

    Raises:
        Cancelled: By ``progress``.
    """
    gathered: dict[tuple[str, str, str], list[Use]] = {}
    for use in _told(uses, len(uses), progress, 0):
        if use.name.strip():
            gathered.setdefault((*_canonical(use.category, use.subcategory), " ".join(use.name.split())), []).append(
                use
            )
    count = len(gathered)
    found = [_entry(key, group) for key, group in _told(gathered.items(), count, progress, 1)]
    return tuple(_told(_sorted(_told(found, count, progress, 2)), count, progress, 3))


def _told(items: Iterable[T], count: int, progress: Progress | None, stage: int) -> Iterator[T]:
    """Pass ``count`` items on, and tell every now and then how far one of the stages has come."""
    for number, item in enumerate(items):
        if progress is not None and number % _TELL_EVERY == 0:
            progress(stage * count + number, _STAGES * count)
        yield item


def _sorted(found: Iterable[Entry]) -> Iterator[Entry]:
    """In bits, since ``sorted`` stops every thread until it is done, with seventy thousand entries for 0.1 s."""

    def key(entry: Entry) -> tuple[tuple[int, int, int], int, str]:
        return _order(entry), -len(entry.sources), entry.name

    waiting = iter(found)
    runs = iter(lambda: sorted(islice(waiting, _RUN), key=key), [])
    return heapq.merge(*runs, key=key)


def library(workspace: Workspace, progress: Progress | None = None) -> tuple[Entry, ...]:
    """The whole library of a workspace.

    Raises:
        KnownError: The workspace cannot be read.
        Cancelled: By ``progress``.
    """
    tell: Progress = progress or (lambda _done, _total: None)
    uses: list[Use] = []
    with workspace.read() as reader:
        total = sum(len(unit.projects) for year in reader.outline() for unit in year.units)
        for number, table in enumerate(reader.tables(), start=1):
            uses += _uses_of_table(table)
            tell(number, 2 * total)
        kept = reader.setting(_SETTING)
    rows = [*uses, *_kept(kept), *_starter()]
    return entries(rows, lambda done, of: tell(of + done, 2 * of))  # the other half


def bring_in(workspace: Workspace, store: WorkspaceStore, path: Path) -> int:
    """Add the indicators of another workspace, or of a file with tables, to the library of this one.

    Bringing in a file of the same name again replaces what it brought before.

    Returns:
        How many different indicators the file holds.

    Raises:
        KnownError: The file cannot be read or holds no indicators, or this workspace cannot be written.
    """
    if path.resolve() == workspace.path.resolve():
        raise KnownError(f"“{path.name}”就是现在的工作区，里面的指标已在指标库中。")
    fresh = [use for use in _uses_of_file(store, path) if use.name.strip()]
    if not fresh:
        raise KnownError(f"“{path.name}”里没有指标，指标库没有改动。")
    with workspace.write() as unit_of_work:
        others = [use for use in _kept(unit_of_work.setting(_SETTING)) if use.source != path.stem]
        unique = list(dict.fromkeys([*others, *fresh]))
        unit_of_work.put_setting(_SETTING, _to_keep(unique))
    return len(entries(fresh))


def brought_in(workspace: Workspace) -> dict[str, int]:
    """The names of the libraries that were brought in, each with how many different indicators it holds.

    Raises:
        KnownError: The workspace cannot be read.
    """
    with workspace.read() as reader:
        kept = _kept(reader.setting(_SETTING))
    names = dict.fromkeys(use.source for use in kept)
    return {name: len(entries([use for use in kept if use.source == name])) for name in names}


def take_out(workspace: Workspace, name: str) -> None:
    """Take a library that was brought in out again; tables keep what was inserted from it.

    Raises:
        KnownError: This workspace cannot be written.
    """
    with workspace.write() as unit_of_work:
        others = [use for use in _kept(unit_of_work.setting(_SETTING)) if use.source != name]
        unit_of_work.put_setting(_SETTING, _to_keep(others) if others else None)


def _uses_of_table(table: TargetTable) -> Iterator[Use]:
    source = f"{table.year.year} {table.label}"
    for row in table.indicators:
        yield _use(row, source, table.project.id)


def _uses_of_proposals(tables: Iterable[ProposedTable], source: str) -> Iterator[Use]:
    for table in tables:
        for row in table.indicators:
            yield _use(row, source)


def _use(row: Indicator | ProposedIndicator, source: str, project_id: str = "") -> Use:
    return Use(row.category, row.subcategory, row.name, row.description, row.value, source, project_id)


def _uses_of_file(store: WorkspaceStore, path: Path) -> list[Use]:
    if path.suffix.lower() != _WORKSPACE_SUFFIX:
        from core.importing.reading import propose  # readers of files are loaded on first use

        return list(_uses_of_proposals(propose(path).tables, path.stem))
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / path.name  # somebody else's file is not opened in place: it might be migrated
        try:
            shutil.copyfile(path, copy)
        except OSError as error:
            raise KnownError(f"“{path.name}”不能读取，指标库没有改动。请检查文件是否还在、是否有权读取。") from error
        workspace = store.open(copy)
        try:
            with workspace.read() as reader:
                uses = [use for table in reader.tables() for use in _uses_of_table(table)]
        finally:
            workspace.close()
    return [use._replace(source=path.stem, project_id="") for use in uses]


def _starter() -> Iterator[Use]:
    from core.importing.records import propose_records  # readers of files are loaded on first use

    return _uses_of_proposals(propose_records(resource("sample", "tables-2025.json")).tables, STARTER)


def _to_keep(uses: Iterable[Use]) -> str:
    return json.dumps([use[:-1] for use in uses], ensure_ascii=False)


def _kept(setting: str | None) -> list[Use]:
    return [Use(*texts) for texts in json.loads(setting)] if setting else []


def _entry(key: tuple[str, str, str], uses: Sequence[Use]) -> Entry:
    values = _usual(use.value for use in uses)
    own = [use for use in uses if use.project_id]
    return Entry(
        *key,
        descriptions=_usual(use.description for use in uses),
        values=values,
        measure_units=_usual(parse_value(value).measure_unit for value in values),
        sources=tuple(dict.fromkeys(use.source for use in uses)),
        project_ids=tuple(dict.fromkeys(use.project_id for use in own)),
    )


def _usual(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(text for text, _ in Counter(text for text in texts if text.strip()).most_common())


@lru_cache(_FEW)
def _canonical(category: str, subcategory: str) -> tuple[str, str]:
    known = next((scheme for scheme in schemes().values() if scheme.holds(category, subcategory)), None)
    return (category.strip(), subcategory.strip()) if known is None else known.canonical(category, subcategory)


def _order(entry: Entry) -> tuple[int, int, int]:
    for number, scheme in enumerate(schemes().values()):
        if scheme.holds(entry.category, entry.subcategory):
            return number, *scheme.order_of(entry.category, entry.subcategory)
    return len(schemes()), 0, 0
