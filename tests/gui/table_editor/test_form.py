"""The form above the grid: every field commits when it is left."""

from decimal import Decimal

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from core.services import intents
from tests.reference import reference_tables

TABLE_1 = reference_tables()[0]
FIELDS = {
    "projectName": "name",
    "budget": "budget",
    "fiscalFunds": "fiscal_funds",
    "otherFunds": "other_funds",
    "purpose": "purpose",
    "target": "target",
}


def text_of(widget) -> str:
    return widget.text() if hasattr(widget, "text") else widget.toPlainText()


def type_into(desk, name: str, text: str) -> None:
    desk.field(name).setFocus()
    desk.field(name).selectAll()
    desk.type(text)


def test_the_form_shows_the_table_as_printed(desk):
    shown = {name: text_of(desk.field(name)) for name in FIELDS}
    assert shown == {
        "projectName": TABLE_1.project.name,
        "budget": "114.00",
        "fiscalFunds": "114.00",
        "otherFunds": "",
        "purpose": TABLE_1.project.purpose,
        "target": TABLE_1.project.target,
    }


@pytest.mark.parametrize("name", FIELDS)
def test_a_field_commits_when_it_is_left(desk, name):
    type_into(desk, name, "12")
    desk.keys("Tab")
    stands = getattr(desk.on_disk().project, FIELDS[name])
    assert stands == (Decimal("12.00") if "unds" in name or name == "budget" else "12")
    assert desk.session.undo_stack.count() == 1


def test_enter_commits_and_an_amount_is_shown_as_printed(desk):
    type_into(desk, "budget", "1,234.5")
    desk.keys("Return")
    assert desk.on_disk().project.budget == Decimal("1234.50")
    assert text_of(desk.field("budget")) == "1234.50"


def test_an_amount_typed_otherwise_but_equal_is_no_change(desk):
    type_into(desk, "budget", "114")
    desk.keys("Return")
    assert text_of(desk.field("budget")) == "114.00"
    assert desk.session.undo_stack.count() == 0


def test_the_currency_unit_typed_behind_an_amount_is_left_off_and_said_so(desk):
    type_into(desk, "budget", "5万元")
    desk.keys("Return")
    assert desk.on_disk().project.budget == Decimal("5.00")
    assert text_of(desk.field("budget")) == "5.00"
    assert desk.notice() == "本表的金额都以万元为单位：“5万元”写作“5.00”（可撤销）。"
    desk.session.undo()
    assert text_of(desk.field("budget")) == "114.00"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("1,234.5", "1234.50"), ("１２３４．５", "1234.50"), ("0012", "12.00"), ("12.500", "12.50"), (".5", "0.50")],
)
def test_an_amount_that_is_respelled_says_so_and_can_be_taken_back(desk, typed, shown):
    before = desk.field("budget").text()
    type_into(desk, "budget", typed)
    desk.keys("Return")
    assert desk.field("budget").text() == shown
    assert desk.notice() == f"已按表格的写法：“{typed}”改写为“{shown}”（可撤销）。"
    desk.session.undo()
    assert desk.field("budget").text() == before


@pytest.mark.parametrize("typed", ["12", "12.5", "12.50", " 12 ", "12.345", "-3", "约一百万", ""])
def test_an_amount_that_only_gets_its_two_decimals_says_nothing(desk, typed):
    type_into(desk, "budget", typed)
    desk.keys("Return")
    assert desk.notice() == ""


def test_what_was_respelled_can_still_be_read_while_the_hands_go_on_below(desk):
    type_into(desk, "budget", "5万元")
    desk.keys("Tab")
    desk.type("3")
    assert "5万元" in desk.notice()
    desk.keys("Tab")
    assert desk.notice() == ""  # the next thing is written


@pytest.mark.parametrize("name", ["projectName", "budget"])
def test_no_sentence_lies_over_the_field_that_is_typed_into_nor_is_about_what_was_typed_over(desk, name):
    type_into(desk, "budget", "5万元")
    desk.keys("Return")
    desk.field(name).setFocus()
    assert "5万元" in desk.notice()
    desk.type("6")
    assert desk.notice() == ""


def test_no_sentence_lies_over_the_field_that_is_composed_in(desk):
    type_into(desk, "budget", "5万元")
    desk.keys("Return")
    desk.field("projectName").setFocus()
    desk.compose("xiang")
    assert desk.notice() == ""


def test_yuan_is_not_converted_silently(desk):
    type_into(desk, "budget", "50000元")
    desk.keys("Return")
    assert desk.on_disk().project.budget == "50000元"


