"""What was typed into a place that is gone by now: it was never committed, and must not be lost."""

from PySide6.QtGui import QGuiApplication

from gui.table_editor.current_table import CurrentTable

SHOWN_SIGNS = 60
ROW_GONE = "这一行已在别处删除，"
TABLE_GONE = "这张表已在别处删除，"


def rescue(place: str, text: str, why: str) -> str:
    """Put the text on the clipboard.

    Args:
        place: Where it was typed, e.g. ``第3行 三级指标``.
        text: What was typed.
        why: The beginning of the sentence; may be empty.

    Returns:
        A sentence that says so.
    """
    QGuiApplication.clipboard().setText(text)
    bare = " ".join(text.split())
    shown = bare if len(bare) <= SHOWN_SIGNS else f"{bare[:SHOWN_SIGNS]}……"
    return f"{why}刚输入到“{place}”的内容没有保存。它已放到剪贴板，可以粘贴到别处：“{shown}”。"


def why_table_left(current: CurrentTable) -> str:
    """Why another table, or none, is shown, if that needs saying."""
    return TABLE_GONE if current.is_gone else ""
