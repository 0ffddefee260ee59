"""帮助."""

from typing import Final

from gui.actions import Entry, Needs, Spec

MENU: Final[tuple[Entry, ...]] = (
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
)
