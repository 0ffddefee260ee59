"""The official form as data: a table poured into it is a :class:`FilledForm`, whose texts are final.

Every renderer (PDF, .xlsx, .docx) draws the same FilledForm and formats no value itself. Lengths are
millimetres, type sizes points. Tables A and B, their rows and spans are those of form.md section 2.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum
from itertools import groupby
from typing import Final, Literal

from core.domain.amounts import Amount, exact, print_amount
from core.domain.checkcode import check_code
from core.domain.records import INDICATOR_COLUMNS, LABELS, Indicator, TargetTable

Face = Literal["song", "hei"]
Align = Literal["left", "center", "right"]

PAGE_WIDTH: Final = 210.0
PAGE_HEIGHT: Final = 297.0
MARGIN_LEFT: Final = 20.0
MARGIN_RIGHT: Final = 20.0
MARGIN_TOP: Final = 22.0
MARGIN_BOTTOM: Final = 20.0
CELL_PADDING_X: Final = 1.5
CELL_PADDING_Y: Final = 1.4
RULE_PT: Final = 0.6
"""Weight of every rule of the form, in points."""
POINTS_PER_MM: Final = 72 / 25.4

TABLE_A_WIDTHS: Final = (25.0, 26.0, 25.0, 22.5, 25.0, 22.5, 24.0)
TABLE_B_SPANS: Final = (1, 1, 2, 2, 1)
"""How many columns of Table A's grid each column of Table B covers: the two share their vertical edges, so
that a renderer with one grid for both (a worksheet) shows the widths of the paper."""
TABLE_B_WIDTHS: Final = (25.0, 26.0, 47.5, 47.5, 24.0)

MERGED_CATEGORY: Final = "产出指标"
"""The only 一级指标 that the published form merges over its rows."""
MAX_MERGED_LENGTH: Final = 12
"""A longer text is no label: it is not merged, since a merged cell repeats its text on every page."""

FUNDS_LABEL: Final = "预算规模\n及资金用途"
FUNDS_LABEL_PUBLISHED: Final = "预算规模及资金用途"
FISCAL_FUNDS_LABEL: Final = "其中：\n财政资金"
FISCAL_FUNDS_LABEL_PUBLISHED: Final = "其中：财政    资金"
"""As the published Word file writes the label: four spaces that force a line break."""


class Edition(Enum):
    """公开版 or 签字版 (form.md section 3); the value is the word of the command line."""

    PUBLICATION = "publication"
    SIGNATURE = "signature"

    @property
    def label(self) -> str:
        """The Chinese word."""
        return {Edition.PUBLICATION: "公开版", Edition.SIGNATURE: "签字版"}[self]


@dataclass(frozen=True, slots=True)
class Style:
    """How the text of a cell is set.

    Attributes:
        face: 宋体 for the body, 黑体 for headings.
        size: Type size in points.
        leading: Distance of base lines in points.
        align: Horizontally; vertically every cell is centred.
        balanced: Whether lines are made about equally long, instead of each as long as can be.
        whole_numbers: Whether the type is made smaller where a number would be cut at the end of a line otherwise.
    """

    face: Face
    size: float
    leading: float
    align: Align
    balanced: bool = False
    whole_numbers: bool = False

    def scaled(self, factor: float) -> "Style":
        """The same style in smaller or larger type."""
        return self if factor == 1 else replace(self, size=self.size * factor, leading=self.leading * factor)


STYLES: Final[dict[str, Style]] = {
    "heading": Style("hei", 14, 20, "center", balanced=True),  # 四号
    "caption_left": Style("song", 10.5, 15, "left"),  # unit code and name, above Table A without a border
    "caption_right": Style("song", 10.5, 15, "right"),  # 单位：万元
    "label": Style("song", 10.5, 15, "center"),  # 五号
    "column_heading": Style("hei", 10.5, 15, "center"),
    "amount": Style("song", 10.5, 15, "right", whole_numbers=True),
    "prose": Style("song", 10.5, 15, "left"),
    "category": Style("song", 10.5, 15, "center"),
    "value": Style("song", 10.5, 15, "center", whole_numbers=True),
}
BODY_SIZES: Final = (10.5, 9.0, 8.0)
"""Sizes of the body's type: 五号, and where a table is to fit on one page 小五, then 8 points at the least."""