def test_a_text_that_is_no_amount_is_kept_to_the_letter(desk):
    type_into(desk, "budget", "约100")
    desk.keys("Tab")
    assert desk.on_disk().project.budget == "约100"
    assert text_of(desk.field("budget")) == "约100"
    assert "读不成金额" in desk.field("budget").toolTip()


def test_a_blank_amount_stays_blank(desk):
    type_into(desk, "budget", " ")
    desk.keys("Tab")
    assert desk.on_disk().project.budget is None
    assert text_of(desk.field("budget")) == ""


def test_escape_restores(desk):
    type_into(desk, "purpose", "别的")
    desk.keys("Escape", "Tab")
    assert desk.on_disk().project.purpose == TABLE_1.project.purpose
    assert text_of(desk.field("purpose")) == TABLE_1.project.purpose


def test_enter_breaks_the_line_of_the_target_and_the_field_grows(desk):
    field = desk.field("purpose")
    before = field.height()
    type_into(desk, "purpose", "一")
    desk.keys("Return")
    desk.type("二")
    assert field.height() > before
    desk.keys("Tab")
    assert desk.on_disk().project.purpose == "一\n二"


def test_tab_goes_through_the_fields_into_the_grid(desk):
    desk.field("projectName").setFocus()
    order = []
    for _ in range(6):
        order.append(desk.focused().objectName())
        desk.keys("Tab")
    assert order == list(FIELDS)
    assert desk.focused() is desk.grid


def test_an_action_that_reads_data_commits_the_field(desk):
    type_into(desk, "target", "新目标")
    desk.session.settle()
    assert desk.on_disk().project.target == "新目标"


def test_undo_shows_the_old_text_and_redo_the_new_one(desk):
    type_into(desk, "purpose", "新用途")
    desk.keys("Tab")
    desk.session.undo()
    assert text_of(desk.field("purpose")) == TABLE_1.project.purpose
    desk.session.redo()
    assert text_of(desk.field("purpose")) == "新用途"


def test_an_outside_change_does_not_disturb_a_field_under_edit(desk):
    type_into(desk, "purpose", "正在输入")
    assert desk.session.perform(intents.set_form_field(desk.on_disk().project, "budget", "7"))
    assert text_of(desk.field("purpose")) == "正在输入"
    assert text_of(desk.field("budget")) == "7.00"


def test_the_heading_follows_the_name(desk):
    type_into(desk, "projectName", "新名称")
    desk.keys("Return")
    assert "1.新名称绩效目标表" in [label.text() for label in desk.editor.findChildren(QLabel)]


def test_every_field_is_named_for_screen_readers(desk):
    assert [desk.field(name).accessibleName() for name in FIELDS] == [
        *("项目名称", "预算数", "财政资金", "其他资金", "资金用途", "绩效目标"),
    ]
    buddies = {label.buddy() for label in desk.editor.findChildren(QLabel)}
    assert {desk.field(name) for name in FIELDS} <= buddies


def test_without_a_table_it_says_what_to_do(desk):
    desk.editor.show_table(None)
    assert desk.editor.current_table() is None
    assert not desk.field("projectName").isVisible()
    assert any("选一张表" in label.text() for label in desk.editor.findChildren(QLabel) if label.isVisible())


def test_a_field_is_where_a_finding_leads(desk):
    desk.editor.go_to(None, "target")
    assert desk.focused() is desk.field("target")
    desk.editor.go_to(3, "value")
    assert desk.focused() is desk.grid
    assert desk.cell == (2, 4)


def test_the_form_has_its_contract_name(desk):
    form = desk.editor.findChild(QWidget, "formEditor")
    assert all(form.findChild(QWidget, name) for name in FIELDS)


ODD = "1.甲\r\n2.乙\u00a0丙\u2028丁"


def test_a_field_that_is_only_looked_at_keeps_its_text_to_the_letter(desk):
    """Qt's field gives hard spaces and other line ends back as soft and usual ones."""
    desk.session.perform(intents.set_form_field(desk.on_disk().project, "target", ODD))
    desk.session.perform(intents.set_cells(desk.on_disk(), {(0, "description"): ODD}))
    steps = desk.session.undo_stack.count()
    desk.field("target").setFocus()
    assert not desk.field("target").is_under_edit()
    desk.field("purpose").setFocus()
    desk.click(0, 3)
    desk.keys("F2", "Return")
    assert (desk.on_disk().project.target, desk.on_disk().indicators[0].description) == (ODD, ODD)
    assert desk.session.undo_stack.count() == steps


