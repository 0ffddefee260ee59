"""Leads the keys of the focused window through fcitx 4, before any widget sees them, and its text to the widget.

What Qt's own input context does inside the platform plugin is done here by an event filter, since Python cannot make
an input context. Qt asks for each key first whether it is a shortcut (``ShortcutOverride``), and sends it then
(``KeyPress``), with the same time: fcitx is asked once, and its answer stands for both.
"""

from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPointF, QSocketNotifier, Qt
from PySide6.QtGui import (
    QGuiApplication,
    QInputMethodEvent,
    QInputMethodQueryEvent,
    QKeyEvent,
    QPalette,
    QTextCharFormat,
)
from shiboken6 import isValid

from gui.input_method.fcitx4 import Committed, Composed, Fcitx4, Forwarded, Gone, State
from gui.input_method.keysyms import key_event

DESCRIPTIONS: Final = {
    State.CONNECTED: "已连上小企鹅 fcitx 4",
    State.SILENT: "小企鹅 fcitx 4 没有回答，暂时不能输入中文，它恢复后会自动接上",
    State.ABSENT: "没有连上输入法，不能输入中文；请启动小企鹅 fcitx，启动后会自动接上",
    State.BUS_LOST: "与桌面的消息总线断开了，不能输入中文；请重新打开本程序",
}
NOTHING: Final = Composed()
ENABLED: Final = Qt.InputMethodQuery.ImEnabled
SHORTCUT_OVERRIDE: Final = QEvent.Type.ShortcutOverride
KEY_PRESS: Final = QEvent.Type.KeyPress
KEY_RELEASE: Final = QEvent.Type.KeyRelease
KEYS: Final = frozenset({SHORTCUT_OVERRIDE, KEY_PRESS, KEY_RELEASE})
LEAVES: Final = frozenset({QEvent.Type.MouseButtonPress, QEvent.Type.FocusAboutToChange})
"""What ends a composition: a press anywhere, the focus about to go."""


