"""一级/二级指标 are offered from the year's scheme; 指标值 is read aloud. Offers wait for a confirmation."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QListWidget, QWidget

from core.catalogue.measures import measures
from core.catalogue.schemes import scheme
from core.domain.values import parse_value
from gui.table_editor.choices import category_offers, narrow, read_aloud, subcategory_offers, value_suggestions

SCHEME = scheme("2015")


def offered(desk) -> list[str]:
    frames = [w for w in desk.editor.window().findChildren(QWidget, "offerList") if w.isVisible()]
    lists = [list_ for frame in frames for list_ in frame.findChildren(QListWidget)]
    return [list_.item(i).text() for list_ in lists for i in range(list_.count())]


def reading(desk) -> str:
    frames = [w for w in desk.editor.window().findChildren(QWidget, "offerList") if w.isVisible()]
    return "".join(label.text() for frame in frames for label in frame.findChildren(QLabel))


@pytest.mark.parametrize("typed", ["xy", "XY", "效益", "效"])
def test_pinyin_initials_or_chinese_and_enter_take_the_category(desk, typed):
    desk.click(0, 0)
    desk.type(typed)
    assert offered(desk) == ["效益指标"]
    desk.keys("Return")
    assert desk.column(0)[0] == "效益指标"


def test_tab_takes_the_offer_too(desk):
    desk.click(0, 1)
    desk.type("sx")
    desk.keys("Tab")
    assert desk.column(1)[0] == "时效指标"
    assert desk.cell == (0, 2)


def test_subcategories_are_those_of_the_rows_category(desk):
    desk.click(7, 1)
    desk.keys("F2")
    assert offered(desk) == list(SCHEME.subcategories_of("效益指标"))
    desk.keys("Escape")
    assert offered(desk) == []


def test_a_subcategory_chosen_in_an_empty_row_brings_its_category_along_as_shown(empty_desk):
    desk = empty_desk
    desk.click(0, 1)
    desk.type("zl")
    assert offered(desk) == ["质量指标（产出指标）"]
    desk.keys("Return")
    assert desk.texts()[0][:2] == ("产出指标", "质量指标")
    desk.session.undo()
    assert desk.texts() == []


def test_the_arrow_in_the_current_cell_opens_the_list(desk):
    desk.click(0, 0)
    QTest.mouseClick(desk.grid.viewport(), Qt.MouseButton.LeftButton, pos=desk.grid.offer_button().center())
    assert offered(desk) == list(SCHEME.category_names)
    first = next(w for w in desk.editor.window().findChildren(QListWidget) if w.isVisible())
    where = first.visualItemRect(first.item(1)).center()
    QTest.mouseClick(first.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert desk.column(0)[0] == "效益指标"


def test_down_chooses_another_offer(desk):
    desk.click(0, 1)
    desk.type("s")
    assert offered(desk) == ["数量指标", "时效指标"]
    desk.keys("Down", "Return")
    assert desk.column(1)[0] == "时效指标"


def test_free_text_is_allowed_by_choosing_no_offer(desk):
    desk.click(0, 1)
    desk.type("s")
    desk.keys("Up", "Return")
    assert desk.column(1)[0] == "s"


@pytest.mark.parametrize("column", [0, 1])
@pytest.mark.parametrize("typed", ["别的指标", "qqzb"])
def test_a_text_that_is_no_offer_is_said_to_be_none_and_stays_as_typed(desk, column, typed):
    desk.click(0, column)
    desk.type(typed)
    assert reading(desk) == "没有这样的类别，将原样写入"
    desk.keys("Return")
    assert desk.column(column)[0] == typed
    assert reading(desk) == ""


def test_f2_and_enter_keep_what_is_there(desk):
    desk.click(0, 0)
    desk.keys("F2", "Return")
    assert desk.column(0)[0] == "产出指标"
    assert desk.session.undo_stack.count() == 0


def test_a_value_is_read_aloud_and_offered_with_comparators(desk):
    desk.click(2, 4)
    desk.type(">=95%")
    assert reading(desk) == "≥ 95 %：不低于95%"
    desk.keys("Escape")
    desk.type("7")
    assert offered(desk)[0].startswith("7次")
    assert any(line.startswith("≥7次") for line in offered(desk))
    desk.keys("Return")
    assert desk.column(4)[2] == "7"


def test_an_offered_value_is_taken_after_it_was_chosen(desk):
    desk.click(2, 4)
    desk.type("7")
    desk.keys("Down", "Return")
    assert desk.column(4)[2] == "7次"


def test_offers_that_begin_with_what_is_typed_come_first():
    result = narrow(category_offers(SCHEME), "指标")
    assert [offer.text for offer in result.offers] == list(SCHEME.category_names)
    assert result.chosen is None


def test_an_alias_of_the_category_still_limits_its_subcategories():
    assert [offer.text for offer in subcategory_offers(SCHEME, "产出")] == list(SCHEME.subcategories_of("产出指标"))


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("≥95%", "≥ 95 %：不低于95%"),
        ("≤2小时", "≤ 2 小时：不超过2小时"),
        ("1次", "1 次：等于1次"),
        ("2025年12月31日前", "读作日期或期限"),
        ("合格", "读作文字（定性指标）"),
        ("", ""),
    ],
)
def test_readings(text, spoken):
    assert read_aloud(parse_value(text)) == spoken


def test_words_and_dates_get_no_offers():
    assert value_suggestions("合格", ["次"], measures()).offers == ()
    assert value_suggestions("2025年底前", ["次"], measures()).offers == ()


@pytest.mark.parametrize(
    ("typed", "offer"), [("12c", "12次"), ("≤5wy", "≤5万元"), ("3gzr", "3工作日"), ("85f", "85分"), ("7G", "7个")]
)
def test_measure_units_are_found_by_pinyin_initials(typed, offer):
    suggestions = value_suggestions(typed, ["万元"], measures())
    assert offer in [offer.text for offer in suggestions.offers]
    assert suggestions.chosen is None  # 7G may be meant: Enter takes what is typed


def test_the_indicators_own_measure_unit_comes_first():
    assert value_suggestions("7g", ["个工作日", "个"], measures()).offers[0].text == "7个"
    assert value_suggestions("7", ["台", "个"], measures()).offers[0].text == "7台"
