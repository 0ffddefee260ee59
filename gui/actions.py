"""What an action is, and how a table of them (:mod:`gui.menus`) becomes QActions."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final, TypeAlias

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence

from gui.icons import icon
from gui.style import tool_tip


class Needs(Enum):
    """What must be the case for an action to be possible."""

    NOTHING = auto()
    WORKSPACE = auto()
    NODE = auto()
    """The tree's cursor is on a line, or was before a search hid that line, and its table is shown still."""
    LINE = auto()
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


RECENT: Final = "recent"
"""Stands in a menu for the submenu of recent files."""
Entry: TypeAlias = Spec | str | None
"""What stands in a menu: an action, :data:`RECENT`, or ``None`` for a line between two groups."""


def plain(text: str) -> str:
    """A menu text without its access key and dots: ``导入(&I)…`` is ``导入``."""
    return text.partition("(&")[0].removesuffix("…")


class ActionTable:
    """A table of actions as QActions.

    Args:
        parent: Owner of the actions.
        table: The actions.
        call: Carries out a handler (``room.method``); given True or False for a checkable action.
        writing: Ids of those that are of no use where nothing can be written.
    """

    def __init__(
        self, parent: QObject, table: Iterable[Spec], call: Callable[..., None], writing: frozenset[str] = frozenset()
    ) -> None:
        self._call = call
        self._writing = writing
        self._specs = {spec.id: spec for spec in table}
        self.actions = {spec.id: self._make(spec, parent) for spec in self._specs.values()}

    def __getitem__(self, action_id: str) -> QAction:
        return self.actions[action_id]

    def allow(self, facts: frozenset[Needs], why_read_only: str = "") -> None:
        """Enable what the facts make possible, disable the rest.

        Args:
            facts: What is the case.
            why_read_only: Why nothing can be written, which is then said of what would write; ``""`` if it can.
        """
        for action_id, spec in self._specs.items():
            barred = why_read_only if action_id in self._writing else ""
            action = self.actions[action_id]
            action.setEnabled(spec.needs in facts and not barred)
            if action.statusTip() != (barred or spec.tip):
                action.setStatusTip(barred or spec.tip)
                action.setToolTip(tool_tip(barred) if barred else _tool_tip(plain(spec.text), spec))

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


_NAMES: Final = {
    "Del": "Delete",
    "Ins": "Insert",
    "Return": "Enter",
    "Space": "空格",
    "PgDown": "PgDn",
    "Up": "↑",
    "Down": "↓",
    "Left": "←",
    "Right": "→",
}


def key_text(key: str) -> str:
    """A shortcut as Chinese keyboards and Excel write it; words that are no key, such as 滚轮, stay as they are."""
    native = QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText) or key
    head, plus, last = native.rpartition("+") if not native.endswith("++") else (native[:-2], "+", "+")
    return f"{head}{plus}{_NAMES.get(last, last)}"


def _tool_tip(text: str, spec: Spec) -> str:
    return f"{text}（{key_text(spec.keys[0])}）" if spec.keys else text
