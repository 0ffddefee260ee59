"""Import of one or many files with a choice for every table and every difference; one change, one undo step."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Final, TypeAlias

from core.domain.edits import ChangeSet, Edit, change
from core.domain.errors import KnownError
from core.domain.records import State, TargetTable
from core.importing.proposal import Proposal, ProposedTable
from core.ports import Clock, Outline, Progress, Pulse, Reader, Workspace, pulse_of
from core.services import editing, importing
from core.services.ancestors import origins
from core.services.arrivals import arrivals
from core.services.collecting import is_closed
from core.services.comparing import Said, content_of_copy
from core.services.editing import Applied
from core.services.importing import ImportPreview
from core.services.matching import copied_from, is_version_of, year_line_of
from core.services.merging import Merge, merge
from core.services.past import IMPORT_OPERATION

Key: TypeAlias = str | tuple[int, str, str]
"""A project of the workspace; of a new one year, unit and name; of one without a name nothing."""

BACKUP_REASON: Final = "导入前"


class Status(Enum):
    """How a table of a file stands to the workspace."""

    NEW = "new"
    COPY = "copy"
    """Another version of a table of the same file, made by copying its sheet: it would come in as a second project."""
    SAME = "same"
    CHANGED = "changed"
    CONFLICT = "conflict"
    UNIT = "unit"
    """Only what it states of its unit, or of the unit of its amounts, is different: that comes in with no table."""
    LOCKED = "locked"
    REPEATED = "repeated"

    @property
    def label(self) -> str:
        """In words."""
        return {
            Status.NEW: "新增",
            Status.COPY: "副本，内容不同",
            Status.SAME: "内容相同",
            Status.CHANGED: "内容不同",
            Status.CONFLICT: "有冲突",
            Status.UNIT: "只有单位不同",
            Status.LOCKED: "已定稿，不能改",
            Status.REPEATED: "重复，不导入",
        }[self]

    @property
    def can_come_in(self) -> bool:
        """Whether importing the table would do anything."""
        return self.is_new or self in (Status.CHANGED, Status.CONFLICT)

    @property
    def is_new(self) -> bool:
        """Whether it would come in as a project that the workspace has not."""
        return self in (Status.NEW, Status.COPY)

    @property
    def is_suggested(self) -> bool:
        """Whether the table comes in unless the clerk says otherwise."""
        return self.can_come_in and self is not Status.COPY


@dataclass(frozen=True, slots=True)
class IncomingTable:
    """One table of a file.

    Attributes:
        path: The file.
        year: The year that it would come in under.
        table: As the file has it.
        status: How it stands to the workspace.
        merge: The one in the workspace beside it, if there is one.
        key: What it is a version of: the same in every file that holds this table.
        has_rivals: Whether another file holds another version of it that can come in; one of them can be chosen.
    """

    path: Path
    year: int
    table: ProposedTable
    status: Status
    merge: Merge | None = None
    key: Key = ""
    has_rivals: bool = False

    @property
    def file_name(self) -> str:
        """The file without its folder."""
        return self.path.name


@dataclass(frozen=True, slots=True)
class RefusedFile:
    """A file that could not be read, and why, in one sentence."""

    path: Path
    sentence: str


@dataclass(frozen=True, slots=True)
class Incoming:
    """What files would bring in; nothing has been written.

    Attributes:
        previews: The files that could be read, one for each year that their tables come in under.
        tables: All their tables, in order.
        refused: The files that could not be read.
    """

    previews: tuple[ImportPreview, ...]
    tables: tuple[IncomingTable, ...]
    refused: tuple[RefusedFile, ...] = ()

    @property
    def paths(self) -> tuple[Path, ...]:
        """The files that could be read."""
        return tuple(dict.fromkeys(preview.path for preview in self.previews))

    @property
    def all_paths(self) -> tuple[Path, ...]:
        """Those, and the files that could not be read: what is to be read again."""
        return (*self.paths, *(refused.path for refused in self.refused))

    @property
    def files(self) -> str:
        """The files in words, for the history."""
        names = [path.name for path in self.paths]
        return names[0] if len(names) == 1 else f"{names[0]} 等 {len(names)} 个文件"


def read_files(
    workspace: Workspace,
    paths: Sequence[Path],
    year: int | None = None,
    progress: Progress | None = None,
    clock: Clock = editing.local_now,
    *,
    knows_renamed: bool = True,
) -> Incoming:
    """Read files and compare their tables with the workspace.

    Args:
        workspace: Only read.
        paths: At least one.
        year: For all of them; by default each file's own, see :func:`core.services.importing.previews`.
        progress: Told of files done, and asked within them whether to go on; may raise Cancelled.
        clock: Tells the current year.
        knows_renamed: See :func:`core.services.matching.matched`.

    Raises:
        KnownError: None of the files can be read.
        UsageError: There is no such year.
    """
    from core.importing.reading import propose  # lxml is loaded on first use

    proposals: list[tuple[Path, Proposal]] = []
    refused: list[RefusedFile] = []
    pulse = pulse_of(progress)
    for done, path in enumerate(paths, start=1):
        try:
            proposals.append((path, propose(path, pulse)))
        except KnownError as error:
            sentence = f"文件夹“{path.name}”打不开，里面的文件没有读取。" if is_closed(path) else error.sentence
            refused.append(RefusedFile(path, sentence))
        if progress is not None:
            progress(done, len(paths))
    if not proposals:
        first = refused[0].sentence
        raise KnownError(first if len(refused) == 1 else f"{len(refused)} 个文件都不能导入。{first}")
    previews: list[ImportPreview] = []
    with workspace.read() as reader:
        outline = reader.outline()
        for path, proposal in proposals:
            pulse()
            previews += importing.previews(reader, outline, path, proposal, year, clock, knows_renamed=knows_renamed)
        tables = _compare(reader, previews, pulse)
    return Incoming(tuple(previews), tuple(tables), tuple(refused))


def plan(workspace: Workspace, incoming: Incoming, chosen: Mapping[int, frozenset[int]]) -> ChangeSet:
    """The change that bringing in would make.

    Args:
        workspace: Only read.
        incoming: Made for this workspace.
        chosen: Index of each table that comes in → indexes of the differences that are taken from the file;
            of no meaning for a new table.

    Raises:
        KnownError: Of one table the versions of several files are chosen.
    """
    rivals = rivalry(incoming, chosen)
    if rivals:
        raise KnownError(rivals)
    with workspace.read() as reader:
        outline = reader.outline()
    edits: list[Edit] = []
    new: dict[int, list[ProposedTable]] = {}
    for index, taken in sorted(chosen.items()):
        table = incoming.tables[index]
        if table.merge is not None:
            edits += table.merge.edits(taken)
        elif table.status.is_new:
            new.setdefault(table.year, []).append(table.table)
    for year, newcomers in new.items():
        edits += arrivals(year_line_of(outline, year), year, newcomers)
    return change(f"{IMPORT_OPERATION}{incoming.files}", edits)


def bring_in(
    workspace: Workspace,
    incoming: Incoming,
    chosen: Mapping[int, frozenset[int]],
    origin: object = None,
    clock: Clock = editing.local_now,
    progress: Progress | None = None,
) -> Applied:
    """Bring in what was chosen, in one transaction, after an automatic backup; see :func:`plan`.

    Raises:
        KnownError: The workspace was changed in between, or cannot be written. Nothing was changed.
        Cancelled: By ``progress``; nothing was changed.
    """
    planned = plan(workspace, incoming, chosen)
    with workspace.read() as reader:
        outline: Outline = reader.outline()
    if planned and outline:
        workspace.auto_backup(BACKUP_REASON)
    return editing.apply(workspace, planned, origin, clock, progress=progress)


def rivalry(incoming: Incoming, chosen: Iterable[int]) -> str:
    """A sentence if of one table the versions of several files are chosen, else nothing.

    Each was compared with the table as it stands: two at once would overwrite each other without a word. The one that
    is left can come in afterwards, compared with what the first one brought.
    """
    files: dict[Key, dict[Path, str]] = {}
    for index in sorted(chosen):
        found = incoming.tables[index]
        if found.has_rivals:
            files.setdefault(found.key, {})[found.path] = found.table.label
    for versions in files.values():
        if len(versions) > 1:
            names = "、".join(f"《{path.name}》" for path in versions)
            label = next(iter(versions.values()))
            return f"“{label}”在{names}里各有一个版本，一次只能导入一个，请去掉其余的勾；留下的可以随后再导入、再比较。"
    return ""


def outcome(incoming: Incoming, chosen: Mapping[int, frozenset[int]]) -> str:
    """What bringing in does, in a sentence: what comes from where."""
    new = [index for index in chosen if incoming.tables[index].status.is_new]
    merges = [(found, taken) for index, taken in chosen.items() if (found := incoming.tables[index].merge) is not None]
    taken = sum(len(taken) for _, taken in merges)
    kept = sum(len(found.differences) for found, _ in merges) - taken
    parts = [f"新增 {len(new)} 张表"] if new else []
    if merges:
        parts.append(f"合并 {len(merges)} 张表（{taken} 处采用文件，{kept} 处保留工作区）")
    return "，".join(parts) + "。" if parts else "没有选中要导入的表。"


def _compare(reader: Reader, previews: Sequence[ImportPreview], pulse: Pulse) -> list[IncomingTable]:
    bases = origins(reader, [pair for preview in previews for pair in preview.pairs])
    elsewhere: dict[Key, list[Said]] = {}
    result: list[IncomingTable] = []
    for preview in previews:
        versions = [(table, id_, content_of_copy(table).trimmed().said) for table, id_ in preview.pairs]
        in_this_file = {said for _, project_id, said in versions if project_id is not None}
        keys: list[tuple[Key, Said]] = []
        for table, project_id, said in versions:
            pulse()
            key = _key(preview.year, table, project_id)
            existing = reader.table(project_id) if project_id is not None else None
            is_of_ours = table.identity is not None or table.is_exact
            may_be_copied_sheet = project_id is None and not is_of_ours and bool(table.name)
            if (may_be_copied_sheet and said in in_this_file) or (key and said in elsewhere.get(key, ())):
                result.append(IncomingTable(preview.path, preview.year, table, Status.REPEATED))
            elif existing is None:
                model = copied_from(table, preview.tables)
                status = Status.COPY if model is not None and is_version_of(table, model) else Status.NEW
                result.append(IncomingTable(preview.path, preview.year, table, status, key=key))
            else:
                result.append(_existing(preview, table, existing, bases.get(id(table)), key))
            keys.append((key, said))
            in_this_file.add(said)
        for key, said in keys:
            elsewhere.setdefault(key, []).append(said)
    return _with_rivals(result)


def _key(year: int, table: ProposedTable, project_id: str | None) -> Key:
    if project_id is not None:
        return project_id
    return (year, table.unit_code or table.unit_name, table.name.strip()) if table.name.strip() else ""


def _with_rivals(tables: Sequence[IncomingTable]) -> list[IncomingTable]:
    """Mark what several files hold in versions that differ; a name twice in one file is two tables."""
    files: dict[Key, set[Path]] = {}
    for found in tables:
        if found.key and found.status.can_come_in:
            files.setdefault(found.key, set()).add(found.path)
    return [
        replace(found, has_rivals=found.status.can_come_in and len(files.get(found.key, ())) > 1) for found in tables
    ]


def _existing(
    preview: ImportPreview, table: ProposedTable, existing: TargetTable, base: TargetTable | None, key: Key
) -> IncomingTable:
    found = merge(existing, table, base)
    if not found.differences:
        status = Status.SAME
    elif not found.all:
        status = Status.UNIT
    elif existing.project.state is not State.DRAFT:
        status = Status.LOCKED
    else:
        status = Status.CONFLICT if found.conflicts else Status.CHANGED
    return IncomingTable(preview.path, preview.year, table, status, found, key)
