"""The whole job in a temporary folder: whether the program, as it is installed here, can do what it is for."""

import io
import tempfile
from argparse import Namespace
from dataclasses import replace
from pathlib import Path
from typing import Final

from core.cli.commands import parse
from core.cli.program import Context, Exit

_FIRST: Final = "工作区.jxdb"
_SECOND: Final = "另一个 工作区.jxdb"
_THIRD: Final = "第三个.jxdb"
_STEPS: Final[tuple[tuple[str, str, tuple[str, ...]], ...]] = (
    ("新建工作区，加入示例", _FIRST, ("sample",)),
    ("列出", _FIRST, ("list",)),
    ("审核", _FIRST, ("audit",)),
    ("导出 JSON", _FIRST, ("export", "表.json")),
    ("导出 PDF 公开版", _FIRST, ("export", "公开版.pdf")),
    ("导出 PDF 签字版", _FIRST, ("export", "签字版.pdf", "--edition", "signature", "--project", "1")),
    ("导出 Excel", _FIRST, ("export", "表.xlsx")),
    ("导出 Word", _FIRST, ("export", "表.docx")),
    ("核对 Word", _FIRST, ("verify", "表.docx")),
    ("核对 Excel", _FIRST, ("verify", "表.xlsx")),
    ("核对 PDF", _FIRST, ("verify", "公开版.pdf")),
    ("导入 Excel 到第三个工作区", _THIRD, ("import", "表.xlsx")),
    ("核对第三个工作区", _THIRD, ("verify", "表.json")),
    ("导入 Word 到另一个工作区", _SECOND, ("import", "表.docx")),
    ("核对另一个工作区", _SECOND, ("verify", "表.json")),
    ("备份", _FIRST, ("backup", "备份.jxdb")),
    ("恢复到另一个工作区", _SECOND, ("restore", "备份.jxdb")),
    ("检查恢复的工作区", _SECOND, ("check",)),
    ("核对恢复的工作区", _SECOND, ("verify", "表.json")),
)
"""What is done, in which workspace, by which command; every one must end with exit code 0."""


def self_test(context: Context, _arguments: Namespace) -> Exit:
    """Do every step, name it, and stop at the first that does not come out as it must."""
    with tempfile.TemporaryDirectory(prefix="绩表 自检 ", ignore_cleanup_errors=True) as folder:
        for name, workspace, argv in _STEPS:
            context.say(f"{name} ……")
            if _run(context, Path(folder), workspace, argv) is not Exit.DONE:
                context.complain(f"自检没有通过：“{name}”没有完成。")
                return Exit.COULD_NOT
        context.say("打开窗口 ……")
        context.try_window(Path(folder) / _FIRST)
    context.say("自检通过，全部工作都能完成。")
    return Exit.DONE


def _run(context: Context, folder: Path, workspace: str, argv: tuple[str, ...]) -> Exit:
    from core.cli.handlers import perform  # here, since it knows this command too

    in_folder = [str(folder / word) if "." in word else word for word in argv]
    arguments = parse(in_folder, "")
    quiet = replace(context, workspace=folder / workspace, out=io.StringIO())
    return perform(quiet, arguments)
