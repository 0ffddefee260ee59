"""Fifty workbooks with a thousand distinct tables: read, compared, brought in and compared again.

Beside it openpyxl, which only opens the same files and gives their cells.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from openpyxl import load_workbook

from core.exporting.xlsx import write_xlsx
from core.layout.form import fill
from core.services.collecting import files_in
from core.services.import_assistant import Incoming, bring_in, read_files
from db.store import FileStore
from tests.benchmarks.workload import PROJECTS_PER_UNIT, distinct_tables

TABLES = 1000


def write_files(folder: Path) -> None:
    """A workbook for each unit."""
    forms = [fill(table) for table in distinct_tables(TABLES)]
    for begin in range(0, TABLES, PROJECTS_PER_UNIT):
        with (folder / f"{begin:04d}.xlsx").open("wb") as out:
            write_xlsx(forms[begin : begin + PROJECTS_PER_UNIT], out)


def open_with_openpyxl(files: tuple[Path, ...]) -> int:
    """Every cell of every sheet, as the library gives them."""
    return sum(1 for file in files for sheet in load_workbook(file) for _ in sheet.iter_rows(values_only=True))


def timed(what: Callable[[], object]) -> tuple[float, object]:
    """Seconds, and what came out."""
    begin = time.perf_counter()
    result = what()
    return time.perf_counter() - begin, result


def main() -> None:
    """Print what each step takes."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_files(folder)
        files = files_in([folder])
        workspace = FileStore().create(folder / "工作区.jxdb")
        reading, incoming = timed(lambda: read_files(workspace, files))
        assert isinstance(incoming, Incoming)
        chosen = {index: frozenset[int]() for index in range(len(incoming.tables))}
        writing, _ = timed(lambda: bring_in(workspace, incoming, chosen))
        again, _ = timed(lambda: read_files(workspace, files))
        bare, _ = timed(lambda: open_with_openpyxl(files))
        workspace.close()
    print(f"{len(files)} workbooks, {len(chosen)} tables")
    print(f"read and compared with an empty workspace  {reading:6.2f} s")
    print(f"brought in, one transaction                {writing:6.2f} s")
    print(f"read and compared with what is there       {again:6.2f} s")
    print(f"openpyxl opens the same files              {bare:6.2f} s  ({bare / reading:.1f} times as long as reading)")


if __name__ == "__main__":
    main()
