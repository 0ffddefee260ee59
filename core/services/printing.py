"""The PDF of some tables in memory: what the preview shows and what is printed are the same bytes."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from io import BytesIO
from typing import Final

from core.catalogue.glyphs import undrawable
from core.domain.records import FORM_FIELDS, INDICATOR_COLUMNS, LABELS, TargetTable
from core.domain.selection import Selection
from core.domain.texts import on_one_line
from core.layout.form import Edition, fill
from core.layout.text import SUBSTITUTE
from core.ports import Clock, Progress, Workspace
from core.services.editing import local_now
from core.services.print_settings import print_settings

_NAMED: Final = 10  # cells with characters that cannot be printed


def tables_pdf(
    workspace: Workspace,
    project_ids: Collection[str],
    edition: Edition,
    progress: Progress | None = None,
    clock: Clock = local_now,
) -> bytes:
    """Lay out and draw tables in publication order; ``b""`` if none of the projects is there any more.

    They look as the workspace's 打印设置 want them; the 签字版 carries the time in its foot.

    Raises:
        KnownError: The workspace cannot be read, or a font file that it names cannot be used.
        Cancelled: By ``progress``.
    """
    with workspace.read() as reader:
        settings = print_settings(reader)
        tables = reader.tables(Selection(project_ids=frozenset(project_ids)))
        forms = [fill(table, settings.form_options) for table in tables]
    if not forms:
        return b""
    from core.exporting.pdf import write_pdf  # loads reportlab

    out = BytesIO()
    write_pdf(forms, out, edition, settings.pdf_options(clock()), progress)
    return out.getvalue()


def missing_glyphs(workspace: Workspace, project_ids: Collection[str]) -> tuple[str, ...]:
    """Where tables hold characters that no font draws (rule T04): table and cell, one line for each cell.

    Raises:
        KnownError: The workspace cannot be read.
    """
    with workspace.read() as reader:
        return missing_in(reader.tables(Selection(project_ids=frozenset(project_ids))))


def missing_in(tables: Iterable[TargetTable]) -> tuple[str, ...]:
    """:func:`missing_glyphs` of these tables."""
    return tuple(line for table in tables for line in _missing(table))


def missing_words(missing: Sequence[str]) -> str:
    """What to tell the clerk of :func:`missing_glyphs`, in lines."""
    more = [f"……共 {len(missing)} 处"] if len(missing) > _NAMED else []
    return "\n".join(["这些字在打印字体中没有，会印成“〓”：", *missing[:_NAMED], *more])


def _missing(table: TargetTable) -> Iterator[str]:
    for place, text in _places(table):
        characters = "、".join(
            f"“{character if character.isprintable() else SUBSTITUTE}”（U+{ord(character):04X}）"
            for character in sorted(undrawable(text))
        )
        if characters:
            yield f"{on_one_line(table.label)} {place}：{characters}"


def _places(table: TargetTable) -> Iterator[tuple[str, str]]:
    labels = LABELS["unit"]
    yield labels["code"], table.unit.code
    yield labels["name"], table.unit.name
    for field in FORM_FIELDS:
        value = getattr(table.project, field)
        if isinstance(value, str):
            yield LABELS["project"][field], value
    for number, row in enumerate(table.indicators, start=1):
        for column in INDICATOR_COLUMNS:
            yield f"第 {number} 行{LABELS['indicator'][column]}", getattr(row, column)
