"""Makes the pictures of the README and of the manual from the program itself: ``python packaging/make_pictures.py``.

Nobody's screen or settings are touched: the window is drawn off screen, over the fourteen sample tables in a
temporary folder. What a picture looks like depends on the fonts of the computer, so they are made on one that has
Noto Sans CJK, and looked at before they are committed.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtGui import QPixmap
    from PySide6.QtWidgets import QWidget

    from gui.main_window import MainWindow

PROJECT = Path(__file__).resolve().parent.parent
README_PICTURES = PROJECT / "resources" / "docs" / "pictures"
MANUAL_PICTURES = PROJECT / "resources" / "manual" / "pictures"
WINDOW_SIZE = (1366, 768)  # the smallest screen that the window is laid out for
MANUAL_WIDTH = 760  # fits the text of the manual at its usual size
PAGE_SCALE = 90 / 72  # dots a point: 90 dpi

sys.path.insert(0, str(PROJECT))


def make_all(folder: Path) -> None:
    """Draw every picture; ``folder`` takes the workspace and whatever else the program keeps."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["XDG_DATA_HOME"] = os.environ["LOCALAPPDATA"] = str(folder)
    import main  # here, since it must not be imported before the folder is known

    path = folder / "绩效目标.jxdb"
    main.run(["--workspace", str(path), "sample"])
    draw_page(path, folder / "第一张表.pdf", README_PICTURES / "page.png")
    window = main.open_window(path)
    window.resize(*WINDOW_SIZE)
    settle()
    window.grab().save(str(README_PICTURES / "window.png"))
    draw_manual(window)
    window.close()


def draw_manual(window: MainWindow) -> None:
    """The window, a finding that was chosen, the preview, the dialog that exports."""
    save_for_manual(window.grab(), "window")
    window.commands["next_finding"].trigger()
    settle()
    save_for_manual(window.workbench.findings.parentWidget().grab(), "findings")
    window.commands["show_preview"].trigger()
    settle()
    save_for_manual(window.grab(), "preview")
    window.commands["export"].trigger()
    settle()
    dialog = opened_dialog()
    save_for_manual(dialog.grab(), "export")
    dialog.close()


def opened_dialog() -> QWidget:
    """The dialog that is on the screen."""
    from PySide6.QtWidgets import QApplication, QDialog

    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible())


def save_for_manual(picture: QPixmap, name: str) -> None:
    """Save it at a width that the text of the manual has."""
    from PySide6.QtCore import Qt

    if picture.width() > MANUAL_WIDTH:
        picture = picture.scaledToWidth(MANUAL_WIDTH, Qt.TransformationMode.SmoothTransformation)
    picture.save(str(MANUAL_PICTURES / f"{name}.png"))


def settle() -> None:
    """Let what is under way come to its end, the pauses after typing included."""
    from PySide6.QtCore import QThreadPool
    from PySide6.QtTest import QTest

    for _ in range(3):  # what has ended in a thread may begin something else
        QTest.qWait(400)
        QThreadPool.globalInstance().waitForDone()
    QTest.qWait(100)


def draw_page(workspace: Path, pdf: Path, target: Path) -> None:
    """Draw the printed page of table 1."""
    import main
    from gui import pdf_pages

    main.run(["--workspace", str(workspace), "export", str(pdf), "--project", "1"])
    pdf_pages.draw_page(pdf.read_bytes(), 0, PAGE_SCALE).save(str(target))


if __name__ == "__main__":
    for pictures in (README_PICTURES, MANUAL_PICTURES):
        pictures.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="jibiao-pictures-") as name:
        make_all(Path(name))
