"""What stands typed in the editor and is not committed: for the recovery note."""

from core.domain.records import FORM_FIELDS, INDICATOR_COLUMNS
from core.services.recovery import Unsaved
from gui.table_editor.editor import TableEditor
from gui.table_editor.form_editor import FormEditor
from gui.table_editor.grid_view import IndicatorGrid


def unsaved_texts(editor: TableEditor) -> tuple[Unsaved, ...]:
    """The text of the open cell and of every field of the form, where it differs from what is committed."""
    table = editor.current_table()
    if table is None:
        return ()
    form: FormEditor | None = editor.findChild(FormEditor)
    grid: IndicatorGrid | None = editor.findChild(IndicatorGrid)
    assert form is not None
    assert grid is not None
    fields = ((name, form.field(name)) for name in FORM_FIELDS)
    texts = [Unsaved(table.project.id, "", 0, name, field.typed()) for name, field in fields if field.is_under_edit()]
    cell = grid.cell()
    if grid.editor is not None and cell is not None:
        row, column = cell
        name = INDICATOR_COLUMNS[column]
        stands = table.indicators[row] if row < len(table.indicators) else None
        typed = grid.editor.text()
        if typed != (getattr(stands, name) if stands else ""):
            texts.append(Unsaved(table.project.id, stands.id if stands else "", row + 1, name, typed))
    return tuple(texts)
