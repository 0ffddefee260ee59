"""Blocks on the clipboard, both ways with Excel, WPS, LibreOffice and Word; payloads as those programs leave them."""

import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from gui.table_editor import clipboard
from gui.table_editor.clipboard import Block, place, read_clipboard, read_html, read_tsv, write_html, write_tsv
from gui.table_editor.grid_model import HEADINGS
from tests.reference import reference_tables

PAYLOADS = Path(__file__).parent / "payloads"
SHIFT = Qt.KeyboardModifier.ShiftModifier
TABLE_1 = reference_tables()[0]

SPREADSHEET_BLOCK = [
    ("产出指标", "数量指标", "信息系统漏洞扫描次数", "开展全办信息系统\n网络安全漏洞扫描次数", "12次"),
    ("产出指标", "质量指标", "系统无故障运行率", "无故障时间占总时间比率，即“可用率”", "≥99%"),
    ("产出指标", "质量指标", "等保测评达标率", "A & B <C>", "100%"),
    ("效益指标", "社会效益指标", "1-2", "", "0次"),
]

cells = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\xa0") | st.sampled_from('\t\n"'))
blocks = st.integers(1, 5).flatmap(
    lambda width: st.lists(st.tuples(*[cells] * width), min_size=1, max_size=5).map(tuple)
)


def payload(name: str) -> str:
    return (PAYLOADS / name).read_text(encoding="utf-8")


def on_clipboard(*, text: str = "", html: str = "") -> None:
    mime = QMimeData()
    if text:
        mime.setText(text)
    if html:
        mime.setHtml(html)
    QGuiApplication.clipboard().setMimeData(mime)


@given(blocks)
def test_what_is_written_as_text_is_read_back_to_the_letter(rows):
    assert read_tsv(write_tsv(rows)).rows == rows


@given(st.lists(st.lists(st.text("产出指标12≥%<&>\"'"), min_size=2, max_size=2).map(tuple), min_size=1).map(tuple))
def test_what_is_written_as_html_is_read_back_to_the_letter(rows):
    assert read_html(write_html(rows)).rows == rows


def test_line_breaks_survive_html():
    assert read_html(write_html([("一\n二", "三")])).rows == (("一\n二", "三"),)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("a\tb\r\nc\td\r\n", (("a", "b"), ("c", "d"))),
        ("a", (("a",),)),
        ("a\n\nb\n", (("a",), ("",), ("b",))),
        ("a\tb\nc", (("a", "b"), ("c", ""))),
        ('"x\ny"\tz', (("x\ny", "z"),)),
        ('"他说""好"""\n', (('他说"好"',),)),
        ('12"屏\t5\n', (('12"屏', "5"),)),
        ('"没有结尾\t5\n', (('"没有结尾', "5"),)),
    ],
)
def test_tab_separated_text_of_spreadsheets(text, rows):
    assert read_tsv(text).rows == rows


@pytest.mark.parametrize("name", ["excel.html", "wps.html", "libreoffice-calc.html"])
@pytest.mark.parametrize("with_text", [True, False])
def test_a_block_of_a_spreadsheet_pastes_with_merged_cells_resolved(desk, name, with_text):
    on_clipboard(html=payload(name), text=payload("spreadsheet.tsv") if with_text else "")
    desk.click(0, 0)
    desk.keys("Ctrl+V")
    assert desk.texts()[:4] == SPREADSHEET_BLOCK
    assert desk.texts()[4:] == [tuple_of(row) for row in TABLE_1.indicators[4:]]
    assert desk.session.undo_stack.undoText() == "粘贴"
    assert desk.session.undo_stack.count() == 1
    assert desk.notice() == ""
    desk.session.undo()
    assert desk.texts() == [tuple_of(row) for row in TABLE_1.indicators]


def test_plain_text_of_a_spreadsheet_pastes_too(desk):
    on_clipboard(text=payload("spreadsheet.tsv"))
    desk.click(0, 2)
    desk.keys("Ctrl+V")
    assert desk.texts()[0][2:] == ("产出指标", "数量指标", "信息系统漏洞扫描次数")
    assert "右边放不下 2 列，其中有内容的 7 格" in desk.notice()


def test_a_copied_official_table_pastes_as_rows(empty_desk):
    desk = empty_desk
    on_clipboard(html=payload("word-official-table.html"), text="319101天津市…\n项目名称\n")
    desk.click(0, 2)
    desk.keys("Ctrl+V")
    assert desk.texts() == [
        ("产出指标", "数量指标", "信息系统密码测评次数", "开展测评\n的次数", "1次"),
        ("产出指标", "质量指标", "系统无故障运行率", "占比", "≥99%"),
        ("效益指标", "社会效益指标", "事件数", "发生事件数", "0次"),
    ]
    assert "按指标表粘贴了 3 行" in desk.notice()


