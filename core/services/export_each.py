"""Export of one file for each table, into a folder of its own."""

import contextlib
import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from core import modes
from core.domain.errors import KnownError
from core.domain.records import TargetTable
from core.domain.selection import EVERYTHING, Selection
from core.layout.form import Edition
from core.ports import Clock, Progress, Workspace
from core.reach import is_folder, is_there
from core.services.editing import local_now
from core.services.exporting import exporter_for, missing_on_paper, order_for, sentence_for
from core.services.file_names import distinct_names, safe_name


@dataclass(frozen=True, slots=True)
class ExportedEach:
    """What was written.

    Attributes:
        folder: The new folder.
        files: In publication order, a table each.
    """

    folder: Path
    files: tuple[Path, ...]
    missing_glyphs: tuple[str, ...] = ()


def export_each(
    workspace: Workspace,
    parent: Path,
    name: str,
    suffix: str,
    selection: Selection = EVERYTHING,
    edition: str = Edition.PUBLICATION.value,
    progress: Progress | None = None,
    clock: Clock = local_now,
) -> ExportedEach:
    """Write each selected table to a file of its own, named after its unit and project.

    The files stand in a new folder, which is there only when all of them are complete; nothing that exists is
    replaced.

    Args:
        workspace: Where the tables are.
        parent: Where the folder is made.
        name: What the folder is called; made safe, and numbered if there is one already.
        suffix: ``.pdf``, ``.docx``, ``.xlsx`` or ``.json``.
        selection: Which tables.
        edition: As in :func:`core.services.exporting.export`.
        progress: Told of tables done; may raise Cancelled, after which nothing was written.
        clock: Tells the time that the 签字版 is printed with.

    Raises:
        UsageError: No such format or edition.
        KnownError: No table is selected, or the files cannot be written.
    """
    exporter = exporter_for(Path(f"x{suffix}"))
    with workspace.read() as reader:
        tables = tuple(reader.tables(selection))
        order = replace(order_for(reader, suffix, edition, clock), progress=None)
    if not tables:
        raise KnownError("没有符合条件的项目绩效目标表，没有导出。")
    names = [f"{found}{suffix}" for found in distinct_names(_file_names(tables))]
    with new_folder(parent, safe_name(name)) as (temporary, folder):
        for done, (table, file_name) in enumerate(zip(tables, names, strict=True), start=1):
            with (temporary / file_name).open("xb") as file:
                exporter((table,), file, order)
                file.flush()
                os.fsync(file.fileno())
            if progress is not None:
                progress(done, len(tables))
    files = tuple(folder / file_name for file_name in names)
    return ExportedEach(folder, files, missing_on_paper(tables, suffix))


def _file_names(tables: Sequence[TargetTable]) -> list[str]:
    """By unit and project; by year too where there are several, in which the same tables come again."""
    several = len({table.year.year for table in tables}) > 1
    return [
        f"{f'{table.year.year}年 ' if several else ''}{table.unit.code}{table.unit.name} {table.label}"
        for table in tables
    ]


@contextlib.contextmanager
def new_folder(parent: Path, name: str) -> Iterator[tuple[Path, Path]]:
    """A folder to fill, and where it will stand when the context ends well; it is gone otherwise."""
    if not is_folder(parent):
        raise KnownError(f"找不到文件夹“{parent}”，请先建立它或换一个位置。")
    folder, count = parent / name, 1
    while is_there(folder):
        count += 1
        folder = parent / f"{name}({count})"
    temporary = parent / f".{os.urandom(8).hex()}.tmp"
    try:
        temporary.mkdir()
        yield temporary, folder
        for made in (*temporary.rglob("*"), temporary):
            modes.hand_on(made)
        temporary.rename(folder)
    except OSError as error:
        raise sentence_for(error, folder) from error
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
