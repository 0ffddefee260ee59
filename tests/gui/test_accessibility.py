"""Every window of the program: named for screen readers, reached with the keyboard, nothing cut off."""

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt, QThreadPool
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from gui.menus import specs

INPUTS = (QLineEdit, QAbstractSpinBox, QComboBox, QPlainTextEdit, QTextEdit, QAbstractItemView)
OTHERS_WINDOWS = {"quit", "print", "filter"}  # the end, the system's dialog, a menu that waits for a choice
SLACK = 1  # pixels that rounding may take from a text


def own_widgets(window: QWidget) -> Iterator[QWidget]:
    """What is seen in a window, without the inner parts of Qt's own widgets."""
    for widget in window.findChildren(QWidget):
        inner = isinstance(widget.parent(), QLineEdit | QAbstractSpinBox | QComboBox)
        inner = inner or isinstance(widget, QHeaderView) or widget.objectName().startswith("qt_")
        if widget.isVisibleTo(window) and not inner:
            yield widget


def described(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""
    return f"{type(widget).__name__} {widget.objectName()!r} {text[:20]!r} in {type(widget.parent()).__name__}"


def has_name(widget: QWidget) -> bool:
    if isinstance(widget, INPUTS):
        return bool(widget.accessibleName())
    if isinstance(widget, QAbstractButton) and not isinstance(widget.parent(), QAbstractItemView):
        return bool(widget.text() or widget.accessibleName())
    return True


def is_reached(widget: QWidget) -> bool:
    return not isinstance(widget, INPUTS) or bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)


def is_whole(widget: QWidget) -> bool:
    """Whether all of its text is seen."""
    if isinstance(widget, QLabel) and widget.text():
        if widget.wordWrap():
            return widget.height() + SLACK >= widget.heightForWidth(widget.width())
        return widget.width() + SLACK >= widget.sizeHint().width()
    if isinstance(widget, QAbstractButton) and widget.text():
        return widget.height() + SLACK >= widget.minimumSizeHint().height() > 0
    return True


def faults(window: QWidget) -> list[str]:
    widgets = list(own_widgets(window))
    checks = {"no name": has_name, "not reached": is_reached, "cut off": is_whole}
    return [f"{fault}: {described(w)}" for fault, holds in checks.items() for w in widgets if not holds(w)]


def open_dialogs() -> list[QDialog]:
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]


def test_the_main_window(hands):
    hands.window.resize(1366, 768)
    hands.keys("F12")
    QApplication.processEvents()
    assert faults(hands.window) == []


def test_the_welcome_page(first_start):
    assert faults(first_start.window) == []


def test_every_dialog_that_the_menus_open(hands, qtbot):
    found: dict[str, list[str]] = {}
    titles = set()
    for spec in specs():
        action = hands.window.commands[spec.id]
        if spec.id in OTHERS_WINDOWS or spec.checkable or not action.isEnabled():
            continue
        action.trigger()
        qtbot.wait(30)
        QThreadPool.globalInstance().waitForDone()
        qtbot.wait(1)
        for dialog in open_dialogs():
            titles.add(dialog.windowTitle())
            if not isinstance(dialog, QFileDialog) and (wrong := faults(dialog)):
                found[f"{spec.id} {dialog.windowTitle()}"] = wrong
            dialog.close()
        while hands.window.session.undo_stack.canUndo():
            hands.window.session.undo()
    assert found == {}
    assert len(titles) > 20
    assert all(re.search(r"[\u4e00-\u9fff]", title) for title in titles)


@pytest.mark.parametrize(
    ("action", "name"),
    [("note", "noteDialog"), ("review", "reviewDialog"), ("library", "libraryDialog"), ("about", "aboutDialog")],
)
def test_a_box_of_text_is_framed_while_it_has_the_focus(hands, action, name):
    hands.choose("2025", "319101", "1.")
    hands.window.commands[action].trigger()
    dialog = hands.dialog(name)
    highlight = dialog.palette().color(QPalette.ColorRole.Highlight).rgb()
    boxes = [box for box in dialog.findChildren(QPlainTextEdit) if box.isVisible()]
    assert boxes
    for box in boxes:
        box.setFocus()
        hands.qtbot.waitUntil(box.hasFocus)
        framed = [other for other in boxes if other.grab().toImage().pixel(1, other.height() // 2) == highlight]
        assert framed == [box]
    dialog.close()
