"""Every action of the window, once, as data: menus, toolbar and the table of shortcuts are all built from here."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final, TypeAlias

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence

from gui.icons import icon


class Needs(Enum):
    """What must be the case for an action to be possible."""

    NOTHING = auto()
    WORKSPACE = auto()
    NODE = auto()
    """The tree's cursor is on a line."""
    MOVABLE = auto()
    """It is on a unit or project."""
    TABLE = auto()
    """A table is shown."""
    FINDINGS = auto()
    MENDABLE = auto()
    """The findings panel's cursor is on a finding with a safe fix."""
    ACCEPTABLE = auto()
    """A warning is selected in the findings panel."""
    ACCEPTED = auto()
    """An accepted one is."""
    UNDO = auto()
    REDO = auto()


class Reach(Enum):
    """Where the keyboard focus must be for the shortcut; menu and toolbar work from anywhere."""

    WINDOW = auto()
    TREE = auto()
    GRID = auto()


@dataclass(frozen=True, slots=True)
class Spec:
    """One action.

    Attributes:
        id: Its stable name, also the ``objectName``.
        text: Menu text with its access key.
        handler: ``room.method``, looked up when it is triggered.
        tip: One sentence for the status bar.
        keys: Shortcuts in Qt's portable spelling, the one to show first.
        icon: Name of an icon, or none.
        needs: When it is possible.
        reach: Where its shortcut works.
        checkable: Whether it is on or off; the handler is given which.
    """

    id: str
    text: str
    handler: str
    tip: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    needs: Needs = Needs.WORKSPACE
    reach: Reach = Reach.WINDOW
    checkable: bool = False


Separator: TypeAlias = None
RECENT: Final = "recent"
"""Stands in a menu for the submenu of recent files."""

