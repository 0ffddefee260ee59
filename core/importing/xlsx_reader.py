"""Read an ``.xlsx``: each visible worksheet as one grid, within limits (ADR 15).

Inline, shared and rich-text strings read alike, numbers read as the sheet shows them. Formulas are not reckoned,
links not followed, macros not looked at.
"""

from dataclasses import dataclass, field

from core.domain.copies import COPY_VERSION, IDENTITY_SHEET, CopiedTable, read_record
from core.domain.errors import KnownError
from core.importing.allowance import MAX_CELLS, MAX_CHARACTERS, Allowance
from core.importing.asides import aside_notes
from core.importing.document import Document, Grid
from core.importing.labels import header_columns
from core.importing.number_format import BUILT_IN, GENERAL
from core.importing.package import Kind, Package, attribute
from core.importing.xlsx_grid import grid_of
from core.importing.xlsx_sheet import MAX_COLUMNS, SharedParts, Sheet, read_sheet, unescaped

KIND = Kind("Excel", "Excel 或 WPS", ".xlsx")
MAX_SHEETS = 5_000
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


def read_xlsx(data: bytes, file_name: str) -> Document:
    """Read the bytes of a workbook.

    Raises:
        KnownError: It is no workbook, is damaged, or is too large to be one of tables.
    """
    with Package(data, file_name, KIND) as package:
        workbook_part = package.main_part(_DEFAULT_MAIN_PART)
        if workbook_part not in package.names:
            raise KnownError(f"“{file_name}”里没有工作表，请确认它是 .xlsx 文件。")
        workbook = _read_workbook(package, workbook_part)
        parts = {relation.kind: relation.target for relation in package.relations(workbook_part).values()}
        shared = SharedParts(
            _strings(package, parts.get("sharedStrings")),
            _formats(package, parts.get("styles")),
            workbook.since_1904,
        )
        return _read_sheets(package, workbook, shared)


def _read_sheets(package: Package, workbook: _Workbook, shared: SharedParts) -> Document:
    allowance = Allowance()
    blocks: list[Grid] = []
    identities: tuple[CopiedTable, ...] = ()
    notes: list[str] = []
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
        if sheet.uncounted and any(map(header_columns, grid.rows)):  # our own summary has formulas too
            notes.append(
                f"《{package.file_name}》工作表“{entry.name}”里有公式没有保存结果（例如 {sheet.uncounted}），读作空白；"
                "请用 Excel 或 WPS 打开、保存一次再导入。"
            )
        notes += aside_notes(package, entry.part, f"工作表“{entry.name}”")
        blocks.append(grid)
    return Document(package.file_name, tuple(blocks), True, identities, tuple(notes))


def _identities(sheet: Sheet) -> tuple[CopiedTable, ...]:
    rows = [[cells.get(column) for column in range(1, max(cells) + 1)] for _, cells in sorted(sheet.cells.items())]
    records = [[cell.text if cell else "" for cell in row] for row in rows]
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


def _strings(package: Package, part: str | None) -> list[str]:
    strings: list[str] = []
    pieces: list[str] = []
    open_elements: list[str] = []
    size = 0

    def start(element: str, _attributes: dict[str, str]) -> None:
        open_elements.append(element)

    def data(text: str) -> None:
        nonlocal size
        if open_elements[-1] == "t" and "rPh" not in open_elements:
            pieces.append(text)
            size += len(text)
            if size > MAX_CHARACTERS:
                raise package.too_large

    def end(element: str) -> None:
        open_elements.pop()
        if element == "si":
            strings.append(unescaped("".join(pieces)).replace("\r\n", "\n"))
            pieces.clear()
            if len(strings) > MAX_CELLS:
                raise package.too_large

    if part in package.names and part is not None:
        package.parse(part, start, end, data)
    return strings


def _formats(package: Package, part: str | None) -> list[str]:
    """The number format of each cell style, by its index."""
    codes = dict(BUILT_IN)
    formats: list[str] = []
    in_cell_styles = False

    def start(element: str, attributes: dict[str, str]) -> None:
        nonlocal in_cell_styles
        if element == "numFmt":
            codes[_number(attributes.get("numFmtId"))] = attribute(attributes, "formatCode") or GENERAL
        elif element == "cellXfs":
            in_cell_styles = True
        elif element == "xf" and in_cell_styles:
            formats.append(codes.get(_number(attributes.get("numFmtId")), GENERAL))

    def end(element: str) -> None:
        nonlocal in_cell_styles
        in_cell_styles = in_cell_styles and element != "cellXfs"

    if part in package.names and part is not None:
        package.parse(part, start, end)
    return formats


def _number(text: str | None) -> int:
    return int(text) if text is not None and text.isdecimal() and len(text) < 10 else 0
