"""项目: years, units, projects, tags, templates."""

from typing import Final

from gui.actions import Entry, Needs, Reach, Spec

MENU: Final[tuple[Entry, ...]] = (
    Spec(
        "new_project",
        "新建项目(&N)…",
        "tree.new_project",
        "在当前单位下新建项目；还没有单位时先填单位",
        ("Ctrl+N",),
        "project",
    ),
    Spec(
        "new_from_template",
        "从模板新建项目(&M)…",
        "templates.begin",
        "从模板、已有的表或示例开始一张新表",
        ("Ctrl+T",),
    ),
    Spec("new_unit", "新建单位(&U)…", "tree.new_unit", "在当前年度下新建预算单位", ("Ctrl+Shift+U",), "unit"),
    Spec("new_year", "新建年度(&Y)…", "tree.new_year", "新建预算年度", ("Ctrl+Shift+Y",), "year"),
    Spec("roll_over", "复制上年(&L)…", "roll.roll", "把项目、单位或整个年度复制到下一年度", ("Ctrl+Shift+R",), "roll"),
    None,
    Spec(
        "rename",
        "重命名(&R)",
        "tree.rename",
        "修改项目名称，或单位的代码和名称",
        ("F2",),
        "rename",
        Needs.MOVABLE,
        Reach.TREE,
    ),
    Spec(
        "delete",
        "删除(&D)",
        "tree.delete",
        "删除选中的项目、单位或年度，可以撤销",
        ("Del",),
        "delete",
        Needs.LINE,
        Reach.TREE,
    ),
    None,
    Spec("node_up", "上移(&T)", "tree.move_up", "在同级中上移一位", ("Alt+Up",), "up", Needs.MOVABLE, Reach.TREE),
    Spec(
        "node_down",
        "下移(&X)",
        "tree.move_down",
        "在同级中下移一位",
        ("Alt+Down",),
        "down",
        Needs.MOVABLE,
        Reach.TREE,
    ),
    None,
    Spec(
        "duplicate",
        "复制项目(&O)",
        "templates.duplicate",
        "在当前项目后面复制一份，成为草稿",
        ("Ctrl+Shift+C",),
        "copy",
        Needs.TABLE,
    ),
    Spec("keep_template", "存为模板(&A)…", "templates.keep", "把当前的表存为模板，以后从它新建", (), "", Needs.TABLE),
    None,
    Spec("tag_to_review", "标记待核(&K)", "notes.tag_to_review", "给选中的项目标上“待核”", (), "tag", Needs.NODE),
    Spec("tag_returned", "标记退回(&E)", "notes.tag_returned", "给选中的项目标上“退回”", (), "returned", Needs.NODE),
    Spec("untag", "清除标记(&C)", "notes.untag", "清除选中项目的标记", (), "", Needs.NODE),
)