def test_of_several_official_tables_the_first_is_pasted_and_the_rest_reported(empty_desk):
    desk = empty_desk
    on_clipboard(html=payload("word-official-table.html") * 2)
    desk.click(0, 0)
    desk.keys("Ctrl+V")
    assert len(desk.texts()) == 3
    assert "属于别的表，没有粘贴" in desk.notice()


def test_an_official_table_copied_as_text_pastes_as_rows(empty_desk):
    desk = empty_desk
    head = "319101某办公室\t\t\t\t单位：万元\n项目名称\t某项目\n绩效目标\t1.完成。\n"
    rows = [tuple_of(row) for row in TABLE_1.indicators]
    on_clipboard(text=head + write_tsv([HEADINGS, *rows]))
    desk.click(0, 0)
    desk.keys("Ctrl+V")
    assert desk.texts() == rows
    assert "按指标表粘贴了 9 行；表头及以上的 4 行没有粘贴。" in desk.notice()
    assert desk.session.undo_stack.count() == 1


@pytest.mark.parametrize("mark", ["{}", "{}*", "{}（必填）"])
def test_lines_under_a_copied_official_table_are_no_rows(empty_desk, mark):
    desk = empty_desk
    rows = [tuple_of(row) for row in TABLE_1.indicators]
    below = [
        ("备注：一式三份", "", "", "", ""),
        ("", "", "填表人：张三", "", "联系电话："),
        ("请补充数量指标", "", "", "", ""),
    ]
    on_clipboard(text=write_tsv([[mark.format(heading) for heading in HEADINGS], *rows, *below]))
    desk.click(0, 0)
    desk.keys("Ctrl+V")
    assert desk.texts() == rows
    assert "表下的备注、签字等 3 行不是指标，没有粘贴" in desk.notice()


def test_rows_past_the_end_are_added(desk):
    on_clipboard(text="a\nb\nc\n")
    desk.click(7, 2)
    desk.keys("Ctrl+V")
    assert desk.column(2)[7:] == ["a", "b", "c"]
    assert len(desk.texts()) == 10
    assert desk.selected() == {(7, 2), (8, 2), (9, 2)}


def test_one_cell_fills_the_selection(desk):
    on_clipboard(text="5次")
    desk.click(0, 4)
    desk.click(2, 4, SHIFT)
    desk.keys("Ctrl+V")
    assert desk.column(4)[:4] == ["5次", "5次", "5次", "≥99%"]


def test_a_copied_block_comes_back_the_same(desk):
    desk.click(0, 0)
    desk.keys("Ctrl+Shift+End", "Ctrl+C")
    desk.show("empty")
    desk.click(0, 0)
    desk.keys("Ctrl+V")
    assert desk.texts() == [tuple_of(row) for row in TABLE_1.indicators]


def test_other_programs_get_text_and_html(desk):
    desk.click(0, 3)
    desk.click(1, 4, SHIFT)
    desk.keys("Ctrl+C")
    mime = QGuiApplication.clipboard().mimeData()
    assert mime.text() == "开展办机关信息系统网络安全等级保护测评次数\t1次\n开展办机关信息系统密码测评次数\t1次\n"
    assert ">开展办机关信息系统密码测评次数</td><td" in mime.html()


def test_cut_copies_and_clears_in_one_step(desk):
    desk.click(0, 4)
    desk.keys("Ctrl+X")
    assert desk.column(4)[0] == ""
    assert QGuiApplication.clipboard().text() == "1次\n"
    assert desk.session.undo_stack.undoText() == "剪切"


def test_a_scattered_selection_is_not_copied_and_says_why(desk):
    on_clipboard(text="before")
    desk.click(0, 1)
    desk.click(3, 3, Qt.KeyboardModifier.ControlModifier)
    desk.keys("Ctrl+C")
    assert "不是一个矩形" in desk.notice()
    assert QGuiApplication.clipboard().text() == "before"


def test_an_empty_clipboard_says_so(desk):
    on_clipboard()
    desk.click(0, 1)
    desk.keys("Ctrl+V")
    assert "没有可以粘贴的内容" in desk.notice()


def test_pasting_while_a_cell_is_edited_pastes_into_its_text(desk):
    on_clipboard(text="之前")
    desk.click(0, 2)
    desk.keys("F2", "Home", "Ctrl+V", "Return")
    assert desk.column(2)[0] == f"之前{TABLE_1.indicators[0].name}"


def progress_dialogs():
    return [w for w in QApplication.topLevelWidgets() if w.objectName() == "progressDialog" and w.isVisible()]


