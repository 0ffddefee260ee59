"""The findings panel: shapes and words, filter, sort, jump by key and mouse, copy."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QMenu,
    QProgressBar,
    QTableView,
    QToolButton,
)
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from core.audit.findings import Finding, Level
from core.audit.runner import audit_table
from core.audit.surroundings import surroundings_of
from db.store import FileStore
from gui import findings_filters
from gui.findings_model import LEVEL, MESSAGE, PLACE, RULE, Filter, FindingsModel, Grouping
from gui.findings_panel import FindingsPanel
from gui.session import Session
from gui.style import em
from tests.core.audit.tables import COST, changed, form, row, sound_table
from tests.reference import reference_tables

MIXED = changed(sound_table(), form(purpose=""), row(1, value=""), row(COST, value="100万元"), row(2, description="率"))
"""Two errors, a warning, a hint."""


def _findings(number: int) -> tuple[Finding, ...]:
    return audit_table(reference_tables()[number - 1], surroundings_of(reference_tables()))


@pytest.fixture
def panel(qtbot: QtBot, tmp_path: Path) -> FindingsPanel:
    workspace = FileStore().create(tmp_path / "空白.jxdb")
    session = Session(workspace)
    made = FindingsPanel(session)
    qtbot.addWidget(made, before_close_func=lambda _: workspace.close())
    made.resize(900, 300)
    made.show()
    qtbot.waitExposed(made)
    return made


def _table(panel: FindingsPanel) -> QTableView:
    view = panel.findChild(QTableView, "findingsTable")
    assert view is not None
    return view


def _texts(panel: FindingsPanel, column: int) -> list[str]:
    model = _table(panel).model()
    return [model.index(r, column).data() for r in range(model.rowCount())]


def _button(panel: FindingsPanel, level: Level) -> QToolButton:
    button = panel.findChild(QToolButton, f"show_{level.value}")
    assert button is not None
    return button


def test_the_model_keeps_the_rules_of_models(qtmodeltester: ModelTester) -> None:
    model = FindingsModel()
    qtmodeltester.check(model)
    model.show([finding for number in (2, 3, 8, 14) for finding in _findings(number)])
    model.sort(RULE, Qt.SortOrder.DescendingOrder)
    model.filter_by(Filter(frozenset({"hint"})))
    for grouping in Grouping:
        model.group_by(grouping)
    model.show(())


def test_findings_are_sorted_by_key(qtbot: QtBot, panel: FindingsPanel) -> None:
    panel.show_findings(audit_table(MIXED))
    box = panel.findChild(QComboBox, "findingsSorting")
    assert box is not None
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_End)
    assert _texts(panel, RULE) == sorted(_texts(panel, RULE))
    _table(panel).sortByColumn(LEVEL, Qt.SortOrder.AscendingOrder)
    assert box.currentText() == "按级别排序"


def test_the_gravest_come_first_with_shape_and_word(panel: FindingsPanel) -> None:
    panel.show_findings(audit_table(MIXED))
    assert _texts(panel, LEVEL) == ["错误", "错误", "警告", "提示"]
    assert _texts(panel, PLACE) == ["资金用途", "第 1 行 指标值", "第 4 行 指标值", "第 2 行 绩效指标描述"]
    shapes = [_table(panel).model().index(r, LEVEL).data(Qt.ItemDataRole.DecorationRole) for r in range(4)]
    images = [shape.pixmap(32, 32).toImage() for shape in shapes]
    assert images[0] == images[1]
    assert images[0] != images[2] != images[3] != images[0]


def test_the_basis_of_a_finding_is_one_glance_away(panel: FindingsPanel, qtbot: QtBot) -> None:
    panel.show_findings(audit_table(MIXED))
    index = _table(panel).model().index(2, MESSAGE)
    assert "成本指标控制支出" in index.data(Qt.ItemDataRole.ToolTipRole)
    assert index.data() in index.data(Qt.ItemDataRole.ToolTipRole)


def test_level_buttons_tell_the_numbers_and_hide_their_findings(panel: FindingsPanel, qtbot: QtBot) -> None:
    panel.show_findings(audit_table(MIXED))
    assert [_button(panel, level).text() for level in Level] == ["错误 2", "警告 1", "提示 1"]
    qtbot.mouseClick(_button(panel, Level.ERROR), Qt.MouseButton.LeftButton)
    assert _texts(panel, LEVEL) == ["警告", "提示"]
    assert _button(panel, Level.ERROR).text() == "错误 2"
    panel.show_findings(_findings(13))
    assert _texts(panel, LEVEL) == ["警告", "警告"]
    qtbot.mouseClick(_button(panel, Level.ERROR), Qt.MouseButton.LeftButton)
    panel.show_findings(audit_table(MIXED))
    assert len(_texts(panel, LEVEL)) == 4


def test_a_header_sorts(panel: FindingsPanel, qtbot: QtBot) -> None:
    panel.show_findings(audit_table(MIXED))
    header = _table(panel).horizontalHeader()
    for expected in (["N05", "P03", "V01", "V04"], ["V04", "V01", "P03", "N05"]):
        place = QPoint(header.sectionPosition(RULE) + 5, 5)
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert _texts(panel, RULE) == expected


def test_enter_and_double_click_go_to_the_finding(panel: FindingsPanel, qtbot: QtBot) -> None:
    panel.show_findings(audit_table(MIXED))
    view = _table(panel)
    panel.setFocus()
    chosen: list[Finding] = []
    panel.finding_chosen.connect(chosen.append)
    qtbot.keyClick(view, Qt.Key.Key_Home)
    qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert [(f.rule, f.row, f.column) for f in chosen] == [("V01", 1, "value")]
    place = view.visualRect(view.model().index(2, MESSAGE)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert chosen[-1].rule == "V04"


def test_copied_rows_are_lines_of_text(panel: FindingsPanel, qtbot: QtBot) -> None:
    panel.show_findings(audit_table(MIXED))
    qtbot.keyClick(_table(panel), Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(_table(panel), Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[0] == "错误\t资金用途\t资金用途没有填写。\tP03"
    assert len(lines) == 4


@pytest.mark.qt_log_ignore("This plugin does not support")  # said by Qt's offscreen platform of every menu
def test_the_menu_offers_jump_and_copy(panel: FindingsPanel, qtbot: QtBot) -> None:
    panel.show_findings(audit_table(MIXED))
    view = _table(panel)
    place = view.visualRect(view.model().index(0, MESSAGE)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    around = panel.window()
    QTest.mouseClick(
        around.windowHandle(),
        Qt.MouseButton.RightButton,
        Qt.KeyboardModifier.NoModifier,
        view.viewport().mapTo(around, place),
    )
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [action.text() for action in menu.actions()] == [
        *("跳到(&G)", "详情(&I)…", "复制(&C)\tCtrl+C"),
        *("", "只看 P03 的(&R)"),
    ]
    with qtbot.waitSignal(panel.finding_chosen) as chosen:
        menu.actions()[0].trigger()
    assert chosen.args[0].rule == "P03"
    menu.close()


def test_no_findings_and_all_hidden_are_said_in_words(panel: FindingsPanel, qtbot: QtBot) -> None:
    said = panel.findChild(QLabel, "nothingFound")
    panel.show_findings(())
    assert said.isVisible()
    assert said.text() == "没有发现问题"
    panel.show_findings(_findings(13))
    assert not said.isVisible()
    qtbot.mouseClick(_button(panel, Level.WARNING), Qt.MouseButton.LeftButton)
    assert said.isVisible()
    assert said.text() != "没有发现问题"


@pytest.mark.parametrize(("cost", "rule"), [("100万", "V04"), ("≤100万元", None)], ids=["changed", "mended"])
def test_the_cursor_stays_on_its_finding_while_others_go(
    panel: FindingsPanel, qtbot: QtBot, cost: str, rule: str | None
) -> None:
    panel.show_findings(audit_table(MIXED))
    for key in (Qt.Key.Key_Home, Qt.Key.Key_Down, Qt.Key.Key_Down):
        qtbot.keyClick(_table(panel), key)
    assert panel.current_finding().rule == "V04"
    panel.show_findings(audit_table(changed(MIXED, form(purpose="用于系统运行维护。"), row(COST, value=cost))))
    current = panel.current_finding()
    assert (current.rule if current else None) == rule


def test_findings_of_several_tables_name_the_table(panel: FindingsPanel) -> None:
    panel.show_findings((*_findings(12), *_findings(13)))
    assert "表 13 第 2 行 指标值" in _texts(panel, PLACE)


def test_a_long_audit_shows_how_far_it_is_and_can_be_given_up(
    panel: FindingsPanel, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    bar, cancel = panel.findChild(QProgressBar, "auditProgress"), panel.findChild(QToolButton, "auditCancel")
    panel.show_progress(1, 100)
    assert not bar.isVisible()
    monkeypatch.setattr(findings_filters, "SHOW_AFTER_MS", -1)
    panel.show_progress(40, 100)
    assert bar.isVisible()
    assert bar.text() == "审核全部 40%"
    with qtbot.waitSignal(panel.cancel_asked):
        qtbot.mouseClick(cancel, Qt.MouseButton.LeftButton)
    panel.show_progress(0, 0)
    assert not bar.isVisible()
    assert not cancel.isVisible()


def test_an_accepted_warning_looks_otherwise_and_tells_the_reason(panel: FindingsPanel, qtbot: QtBot) -> None:
    panel.show_findings(
        replace(finding, reason="合同已写明") if finding.rule == "V04" else finding for finding in audit_table(MIXED)
    )
    assert _texts(panel, LEVEL) == ["错误", "错误", "提示", "已接受"]
    model = _table(panel).model()
    assert "合同已写明" in model.index(3, MESSAGE).data()
    assert model.index(3, MESSAGE).data(Qt.ItemDataRole.ForegroundRole) is not None
    assert model.index(0, MESSAGE).data(Qt.ItemDataRole.ForegroundRole) is None
    panel.set_current_finding(panel.shown_findings()[-1])
    assert "合同已写明" in panel.findChild(QLabel, "findingBasis").text()
    qtbot.mouseClick(panel.findChild(QToolButton, "show_accepted"), Qt.MouseButton.LeftButton)
    assert _texts(panel, LEVEL) == ["错误", "错误", "提示"]


def test_stepping_goes_round_in_the_order_shown(panel: FindingsPanel) -> None:
    panel.show_findings(audit_table(MIXED))
    assert [panel.step(1).rule for _ in range(5)] == ["P03", "V01", "V04", "N05", "P03"]
    assert panel.step(-1).rule == "N05"
    panel.show_findings(())
    assert panel.step(1) is None


def test_the_key_held_while_stepping_back_selects_no_second_finding(hands):
    hands.choose("2025", "319202", "14.")
    panel = hands.window.workbench.findings
    hands.keys("F8", "F8")
    QTest.keyClick(hands.window.windowHandle(), Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    assert panel.selected_findings() == (panel.current_finding(),)


def test_going_to_the_findings_selects_the_one_with_the_cursor(hands):
    hands.choose("2025", "319101", "1.")
    hands.keys("Ctrl+4")
    assert hands.window.workbench.findings.selected_findings() == hands.window.workbench.findings.shown_findings()[:1]
    hands.keys("Ctrl+Shift+A")
    hands.dialog("acceptDialog").reject()


def test_a_narrow_panel_leaves_the_message_most_of_its_width(hands):
    panel = hands.window.workbench.findings
    message = panel.view.horizontalHeader()
    hands.window.resize(1300, 740)
    hands.qtbot.wait(1)
    wide = [message.sectionSize(column) for column in (LEVEL, PLACE, RULE)]
    hands.window.workbench.show_panel("preview", True)
    hands.qtbot.waitUntil(lambda: panel.view.width() < em(panel, 30))
    narrow = [message.sectionSize(column) for column in (LEVEL, PLACE, RULE)]
    assert all(after < before for before, after in zip(wide, narrow, strict=True))
    hands.window.workbench.show_panel("preview", False)
    hands.qtbot.waitUntil(lambda: [message.sectionSize(column) for column in (LEVEL, PLACE, RULE)] == wide)


def test_without_a_table_the_panel_says_what_it_is_for(hands):
    hands.choose("2025")
    assert hands.window.findChild(QLabel, "nothingFound").text() == "选一张表，这里列出它的问题"
    hands.choose("2025", "319101", "4.")
    assert hands.window.findChild(QLabel, "nothingFound").text() == "没有发现问题"
