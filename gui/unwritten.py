"""What stands typed and cannot be written keeps its workspace open, until the clerk has decided what becomes of it."""

from collections.abc import Callable
from typing import Final

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox, QWidget

from gui import messages
from gui.session import Session
from gui.table_editor import TableEditor
from gui.table_editor.unsaved import unsaved_texts

_SHOWN_SIGNS: Final = 80


def is_settled(parent: QWidget, session: Session, editor: TableEditor, go_on: Callable[[], object]) -> bool:
    """Whether nothing stands typed any more that is not committed; else it is asked what to do.

    Args:
        parent: The window.
        session: Has the editor commit.
        editor: Where it was typed.
        go_on: What the clerk wanted to do; called when he tries once more or gives up what was typed.
    """
    if session.settle():
        return True
    text = "\n".join(one.text for one in unsaved_texts(editor))
    if text:  # else it was said already what became of it
        _ask(parent, f"{session.last_refusal}\n\n刚输入的内容还没有保存：“{_shortened(text)}”", text, editor, go_on)
    return False


def _ask(parent: QWidget, sentence: str, text: str, editor: TableEditor, go_on: Callable[[], object]) -> None:
    def give_up() -> None:
        editor.give_up()
        go_on()

    box = messages.choice(parent, sentence, QMessageBox.Icon.Warning)
    again = box.addButton("再试一次", QMessageBox.ButtonRole.AcceptRole)
    again.clicked.connect(lambda _checked: go_on())
    copy = box.addButton("复制这段文字", QMessageBox.ButtonRole.ActionRole)
    copy.clicked.connect(lambda _checked: QGuiApplication.clipboard().setText(text))
    drop = box.addButton("放弃修改", QMessageBox.ButtonRole.DestructiveRole)
    drop.clicked.connect(lambda _checked: give_up())
    box.addButton("返回", QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(again)
    box.open()


def _shortened(text: str) -> str:
    bare = " ".join(text.split())
    return bare if len(bare) <= _SHOWN_SIGNS else f"{bare[:_SHOWN_SIGNS]}……"
