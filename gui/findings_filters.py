"""The bar above the table of findings: whose, of which kind, rule and unit; how grouped; how far the audit is."""

from collections import Counter
from collections.abc import Sequence
from enum import Enum
from typing import Final

from PySide6.QtCore import QElapsedTimer, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QProgressBar, QToolButton, QWidget

from core.audit.findings import Finding
from core.audit.rules import RULES
from gui.background import SHOW_AFTER_MS
from gui.findings_model import ACCEPTED, KIND_LABELS, KINDS, Filter, Grouping, kind_of, rule_title, unit_title
from gui.icons import icon
from gui.style import em
from gui.two_halves import TwoHalves

ALL_RULES: Final = "全部规则"
_ALL_UNITS: Final = "全部单位"


class Reach(Enum):
    """Whose findings are shown; the value is what the panel offers."""

    TABLE = "本表"
    WORKSPACE = "全部的表"


class FindingsFilters(TwoHalves):
    """See the module; it only asks, the panel shows.

    Signals:
        changed: Other findings are to be shown, see :meth:`chosen`.
        grouping_changed: They are to be grouped otherwise.
        reach_changed: The findings of this table, or of all, are wanted.
        cancel_asked: The audit of all tables is to be given up.
    """

    changed = Signal()
    grouping_changed = Signal()
    reach_changed = Signal()
    cancel_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        kinds, choices = QHBoxLayout(), QHBoxLayout()
        super().__init__(kinds, choices, parent)
        self._buttons = {kind: self._make_button(kind) for kind in KINDS}
        self._reach = choice("findingsReach", "范围", [(reach.value, reach) for reach in Reach], self)
        self._rule = choice("findingsRule", "按规则筛选", [(ALL_RULES, None)], self)
        self._unit = choice("findingsUnit", "按单位筛选", [(_ALL_UNITS, None)], self)
        self._grouping = choice("findingsGrouping", "分组", [(g.value, g) for g in Grouping], self)
        self._progress, self._cancel = self._make_progress()
        self._since = QElapsedTimer()  # invalid while no audit of all tables is under way
        for widget in (self._reach, *self._buttons.values()):
            kinds.addWidget(widget)
        kinds.addStretch(1)
        self._reach.setMinimumWidth(em(self, 3.6))  # its choices are short
        for widget in (self._rule, self._unit, self._grouping):
            choices.addWidget(widget)
        choices.addStretch(1)
        choices.addWidget(self._progress)
        choices.addWidget(self._cancel)
        self._unit.hide()  # until all tables are shown
        self._reach.currentIndexChanged.connect(lambda _: self._change_reach())
        for box in (self._rule, self._unit):
            box.currentIndexChanged.connect(lambda _: self.changed.emit())
        self._grouping.currentIndexChanged.connect(lambda _: self.grouping_changed.emit())

    @property
    def reach(self) -> Reach:
        """Whose findings are to be shown."""
        return Reach(self._reach.currentText())

    @property
    def grouping(self) -> Grouping:
        """How they are to be grouped."""
        return Grouping(self._grouping.currentText())

    def chosen(self) -> Filter:
        """Which of them are to be shown."""
        hidden = frozenset(kind for kind, button in self._buttons.items() if not button.isChecked())
        return Filter(hidden, self._rule.currentData(), self._unit.currentData())

    def toggle_rule(self, rule: str) -> None:
        """Choose the findings of one rule alone, or if that is so those of all rules again."""
        self._rule.setCurrentIndex(0 if self._rule.currentData() == rule else self._rule.findData(rule))

    def in_tab_order(self) -> tuple[QWidget, ...]:
        """What takes the keyboard, in the order in which it is seen."""
        return (self._reach, *self._buttons.values(), self._rule, self._unit, self._grouping, self._cancel)

    def count(self, findings: Sequence[Finding]) -> None:
        """Tell how many there are of each kind, and offer their rules and units."""
        counts = Counter(map(kind_of, findings))
        for kind, button in self._buttons.items():
            button.setText(f"{KIND_LABELS[kind]} {counts[kind]}")
        self._offer_choices(findings)

    def show_progress(self, done: int, total: int) -> None:
        """Show how far the audit of all tables is; nothing with a total of 0."""
        if not total:
            self._since.invalidate()
        elif not self._since.isValid():
            self._since.start()
        shown = bool(total) and (self._since.elapsed() > SHOW_AFTER_MS or self._progress.isVisible())
        self._progress.setVisible(shown)
        self._cancel.setVisible(shown)
        self._progress.setRange(0, max(total, 1))
        self._progress.setValue(done)

    def _make_button(self, kind: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(f"show_{kind}")
        button.setIcon(icon(kind))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setCheckable(True)
        button.setChecked(True)
        button.setToolTip(f"显示或隐藏{KIND_LABELS[kind]}{'的警告' if kind == ACCEPTED else ''}")
        button.toggled.connect(lambda _: self.changed.emit())
        return button

    def _make_progress(self) -> tuple[QProgressBar, QToolButton]:
        bar = QProgressBar(self)
        bar.setObjectName("auditProgress")
        bar.setAccessibleName("审核全部的进度")
        bar.setFormat("审核全部 %p%")
        bar.setMinimumWidth(em(self, 4))
        bar.setMaximumWidth(em(self, 10))
        cancel = QToolButton(self)
        cancel.setObjectName("auditCancel")
        cancel.setText("取消")
        cancel.setToolTip("停止审核全部的表；已有的审核结果保留")
        cancel.clicked.connect(self.cancel_asked)
        bar.hide()
        cancel.hide()
        return bar, cancel

    def _offer_choices(self, findings: Sequence[Finding]) -> None:
        rules = Counter(finding.rule for finding in findings)
        units = Counter(finding.unit_code for finding in findings)
        titles = {finding.unit_code: finding for finding in reversed(findings)}
        _offer(self._rule, [(f"{rule_title(rule)}（{count}）", rule) for rule, count in sorted(rules.items())])
        _offer(self._unit, [(f"{unit_title(titles[unit])}（{n}）", unit) for unit, n in sorted(units.items())])

    def _change_reach(self) -> None:
        self._unit.setVisible(self.reach is Reach.WORKSPACE)
        self._unit.setCurrentIndex(0)
        self.reach_changed.emit()


def choice(name: str, label: str, choices: Sequence[tuple[str, object]], parent: QWidget) -> QComboBox:
    """A box with choices, each a text and what it stands for; its first can be read whole."""
    box = QComboBox(parent)
    box.setObjectName(name)
    box.setAccessibleName(label)
    box.setToolTip(label)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(6)
    box.setMinimumWidth(em(parent, 5))
    for text, data in choices:
        box.addItem(text, data)
    box.view().setTextElideMode(Qt.TextElideMode.ElideRight)
    return box


def _offer(box: QComboBox, choices: Sequence[tuple[str, str]]) -> None:
    """Offer these below the first entry, which stands for all; the one chosen stays, if only to be unchosen."""
    chosen = box.currentData()
    offered = list(choices)
    if chosen is not None and chosen not in [data for _, data in offered]:
        offered.append((f"{rule_title(chosen) if chosen in RULES else chosen}（0）", chosen))
    if offered == [(box.itemText(row), box.itemData(row)) for row in range(1, box.count())]:
        return
    box.blockSignals(True)  # the filter stays what it is
    while box.count() > 1:
        box.removeItem(1)
    for text, data in offered:
        box.addItem(text, data)
    box.setCurrentIndex(max(box.findData(chosen), 0) if chosen is not None else 0)
    box.blockSignals(False)
