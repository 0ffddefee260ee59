"""Plain messages: a sentence, what to do, Chinese buttons. None of them blocks the program's own code."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QMessageBox, QWidget

from core.domain.errors import KnownError
from gui.style import PROGRAM, without_icons

NO_TABLES: Final = "这个工作区里还没有表。请先导入、新建项目，或打开示例。"
"""Said of what is done with tables where there is none."""
_without_parent: set[QMessageBox] = set()
"""Boxes that no window keeps; Python would take them away at once."""


def show_error(parent: QWidget | None, error: KnownError) -> None:
    """Show the sentence of a KnownError."""
    show_sentence(parent, error.sentence, QMessageBox.Icon.Warning)


def show_sentence(
    parent: QWidget | None, sentence: str, kind: QMessageBox.Icon = QMessageBox.Icon.Information, details: str = ""
) -> None:
    """Show a sentence, with details one click away if there are any."""
    box = _box(parent, kind, sentence)
    box.setDetailedText(details)
    box.setStandardButtons(QMessageBox.StandardButton.Ok)
    box.open()


def ask(parent: QWidget, question: str, yes: str, agreed: Callable[[], None]) -> None:
    """Ask before something that cannot be seen at a glance.

    Args:
        parent: The window that it is asked in.
        question: What will happen, in a sentence or two.
        yes: The word on the button that agrees, a verb (``删除``); the other one is 取消 and the default.
        agreed: Called if the clerk agrees.
    """
    box = _box(parent, QMessageBox.Icon.Question, question)
    agree = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
    box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
    agree.clicked.connect(lambda _checked: agreed())
    box.open()


def ask_to_give_up(dialog: QDialog, what: str, leave: Callable[[], None]) -> None:
    """Ask before a dialog is closed with something typed that is not written yet; ``what`` is named as a subject."""
    ask(dialog, f"{what}，关闭后就没有了。", "放弃并关闭", leave)


def offer(parent: QWidget, sentence: str, action: str, chosen: Callable[[], object]) -> None:
    """Say what was done, with a button for what is usually next (``打开文件``)."""
    box = _box(parent, QMessageBox.Icon.Information, sentence)
    box.addButton(action, QMessageBox.ButtonRole.ActionRole).clicked.connect(lambda _checked: chosen())
    box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Close))
    box.open()


def choice(parent: QWidget, sentence: str, kind: QMessageBox.Icon = QMessageBox.Icon.Question) -> QMessageBox:
    """A box to which the caller adds the buttons, and opens it."""
    return _box(parent, kind, sentence)


def _box(parent: QWidget | None, kind: QMessageBox.Icon, text: str) -> QMessageBox:
    box = QMessageBox(kind, PROGRAM, text, QMessageBox.StandardButton.NoButton, parent)
    box.setObjectName("message")
    without_icons(box)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setWindowModality(Qt.WindowModality.WindowModal)
    if parent is None:
        _without_parent.add(box)
        box.finished.connect(lambda _result: _without_parent.discard(box))
    return box