@dataclass(frozen=True, slots=True)
class Cell:
    r"""One cell of a grid.

    Attributes:
        row: Grid row of its upper edge, from 0.
        column: Grid column of its left edge, from 0.
        text: What is printed, as entered; ``\n`` breaks the line.
        style: A key of :data:`STYLES`.
        row_span: How many grid rows it covers.
        column_span: How many grid columns it covers.
        bordered: Whether it has rules on all four sides, or none.
        field: The field whose content it shows (``budget``, ``description`` …); ``""`` for a label.
        number: The exact amount behind the text, for a renderer whose cells hold numbers.
        published_text: The text as the published Word file writes it, where that differs.
    """

    row: int
    column: int
    text: str
    style: str
    row_span: int = 1
    column_span: int = 1
    bordered: bool = True
    field: str = ""
    number: Decimal | None = None
    published_text: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of cells in reading order; cells that a span covers are not in it.

    Attributes:
        widths: Column widths in millimetres, left to right.
        row_count: Number of grid rows.
        header_rows: How many rows at the top are repeated on every page that the grid runs on to.
    """

    widths: tuple[float, ...]
    row_count: int
    cells: tuple[Cell, ...]
    header_rows: int = 0


@dataclass(frozen=True, slots=True)
class FilledForm:
    """One 项目绩效目标表, ready to be drawn.

    Attributes:
        number: The number in publication order.
        unit_code, unit_name, project_name: As entered, for contents, outlines and file names.
        heading: ``{N}.{项目名称}绩效目标表``, centred above Table A.
        table_a: Heading line, project, funds, purpose, target: 7 grid columns, 5 rows.
        table_b: The indicators: 5 grid columns, a header row and one row each.
        check_code: 校验码 of the content.
        scheme, unit_id, project_id, indicator_ids: What a copy needs to carry so that it can come back.
    """

    year: int
    scheme: str
    number: int
    unit_code: str
    unit_name: str
    unit_id: str
    project_id: str
    project_name: str
    indicator_ids: tuple[str, ...]
    heading: str
    table_a: Grid
    table_b: Grid
    check_code: str

    @property
    def unit_label(self) -> str:
        """Code and name of the unit, no space between, as the form prints them."""
        return self.unit_code + self.unit_name


@dataclass(frozen=True, slots=True)
class FormOptions:
    """What may differ from the published look.

    Attributes:
        merge_all_categories: Merge consecutive equal 一级指标 everywhere, not 产出指标 alone.
    """

    merge_all_categories: bool = False


PUBLISHED_LOOK: Final = FormOptions()


def fill(table: TargetTable, options: FormOptions = PUBLISHED_LOOK) -> FilledForm:
    """Pour a table into the form."""
    unit, project = table.unit, table.project
    return FilledForm(
        year=table.year.year,
        scheme=table.year.scheme,
        number=table.number,
        unit_code=unit.code,
        unit_name=unit.name,
        unit_id=unit.id,
        project_id=project.id,
        project_name=project.name,
        indicator_ids=tuple(indicator.id for indicator in table.indicators),
        heading=table.heading,
        table_a=Grid(TABLE_A_WIDTHS, 5, tuple(_cells_a(table))),
        table_b=Grid(TABLE_B_WIDTHS, len(table.indicators) + 1, tuple(_cells_b(table.indicators, options)), 1),
        check_code=check_code(table),
    )


def _cells_a(table: TargetTable) -> Iterator[Cell]:
    unit, project, labels = table.unit, table.project, LABELS["project"]
    yield Cell(0, 0, unit.code + unit.name, "caption_left", column_span=5, bordered=False, field="unit")
    yield Cell(0, 5, "单位：万元", "caption_right", column_span=2, bordered=False)
    yield Cell(1, 0, labels["name"], "label")
    yield Cell(1, 1, project.name, "prose", column_span=6, field="name")
    yield Cell(2, 0, FUNDS_LABEL, "label", row_span=2, published_text=FUNDS_LABEL_PUBLISHED)
    yield Cell(2, 1, labels["budget"], "label")
    yield _amount_cell(2, "budget", project.budget)
    yield Cell(2, 3, FISCAL_FUNDS_LABEL, "label", published_text=FISCAL_FUNDS_LABEL_PUBLISHED)
    yield _amount_cell(4, "fiscal_funds", project.fiscal_funds)
    yield Cell(2, 5, labels["other_funds"], "label")
    yield _amount_cell(6, "other_funds", project.other_funds)
    yield Cell(3, 1, project.purpose, "prose", column_span=6, field="purpose")
    yield Cell(4, 0, labels["target"], "label")
    yield Cell(4, 1, project.target, "prose", column_span=6, field="target")


def _amount_cell(column: int, field: str, amount: Amount) -> Cell:
    return Cell(2, column, print_amount(amount), "amount", field=field, number=exact(amount))


_INDICATOR_STYLES: Final = ("category", "category", "prose", "prose", "value")


def _cells_b(indicators: tuple[Indicator, ...], options: FormOptions) -> Iterator[Cell]:
    for column, field in enumerate(INDICATOR_COLUMNS):
        yield Cell(0, column, LABELS["indicator"][field], "column_heading")
    row = 1
    for category, members in groupby(indicators, key=lambda indicator: indicator.category):
        group = tuple(members)
        merged = category == MERGED_CATEGORY or (options.merge_all_categories and _is_label(category))
        for index, indicator in enumerate(group):
            if not merged or index == 0:
                yield Cell(row, 0, category, "category", row_span=len(group) if merged else 1, field="category")
            for column, field in enumerate(INDICATOR_COLUMNS[1:], 1):
                yield Cell(row, column, getattr(indicator, field), _INDICATOR_STYLES[column], field=field)
            row += 1


def _is_label(category: str) -> bool:
    return bool(category.strip()) and len(category) <= MAX_MERGED_LENGTH and "\n" not in category
