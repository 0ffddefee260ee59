"""Read an ``.xlsx``: each visible worksheet as one grid, within limits (ADR 15).

Inline, shared and rich-text strings read alike, numbers read as the sheet shows them. Formulas are not reckoned,
links not followed, macros not looked at.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from core.domain.copies import COPY_VERSION, IDENTITY_SHEET, SHORT_FIELDS, CopiedTable, read_record
from core.domain.errors import KnownError
from core.importing.allowance import MAX_CELLS, MAX_CHARACTERS, Allowance
from core.importing.asides import aside_notes
from core.importing.document import Document, Grid
from core.importing.labels import form_field, header_columns
from core.importing.package import Kind, Package
from core.importing.runs import has_struck, read_runs, struck_note
from core.importing.xlsx_grid import grid_of
from core.importing.xlsx_runs import RunsReader
from core.importing.xlsx_sheet import MAX_COLUMNS, SharedParts, Sheet, read_sheet, unescaped
from core.importing.xlsx_styles import read_styles
from core.ports import Pulse, go_on

KIND = Kind("Excel", "Excel 或 WPS", ".xlsx")
MAX_SHEETS = 5_000
_MOST_NAMED = 3
"""Cells, rows or columns of a kind that a sentence names; it counts all."""
_DEFAULT_MAIN_PART = "xl/workbook.xml"


@dataclass(frozen=True, slots=True)
class _Entry:
    """A worksheet as the workbook lists it."""

    name: str
    part: str
    visible: bool


@dataclass(slots=True)
class _Workbook:
    entries: list[_Entry] = field(default_factory=list)
    since_1904: bool = False


def read_xlsx(data: bytes, file_name: str, pulse: Pulse = go_on) -> Document:
    """Read the bytes of a workbook.

    Args:
        data: All of it.
        file_name: For messages.
        pulse: Called now and then; may raise Cancelled.

    Raises:
        KnownError: It is no workbook, is damaged, or is too large to be one of tables.
    """
    with Package(data, file_name, KIND, pulse) as package:
        workbook_part = package.main_part(_DEFAULT_MAIN_PART)
        if workbook_part not in package.names:
            raise KnownError(f"“{file_name}”里没有工作表，请确认它是 .xlsx 文件。")
        workbook = _read_workbook(package, workbook_part)
        parts = {relation.kind: relation.target for relation in package.relations(workbook_part).values()}
        shared = SharedParts(
            *_strings(package, parts.get("sharedStrings")),
            styles=read_styles(package, parts.get("styles")),
            since_1904=workbook.since_1904,
        )
        return _read_sheets(package, workbook, shared)


def _read_sheets(package: Package, workbook: _Workbook, shared: SharedParts) -> Document:
    allowance = Allowance()
    blocks: list[Grid] = []
    identities: tuple[CopiedTable, ...] = ()
    notes: list[str] = []
    is_ours = any(entry.name == IDENTITY_SHEET for entry in workbook.entries)
    for entry in workbook.entries:
        if not entry.visible and entry.name != IDENTITY_SHEET:
            notes.append(f"《{package.file_name}》隐藏的工作表“{entry.name}”没有读取。")
            continue
        sheet = read_sheet(package, entry.part, entry.name, shared, allowance)
        if entry.name == IDENTITY_SHEET:
            identities = _identities(sheet)
            continue
        if sheet.has_more_columns:
            notes.append(f"《{package.file_name}》工作表“{entry.name}”第 {MAX_COLUMNS} 列以右的内容没有读取。")
        grid = grid_of(sheet, entry.name, package, allowance)
        if any(map(header_columns, grid.rows)) or (not is_ours and _has_form(grid)):  # our summary has formulas too
            notes += _sheet_notes(sheet, package.file_name, f"工作表“{entry.name}”")
        notes += aside_notes(package, entry.part, f"工作表“{entry.name}”")
        blocks.append(grid)
    return Document(package.file_name, tuple(blocks), True, identities, tuple(notes))


def _has_form(grid: Grid) -> bool:
    """Whether a label 项目名称 stands on a worksheet: the indicators may be on the next one."""
    return any(form_field(cell.text) == "name" for row in grid.rows for cell in row if cell.text)


def _sheet_notes(sheet: Sheet, file_name: str, where: str) -> Iterator[str]:
    """What a reader of the texts alone would not see."""
    if sheet.unknown:
        what = f"里有 {len(sheet.unknown)} 处公式没有保存结果（{_some(sheet.unknown)}），读作空白"
        advice = "合并时那些地方不改；请用 Excel 或 WPS 打开、保存一次再试。"
        yield f"《{file_name}》{where}{what}，{advice}"
    if sheet.unshown:
        what = f"有 {len(sheet.unshown)} 格的数字格式读不出来或把数字隐藏了（{_some(sheet.unshown)}）"
        yield f"《{file_name}》{where}{what}，照原来的数字读取，请核对。"
    if sheet.blank_zeros:
        what = f"有 {len(sheet.blank_zeros)} 格的零没有显示出来（{_some(sheet.blank_zeros)}）"
        yield f"《{file_name}》{where}{what}，读作空白，请核对。"
    if sheet.unseen:
        what = f"有 {len(sheet.unseen)} 格的字与底色相同或被数字格式隐藏，看不见（{_some(sheet.unseen)}）"
        yield f"《{file_name}》{where}{what}，也读取了，请核对。"
    if sheet.covered:
        what = f"有 {len(sheet.covered)} 格被合并的单元格盖住（{_some(sheet.covered)}）"
        yield f"《{file_name}》{where}{what}，里面的文字没有读取，请另行查看。"
    if sheet.struck:
        yield struck_note(file_name, where, len(sheet.struck), f" {sheet.struck[0]}")
    if sheet.hidden:
        more = f"等 {len(sheet.hidden)} 处" if len(sheet.hidden) > _MOST_NAMED else ""
        yield f"《{file_name}》{where}隐藏着的{'、'.join(sheet.hidden[:_MOST_NAMED])}{more}也读取了，请核对。"


def _some(places: Sequence[str]) -> str:
    return "、".join(places[:_MOST_NAMED]) + ("等" if len(places) > _MOST_NAMED else "")


def _identities(sheet: Sheet) -> tuple[CopiedTable, ...]:
    rows = [[cells.get(column) for column in range(1, max(cells) + 1)] for _, cells in sorted(sheet.cells.items())]
    records = [[cell.text if cell else "" for cell in row] for row in rows]
    records = [[*record, *[""] * (len(SHORT_FIELDS) - len(record))] for record in records]  # a unit may have no code
    if not records or records[0][0] != COPY_VERSION:
        return ()
    return tuple(table for record in records[2:] if (table := read_record(record)) is not None)


def _read_workbook(package: Package, part: str) -> _Workbook:
    workbook = _Workbook()
    relations = package.relations(part)

    def start(element: str, attributes: dict[str, str]) -> None:
        if element == "workbookPr":
            workbook.since_1904 = attributes.get("date1904") in ("1", "true")
        elif element == "sheet":
            relation = relations.get(_relation_id(attributes))
            # Dialog and chart sheets have no cells; a sheet whose part is missing has nothing to read.
            if relation is not None and relation.kind == "worksheet" and relation.target in package.names:
                visible = attributes.get("state", "visible") == "visible"
                workbook.entries.append(_Entry(unescaped(attributes.get("name", "")), relation.target, visible))

    package.parse(part, start)
    if not workbook.entries:
        raise KnownError(f"“{package.file_name}”里没有工作表，请确认它是 .xlsx 文件。")
    if len(workbook.entries) > MAX_SHEETS:
        raise package.too_large
    return workbook


def _relation_id(attributes: dict[str, str]) -> str:
    """The attribute ``r:id``; ``sheetId`` is another."""
    return next((value for name, value in attributes.items() if name.endswith(":id")), "")


def _strings(package: Package, part: str | None) -> tuple[list[str], set[int]]:
    """The shared strings, and which of them are struck out in part."""
    reader = _StringsReader(package)
    if part in package.names and part is not None:
        package.parse(part, reader.start, reader.end, reader.data)
    return reader.strings, reader.struck


class _StringsReader:
    """Takes the events of the shared strings."""

    def __init__(self, package: Package) -> None:
        self.strings: list[str] = []
        self.struck: set[int] = set()
        self._package = package
        self._text_reader = RunsReader()
        self._size = 0

    def start(self, element: str, attributes: dict[str, str]) -> None:
        if element == "si":
            self._text_reader.begin()
        else:
            self._text_reader.start(element, attributes)

    def data(self, text: str) -> None:
        self._size += self._text_reader.data(text)
        if self._size > MAX_CHARACTERS:
            raise self._package.too_large

    def end(self, element: str) -> None:
        if element == "si":
            self._end_string()
        else:
            self._text_reader.end(element)

    def _end_string(self) -> None:
        runs = self._text_reader.runs
        if has_struck(runs):
            self.struck.add(len(self.strings))
        self.strings.append(unescaped(read_runs(runs)).replace("\r\n", "\n"))
        if len(self.strings) > MAX_CELLS:
            raise self._package.too_large
