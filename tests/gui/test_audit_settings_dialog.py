"""审核设置: changed in the dialog, in force at once, restored, handed on as a file."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QTreeWidget,
)

from core.audit.findings import Level
from core.audit.rules import RULES
from core.audit.settings import DEFAULTS, AuditSettings, Limits
from core.catalogue.changes import ListChange
from core.services import audit_settings


def opened(hands):
    hands.keys("Ctrl+Shift+G")
    return hands.dialog("auditSettingsDialog")


def press(hands, dialog, text):
    hands.click(next(button for button in dialog.findChildren(QPushButton) if button.text().startswith(text)))


def rule_line(dialog, rule):
    rules = dialog.findChild(QTreeWidget, "ruleSettings")
    return rules.topLevelItem(list(RULES).index(rule))


def stored(hands):
    return audit_settings.load(hands.window.session.workspace)


def level_box(dialog, rule):
    return next(box for box in dialog.findChildren(QComboBox) if box.accessibleName() == f"{rule} 的级别")


def test_rules_are_switched_and_weighed_and_obeyed_at_once(hands, qtbot):
    hands.choose("2025", "319202", "13.")
    dialog = opened(hands)
    rule_line(dialog, "P05").setCheckState(0, Qt.CheckState.Unchecked)
    level_box(dialog, "V03").setCurrentText("错误")
    press(hands, dialog, "确定")
    assert stored(hands) == AuditSettings(switched={"P05": False}, levels={"V03": Level.ERROR})
    shown = hands.window.workbench.findings.shown_findings()
    assert [(f.rule, f.level) for f in shown] == [("V03", Level.ERROR)]
    qtbot.waitUntil(lambda: not hands.window.workbench.live.is_busy)
    assert "P05" not in {f.rule for f in hands.window.workbench.live.all()}


def test_words_units_limits_and_the_pattern_are_kept(hands):
    dialog = opened(hands)
    words = dialog.findChild(QPlainTextEdit, "wordWords")
    words.setPlainText("\n".join([*DEFAULTS.words.vague[1:], " 改观 ", "", "改观"]))
    dialog.findChild(QListWidget, "wordTitles").setCurrentRow(2)
    dialog.findChild(QListWidget, "measureTitles").setCurrentRow(4)
    units = dialog.findChild(QPlainTextEdit, "measureWords")
    units.setPlainText(units.toPlainText() + "\n炉")
    dialog.findChild(QSpinBox, "short_target").setValue(30)
    dialog.findChild(QLineEdit, "unitCodePattern").setText(r"\d{9}")
    press(hands, dialog, "确定")
    assert stored(hands) == AuditSettings(
        unit_code_pattern=r"\d{9}",
        limits=Limits(short_target=30),
        word_changes={"vague": ListChange(("改观",), (DEFAULTS.words.vague[0],))},
        measure_changes={"count": ListChange(("炉",))},
    )


def test_the_defaults_are_restored_and_cancelling_keeps_what_was(hands):
    settings = AuditSettings(switched={"N05": False}, word_changes={"vague": ListChange(("改观",))})
    audit_settings.save(hands.window.session.workspace, settings)
    hands.window.workbench.live.use_settings(settings)
    for button, expected in (("取消", settings), ("确定", DEFAULTS)):
        dialog = opened(hands)
        assert rule_line(dialog, "N05").checkState(0) is Qt.CheckState.Unchecked
        press(hands, dialog, "恢复默认")
        assert rule_line(dialog, "N05").checkState(0) is Qt.CheckState.Checked
        press(hands, dialog, button)
        assert stored(hands) == expected


def test_a_pattern_that_is_none_is_said_in_the_dialog(hands):
    dialog = opened(hands)
    dialog.findChild(QLineEdit, "unitCodePattern").setText("[")
    press(hands, dialog, "确定")
    assert dialog.isVisible()
    assert "单位代码的格式" in dialog.findChild(QLabel, "settingsRefusal").text()
    assert dialog.findChild(QLineEdit, "unitCodePattern").hasFocus()
    press(hands, dialog, "取消")


def test_settings_go_out_as_a_file_and_come_in_again(hands, tmp_path: Path):
    dialog = opened(hands)
    level_box(dialog, "V07").setCurrentText("提示")
    press(hands, dialog, "导出")
    path = tmp_path / "设置.json"
    choose_file(dialog, path)
    assert audit_settings.read_file(path) == AuditSettings(levels={"V07": Level.HINT})
    press(hands, dialog, "恢复默认")
    press(hands, dialog, "导入")
    choose_file(dialog, path)
    assert level_box(dialog, "V07").currentText() == "提示"
    press(hands, dialog, "确定")
    assert stored(hands) == AuditSettings(levels={"V07": Level.HINT})


def test_limits_that_exclude_each_other_are_said_in_the_dialog(hands):
    dialog = opened(hands)
    low, high = (box for box in dialog.findChildren(QSpinBox) if "满意度" in box.accessibleName())
    low.setValue(high.value() + 1)
    press(hands, dialog, "确定")
    assert dialog.isVisible()
    assert "下限 101 高于上限 100" in dialog.findChild(QLabel, "settingsRefusal").text()
    press(hands, dialog, "取消")
    assert stored(hands) == DEFAULTS


def test_a_file_that_holds_no_settings_is_named_and_changes_nothing(hands, tmp_path: Path):
    path = tmp_path / "别的.json"
    path.write_text("[" * 100_000, encoding="utf-8")
    dialog = opened(hands)
    level_box(dialog, "V07").setCurrentText("提示")
    press(hands, dialog, "导入")
    choose_file(dialog, path)
    assert "“别的.json”没有导入" in dialog.findChild(QLabel, "settingsRefusal").text()
    assert level_box(dialog, "V07").currentText() == "提示"
    press(hands, dialog, "取消")


def choose_file(dialog, path: Path) -> None:
    chooser = next(d for d in dialog.findChildren(QFileDialog) if d.isVisible())
    chooser.findChild(QLineEdit).setText(str(path))
    chooser.accept()
