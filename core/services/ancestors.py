"""What a table of a file and its project in the workspace were both made from.

A file that somebody goes on editing and sends twice still names the state that it was first written from. What the
first sending brought here is in both of them by then: it belongs to what they have in common. The history knows what
each import took; that the file is a later state of the one imported is shown by what it still has of that.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from core.domain.amounts import print_amount
from core.domain.edits import Insert, SetField
from core.domain.records import (
    AMOUNT_FIELDS,
    FORM_FIELDS,
    INDICATOR_COLUMNS,
    FieldValue,
    Indicator,
    Project,
    TargetTable,
)
from core.importing.proposal import ProposedIndicator, ProposedTable
from core.ports import HistoryEntry, Reader
from core.services.aligning import align, texts_in, texts_of
from core.services.comparing import content_of
from core.services.past import IMPORT_OPERATION, tables_as_imported, tables_with_codes

_OWN_FIELDS = {"project": frozenset(FORM_FIELDS), "indicator": frozenset(INDICATOR_COLUMNS)}


def origins(reader: Reader, pairs: Iterable[tuple[ProposedTable, str | None]]) -> dict[int, TargetTable]:
    """What tables of files and their projects were both made from, by the table's ``id()``.

    It is the state whose 校验码 the copy carries; else, where the project came in from a file, what came in: the
    unit goes on with its own copy of that. To both is added what imports have since taken from the same file.

    Args:
        reader: The workspace.
        pairs: Tables of files, and the project of the workspace that each is about.
    """
    there = [(table, project_id) for table, project_id in pairs if project_id is not None]
    if not there:
        return {}
    tables = tuple(reader.tables())
    codes = {table.identity.check_code for table, _ in there if table.identity is not None}
    by_code = tables_with_codes(reader, tables, codes) if codes else {}
    found: dict[int, TargetTable] = {}
    for table, project_id in there:
        written_from = by_code.get(table.identity.check_code) if table.identity is not None else None
        if written_from is not None and written_from.project.id == project_id:
            found[id(table)] = written_from
    others = {id(table): project_id for table, project_id in there if id(table) not in found}
    imported = tables_as_imported(reader, tables, set(others.values())) if others else {}
    found |= {key: imported[project_id] for key, project_id in others.items() if project_id in imported}
    here = {table.project.id: table for table in tables}
    for table, project_id in there:
        base = found.get(id(table))
        if base is not None and content_of(base).said != content_of(here[project_id]).said:
            for taken in _taken(reader.history(project_id), here[project_id], base):
                with_taken = taken.added_to(base)
                if taken.is_before(table, base, with_taken):
                    base = with_taken
            found[id(table)] = base
    return found


@dataclass(slots=True)
class _Taken:
    """What one import took from a file into one table, as far as that is not in its base and not undone.

    Attributes:
        values: Kind, id and field of what was changed → what it was changed to.
        rows: What it brought in.
    """

    values: dict[tuple[str, str, str], FieldValue] = field(default_factory=dict)
    rows: list[Indicator] = field(default_factory=list)

    def added_to(self, base: TargetTable) -> TargetTable:
        """The base with what was taken."""
        form = {name: value for (kind, _, name), value in self.values.items() if kind == "project"}
        rows = [
            replace(row, **{name: value for (_, id_, name), value in self.values.items() if id_ == row.id})  # type: ignore[arg-type]
            for row in (*base.indicators, *self.rows)
        ]
        return replace(
            base,
            project=replace(base.project, **form),  # type: ignore[arg-type]
            indicators=tuple(sorted(rows, key=lambda row: (row.position, row.id))),
        )

    def is_before(self, table: ProposedTable, base: TargetTable, with_taken: TargetTable) -> bool:
        """Whether a file is a later state of the one that this was taken from.

        It has given up nothing of what was taken, other than for something new, and has some of it as it was. Names
        and times tell nothing: what was sent down has the same name with every unit.
        """
        row_there = {old: new for new, old in align(texts_of(with_taken.indicators), texts_in(table)).items()}
        was = {row.id: row for row in base.indicators}
        has_some = False
        for index, row in enumerate(with_taken.indicators):
            names = [name for _, id_, name in self.values if id_ == row.id]
            if row.id not in was:
                names = list(INDICATOR_COLUMNS)
            there = table.indicators[row_there[index]] if index in row_there else None
            for name in names:
                if there is None or (row.id in was and _text(there, name) == _text(was[row.id], name)):
                    return False
                has_some |= _text(there, name) == _text(row, name) != ""
        for kind, _, name in self.values:
            if kind == "project":
                if _text(table, name) == _text(base.project, name):
                    return False
                has_some |= _text(table, name) == _text(with_taken.project, name) != ""
        return has_some


def _taken(history: Sequence[HistoryEntry], here: TargetTable, base: TargetTable) -> list[_Taken]:
    """What each import took, the oldest first; of what several took the newest."""
    now, then = _records(here), _records(base)
    seen: set[tuple[str, str, str]] = set()
    found: list[_Taken] = []
    for entry in history:
        if not entry.operation.startswith(IMPORT_OPERATION):
            continue
        taken = _Taken()
        for edit in entry.edits:
            if isinstance(edit, SetField) and edit.field in _OWN_FIELDS.get(edit.kind, ()):
                key = edit.kind, edit.id, edit.field
                if key not in seen and not _are_alike(now, then, key):
                    taken.values[key] = edit.new
                seen.add(key)
            elif isinstance(edit, Insert) and isinstance(row := edit.record, Indicator):
                taken.rows += [row] if ("indicator", row.id) in now.keys() - then.keys() else []
        if taken.values or taken.rows:
            found.append(taken)
    return found[::-1]


def _records(table: TargetTable) -> dict[tuple[str, str], Project | Indicator]:
    rows: dict[tuple[str, str], Project | Indicator] = {("indicator", row.id): row for row in table.indicators}
    return rows | {("project", table.project.id): table.project}


def _are_alike(
    now: Mapping[tuple[str, str], Project | Indicator],
    then: Mapping[tuple[str, str], Project | Indicator],
    key: tuple[str, str, str],
) -> bool:
    """Whether a field is as it was in the base: nothing was taken, or it was undone."""
    kind, id_, name = key
    here, base = now.get((kind, id_)), then.get((kind, id_))
    return here is not None and base is not None and _text(here, name) == _text(base, name)


def _text(record: Project | Indicator | ProposedTable | ProposedIndicator, name: str) -> str:
    """A field as it is compared; only those of amounts are printed as such."""
    value = getattr(record, name)
    text: str = print_amount(value) if name in AMOUNT_FIELDS else value
    return text.strip()
