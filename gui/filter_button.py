"""The button beside the search box: which states, findings, tags and units the tree shows."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from core.domain.records import BudgetUnit, State
from core.services.noting import RETURNED, TO_REVIEW
from gui.icons import icon
from gui.project_filter import CLEAN, ERRORS, EVERY_PROJECT, WARNINGS, ProjectFilter, unit_key

_CHOICES: Final = (
    ("states", tuple((state, state.label) for state in State)),
    ("findings", ((ERRORS, "有错误"), (WARNINGS, "有警告"), (CLEAN, "没有错误和警告"))),
    ("tags", ((TO_REVIEW, f"标记：{TO_REVIEW}"), (RETURNED, f"标记：{RETURNED}"))),
)


class FilterButton(QToolButton):
    """Opens a menu of choices; says how many are made.

    Signals:
        changed: The :class:`ProjectFilter` from now on.
    """

    changed = Signal(object)

    def __init__(self, parent: QWidget, units: Callable[[], Iterable[BudgetUnit]]) -> None:
        """Args: ``units`` gives all units there are when the menu is opened."""
        super().__init__(parent)
        self._units = units
        self.setObjectName("filterButton")
        self.setIcon(icon("filter"))
        self.setToolTip("按状态、审核结果、标记、单位筛选")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setAutoRaise(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.filter = EVERY_PROJECT
        self._actions: list[QAction] = []
        self.setMenu(self._make_menu())
        self._show()

    def clear(self) -> None:
        """Show everything again."""
        for action in self._actions:
            action.setChecked(False)
        self._take(EVERY_PROJECT)

    def _make_menu(self) -> QMenu:
        menu = QMenu(self)
        for field, choices in _CHOICES:
            for value, text in choices:
                action = menu.addAction(text)
                action.setCheckable(True)
                action.triggered.connect(lambda chosen, f=field, v=value: self._choose(f, v, chosen))
                self._actions.append(action)
            menu.addSeparator()
        of_units = menu.addMenu("单位")
        of_units.setObjectName("unitFilter")
        of_units.setStyleSheet("QMenu { menu-scrollable: 1; }")  # of hundreds of units
        of_units.aboutToShow.connect(lambda: self._fill(of_units))
        menu.addSeparator()
        menu.addAction("清除筛选", self.clear)
        return menu

    def _fill(self, menu: QMenu) -> None:
        """The units there are now, each once whichever years it is in."""
        menu.clear()
        titles: dict[str, str] = {}
        for unit in self._units():
            titles.setdefault(unit_key(unit), f"{unit.code} {unit.name}".strip())
        for key, title in sorted(titles.items()):
            action = menu.addAction(title.replace("&", "&&") or "（未命名单位）")
            action.setCheckable(True)
            action.setChecked(key in self.filter.units)
            action.triggered.connect(lambda chosen, value=key: self._choose("units", value, chosen))
        if not titles:
            menu.addAction("（还没有单位）").setEnabled(False)

    def _choose(self, field: str, value: Any, chosen: bool) -> None:
        values = getattr(self.filter, field)
        self._take(replace(self.filter, **{field: values | {value} if chosen else values - {value}}))

    def _take(self, wanted: ProjectFilter) -> None:
        if wanted != self.filter:
            self.filter = wanted
            self._show()
            self.changed.emit(wanted)

    def _show(self) -> None:
        count = self.filter.count
        style = Qt.ToolButtonStyle.ToolButtonTextBesideIcon if count else Qt.ToolButtonStyle.ToolButtonIconOnly
        self.setToolButtonStyle(style)
        self.setText(str(count) if count else "筛选")
        self.setAccessibleName(f"筛选项目，选了 {count} 项" if count else "筛选项目")
