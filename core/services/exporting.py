"""Writing tables to a file that is sent, printed or read by other programs."""

import contextlib
import errno
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO, Final, TypeAlias

from core import modes
from core.domain.errors import KnownError, UsageError
from core.domain.records import TargetTable
from core.domain.selection import EVERYTHING, Selection
from core.layout.form import Edition, FilledForm, fill
from core.ports import Clock, Progress, Reader, Workspace
from core.services.editing import local_now
from core.services.print_settings import PrintSettings, print_settings
from core.services.printing import missing_in

_PAPER: Final = frozenset({".pdf"})


@dataclass(frozen=True, slots=True)
class Order:
    """How tables are to be written.

    Attributes:
        edition: Of paper; all else is a publication.
        settings: 打印设置 of the workspace.
        printed_at: The time in the foot of the 签字版.
        progress: Told of tables done.
    """

    edition: Edition
    settings: PrintSettings
    printed_at: datetime
    progress: Progress | None


Exporter: TypeAlias = Callable[[Sequence[TargetTable], BinaryIO, Order], None]


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written.

    Attributes:
        path: The new file.
        table_count: How many tables it holds.
        edition: The edition that it is, which may not be the one asked for: only paper has a 签字版.
        missing_glyphs: Of paper, where it lacks characters that no font draws (rule T04): table and cell, a line each.
    """

    path: Path
    table_count: int
    edition: Edition
    missing_glyphs: tuple[str, ...] = ()


def export(
    workspace: Workspace,
    out: Path,
    selection: Selection = EVERYTHING,
    edition: str = Edition.PUBLICATION.value,
    progress: Progress | None = None,
    clock: Clock = local_now,
) -> Exported:
    """Write the selected tables to ``out`` in the format that its suffix names, as 打印设置 of the workspace want them.

    An existing ``out`` is replaced only when the new file is complete.

    Args:
        workspace: Where the tables are.
        out: ``.pdf``, ``.docx``, ``.xlsx`` or ``.json``.
        selection: Which tables, in publication order.
        edition: ``publication`` or ``signature``; the formats that are no paper are publications always.
        progress: Told of tables done; may raise Cancelled, after which nothing was written.
        clock: Tells the time that the 签字版 is printed with.

    Raises:
        UsageError: No such format or edition.
        KnownError: No table is selected, a font of 打印设置 cannot be used, or the file cannot be written.
    """
    exporter = exporter_for(out)
    with workspace.read() as reader:
        tables = tuple(reader.tables(selection))
        order = replace(order_for(reader, out.suffix, edition, clock), progress=progress)
    if not tables:
        raise KnownError("没有符合条件的项目绩效目标表，没有导出。")
    with replacing(out) as file:
        exporter(tables, file, order)
    return Exported(out, len(tables), order.edition, missing_on_paper(tables, out.suffix))


def order_for(reader: Reader, suffix: str, edition: str, clock: Clock = local_now) -> Order:
    """How tables are to be written to files with this suffix, as 打印设置 of the workspace want it.

    Raises:
        UsageError: There is no such edition.
    """
    chosen = _edition(edition)
    return Order(chosen if suffix.lower() in _PAPER else Edition.PUBLICATION, print_settings(reader), clock(), None)


def missing_on_paper(tables: Iterable[TargetTable], suffix: str) -> tuple[str, ...]:
    """Where files with this suffix lack characters of the tables; none where the reader's own fonts draw them."""
    return missing_in(tables) if suffix.lower() in _PAPER else ()


def exporter_for(out: Path) -> Exporter:
    """The exporter that the file's suffix names.

    Raises:
        UsageError: There is none.
    """
    exporter = EXPORTERS.get(out.suffix.lower())
    if exporter is None:
        raise UsageError(f"不能导出为“{out.name}”：文件名要以 {'、'.join(EXPORTERS)} 之一结尾。")
    return exporter


@contextlib.contextmanager
def replacing(out: Path) -> Iterator[BinaryIO]:
    """A file to write that takes the place of ``out`` when the context ends well, and is gone otherwise.

    The temporary file stands in the same folder, so that renaming it is one step of the file system.

    Raises:
        KnownError: The folder is missing or write-protected, the disk is full, or another program holds ``out``.
    """
    target = Path(os.path.realpath(out))
    temporary = target.with_name(f".{os.urandom(8).hex()}.tmp")
    try:
        _refuse_unwritable(target)
        with temporary.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            temporary.chmod(stat.S_IMODE(target.stat().st_mode))  # who may read the file is not for an export to change
        else:
            modes.hand_on(temporary)
        temporary.replace(target)
    except OSError as error:
        raise sentence_for(error, target) from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def _refuse_unwritable(target: Path) -> None:
    if target.is_dir():
        raise KnownError(f"“{target}”是一个文件夹，请另取一个文件名。")
    if not target.parent.is_dir():
        raise KnownError(f"找不到文件夹“{target.parent}”，请先建立它或换一个位置。")
    if target.exists() and not os.access(target, os.W_OK):
        raise KnownError(f"文件“{target}”是只读的，请换一个文件名，或去掉它的只读属性。")


def sentence_for(error: OSError, target: Path) -> KnownError:
    """What to say when ``target`` cannot be written."""
    if isinstance(error, PermissionError):
        return KnownError(
            f"不能写入“{target}”：没有权限，或它正被别的程序（如 Excel、WPS）打开；请关闭后再试，或换一个位置。"
        )
    return KnownError(f"写入“{target}”失败（{_reason(error)}），原有的文件没有改动。")


def _reason(error: OSError) -> str:
    return {
        errno.ENOSPC: "磁盘已满",
        errno.EDQUOT: "磁盘配额已用完",
        errno.EROFS: "磁盘是只读的",
        errno.ENAMETOOLONG: "文件名太长",
        errno.EIO: "磁盘读写出错",
    }.get(error.errno or 0, "磁盘或网络不可用")


def _edition(name: str) -> Edition:
    try:
        return Edition(name)
    except ValueError:
        raise UsageError(f"没有名为“{name}”的版式，只有 publication（公开版）和 signature（签字版）。") from None


# Each format's library is loaded on first use: together they cost half a second.


def _to_pdf(tables: Sequence[TargetTable], out: BinaryIO, order: Order) -> None:
    from core.exporting.pdf import write_pdf

    # Only the 签字版 shows the time; a publication has the same bytes whenever it is made.
    printed_at = order.printed_at if order.edition is Edition.SIGNATURE else None
    write_pdf(_forms(tables, order), out, order.edition, order.settings.pdf_options(printed_at), order.progress)


def _to_xlsx(tables: Sequence[TargetTable], out: BinaryIO, order: Order) -> None:
    from core.exporting.xlsx import write_xlsx

    write_xlsx(_forms(tables, order), out, progress=order.progress)


def _to_docx(tables: Sequence[TargetTable], out: BinaryIO, order: Order) -> None:
    from core.exporting.docx import write_docx

    write_docx(_forms(tables, order), out, progress=order.progress)


def _forms(tables: Sequence[TargetTable], order: Order) -> list[FilledForm]:
    return [fill(table, order.settings.form_options) for table in tables]


def _to_json(tables: Sequence[TargetTable], out: BinaryIO, _order: Order) -> None:
    from core.exporting.json import write_json

    write_json(tables, out)


EXPORTERS: Final[Mapping[str, Exporter]] = MappingProxyType(
    {".pdf": _to_pdf, ".docx": _to_docx, ".xlsx": _to_xlsx, ".json": _to_json}
)
"""What writes each kind of file, by suffix."""
