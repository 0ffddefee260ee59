"""A workbook of tables, with what it takes to come back."""

from collections.abc import Sequence
from datetime import datetime
from typing import BinaryIO, Final

from openpyxl import Workbook
from openpyxl.packaging.custom import StringProperty
from openpyxl.writer.excel import ExcelWriter

from core.exporting import identity
from core.exporting.archive import EARLIEST_TIME, ReproducibleArchive
from core.exporting.xlsx.contents import CONTENTS_NAME, draw_contents
from core.exporting.xlsx.sheet import SheetWriter, draw_table
from core.exporting.xlsx.styles import SharedStyles
from core.exporting.xlsx.texts import sheet_names
from core.layout.form import FilledForm
from core.ports import Progress

IDENTITY_SHEET: Final = "绩表标识"
"""Very hidden: Excel's menus do not show it. Holds :data:`core.exporting.identity.COLUMNS`."""


def write_xlsx(forms: Sequence[FilledForm], out: BinaryIO, progress: Progress | None = None) -> None:
    """Write filled forms as one workbook, a sheet each; equal forms give equal bytes.

    Args:
        forms: At least one, in the order of their sheets.
        out: Opened for writing; stays open.
        progress: Told of tables done; may raise Cancelled.

    Raises:
        KnownError: A text is longer than a cell can be.
    """
    workbook = Workbook()
    styles = SharedStyles(workbook)
    workbook.remove(workbook.active)
    names = sheet_names([f"{form.number}.{form.project_name}" for form in forms], (CONTENTS_NAME, IDENTITY_SHEET))
    if len(forms) > 1:
        draw_contents(workbook.create_sheet(CONTENTS_NAME), forms, names, styles)
    for done, (form, name) in enumerate(zip(forms, names, strict=True), start=1):
        draw_table(workbook.create_sheet(name), form, styles)
        if progress is not None:
            progress(done, len(forms))
    _add_identity(workbook, forms, names, styles)
    _set_properties(workbook, forms)
    with ReproducibleArchive(out) as archive:
        ExcelWriter(workbook, archive).write_data()


def _add_identity(workbook: Workbook, forms: Sequence[FilledForm], names: Sequence[str], styles: SharedStyles) -> None:
    sheet = workbook.create_sheet(IDENTITY_SHEET)
    sheet.sheet_state = "veryHidden"
    writer = SheetWriter(sheet, styles, IDENTITY_SHEET)
    records = [identity.record(form, name) for form, name in zip(forms, names, strict=True)]
    for row, texts in enumerate(((identity.IDENTITY_VERSION,), identity.COLUMNS, *records), start=1):
        for column, text in enumerate(texts, start=1):
            writer.text(row, column, text, "prose", bordered=False)


def _set_properties(workbook: Workbook, forms: Sequence[FilledForm]) -> None:
    properties = workbook.properties
    properties.title = forms[0].heading if len(forms) == 1 else "项目绩效目标表"
    properties.creator = identity.PROGRAM
    properties.language = "zh-CN"
    properties.created = properties.modified = datetime(*EARLIEST_TIME)  # noqa: DTZ001 - the file format has no zone
    custom = workbook.custom_doc_props
    custom.append(StringProperty(name=identity.VERSION_PROPERTY, value=identity.IDENTITY_VERSION))
    if len(forms) == 1:
        custom.append(StringProperty(name=identity.CODE_PROPERTY, value=forms[0].check_code))
