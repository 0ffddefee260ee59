"""审核设置: which rules, how grave, with which words and limits; handed on as a file."""

from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHeaderView,
    QLineEdit,
    QSpinBox,
    QTabWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from core.audit import settings_json
from core.audit.findings import Level
from core.audit.rules import RULES
from core.audit.settings import DEFAULTS, UNIT_CODE_PATTERN, AuditSettings, Limits
from core.catalogue.changes import ListChange, change_between
from core.catalogue.measures import MeasureKind
from core.catalogue.words import TITLES
from core.domain.errors import KnownError
from core.services import audit_settings
from gui.dialogs import files
from gui.dialogs.list_editor import EditableList, ListEditor
from gui.style import button_box, em, note, plain_label, resize

_ON, _RULE, _TITLE, _LEVEL = range(4)
_COLUMNS: Final = ("启用", "规则", "内容", "级别")
_FILTER: Final = "审核设置 (*.json)"
_FILE_NAME: Final = "审核设置.json"
_ABOUT_PATTERNS: Final = rf"正则表达式；{UNIT_CODE_PATTERN} 是六位数字，[A-Z]\d{{3}} 是一个大写字母和三位数字。"
_LIMITS: Final = {
    "short_target": ("绩效目标至少（P06）", " 字"),
    "short_description": ("描述过短，不多于（N05）", " 字"),
    "satisfaction_low": ("满意度不低于（V11）", ""),
    "satisfaction_high": ("满意度不高于（V11）", ""),
}

_WORD_LISTS: Final = tuple(
    EditableList(key, title, explanation, getattr(DEFAULTS.words, key)) for key, (title, explanation) in TITLES.items()
)
_MEASURE_LISTS: Final = tuple(
    EditableList(
        kind.value, kind.label, "目录中的计量单位；不在目录中的，由 V02 指出。", DEFAULTS.measures.of_kind(kind)
    )
    for kind in MeasureKind
)


class _LevelBox(QComboBox):
    """Leaves the wheel to the list that it stands in: scrolling must change no level."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Hand it on."""
        event.ignore()


