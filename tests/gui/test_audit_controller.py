"""Findings mended, accepted and followed through all tables, with keys and clicks in the window."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPushButton, QRadioButton, QToolButton, QTreeWidget

from core.audit.findings import Finding
from core.services import auditing, intents, states
from gui.findings_filters import Reach
from gui.findings_panel import FindingsPanel
from gui.table_editor.delegates import VALUE

REASON = "合同按固定总价签订"


def panel(hands) -> FindingsPanel:
    return hands.window.workbench.findings


def put_cursor_on(hands, rule: str) -> Finding:
    finding = next(f for f in panel(hands).shown_findings() if f.rule == rule)
    panel(hands).set_current_finding(finding)
    return finding


def on_disk(hands, rule: str) -> list[Finding]:
    return [f for f in auditing.audit(hands.window.session.workspace).findings if f.rule == rule]


def show_all(hands, qtbot) -> None:
    box = panel(hands).findChild(QComboBox, "findingsReach")
    box.setFocus()
    hands.keys("Down")
    assert panel(hands).reach is Reach.WORKSPACE
    qtbot.waitUntil(lambda: len({f.project_id for f in panel(hands).shown_findings()}) > 5)


def test_a_warning_is_accepted_with_a_reason_and_taken_back(hands):
    hands.choose("2025", "319202", "13.")
    put_cursor_on(hands, "V03")
    hands.keys("Ctrl+Shift+A")
    dialog = hands.dialog("acceptDialog")
    hands.type(REASON)
    hands.keys("Return")
    assert not dialog.isVisible()
    assert [f.reason for f in on_disk(hands, "V03")] == [REASON]
    assert panel(hands).findChild(QToolButton, "show_accepted").text() == "已接受 1"
    assert put_cursor_on(hands, "V03").accepted
    hands.keys("Ctrl+Shift+W")
    assert [f.accepted for f in on_disk(hands, "V03")] == [False]
    hands.keys("Ctrl+Z")
    assert [f.accepted for f in on_disk(hands, "V03")] == [True]


def test_taking_back_in_a_locked_table_says_why_not(hands):
    hands.choose("2025", "319202", "13.")
    put_cursor_on(hands, "V03")
    hands.keys("Ctrl+Shift+A")
    hands.dialog("acceptDialog")
    hands.type(REASON)
    hands.keys("Return")
    hands.window.session.perform(states.finalise([hands.window.workbench.editor.current_table()]))
    hands.window.activateWindow()
    hands.keys("Ctrl+Shift+W")
    box = hands.dialog()
    assert "定稿，已锁定，不能修改" in box.text()
    box.accept()
    assert [f.accepted for f in on_disk(hands, "V03")] == [True]


def test_an_acceptance_falls_when_its_cell_is_typed_over_and_is_back_with_the_old_text(hands):
    hands.choose("2025", "319202", "13.")
    put_cursor_on(hands, "V03")
    hands.keys("Ctrl+Shift+A")
    hands.dialog("acceptDialog")
    hands.type(REASON)
    hands.keys("Return")
    grid = hands.window.workbench.grid
    hands.window.activateWindow()
    grid.setFocus()
    grid.setCurrentIndex(grid.model().index(1, VALUE))
    hands.keys("1", "0", "5", "%", "Return")
    assert [(f.rule, f.accepted) for f in panel(hands).shown_findings() if f.rule == "V03"] == [("V03", False)]
    assert panel(hands).findChild(QToolButton, "show_accepted").text() == "已接受 0"
    hands.keys("Ctrl+Z")
    assert [f.reason for f in panel(hands).shown_findings() if f.rule == "V03"] == [REASON]


def test_without_a_reason_nothing_is_accepted(hands):
    hands.choose("2025", "319202", "13.")
    put_cursor_on(hands, "V03")
    hands.keys("Ctrl+Shift+A")
    dialog = hands.dialog("acceptDialog")
    field = dialog.findChild(QLineEdit, "acceptReason")
    assert field.hasFocus()
    hands.type("  ")
    accept = next(b for b in dialog.findChildren(QPushButton) if b.text() == "接受")
    assert not accept.isEnabled()
    hands.keys("Esc")
    assert [f.accepted for f in on_disk(hands, "V03")] == [False]


def test_an_accepted_warning_is_not_marked_in_the_cell(hands):
    hands.choose("2025", "319202", "13.")
    header = hands.window.workbench.grid.model()

    def tip():
        return header.headerData(1, Qt.Orientation.Vertical, Qt.ItemDataRole.ToolTipRole) or ""

    assert "100%" in tip()
    put_cursor_on(hands, "V03")
    hands.keys("Ctrl+Shift+A")
    hands.dialog("acceptDialog")
    hands.type(REASON)
    hands.keys("Return")
    assert "100%" not in tip()


def test_a_fix_is_previewed_and_done_in_one_step(hands):
    hands.choose("2025", "319202", "13.")
    put_cursor_on(hands, "V03")
    hands.keys("Ctrl+Shift+M")
    dialog = hands.dialog("mendDialog")
    step = dialog.findChild(QTreeWidget, "mendSteps").topLevelItem(0)
    assert [step.text(column) for column in (2, 3)] == ["≥100%", "100%"]
    assert on_disk(hands, "V03")
    hands.keys("Return")
    assert on_disk(hands, "V03") == []
    hands.keys("Ctrl+Z")
    assert len(on_disk(hands, "V03")) == 1


def test_all_of_a_kind_are_mended_together(hands, qtbot):
    session, bench = hands.window.session, hands.window.workbench
    for number in ("9.", "12."):
        hands.choose("2025", "319202", number)
        session.perform(
            intents.set_cells(bench.editor.current_table(), {(0, "name"): "带 空格", (1, "name"): "又 一处"})
        )
    put_cursor_on(hands, "T01")
    hands.keys("Ctrl+Shift+M")
    dialog = hands.dialog("mendDialog")
    steps = dialog.findChild(QTreeWidget, "mendSteps")
    counts = []
    for button in dialog.findChildren(QRadioButton):
        hands.click(button, QPoint(8, button.height() // 2))
        counts.append(steps.topLevelItemCount())
    assert counts == [1, 2, 4]
    assert steps.topLevelItem(0).text(2) == "带·空格"
    hands.click(dialog.findChild(QPushButton, "mendButton"))
    assert on_disk(hands, "T01") == []
    hands.keys("Ctrl+Z")
    assert len(on_disk(hands, "T01")) == 4


def test_commands_are_offered_only_where_they_can_do_something(hands):
    commands = hands.window.commands
    hands.choose("2025", "319101", "8.")
    put_cursor_on(hands, "N04")
    names = ("fix_finding", "accept_finding", "withdraw_acceptance")
    assert [commands[name].isEnabled() for name in names] == [False, False, False]
    put_cursor_on(hands, "V04")
    assert [commands[name].isEnabled() for name in names] == [False, True, False]
    hands.choose("2025", "319202", "13.")
    put_cursor_on(hands, "V03")
    assert [commands[name].isEnabled() for name in names] == [True, True, False]


def test_keys_go_through_the_findings_of_all_tables_in_the_order_of_the_panel(hands, qtbot):
    show_all(hands, qtbot)
    shown = panel(hands).shown_findings()
    for finding in shown[:4]:
        hands.keys("F8")
        assert hands.window.workbench.project_id == finding.project_id
        assert panel(hands).current_finding() == finding
    hands.keys("Shift+F8")
    assert panel(hands).current_finding() == shown[2]


@pytest.mark.parametrize(
    ("name", "text", "rules"), [("findingsRule", "V08", {"V08"}), ("findingsUnit", "319202", None)]
)
def test_findings_of_all_tables_are_filtered_by_rule_and_unit(hands, qtbot, name, text, rules):
    show_all(hands, qtbot)
    box = panel(hands).findChild(QComboBox, name)
    assert box.isVisible()
    box.setCurrentIndex(next(row for row in range(box.count()) if box.itemText(row).startswith(text)))
    shown = panel(hands).shown_findings()
    assert shown
    assert rules is None or {f.rule for f in shown} == rules
    assert rules or {f.unit_code for f in shown} == {text}


def test_groups_name_themselves_and_are_stepped_over(hands, qtbot):
    show_all(hands, qtbot)
    box = panel(hands).findChild(QComboBox, "findingsGrouping")
    model = panel(hands).view.model()
    for text, title in (
        ("按级别", "警告（"),
        ("按规则", "P05 绩效目标照抄资金用途（6）"),
        ("按单位", "319101 天津市"),
    ):
        box.setCurrentText(text)
        titles = [model.index(row, 0).data() for row in model.group_rows()]
        assert any(t.startswith(title) for t in titles), titles
    assert panel(hands).step(1) is not None
    box.setCurrentText("按表")
    assert len(model.group_rows()) == len({f.project_id for f in panel(hands).shown_findings()})


def test_the_audit_of_all_tables_can_be_given_up_and_begun_again(hands, qtbot):
    live = hands.window.workbench.live
    before = live.all()
    hands.keys("F9")
    qtbot.waitUntil(lambda: live.is_busy)
    live.cancel()
    qtbot.waitUntil(lambda: not live.is_busy)
    assert live.all() == before
    hands.keys("F9")
    qtbot.waitUntil(lambda: live.is_busy)
    qtbot.waitUntil(lambda: not live.is_busy)
    assert live.all() == before


def test_tab_leaves_the_findings_by_way_of_their_buttons(hands):
    hands.choose("2025", "319101", "1.")
    view = panel(hands).view
    panel(hands).setFocus()
    assert view.hasFocus()
    reached = []
    for _ in range(6):
        hands.keys("Tab")
        reached.append(QApplication.focusWidget())
    assert view not in reached
    assert reached[0].objectName() == "findingsSorting"
    assert any(not panel(hands).isAncestorOf(widget) for widget in reached)