@pytest.mark.parametrize("name", ["projectName", "purpose", "target"])
def test_control_characters_pasted_into_a_field_stay_out(desk, name):
    desk.field(name).setFocus()
    desk.field(name).selectAll()
    QGuiApplication.clipboard().setText("甲\x07乙\x1b")
    desk.field(name).paste()
    desk.keys("Tab")
    assert getattr(desk.on_disk().project, FIELDS[name]) == "甲乙"


def spreadsheet_cell(text: str) -> QMimeData:
    """One cell as Excel leaves it."""
    mime = QMimeData()
    quoted = '"' + text + '"' if "\n" in text else text
    mime.setText(quoted.replace("\n", "\r\n") + "\r\n")
    shown = text.replace("\n", "<br style='mso-data-placement:same-cell'>")
    mime.setHtml(
        f"<html><body><table border=0><!--StartFragment--><tr><td>{shown}</td></tr><!--EndFragment--></table></body>"
    )
    return mime


@pytest.mark.parametrize("name", ["purpose", "target"])
def test_a_spreadsheets_cell_is_pasted_into_a_field_as_its_text(desk, name):
    desk.field(name).setFocus()
    desk.field(name).selectAll()
    QGuiApplication.clipboard().setMimeData(spreadsheet_cell("第一行\n第二行"))
    desk.field(name).paste()
    desk.keys("Tab")
    assert getattr(desk.on_disk().project, FIELDS[name]) == "第一行\n第二行"


def test_a_spreadsheets_cell_is_pasted_into_the_name_without_its_line_end(desk):
    desk.field("projectName").setFocus()
    desk.field("projectName").selectAll()
    QGuiApplication.clipboard().setMimeData(spreadsheet_cell("新的名称"))
    desk.field("projectName").paste()
    desk.keys("Tab")
    assert desk.on_disk().project.name == "新的名称"


@pytest.mark.parametrize("name", ["projectName", "budget"])
@pytest.mark.parametrize("way", ["pasted", "dropped"])
def test_line_ends_within_a_cell_become_blanks_in_a_field_of_one_line(desk, name, way):
    cell = spreadsheet_cell("等级保护\n\n 测评项目\n")
    desk.field(name).setFocus()
    desk.field(name).selectAll()
    if way == "pasted":
        QGuiApplication.clipboard().setMimeData(cell)
        desk.keys("Ctrl+V")
    else:
        desk.keys("Delete")
        drop(desk.field(name), cell)
    assert text_of(desk.field(name)) == "等级保护 测评项目"
    desk.keys("Tab")
    assert getattr(desk.on_disk().project, FIELDS[name]) == "等级保护 测评项目"


def amounts_on_disk(desk):
    project = desk.on_disk().project
    return project.budget, project.fiscal_funds, project.other_funds


@pytest.mark.parametrize("text", ["120\t100\t20\r\n", "120\r\n100\r\n20\r\n", "120万元\t１００\t20.00"])
def test_three_amounts_pasted_at_the_budget_fill_all_three_in_one_step(desk, text):
    desk.field("budget").setFocus()
    QGuiApplication.clipboard().setText(text)
    desk.keys("Ctrl+V")
    assert amounts_on_disk(desk) == (120, 100, 20)
    assert [text_of(desk.field(name)) for name in ("budget", "fiscalFunds", "otherFunds")] == [
        *("120.00", "100.00", "20.00")
    ]
    assert desk.notice() == "已粘贴到预算数、财政资金、其他资金三格（可撤销）。"
    assert desk.session.undo_stack.undoText() == "粘贴金额"
    desk.session.undo()
    assert amounts_on_disk(desk) == (TABLE_1.project.budget, TABLE_1.project.fiscal_funds, None)


def test_other_funds_that_are_blank_in_the_pasted_amounts_stay_blank(desk):
    desk.field("budget").setFocus()
    QGuiApplication.clipboard().setText("120\t120\t\r\n")
    desk.keys("Ctrl+V")
    assert amounts_on_disk(desk) == (120, 120, None)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("budget", "120\t100\n"),
        ("budget", "甲\t乙\t丙\n"),
        ("budget", "1\t2\t3\n4\t5\t6\n"),
        ("fiscalFunds", "120\t100\t20\n"),
        ("projectName", "甲项目\r\n乙项目\r\n"),
    ],
)
@pytest.mark.parametrize("key", ["Ctrl+V", "Shift+Insert"])
def test_several_cells_are_not_stuffed_into_a_field_of_one_line(desk, name, text, key):
    before = text_of(desk.field(name))
    desk.field(name).setFocus()
    QGuiApplication.clipboard().setText(text)
    desk.keys(key, "Tab")
    assert text_of(desk.field(name)) == before
    assert desk.session.undo_stack.count() == 0
    assert "只填一格" in desk.notice()