class AuditSettingsDialog(QDialog):
    """Edits settings; nothing is written to the workspace here.

    Args:
        parent: The window.
        settings: As they are.
        folder: Where files are proposed.
    """

    def __init__(self, parent: QWidget, settings: AuditSettings, folder: Path) -> None:
        super().__init__(parent)
        self.setObjectName("auditSettingsDialog")
        self.setWindowTitle("审核设置")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        resize(self, 46, 36)
        self.settings = settings
        self._folder = folder
        self._rules, self._levels = self._make_rules()
        self._words = ListEditor(_WORD_LISTS, "word", self)
        self._measures = ListEditor(_MEASURE_LISTS, "measure", self)
        self._pattern = QLineEdit(self)
        self._pattern.setObjectName("unitCodePattern")
        self._pattern.setAccessibleName("单位代码的格式")
        self._limits = {name: self._make_limit(name) for name in _LIMITS}
        self._refusal = plain_label("", self)
        self._refusal.setObjectName("settingsRefusal")
        self._refusal.setWordWrap(True)
        self._refusal.hide()
        self._tabs = tabs = QTabWidget(self)
        tabs.addTab(self._rules, "规则(&1)")
        tabs.addTab(self._words, "词表(&2)")
        tabs.addTab(self._measures, "计量单位(&3)")
        self._rest = self._make_rest()
        tabs.addTab(self._rest, "格式和界限(&4)")
        layout = QVBoxLayout(self)
        layout.addWidget(note("设置存在这个工作区里，确定后立即生效；可以导出为文件，交给别的单位导入。", self))
        layout.addWidget(tabs, 1)
        layout.addWidget(self._refusal)
        layout.addWidget(self._make_buttons())
        self._show(settings)

    # What the dialog is made of -----------------------------------------------------------------------------------

    def _make_rules(self) -> tuple[QTreeWidget, dict[str, QComboBox]]:
        rules = QTreeWidget(self)
        rules.setObjectName("ruleSettings")
        rules.setAccessibleName("规则")
        rules.setHeaderLabels(_COLUMNS)
        rules.setRootIsDecorated(False)
        rules.setAlternatingRowColors(True)
        header = rules.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(_TITLE, QHeaderView.ResizeMode.Stretch)
        for column, width in ((_ON, 3), (_RULE, 4), (_LEVEL, 6)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            header.resizeSection(column, em(self, width))
        levels: dict[str, QComboBox] = {}
        for rule in RULES.values():
            item = QTreeWidgetItem(["", rule.id, rule.title, ""])
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setToolTip(_TITLE, f"{rule.title}\n依据：{rule.basis}")
            rules.addTopLevelItem(item)
            box = _LevelBox(rules)
            box.setAccessibleName(f"{rule.id} 的级别")
            for level in Level:
                box.addItem(level.label, level)
            rules.setItemWidget(item, _LEVEL, box)
            levels[rule.id] = box
        return rules, levels

    def _make_limit(self, name: str) -> QSpinBox:
        label, suffix = _LIMITS[name]
        box = QSpinBox(self)
        box.setObjectName(name)
        box.setAccessibleName(label)
        box.setRange(settings_json.LIMIT_RANGE.start, settings_json.LIMIT_RANGE.stop - 1)
        box.setSuffix(suffix)
        return box

    def _make_rest(self) -> QWidget:
        page = QWidget(self)
        form = QFormLayout(page)
        form.setVerticalSpacing(em(self, 0.6))
        form.addRow("单位代码的格式（U01）：", self._pattern)
        explanation = note(
            f"正则表达式；{UNIT_CODE_PATTERN} 是六位数字，[A-Z]\\d{{3}} 是一个大写字母和三位数字。", page
        )
        form.addRow("", explanation)
        for name, box in self._limits.items():
            form.addRow(f"{_LIMITS[name][0]}：", box)
        return page

    def _make_buttons(self) -> QDialogButtonBox:
        buttons = button_box(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, self)
        for text, handler in (
            ("恢复默认", lambda: self._show(DEFAULTS)),
            ("导入…", self._ask_import),
            ("导出…", self._ask_export),
        ):
            button = buttons.addButton(text, QDialogButtonBox.ButtonRole.ResetRole)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked, handler=handler: handler())
        buttons.accepted.connect(self._agree)
        buttons.rejected.connect(self.reject)
        return buttons

    # What it shows and reads --------------------------------------------------------------------------------------

    def _show(self, settings: AuditSettings) -> None:
        self._refusal.hide()
        for row, rule in enumerate(RULES.values()):
            on = settings.switched.get(rule.id, rule.on)
            self._rules.topLevelItem(row).setCheckState(_ON, Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
            self._levels[rule.id].setCurrentText(settings.levels.get(rule.id, rule.level).label)
        self._words.set_words({entry.key: getattr(settings.words, entry.key) for entry in _WORD_LISTS})
        self._measures.set_words({kind.value: settings.measures.of_kind(kind) for kind in MeasureKind})
        self._pattern.setText(settings.unit_code_pattern)
        for field in fields(Limits):
            self._limits[field.name].setValue(getattr(settings.limits, field.name))

    def _read(self) -> AuditSettings:
        """What the dialog shows.

        Raises:
            KnownError: The pattern is none, a word is no word, or the limits exclude each other.
        """
        try:
            settings_json.check_pattern(self._pattern.text())
        except KnownError:
            self._tabs.setCurrentWidget(self._rest)
            self._pattern.setFocus()
            self._pattern.selectAll()
            raise
        switched = {}
        levels = {}
        for row, rule in enumerate(RULES.values()):
            on = self._rules.topLevelItem(row).checkState(_ON) == Qt.CheckState.Checked
            if on != rule.on:
                switched[rule.id] = on
            level = self._levels[rule.id].currentData()
            if level is not rule.level:
                levels[rule.id] = level
        settings = AuditSettings(
            switched=switched,
            levels=levels,
            unit_code_pattern=self._pattern.text(),
            limits=Limits(**{name: box.value() for name, box in self._limits.items()}),
            word_changes=_changes(_WORD_LISTS, self._words.words()),
            measure_changes=_changes(_MEASURE_LISTS, self._measures.words()),
        )
        settings_json.check(settings)
        return settings

    # What it does -------------------------------------------------------------------------------------------------

    def _agree(self) -> None:
        try:
            self.settings = self._read()
        except KnownError as error:
            self._refuse(error)
        else:
            self.accept()

    def _ask_import(self) -> None:
        files.ask_open(self, "导入审核设置", _FILTER, self._folder, self._import)

    def _import(self, path: Path) -> None:
        try:
            self._show(audit_settings.read_file(path))
        except KnownError as error:
            self._refuse(error)

    def _ask_export(self) -> None:
        try:
            settings = self._read()
        except KnownError as error:
            self._refuse(error)
            return
        proposed = self._folder / _FILE_NAME
        files.ask_save(self, "导出审核设置", _FILTER, proposed, lambda path: self._export(settings, path))

    def _export(self, settings: AuditSettings, path: Path) -> None:
        try:
            audit_settings.write_file(settings, path)
        except KnownError as error:
            self._refuse(error)

    def _refuse(self, error: KnownError) -> None:
        self._refusal.setText(error.sentence)
        self._refusal.show()


def _changes(lists: tuple[EditableList, ...], words: Mapping[str, tuple[str, ...]]) -> dict[str, ListChange]:
    changes = {entry.key: change_between(entry.usual, words[entry.key]) for entry in lists}
    return {key: change for key, change in changes.items() if change}
