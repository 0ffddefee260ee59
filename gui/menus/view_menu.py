"""查看: panels, places to go to, overview, history."""

from typing import Final

from gui.actions import Entry, Needs, Spec

MENU: Final[tuple[Entry, ...]] = (
    Spec("show_tree", "项目树(&T)", "view.show_tree", "显示或隐藏项目树", ("F7",), "sidebar", checkable=True),
    Spec(
        "show_findings",
        "审核结果(&F)",
        "view.show_findings",
        "显示或隐藏审核结果",
        ("F11",),
        "findings",
        checkable=True,
    ),
    Spec(
        "show_preview",
        "打印预览(&P)",
        "view.show_preview",
        "显示或隐藏打印预览",
        ("F12",),
        "preview",
        checkable=True,
    ),
    None,
    Spec(
        "find_project",
        "查找项目(&S)",
        "view.find_project",
        "按名称、拼音首字母、单位代码、预算查找",
        ("Ctrl+K",),
        "search",
    ),
    Spec(
        "filter",
        "筛选项目(&R)",
        "view.filter",
        "按状态、审核结果、标记、单位筛选项目树",
        ("Ctrl+Shift+F",),
        "filter",
    ),
    Spec("go_to_tree", "转到项目树(&1)", "view.go_to_tree", "把光标移到项目树", ("Ctrl+1",)),
    Spec("go_to_form", "转到表单(&2)", "view.go_to_form", "把光标移到表单", ("Ctrl+2",)),
    Spec("go_to_grid", "转到指标表格(&3)", "view.go_to_grid", "把光标移到指标表格", ("Ctrl+3",)),
    Spec("overview", "总览(&5)…", "overview.show", "年度或单位的预算、状态、审核结果一览", ("Ctrl+5",), "overview"),
    Spec(
        "side_by_side",
        "对照(&Z)…",
        "sides.show",
        "与上年或任一张表并排对照，标出不同，两边都可以抄录",
        ("Ctrl+M",),
        "",
        Needs.TABLE,
    ),
    Spec("go_to_findings", "转到审核结果(&4)", "view.go_to_findings", "把光标移到审核结果", ("Ctrl+4",)),
    None,
    Spec(
        "history",
        "修改历史(&H)…",
        "history.show",
        "当前表和当前格的修改历史，可以恢复旧内容",
        ("Ctrl+Shift+H",),
        "recent",
        Needs.TABLE,
    ),
    None,
    Spec("zoom_in", "放大表格(&I)", "view.zoom_in", "把指标表格的字放大", ("Ctrl+Shift+.",), "zoom-in", Needs.TABLE),
    Spec(
        "zoom_out",
        "缩小表格(&O)",
        "view.zoom_out",
        "把指标表格的字缩小",
        ("Ctrl+Shift+,",),
        "zoom-out",
        Needs.TABLE,
    ),
)
