"""三级指标, 绩效指标描述 and 指标值 complete from the indicator library; nothing is taken before it is chosen."""

import pytest
from PySide6.QtWidgets import QListWidget, QWidget


@pytest.fixture
def ready(empty_desk, qtbot):
    """The hands are in the grid of an empty table, and the library has been gathered."""
    desk = empty_desk
    qtbot.waitUntil(lambda: bool(desk.grid.itemDelegate().library.words.all.entries))
    return desk


def offered(desk) -> list[str]:
    frames = [w for w in desk.editor.window().findChildren(QWidget, "offerList") if w.isVisible()]
    lists = [list_ for frame in frames for list_ in frame.findChildren(QListWidget)]
    return [list_.item(i).text() for list_ in lists for i in range(list_.count())]


def fill(desk, column: int, text: str) -> None:
    desk.click(0, column)
    desk.type(text)
    desk.keys("Return")


def test_pinyin_initials_find_an_indicator_and_enter_without_choosing_keeps_what_is_typed(ready):
    ready.click(0, 2)
    ready.type("xtwgz")
    assert "系统无故障运行率（质量指标）" in offered(ready)
    ready.keys("Return")
    assert ready.column(2) == ["xtwgz"]


def test_an_indicator_chosen_in_an_empty_row_brings_its_place_along_as_shown(ready):
    ready.click(0, 2)
    ready.type("xtwgz")
    ready.keys("Down", "Return")
    assert ready.texts() == [("产出指标", "质量指标", "系统无故障运行率", "", "")]
    assert ready.session.undo_stack.undoText() == "填写"
    ready.session.undo()
    assert ready.texts() == []


def test_an_indicator_chosen_in_a_row_that_has_its_place_changes_only_its_name(ready):
    fill(ready, 1, "sxzb")
    ready.click(0, 2)
    ready.type("xtwgz")
    ready.keys("Down", "Return")
    assert ready.texts()[0][:3] == ("产出指标", "时效指标", "系统无故障运行率")


def test_indicators_of_the_rows_subcategory_come_first(ready):
    fill(ready, 1, "cbzb")
    ready.click(0, 2)
    ready.keys("F2")
    assert offered(ready)
    assert all("（成本指标）" in line for line in offered(ready))
    ready.type("j")
    assert "（成本指标）" in offered(ready)[0]


def test_descriptions_and_values_are_those_of_the_same_indicator(ready):
    fill(ready, 2, "系统无故障运行率")
    ready.click(0, 3)
    ready.keys("F2")
    assert "办机关信息系统无故障运行时间占总时间比率" in "".join(offered(ready))
    ready.keys("Down", "Return")
    assert "无故障运行时间" in ready.column(3)[0]
    ready.click(0, 4)
    ready.keys("F2")
    assert "≥99%" in offered(ready)
    ready.keys("Escape")
    ready.type("98")
    assert offered(ready)[0].startswith("98%")


def test_what_is_typed_meanwhile_is_in_the_library_at_the_next_look(ready, qtbot, monkeypatch):
    fill(ready, 2, "全新的三级指标")
    monkeypatch.setattr("gui.table_editor.library_words.OLD_AFTER_MS", 0)
    library = ready.grid.itemDelegate().library
    qtbot.wait(2)
    ready.show("p2")
    ready.click(0, 2)
    ready.keys("F2", "Escape")
    qtbot.waitUntil(lambda: bool(library.words.named("全新的三级指标")))
    ready.type("全新")
    assert offered(ready) == ["全新的三级指标"]
