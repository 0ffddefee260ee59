"""The keys that are no actions of a menu, by the place where they work; for the table of shortcuts (F1).

``tests/gui/test_shortcuts.py`` holds them beside what the places answer to.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Keys:
    """Keys that belong together.

    Attributes:
        keys: In Qt's portable spelling, or in words where there is no such key (the wheel).
        does: What they do, in the same order.
        shown: How they are written, if not one by one.
    """

    keys: tuple[str, ...]
    does: str
    shown: str = ""


def _arrows(before: str) -> tuple[str, ...]:
    return tuple(before + arrow for arrow in ("Up", "Down", "Left", "Right"))


KEYS: Final[Mapping[str, tuple[Keys, ...]]] = {
    "在指标表格中": (
        Keys(("直接打字",), "替换这一格的内容"),
        Keys(("F2",), "修改这一格的内容"),
        Keys(("Backspace",), "清空这一格并开始输入"),
        Keys(("Return",), "到下一行，在最后一行时新开一行"),
        Keys(("Shift+Return",), "到上一行"),
        Keys(("Tab", "Shift+Tab"), "到右边、左边一格"),
        Keys(("Ctrl+Tab", "Ctrl+Shift+Tab"), "离开表格，到后面、前面一处"),
        Keys(_arrows(""), "移动一格", "方向键"),
        Keys(_arrows("Ctrl+"), "到有内容的一段的尽头", "Ctrl+方向键"),
        Keys(("Home", "End"), "到这一行的第一格、最后一格"),
        Keys(("Ctrl+Home", "Ctrl+End"), "到表格的第一格、最后一格"),
        Keys(("PgUp", "PgDown"), "上移、下移一屏"),
        Keys(_arrows("Shift+"), "扩大或缩小选区一格", "Shift+方向键"),
        Keys(_arrows("Ctrl+Shift+"), "扩大选区到有内容的一段的尽头", "Ctrl+Shift+方向键"),
        Keys(("Shift+Home", "Shift+End"), "扩大选区到这一行的第一格、最后一格"),
        Keys(("Ctrl+Shift+Home", "Ctrl+Shift+End"), "扩大选区到表格的第一格、最后一格"),
        Keys(("Shift+PgUp", "Shift+PgDown"), "向上、向下扩大选区一屏"),
        Keys(("Shift+Space",), "选中整行"),
        Keys(("Ctrl+A",), "全选"),
        Keys(("Ctrl+Ins", "Shift+Ins"), "复制、粘贴"),
        Keys(("Ctrl+滚轮",), "放大、缩小"),
        Keys(("双击列边",), "列宽适合内容"),
    ),
    "修改单元格时": (
        Keys(("Return", "Shift+Return"), "确定，到下一行、上一行"),
        Keys(("Tab", "Shift+Tab"), "确定，到右边、左边一格"),
        Keys(_arrows(""), "直接打字时：确定并移动一格；按 F2 修改时：在文字中移动", "方向键"),
        Keys(("F2",), "方向键改为在文字中移动，或改回移动一格"),
        Keys(("Esc",), "放弃这一格的修改"),
        Keys(("Alt+Return",), "格内换行"),
        Keys(("Alt+Down",), "打开可选内容的列表"),
        Keys(("Up", "Down"), "列表打开时：在列表中选择"),
        Keys(("Ctrl+Z", "Ctrl+Y"), "撤销、重做这一格里的打字"),
    ),
    "在表单中": (
        Keys(("Tab", "Shift+Tab"), "确定，到下一栏、上一栏"),
        Keys(("Return",), "项目名称和金额：确定"),
        Keys(("Ctrl+Return",), "资金用途、绩效目标：确定"),
        Keys(("Return",), "绩效目标：换行，并接着编号；只有编号时结束编号"),
        Keys(("Esc",), "放弃这一栏的修改"),
        Keys(("Ctrl+Z", "Ctrl+Y"), "撤销、重做这一栏里的打字"),
    ),
    "在项目树中": (
        Keys(("Left", "Right"), "收起、展开"),
        Keys(("直接打字",), "到名称以此开头的一行"),
    ),
    "在查找框中": (
        Keys(("Down",), "进入项目树"),
        Keys(("Return",), "到找到的第一个项目"),
        Keys(("Esc",), "清除查找"),
    ),
    "在审核结果中": (
        Keys(("Return",), "跳到这条结果所在的格"),
        Keys(("Ctrl+A",), "全选"),
        Keys(("Ctrl+C",), "复制选中的结果"),
    ),
    "在打印预览中": (
        Keys(("+", "=", "-"), "放大、缩小", "+、-"),
        Keys(("Home", "End"), "到第一页、最后一页"),
        Keys(("PgUp", "PgDown"), "上移、下移一屏"),
        Keys(("Ctrl+滚轮",), "放大、缩小"),
    ),
    "在对照中": (
        Keys(("F8", "Shift+F8"), "到下一处、上一处不同"),
        Keys(("Alt+Left", "Alt+Right"), "把选中的格、行抄到左表、右表"),
    ),
    "在对话框的列表中": (
        Keys(("Return",), "打开或插入这一行"),
        Keys(("Space",), "勾选或取消勾选"),
    ),
    "在指标库的查找框中": (
        Keys(("Return",), "插入选中的指标；没有输入时进入列表"),
        Keys(("Up", "Down", "PgUp", "PgDown"), "在列表中选择", "↑、↓、PgUp、PgDown"),
    ),
    "在查找和替换中": (Keys(("Return",), "在输入框和选项上：开始查找"),),
    "复制上年，在新预算中": (
        Keys(("Return",), "到下一行"),
        Keys(("Ctrl+V",), "从这一行起粘贴一列金额"),
        Keys(("Del",), "清空所选"),
    ),
    "写批注时": (Keys(("Ctrl+Return",), "保存并关闭"),),
    "在项目树、指标表格、审核结果中": (Keys(("Menu", "Shift+F10", "右键"), "打开右键菜单"),),
}
