"""A workbook of tables, with what it takes to come back."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO, Final

from openpyxl import Workbook
from openpyxl.packaging.custom import StringProperty
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from core.domain import copies
from core.exporting.identity import author_of, copied_table, title_of
from core.exporting.xlsx.contents import draw_contents
from core.exporting.xlsx.package import Drawing, save
from core.exporting.xlsx.report import draw_report_table
from core.exporting.xlsx.sheet import SheetWriter, draw_table, row_of
from core.exporting.xlsx.styles import SharedStyles
from core.exporting.xlsx.summary import draw_summary
from core.exporting.xlsx.texts import sheet_names, sheet_reference
from core.layout.form import FilledForm
from core.layout.report import ReportTable
from core.ports import Progress

_OWN_SHEETS: Final = (copies.CONTENTS_SHEET, copies.SUMMARY_SHEET, copies.IDENTITY_SHEET)


@dataclass(frozen=True, slots=True)
class Review:
    """What was found in the tables of a workbook, for whoever is to mend them.

    Attributes:
        table: Its title is the sheet's name; its first column becomes links.
        places: For each row the index of the form that it is about, and the indicator, from 1, if it is about one.
    """

    table: ReportTable
    places: tuple[tuple[int, int | None], ...]


def write_xlsx(
    forms: Sequence[FilledForm],
    out: BinaryIO,
    progress: Progress | None = None,
    review: Review | None = None,
) -> None:
    """Write filled forms as one workbook, a sheet each; equal forms give equal bytes.

    Args:
        forms: At least one, in the order of their sheets.
        out: Opened for writing; stays open.
        progress: Told of tables done; may raise Cancelled.
        review: Becomes the first sheet.

    Raises:
        KnownError: A text is longer than a cell can be.
    """
    workbook = Workbook()
    styles = SharedStyles(workbook)
    workbook.remove(workbook.active)
    own = (*_OWN_SHEETS, *([review.table.title] if review is not None else []))
    names = sheet_names(_wanted_names(forms), own)
    drawings: dict[str, Drawing] = {}
    if review is not None:
        drawings[review.table.title] = lambda sheet: _draw_review(sheet, review, forms, names, styles)
    if len(forms) > 1:
        drawings[copies.CONTENTS_SHEET] = lambda sheet: draw_contents(sheet, forms, names, styles)
        drawings[copies.SUMMARY_SHEET] = lambda sheet: draw_summary(sheet, forms, styles)
    for done, (form, name) in enumerate(zip(forms, names, strict=True), start=1):
        drawings[name] = partial(_draw_form, form=form, styles=styles, progress=progress, done=done, total=len(forms))
    drawings[copies.IDENTITY_SHEET] = lambda sheet: _draw_identity(sheet, forms, names, styles)
    for name in drawings:
        workbook.create_sheet(name)
    _set_properties(workbook, forms)
    save(workbook, out, title_of(forms), author_of(forms), drawings)


def _wanted_names(forms: Sequence[FilledForm]) -> list[str]:
    """A number comes back in every year, so a workbook of several years names the year too."""
    has_years = len({form.year for form in forms}) > 1
    return [f"{form.year}-" * has_years + f"{form.number}.{form.project_name}" for form in forms]


def _draw_form(
    sheet: Worksheet, form: FilledForm, styles: SharedStyles, progress: Progress | None, done: int, total: int
) -> None:
    draw_table(sheet, form, styles)
    if progress is not None:
        progress(done, total)


def _draw_review(
    sheet: Worksheet, review: Review, forms: Sequence[FilledForm], names: Sequence[str], styles: SharedStyles
) -> None:
    writer = draw_report_table(sheet, review.table, review.table.lines, styles)
    first = sheet.max_row - len(review.places) + 1
    for row, (index, indicator) in enumerate(review.places, start=first):
        text = review.table.rows[row - first][0]
        cell = writer.text(row, 1, text, review.table.columns[0].style, bordered=True, link=True)
        target = sheet_reference(names[index], f"A{row_of(forms[index], indicator)}")
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=target)


def _draw_identity(sheet: Worksheet, forms: Sequence[FilledForm], names: Sequence[str], styles: SharedStyles) -> None:
    sheet.sheet_state = "veryHidden"  # Excel's menus do not show it
    writer = SheetWriter(sheet, styles, copies.IDENTITY_SHEET)
    records = [copies.as_record(copied_table(form, name)) for form, name in zip(forms, names, strict=True)]
    for row, texts in enumerate(((copies.COPY_VERSION,), copies.FIELDS, *records), start=1):
        for column, text in enumerate(texts, start=1):
            writer.text(row, column, text, "prose", bordered=False)


def _set_properties(workbook: Workbook, forms: Sequence[FilledForm]) -> None:
    custom = workbook.custom_doc_props
    custom.append(StringProperty(name=copies.VERSION_PROPERTY, value=copies.COPY_VERSION))
    if len(forms) == 1:
        custom.append(StringProperty(name=copies.CODE_PROPERTY, value=forms[0].check_code))