class Fcitx4Typing(QObject):
    """See the module."""

    def __init__(self, client: Fcitx4, app: QGuiApplication) -> None:
        super().__init__(app)
        self._client = client
        self._watched: tuple[QObject, ...] = ()  # the window and the object that have the focus
        self._composed = NOTHING
        self._delivering = False
        self._answered: tuple[tuple[int, int], bool] | None = None
        self._in_hand = 0
        self._handed_back = False
        self._notifier = QSocketNotifier(client.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._listen)
        app.focusWindowChanged.connect(self._follow_focus)
        app.focusObjectChanged.connect(self._follow_focus)
        app.aboutToQuit.connect(self.close)
        self._follow_focus()

    def describe(self) -> str:
        """How it stands with fcitx, in Chinese."""
        return DESCRIPTIONS[self._client.state]

    def finish(self) -> None:
        """Commit what is under way as it stands; what is seen in the window of fcitx only is given up."""
        composed, self._composed = self._composed, NOTHING
        self._client.reset()
        if composed.parts:
            self._deliver("".join(part.text for part in composed.parts if part.kept), NOTHING)

    def close(self) -> None:
        """Leave the keys alone, and fcitx."""
        self._notifier.setEnabled(False)
        for watched in filter(isValid, self._watched):
            watched.removeEventFilter(self)
        self._watched = ()
        self._client.close()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys as the window gets them; what ends a composition, before it happens."""
        kind = event.type()
        if kind in KEYS and isinstance(event, QKeyEvent) and watched is QGuiApplication.focusWindow():
            return self._decide(kind, event)
        if kind in LEAVES and not self._delivering:
            self.finish()
        return False

    def _decide(self, kind: QEvent.Type, event: QKeyEvent) -> bool:
        """Whether the key is fcitx's, and nobody else shall see it."""
        key = (event.timestamp(), event.nativeScanCode())
        answered, self._answered = self._answered, None
        if kind is KEY_PRESS and answered is not None and answered[0] == key:
            return answered[1]
        taken = self._offer(event, released=kind is KEY_RELEASE)
        if kind is SHORTCUT_OVERRIDE:
            self._answered = (key, taken)
            if taken:
                event.accept()
        return taken

    def _offer(self, event: QKeyEvent, *, released: bool) -> bool:
        takes_text = _takes_text(QGuiApplication.focusObject())
        self._client.set_focused(takes_text)
        keysym = event.nativeVirtualKey()
        if not takes_text or not keysym:  # without a symbol it is none of the keyboard's
            return False
        self._tell_place()
        self._in_hand, self._handed_back = (0 if released else keysym), False
        taken = self._client.process_key(
            keysym, event.nativeScanCode(), event.nativeModifiers(), released=released, at=event.timestamp()
        )
        self._pass_on()
        self._in_hand = 0
        return taken and not self._handed_back

    def _listen(self, *_: object) -> None:
        """Text comes without a key as well, where a candidate is clicked."""
        self._client.listen()
        self._pass_on()

    def _pass_on(self) -> None:
        """Hand out what was heard, in order; a commit takes the place of what was composed."""
        for heard in self._client.heard():
            match heard:
                case Committed():
                    self._show(heard.text, NOTHING)
                case Composed():
                    self._show("", heard)
                case Forwarded():
                    self._forward(heard)
                case Gone():
                    self.finish()
        self._notifier.setEnabled(self._client.state is not State.BUS_LOST)

    def _show(self, text: str, composed: Composed) -> None:
        if text or composed != self._composed:
            self._composed = composed
            self._deliver(text, composed)
            self._tell_place()

    def _deliver(self, text: str, composed: Composed) -> None:
        receiver = QGuiApplication.focusObject()
        if not receiver:  # as there may be none, whatever the stubs of PySide6 6.8 say
            return
        event = QInputMethodEvent("".join(part.text for part in composed.parts), _attributes(composed))
        event.setCommitString(text)
        self._delivering = True  # a word may open an editor, and so move the focus, when the next one is under way
        QCoreApplication.sendEvent(receiver, event)
        self._delivering = False

    def _forward(self, key: Forwarded) -> None:
        """A key that the engine does not want, or has made; the one in hand goes on by itself."""
        if key.keysym == self._in_hand:
            self._handed_back = True
            return
        receiver = QGuiApplication.focusObject()
        event = key_event(key.keysym, key.state, released=key.released)
        if receiver is not None and event is not None:
            QCoreApplication.sendEvent(receiver, event)

    def _tell_place(self) -> None:
        """The cursor in pixels of the screen; the platform scales from the corner of each screen."""
        window = QGuiApplication.focusWindow()
        rect = QGuiApplication.inputMethod().cursorRectangle()
        if window is None or rect.isNull():
            return
        scale, corner = window.devicePixelRatio(), QPointF(window.screen().geometry().topLeft())
        place = (window.mapToGlobal(rect.topLeft()) - corner) * scale + corner
        size = rect.size() * scale
        self._client.set_place(round(place.x()), round(place.y()), round(size.width()), round(size.height()))

    def _follow_focus(self, *_: object) -> None:
        """Watch the window and the object that have the focus, nothing else: each event seen costs time."""
        window, receiver = QGuiApplication.focusWindow(), QGuiApplication.focusObject()
        for watched in self._watched:
            if isValid(watched):
                watched.removeEventFilter(self)
        self._watched = tuple(dict.fromkeys(it for it in (window, receiver) if it is not None))
        for watched in self._watched:
            watched.installEventFilter(self)
        if self._composed.parts:  # its widget is gone
            self._composed = NOTHING
            self._client.reset()
        self._client.set_focused(window is not None and _takes_text(receiver))


def _takes_text(receiver: QObject | None) -> bool:
    if receiver is None:
        return False
    query = QInputMethodQueryEvent(ENABLED)
    QCoreApplication.sendEvent(receiver, query)
    return bool(query.value(ENABLED))


def _attributes(composed: Composed) -> list[QInputMethodEvent.Attribute]:
    """How the parts look, and where the cursor stands; Qt counts in UTF-16."""
    attributes = []
    start = 0
    for part in composed.parts:
        look = QTextCharFormat()
        look.setFontUnderline(True)
        if part.highlighted:
            palette = QGuiApplication.palette()
            look.setBackground(palette.brush(QPalette.ColorRole.Highlight))
            look.setForeground(palette.brush(QPalette.ColorRole.HighlightedText))
        length = _utf16_length(part.text)
        attributes.append(QInputMethodEvent.Attribute(QInputMethodEvent.AttributeType.TextFormat, start, length, look))
        start += length
    text = "".join(part.text for part in composed.parts)
    cursor = _utf16_length(text[: composed.cursor])
    attributes.append(QInputMethodEvent.Attribute(QInputMethodEvent.AttributeType.Cursor, cursor, 1))
    return attributes


def _utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