def test_a_big_block_is_one_step(desk, qtbot):
    rows = [(f"第{i}行", "二", "三", "四", f"{i}次") for i in range(2000)]
    on_clipboard(text=write_tsv(rows), html=write_html(rows))
    desk.click(0, 0)
    desk.keys("Ctrl+V")
    assert [dialog.windowTitle() for dialog in progress_dialogs()] == ["粘贴"]  # while it is written
    qtbot.waitUntil(lambda: desk.session.undo_stack.canUndo() and not progress_dialogs())
    assert desk.texts() == rows
    assert len(desk.selected()) == 5 * 2000
    assert desk.session.undo_stack.count() == 1
    assert desk.model.rowCount() == 2000


def test_what_a_big_block_means_is_found_out_beside_the_window(desk, qtbot, monkeypatch):
    threads = []
    monkeypatch.setattr(clipboard, "place", lambda *about: threads.append(threading.current_thread()) or place(*about))
    rows = [(f"第{i}行", "二", "三", "四", f"{i}次") for i in range(500)]
    on_clipboard(text=write_tsv(rows))
    for turns in (1, 2):  # the second time nothing is new
        desk.click(0, 0)
        desk.keys("Ctrl+V")
        qtbot.waitUntil(lambda turns=turns: len(threads) == turns and not progress_dialogs())
        assert desk.texts() == rows
        assert len(desk.selected()) == 5 * 500
        assert desk.session.undo_stack.count() == 1
    assert threading.main_thread() not in threads


def test_pasted_values_get_the_spelling_of_the_form_in_a_step_of_their_own(desk):
    before = desk.column(4)
    on_clipboard(text=">=3个\n不低于5人\n９５％\n")
    desk.click(0, 4)
    desk.keys("Ctrl+V")
    assert desk.column(4) == ["≥3个", "不低于5人", "95%", *before[3:]]
    assert desk.notice() == "2 格指标值已改写（如 >=3个 → ≥3个），Ctrl+Z 可撤销。"
    assert desk.selected() == {(0, 4), (1, 4), (2, 4)}
    assert desk.session.undo_stack.undoText() == "规范指标值"
    desk.session.undo()
    assert desk.column(4) == [">=3个", "不低于5人", "９５％", *before[3:]]
    desk.session.undo()
    assert desk.column(4) == before


def test_what_found_no_place_is_said_beside_what_was_respelled(desk):
    on_clipboard(text=">=3个\t多")
    desk.click(0, 4)
    desk.keys("Ctrl+V")
    assert "右边放不下 1 列" in desk.notice()
    assert "1 格指标值已改写（如 >=3个 → ≥3个）" in desk.notice()


def test_only_values_are_respelled(desk):
    on_clipboard(text=">=3个")
    desk.click(0, 3)
    desk.keys("Ctrl+V")
    assert desk.column(3)[0] == ">=3个"
    assert desk.session.undo_stack.count() == 1
    assert desk.notice() == ""


def test_the_values_of_a_big_block_are_respelled_in_one_step(desk, qtbot):
    rows = [(f"第{i}行", "二", "三", "四", f">={i}次") for i in range(2000)]
    on_clipboard(text=write_tsv(rows))
    desk.click(0, 0)
    desk.keys("Ctrl+V")
    qtbot.waitUntil(lambda: desk.session.undo_stack.count() == 2 and not progress_dialogs())
    assert desk.column(4) == [f"≥{i}次" for i in range(2000)]
    assert desk.notice() == "2000 格指标值已改写（如 >=0次 → ≥0次），Ctrl+Z 可撤销。"
    desk.session.undo()
    assert desk.texts() == rows


def test_merged_prose_goes_into_the_first_cell_only():
    block = read_html("<table><tr><td rowspan=2>甲</td><td>1</td></tr><tr><td>2</td></tr></table>")
    assert place(block, (0, 0, 1, 1), 5, HEADINGS).texts[1, 0] == "甲"
    assert place(block, (0, 2, 1, 1), 5, HEADINGS).texts[1, 2] == ""


def test_line_breaks_that_the_text_lost_come_from_the_html():
    table = "<table><tr><td>第一行<br>第二行</td><td>a b</td></tr></table>"
    assert read_clipboard("第一行 第二行\ta b\n", table).rows == (("第一行\n第二行", "a b"),)


def test_html_without_a_table_is_read_as_text():
    assert read_clipboard("甲\t乙", "<p>甲 乙</p>") == Block((("甲", "乙"),))


def test_pasting_nothing_new_makes_no_step(desk):
    on_clipboard(text="1次")
    desk.click(0, 4)
    desk.keys("Ctrl+V")
    assert desk.session.undo_stack.count() == 0


def tuple_of(row):
    return row.category, row.subcategory, row.name, row.description, row.value


def test_a_row_that_excel_does_not_show_is_no_row():
    hidden = "<tr height=0 style='display:none'><td width=90></td><td></td></tr>"
    source = f"<table><tr><td>甲</td><td>乙</td></tr>{hidden}</table>"
    assert read_html(source).rows == (("甲", "乙"),)
