"""The form editor and the indicator grid of one 项目绩效目标表."""

from gui.table_editor.editor import GridPlace, TableEditor

__all__ = ["GridPlace", "TableEditor"]