MENUS: Final[Mapping[str, tuple[Spec | Separator | str, ...]]] = {
    "文件(&F)": (
        Spec(
            "new_workspace",
            "新建工作区(&N)…",
            "files.new_workspace",
            "新建一个空的工作区文件",
            ("Ctrl+Shift+N",),
            "new",
            Needs.NOTHING,
        ),
        Spec(
            "open_workspace",
            "打开工作区(&O)…",
            "files.open_workspace",
            "打开一个工作区文件（.jxdb）",
            ("Ctrl+O",),
            "open",
            Needs.NOTHING,
        ),
        RECENT,
        Spec("open_sample", "打开示例(&L)", "files.open_sample", "用十四张公开的表试一试", (), "sample", Needs.NOTHING),
        None,
        Spec(
            "import",
            "导入(&I)…",
            "files.import_file",
            "从 Excel、Word 文件或公开文本导入绩效目标表",
            ("Ctrl+I",),
            "import",
        ),
        Spec(
            "import_folder",
            "导入文件夹(&D)…",
            "files.import_folder",
            "把一个文件夹里各单位交来的文件一次导入",
            ("Ctrl+Shift+O",),
        ),
        Spec("export", "导出(&E)…", "files.export", "导出为 PDF、Excel 或 Word 文件", ("Ctrl+E",), "export"),
        Spec(
            "blank_form",
            "空白填报表(&W)…",
            "files.blank_form",
            "导出一张空白的 Excel 表，给没有本程序的人填，填好后可以导入",
        ),
        Spec(
            "verify",
            "核对(&V)…",
            "verify.verify",
            "用校验码或文件核对纸上的表与工作区是否一致",
            ("Ctrl+Shift+E",),
            "verify",
        ),
        Spec(
            "print",
            "打印(&P)…",
            "files.print",
            "打印当前的表，或光标所在单位、年度的所有表",
            ("Ctrl+P",),
            "print",
            Needs.TABLE,
        ),
        Spec(
            "print_settings",
            "打印设置(&G)…",
            "files.print_settings",
            "签字栏、页眉、每张表的页数、字体；保存在工作区里",
            ("Ctrl+Shift+P",),
        ),
        None,
        Spec("backup", "备份(&B)…", "files.backup", "把整个工作区备份成一个文件", (), "backup"),
        Spec("restore", "从备份恢复(&R)…", "files.restore", "用备份替换当前工作区；现有内容另存在旁边"),
        Spec("backups", "浏览备份(&Y)…", "backups.show", "看以前的备份与现在有什么不同，恢复工作区、一张表或一格"),
        Spec("check", "检查工作区文件(&K)", "files.check", "检查工作区文件是否完好"),
        None,
        Spec("quit", "退出(&X)", "window.close", "关闭程序；录入的内容都已在磁盘上", ("Ctrl+Q",), "", Needs.NOTHING),
    ),
    "编辑(&E)": (
        Spec("undo", "撤销(&U)", "edit.undo", "撤销上一步", ("Ctrl+Z",), "undo", Needs.UNDO),
        Spec("redo", "重做(&R)", "edit.redo", "重做撤销的一步", ("Ctrl+Y", "Ctrl+Shift+Z"), "redo", Needs.REDO),
        None,
        Spec("cut", "剪切(&T)", "edit.cut", "剪切选中的内容", ("Ctrl+X",), "cut", Needs.TABLE, Reach.GRID),
        Spec("copy", "复制(&C)", "edit.copy", "复制选中的内容", ("Ctrl+C",), "copy", Needs.TABLE, Reach.GRID),
        Spec(
            "paste", "粘贴(&P)", "edit.paste", "粘贴，可来自 Excel、WPS", ("Ctrl+V",), "paste", Needs.TABLE, Reach.GRID
        ),
        Spec("clear", "清除内容(&D)", "edit.clear", "清除选中单元格的内容", ("Del",), "", Needs.TABLE, Reach.GRID),
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
    ),
    "项目(&J)": (
        Spec("new_project", "新建项目(&P)…", "tree.new_project", "在当前单位下新建项目", ("Ctrl+N",), "project"),
        Spec(
            "new_from_template",
            "从模板新建项目(&M)…",
            "templates.begin",
            "从模板、已有的表或示例开始一张新表",
            ("Ctrl+T",),
        ),
        Spec("new_unit", "新建单位(&U)…", "tree.new_unit", "在当前年度下新建预算单位", ("Ctrl+Shift+U",), "unit"),
        Spec("new_year", "新建年度(&Y)…", "tree.new_year", "新建预算年度", ("Ctrl+Shift+Y",), "year"),
        Spec(
            "roll_over", "复制上年(&L)…", "roll.roll", "把项目、单位或整个年度复制到下一年度", ("Ctrl+Shift+R",), "roll"
        ),
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
            Needs.NODE,
            Reach.TREE,
        ),
        None,
        Spec("node_up", "上移(&T)", "tree.move_up", "在同级中上移一位", ("Alt+Up",), "up", Needs.MOVABLE, Reach.TREE),
        Spec(
            "node_down",
            "下移(&B)",
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
        Spec(
            "keep_template", "存为模板(&A)…", "templates.keep", "把当前的表存为模板，以后从它新建", (), "", Needs.TABLE
        ),
        None,
        Spec("tag_to_review", "标记待核(&K)", "notes.tag_to_review", "给选中的项目标上“待核”", (), "tag", Needs.NODE),
        Spec(
            "tag_returned", "标记退回(&E)", "notes.tag_returned", "给选中的项目标上“退回”", (), "returned", Needs.NODE
        ),
        Spec("untag", "清除标记(&C)", "notes.untag", "清除选中项目的标记", (), "", Needs.NODE),
    ),
    "表格(&T)": (
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
            "renumber", "重新编号绩效目标(&R)", "editor.renumber", "把绩效目标各段按次序编号", ("F6",), "", Needs.TABLE
        ),
        None,
        Spec("library", "指标库(&L)…", "library.show", "查找用过的指标，插入到表中", ("Ctrl+L",), "library"),
        None,
        Spec("note", "批注(&M)…", "notes.write", "给当前格或整张表写批注，不打印", ("Shift+F2",), "note", Needs.TABLE),
        Spec("notes", "批注一览(&A)…", "notes.show_all", "列出所有的批注", ("Ctrl+Shift+F2",)),
    ),
    "查看(&V)": (
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
            "对照(&D)…",
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
        Spec(
            "zoom_in", "放大表格(&I)", "view.zoom_in", "把指标表格的字放大", ("Ctrl+Shift+.",), "zoom-in", Needs.TABLE
        ),
        Spec(
            "zoom_out",
            "缩小表格(&O)",
            "view.zoom_out",
            "把指标表格的字缩小",
            ("Ctrl+Shift+,",),
            "zoom-out",
            Needs.TABLE,
        ),
    ),
    "审核(&A)": (
        Spec("audit_all", "审核全部(&A)", "view.audit_all", "审核工作区里所有的表", ("F9",), "check"),
        None,
        Spec(
            "next_finding",
            "下一条(&N)",
            "view.next_finding",
            "转到审核结果列表中的下一条",
            ("F8",),
            "down",
            Needs.FINDINGS,
        ),
        Spec(
            "previous_finding",
            "上一条(&P)",
            "view.previous_finding",
            "转到审核结果列表中的上一条",
            ("Shift+F8",),
            "up",
            Needs.FINDINGS,
        ),
        None,
        Spec(
            "fix_finding",
            "修正(&M)…",
            "audit.fix",
            "预览后修正当前的审核结果，或所有同类的问题",
            ("Ctrl+Shift+M",),
            "mend",
            Needs.MENDABLE,
        ),
        Spec(
            "accept_finding",
            "接受警告(&C)…",
            "audit.accept",
            "写明理由，接受选中的警告",
            ("Ctrl+Shift+A",),
            "accepted",
            Needs.ACCEPTABLE,
        ),
        Spec(
            "withdraw_acceptance",
            "撤回接受(&W)",
            "audit.withdraw",
            "撤回对选中警告的接受",
            ("Ctrl+Shift+W",),
            "withdraw",
            Needs.ACCEPTED,
        ),
        None,
        Spec("finalise", "定稿(&F)…", "states.finalise", "锁定没有错误和未处理警告的表", ("Ctrl+Shift+D",), "final"),
        Spec("sign", "登记签字(&S)…", "states.sign", "记下签字日期和校验码", ("Ctrl+Shift+Q",), "signed"),
        Spec("unlock", "解锁(&U)…", "states.unlock", "写明理由，把定稿或已签的表改回草稿", ("Ctrl+Shift+J",), "unlock"),
        None,
        Spec(
            "send_back",
            "退回修改(&B)…",
            "files.send_back",
            "把光标所在单位或年度有问题的表连同审核结果导出，每个单位一个 Excel 文件",
            ("Ctrl+Shift+B",),
            "",
            Needs.NODE,
        ),
        Spec(
            "audit_report",
            "审核报告(&R)…",
            "audit.report",
            "按规则、单位和表列出审核结果，可导出 PDF 和 Excel",
            ("Ctrl+Shift+K",),
            "report",
        ),
        Spec(
            "review",
            "审核意见(&O)…",
            "audit.review",
            "填写当前表的审核意见和结论，可导出审核意见表",
            ("Ctrl+Shift+I",),
            "review",
            Needs.TABLE,
        ),
        Spec(
            "convert_scheme",
            "转换指标体系(&V)…",
            "audit.convert_scheme",
            "预览后把一个年度改用另一版指标体系，可以撤销",
            ("Ctrl+Shift+X",),
            "convert",
        ),
        Spec(
            "audit_settings",
            "审核设置(&T)…",
            "audit.settings",
            "规则的级别、开关、词表和界限",
            ("Ctrl+Shift+G",),
            "settings",
        ),
    ),
    "帮助(&H)": (
        Spec(
            "manual",
            "使用手册(&M)",
            "help.manual",
            "怎样填报、审核、打印、交换",
            ("Shift+F1",),
            "help",
            Needs.NOTHING,
        ),
        Spec("shortcuts", "快捷键(&K)", "help.shortcuts", "所有快捷键一览", ("F1",), "keyboard", Needs.NOTHING),
        Spec("about", "关于与诊断(&A)…", "help.about", "版本、文件位置、输入法等", (), "help", Needs.NOTHING),
    ),
}

