"""Every dialog that an action of the window opens, found through the table of actions."""

from PySide6.QtWidgets import QApplication, QDialog, QFileDialog

from gui.menus import specs
from tests.gui.words import english, readable_texts

ASKS = sorted(spec.id for spec in specs() if "…" in spec.text)

SYSTEMS_OWN = {"print"}
"""The system's print dialog speaks the system's language."""

LATIN = {
    "about": {"Apache", "Qt"},
    "library": {"xtwgz"},  # the first letters of a name, as an example
    "print_settings": {"simsun", "simhei", "simfang", "ttc", "ttf"},  # files of fonts
}
"""Names, by action; there is no Chinese word for them."""


def opened_by(hands, action: str) -> QDialog | None:
    """The dialog that an action opens, waited for."""
    hands.choose("2025", "319202", "13.")  # one of its warnings has a safe fix
    command = hands.window.commands[action]
    for _ in hands.window.workbench.findings.shown_findings():
        if not command.isEnabled():
            hands.keys("F8")
    if not command.isEnabled():
        return None

    def dialogs() -> list[QDialog]:
        widgets = QApplication.topLevelWidgets()
        return [w for w in widgets if isinstance(w, QDialog) and w.isVisible() and w.objectName() != "progressDialog"]

    command.trigger()
    hands.qtbot.waitUntil(lambda: bool(dialogs()))
    return dialogs()[0]


def test_no_english_word_is_seen_in_the_window(hands):
    for panel in ("tree", "findings", "preview"):
        hands.window.workbench.show_panel(panel, True)
    assert english(readable_texts(hands.window)) == []


def test_no_english_word_is_seen_in_any_dialog(hands):
    found, refused = {}, []
    for action in ASKS:
        if action in SYSTEMS_OWN:
            continue
        dialog = opened_by(hands, action)
        if dialog is None:
            refused.append(action)
            continue
        words = set(english(readable_texts(dialog))) - LATIN.get(action, set())
        if words and not isinstance(dialog, QFileDialog):
            found[action] = words
        dialog.close()
        hands.qtbot.waitUntil(lambda dialog=dialog: not dialog.isVisible())
    assert found == {}
    assert refused == []


def test_no_dialog_is_larger_than_the_screen(hands):
    for action in ASKS:
        dialog = None if action in SYSTEMS_OWN else opened_by(hands, action)
        if dialog is None or isinstance(dialog, QFileDialog):
            if dialog is not None:
                dialog.close()
            continue
        screen = dialog.screen().availableSize()
        least = dialog.size().expandedTo(dialog.minimumSizeHint())
        assert least.boundedTo(screen) == least, (action, least)
        dialog.close()
        hands.qtbot.waitUntil(lambda dialog=dialog: not dialog.isVisible())
