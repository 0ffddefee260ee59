"""A text widget that loses no composition: what an input method has under way is committed when it is left."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QMouseEvent, QWindow
from PySide6.QtWidgets import QWidget

from gui.input_method import connection

if TYPE_CHECKING:
    _Widget = QWidget
else:  # a class of Qt can stand only once among the bases
    _Widget = object


class Composing(_Widget):
    """To be mixed in before QLineEdit or QPlainTextEdit.

    WORKAROUND: when the focus moves, Qt asks the input method to commit, and fcitx5 behind Qt's ibus plugin drops
    the composition instead (PySide6 6.8.3). So a press elsewhere is seen before the focus moves. May go when that
    commits.
    """

    _preedit = ""
    _arrived = ""

    def finish_composition(self) -> None:
        """Commit what is being composed, by the input method if it does, else as it stands in the widget."""
        composed, self._arrived = self._preedit, ""
        if not composed:
            return
        connection.commit()
        if not self._arrived:
            event = QInputMethodEvent()
            event.setCommitString(composed)
            self.inputMethodEvent(event)
            QGuiApplication.inputMethod().reset()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Remember what is being composed; watch for presses only as long as something is."""
        was_composing, self._preedit = bool(self._preedit), event.preeditString()
        self._arrived = event.commitString() or self._arrived
        if self._preedit and not was_composing:
            _application().installEventFilter(self)
        elif was_composing and not self._preedit:
            _application().removeEventFilter(self)
        super().inputMethodEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A press outside, as the window gets it, before Qt moves the focus."""
        if event.type() == QEvent.Type.MouseButtonPress and isinstance(watched, QWindow):
            assert isinstance(event, QMouseEvent)
            if not self.rect().contains(self.mapFromGlobal(event.globalPosition().toPoint())):
                self.finish_composition()
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        """Commit before the focus goes, while the composition is still there."""
        if event.type() == QEvent.Type.FocusAboutToChange:
            self.finish_composition()
        return super().event(event)


def _application() -> QCoreApplication:
    application = QCoreApplication.instance()
    assert application is not None
    return application