TOOLBAR: Final = (
    ("new_project", "import", "export", "print"),
    ("undo", "redo"),
    ("insert_rows", "delete_rows", "rows_up", "rows_down"),
    ("show_tree", "show_findings", "show_preview"),
)
TREE_CONTEXT_MENU: Final = (
    "new_project",
    "new_unit",
    "new_year",
    "rename",
    "delete",
    "node_up",
    "node_down",
    "duplicate",
    "tag_to_review",
    "tag_returned",
    "untag",
)
GRID_CONTEXT_MENU: Final = ("note", "history", "library")
"""What the grid's menu offers beside the actions that reach only there."""
FINDING_COMMANDS: Final = ("fix_finding", "accept_finding", "withdraw_acceptance")
"""What the findings panel offers too, beside its filters and in its menu."""


def specs() -> Iterator[Spec]:
    """All actions, in the order of the menus."""
    for entries in MENUS.values():
        yield from (entry for entry in entries if isinstance(entry, Spec))


def plain(text: str) -> str:
    """A menu text without its access key and dots: ``导入(&I)…`` is ``导入``."""
    return text.partition("(&")[0].removesuffix("…")


class ActionTable:
    """The table above as QActions.

    Args:
        parent: Owner of the actions.
        call: Carries out a handler (``room.method``); given True or False for a checkable action.
    """

    def __init__(self, parent: QObject, call: Callable[..., None]) -> None:
        self._call = call
        self.actions = {spec.id: self._make(spec, parent) for spec in specs()}
        self._specs = {spec.id: spec for spec in specs()}

    def __getitem__(self, action_id: str) -> QAction:
        return self.actions[action_id]

    def allow(self, facts: frozenset[Needs]) -> None:
        """Enable what the facts make possible, disable the rest."""
        for action_id, spec in self._specs.items():
            self.actions[action_id].setEnabled(spec.needs in facts)

    def within(self, reach: Reach) -> list[QAction]:
        """The actions whose shortcuts work in one part of the window; the part's widget must be given them."""
        return [self.actions[action_id] for action_id, spec in self._specs.items() if spec.reach is reach]

    def name_undo(self, action_id: str, operation: str) -> None:
        """Say in the menu what will be undone or redone."""
        spec = self._specs[action_id]
        text = f"{plain(spec.text)} {operation}" if operation else plain(spec.text)
        key = spec.text[spec.text.index("(") :]
        self.actions[action_id].setText(text + key)
        self.actions[action_id].setToolTip(_tool_tip(text, spec))

    def _make(self, spec: Spec, parent: QObject) -> QAction:
        action = QAction(spec.text, parent)
        action.setObjectName(spec.id)
        action.setShortcuts([QKeySequence(key) for key in spec.keys])
        action.setStatusTip(spec.tip)
        action.setToolTip(_tool_tip(plain(spec.text), spec))
        action.setIconText(plain(spec.text))
        if spec.icon:
            action.setIcon(icon(spec.icon))
        if spec.reach is not Reach.WINDOW:
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.setCheckable(spec.checkable)
        if spec.checkable:
            action.triggered.connect(lambda checked: self._call(spec.handler, checked))
        else:
            action.triggered.connect(lambda _checked: self._call(spec.handler))
        return action


def key_text(key: str) -> str:
    """A shortcut as Chinese keyboards and Excel write it."""
    native = QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText)
    names = {"Del": "Delete", "Up": "↑", "Down": "↓"}
    head, plus, last = native.rpartition("+") if not native.endswith("++") else (native[:-2], "+", "+")
    return f"{head}{plus}{names.get(last, last)}"


def _tool_tip(text: str, spec: Spec) -> str:
    return f"{text}（{key_text(spec.keys[0])}）" if spec.keys else text
