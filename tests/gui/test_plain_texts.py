"""What a clerk types is shown as typed, whatever Qt would take for HTML."""

import re
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QLabel

from core.services import intents
from gui.style import tool_tip
from tests.gui.conftest import Hands

GUI = Path(__file__).parents[2] / "gui"
LOOKS_LIKE_HTML = "<b>某局</b>&amp;"


def test_a_unit_and_a_project_named_with_angle_brackets(hands: Hands):
    with hands.window.session.workspace.read() as reader:
        table = next(reader.tables())
    session = hands.window.session
    session.perform(intents.set_unit_fields(table.unit, name=LOOKS_LIKE_HTML))
    session.perform(intents.set_form_field(table.project, "name", LOOKS_LIKE_HTML))
    hands.choose("2025", table.unit.code, LOOKS_LIKE_HTML)

    shown = [label for label in hands.window.findChildren(QLabel) if LOOKS_LIKE_HTML in label.text()]

    assert {label.text() for label in shown} >= {table.unit.code + LOOKS_LIKE_HTML}
    assert {label.textFormat() for label in shown} == {Qt.TextFormat.PlainText}
    index = hands.line("2025", table.unit.code, LOOKS_LIKE_HTML)
    assert isinstance(index, QModelIndex)
    assert "&lt;b&gt;某局&lt;/b&gt;&amp;amp;" in index.data(Qt.ItemDataRole.ToolTipRole)


def test_a_tool_tip_shows_what_looks_like_html():
    assert tool_tip("第一行\n≥5 & <10") == "第一行\n≥5 & <10"
    assert tool_tip("<b>某局</b>\n第二行") == "<span>&lt;b&gt;某局&lt;/b&gt;<br>第二行</span>"


def test_no_label_is_made_that_guesses():
    made = [
        path.name for path in sorted(GUI.rglob("*.py")) if re.search(r"(?<!class )\bQLabel\(", path.read_text("utf-8"))
    ]
    assert made == ["style.py"]
