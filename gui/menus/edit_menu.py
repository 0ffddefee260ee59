"""编辑: undo, clipboard, find."""

from typing import Final

from gui.actions import Entry, Needs, Reach, Spec

MENU: Final[tuple[Entry, ...]] = (
    Spec("undo", "撤销(&U)", "edit.undo", "撤销上一步", ("Ctrl+Z",), "undo", Needs.UNDO),
    Spec("redo", "重做(&R)", "edit.redo", "重做撤销的一步", ("Ctrl+Y", "Ctrl+Shift+Z"), "redo", Needs.REDO),
    None,
    Spec("cut", "剪切(&T)", "edit.cut", "剪切选中的内容", ("Ctrl+X",), "cut", Needs.TABLE, Reach.GRID),
    Spec("copy", "复制(&C)", "edit.copy", "复制选中的内容", ("Ctrl+C",), "copy", Needs.TABLE, Reach.GRID),
    Spec("paste", "粘贴(&P)", "edit.paste", "粘贴，可来自 Excel、WPS", ("Ctrl+V",), "paste", Needs.TABLE, Reach.GRID),
    Spec("clear", "清除内容(&E)", "edit.clear", "清除选中单元格的内容", ("Del",), "", Needs.TABLE, Reach.GRID),
    None,
    Spec(
        "fill_down",
        "向下填充(&W)",
        "editor.fill_down",
        "用选区第一行填满下面各行",
        ("Ctrl+D",),
        "fill-down",
        Needs.TABLE,
        Reach.GRID,
    ),
    Spec(
        "fill_right",
        "向右填充(&G)",
        "editor.fill_right",
        "用选区第一列填满右边各列",
        ("Ctrl+R",),
        "fill-right",
        Needs.TABLE,
        Reach.GRID,
    ),
    None,
    Spec("find", "查找(&F)…", "find.find", "在所有表的内容里查找", ("Ctrl+F",), "search"),
    Spec("replace", "替换(&H)…", "find.replace", "在所有表的内容里查找并替换", ("Ctrl+H",)),
)
