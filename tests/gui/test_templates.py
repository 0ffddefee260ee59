"""从模板新建, 存为模板 and 复制项目 in the window."""

from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMessageBox, QPushButton

from gui.text_table import TextTable


def kinds(dialog):
    model = dialog.findChild(TextTable, "templateTable").model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def opened(hands):
    hands.keys("Ctrl+T")
    dialog = hands.dialog("templateDialog")
    hands.qtbot.waitUntil(lambda: bool(kinds(dialog)))
    return dialog


def keep(hands, name):
    hands.window.commands["keep_template"].trigger()
    dialog = hands.dialog("keepTemplateDialog")
    dialog.findChild(QLineEdit, "keptName").setText(name)
    hands.keys("Return")


def test_a_table_is_kept_as_a_template_and_another_begun_from_it_with_keys_only(hands):
    hands.choose("2025", "319101", "2.")
    keep(hands, "履职保障")
    hands.choose("2025", "319202")
    dialog = opened(hands)
    hands.type("lzbz")
    hands.qtbot.waitUntil(lambda: kinds(dialog)[0] == "模板")
    hands.keys("Return", "Return")
    hands.type("市民热线履职保障")
    hands.keys("Return")
    assert hands.project_names("319202")[-1] == "市民热线履职保障"
    table = hands.window.workbench.editor.current_table()
    assert (table.project.name, len(table.indicators), table.project.budget) == ("市民热线履职保障", 7, None)
    hands.keys("Ctrl+Z")
    assert "市民热线履职保障" not in hands.project_names("319202")


def button(dialog, text):
    return next(b for b in dialog.findChildren(QPushButton) if b.text() == text)


def names(dialog):
    model = dialog.findChild(TextTable, "templateTable").model()
    return [model.index(row, 1).data() for row in range(model.rowCount()) if model.index(row, 0).data() == "模板"]


def test_a_template_is_renamed(hands):
    hands.choose("2025", "319101", "2.")
    keep(hands, "履职保障")
    keep(hands, "物业")
    dialog = opened(hands)
    hands.click(button(dialog, "重命名模板…"))
    hands.dialog("keepTemplateDialog").findChild(QLineEdit, "keptName").setText("日常履职")
    hands.keys("Return")
    hands.qtbot.waitUntil(lambda: names(dialog) == ["日常履职", "物业"])
    hands.click(button(dialog, "重命名模板…"))
    hands.dialog("keepTemplateDialog").findChild(QLineEdit, "keptName").setText("物业")
    hands.keys("Return")
    assert any(label.text() == "已有名为“物业”的模板，请另起一个名称。" for label in dialog.findChildren(QLabel))
    assert names(dialog) == ["日常履职", "物业"]
    dialog.close()


def question(hands, dialog):
    hands.click(button(dialog, "删除模板…"))
    hands.qtbot.waitUntil(lambda: isinstance(QApplication.activeWindow(), QMessageBox))
    return QApplication.activeWindow()


def test_a_template_is_deleted_when_that_is_agreed_to(hands):
    hands.choose("2025", "319101", "2.")
    keep(hands, "履职保障")
    dialog = opened(hands)
    question(hands, dialog)
    hands.keys("Return")  # 取消 is where Enter goes
    assert names(dialog) == ["履职保障"]
    hands.click(button(question(hands, dialog), "删除"))
    hands.qtbot.waitUntil(lambda: kinds(dialog)[0] == "2025 年度")
    dialog.close()


def test_a_copy_stands_behind_its_original_and_is_shown(hands):
    hands.choose("2025", "319101", "2.")
    hands.keys("Ctrl+Shift+C")
    assert hands.project_names()[2] == "2025年度履职保障项目（副本）"
    assert hands.window.workbench.editor.current_table().number == 3
    hands.keys("Ctrl+Z")
    assert len(hands.project_names()) == 8


def test_keeping_a_template_is_confirmed_in_the_status_bar(hands):
    hands.choose("2025", "319101", "2.")
    keep(hands, "常用")
    assert hands.window.statusBar().currentMessage() == "已存为模板“常用”。"