def drag_over(target: QWidget, mime: QMimeData) -> bool:
    """Whether it would take what is dragged over it."""
    buttons, modifiers = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    event = QDragEnterEvent(QPoint(2, 2), Qt.DropAction.CopyAction, mime, buttons, modifiers)
    QApplication.sendEvent(target, event)
    return event.isAccepted()


def drop(target: QWidget, mime: QMimeData) -> None:
    assert drag_over(target, mime)
    buttons, modifiers = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(target, QDropEvent(QPointF(2, 2), Qt.DropAction.CopyAction, mime, buttons, modifiers))


def test_several_cells_dropped_on_a_field_of_one_line_are_refused_as_if_pasted(desk):
    before, cells = text_of(desk.field("projectName")), QMimeData()
    cells.setText("甲项目\r\n乙项目\r\n")
    drop(desk.field("projectName"), cells)
    assert text_of(desk.field("projectName")) == before
    assert desk.session.undo_stack.count() == 0
    assert "只填一格" in desk.notice()


def test_three_amounts_dropped_on_the_budget_fill_all_three(desk):
    amounts = QMimeData()
    amounts.setText("120\t100\t20\n")
    drop(desk.field("budget"), amounts)
    assert amounts_on_disk(desk) == (120, 100, 20)


def test_what_is_dropped_on_a_field_without_the_focus_is_on_disk_at_once(desk):
    text = QMimeData()
    text.setText("12\r\n")
    drop(desk.field("otherFunds"), text)
    assert desk.on_disk().project.other_funds == 12
    text.setText("另购")
    drop(desk.field("purpose").viewport(), text)
    assert desk.on_disk().project.purpose.startswith("另购")


@pytest.mark.parametrize("name", ["projectName", "purpose"])
def test_a_file_dragged_over_a_field_is_for_the_window(desk, name):
    file = QMimeData()
    file.setUrls([QUrl.fromLocalFile("/tmp/2024.docx")])
    file.setText("/tmp/2024.docx")
    field = desk.field(name)
    target = field.viewport() if hasattr(field, "viewport") else field
    is_taken = drag_over(target, file)
    QApplication.sendEvent(target, QDragLeaveEvent())
    assert not is_taken


@pytest.mark.parametrize("text", ["120\r\n", "120\t\t\r\n", "120\r\n\r\n\r\n", "\t120"])
def test_the_one_cell_that_is_not_blank_is_pasted(desk, text):
    desk.field("fiscalFunds").setFocus()
    desk.field("fiscalFunds").selectAll()
    QGuiApplication.clipboard().setText(text)
    desk.keys("Ctrl+V")
    assert text_of(desk.field("fiscalFunds")) == "120"
    desk.keys("Return")
    assert desk.on_disk().project.fiscal_funds == 120


def test_qts_context_menu_pastes_in_the_same_way(desk):
    field = desk.field("budget")
    QGuiApplication.clipboard().setText("120\t100\t20\r\n")
    field.setFocus()
    menu = field.menu()
    next(action for action in menu.actions() if action.objectName() == "edit-paste").trigger()
    menu.deleteLater()
    assert amounts_on_disk(desk) == (120, 100, 20)


def test_quotation_marks_of_a_pasted_text_stay(desk):
    desk.field("projectName").setFocus()
    desk.field("projectName").selectAll()
    QGuiApplication.clipboard().setText('"甲"项目')
    desk.keys("Ctrl+V", "Tab")
    assert desk.on_disk().project.name == '"甲"项目'


def test_control_characters_pasted_into_cells_stay_out(desk):
    QGuiApplication.clipboard().setText("甲\x07\t乙\x1b\r\n丙\x0b丁\t戊\r\n")
    desk.click(0, 2)
    desk.keys("Ctrl+V")
    rows = desk.on_disk().indicators
    assert [(row.name, row.description) for row in rows[:2]] == [("甲", "乙"), ("丙\n丁", "戊")]


@pytest.mark.parametrize("name", FIELDS)
def test_the_field_with_the_focus_is_framed(desk, name):
    cell = desk.field(name).parentWidget()
    highlight = cell.palette().color(QPalette.ColorRole.Highlight).rgb()

    def edge() -> int:
        return cell.grab().toImage().pixel(1, cell.height() // 2)

    assert edge() != highlight
    desk.field(name).setFocus()
    assert edge() == highlight
