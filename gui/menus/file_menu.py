"""文件: workspaces, import and export, printing, backups."""

from typing import Final

from gui.actions import RECENT, Entry, Needs, Spec

MENU: Final[tuple[Entry, ...]] = (
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
        Needs.NODE,
    ),
    Spec(
        "print_settings",
        "打印设置(&G)…",
        "files.print_settings",
        "签字栏、页眉、每张表的页数、字体；保存在工作区里",
        ("Ctrl+Shift+P",),
    ),
    None,
    Spec("backup", "备份(&B)…", "files.backup", "把整个工作区备份成一个文件", ("Ctrl+Shift+S",), "backup"),
    Spec("restore", "从备份恢复(&R)…", "files.restore", "用备份替换当前工作区；现有内容另存在旁边"),
    Spec("backups", "浏览备份(&Y)…", "backups.show", "看以前的备份与现在有什么不同，恢复工作区、一张表或一格"),
    Spec("check", "检查工作区文件(&K)", "files.check", "检查工作区文件是否完好"),
    None,
    Spec("quit", "退出(&X)", "window.close", "关闭程序；录入的内容都已在磁盘上", ("Ctrl+Q",), "", Needs.NOTHING),
)
