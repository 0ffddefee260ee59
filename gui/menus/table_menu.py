"""表格: rows, library, notes."""

from typing import Final

from gui.actions import Entry, Needs, Reach, Spec

MENU: Final[tuple[Entry, ...]] = (
    Spec(
        "insert_rows",
        "插入行(&I)",
        "editor.insert_rows",
        "在当前行前面插入行",
        ("Ctrl++", "Ctrl+="),
        "row-insert",
        Needs.TABLE,
        Reach.GRID,
    ),
    Spec(
        "delete_rows",
        "删除行(&D)",
        "editor.delete_rows",
        "删除选中的行",
        ("Ctrl+-",),
        "row-delete",
        Needs.TABLE,
        Reach.GRID,
    ),
    Spec("rows_up", "上移行(&U)", "edit.rows_up", "把选中的行上移", ("Alt+Up",), "up", Needs.TABLE, Reach.GRID),
    Spec(
        "rows_down",
        "下移行(&N)",
        "edit.rows_down",
        "把选中的行下移",
        ("Alt+Down",),
        "down",
        Needs.TABLE,
        Reach.GRID,
    ),
    None,
    Spec(
        "sort_rows",
        "按指标体系排序(&S)",
        "editor.sort_rows",
        "按一级、二级指标的规定次序排列各行",
        ("Ctrl+Shift+L",),
        "sort",
        Needs.TABLE,
    ),
    None,
    Spec(
        "renumber",
        "重新编号绩效目标(&R)",
        "editor.renumber",
        "把绩效目标各段按次序编号",
        ("Ctrl+Shift+T",),
        "",
        Needs.TABLE,
    ),
    None,
    Spec("library", "指标库(&L)…", "library.show", "查找用过的指标，插入到表中", ("Ctrl+L",), "library"),
    None,
    Spec("note", "批注(&M)…", "notes.write", "给当前格或整张表写批注，不打印", ("Shift+F2",), "note", Needs.TABLE),
    Spec("notes", "批注一览(&A)…", "notes.show_all", "列出所有的批注", ("Ctrl+Shift+F2",)),
)
