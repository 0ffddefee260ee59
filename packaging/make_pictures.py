"""Makes the pictures of the README from the program itself: ``python packaging/make_pictures.py``.

Nobody's screen or settings are touched: the window is drawn off screen, over the fourteen sample tables in a
temporary folder. What a picture looks like depends on the fonts of the computer, so they are made on one that has
Noto Sans CJK and looked at before they are committed.
"""

import os
import sys
import tempfile
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
README_PICTURES = PROJECT / "resources" / "docs" / "pictures"
WINDOW_SIZE = (1366, 768)  # the smallest screen that the window is laid out for
PAGE_SCALE = 90 / 72  # dots a point: 90 dpi

sys.path.insert(0, str(PROJECT))


def make_all(folder: Path) -> None:
    """Draw every picture; ``folder`` takes the workspace and whatever else the program keeps."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["XDG_DATA_HOME"] = os.environ["LOCALAPPDATA"] = str(folder)
    import main  # here, since it must not be imported before the folder is known

    path = folder / "绩效目标.jxdb"
    main.run(["--workspace", str(path), "sample"])
    window = main.open_window(path)
    window.resize(*WINDOW_SIZE)
    settle()
    window.grab().save(str(README_PICTURES / "window.png"))
    window.close()
    draw_page(path, folder / "第一张表.pdf", README_PICTURES / "page.png")


def settle() -> None:
    """Let what is under way come to its end."""
    from PySide6.QtCore import QCoreApplication, QThreadPool

    for _ in range(3):  # what has ended in a thread may begin something else
        QCoreApplication.processEvents()
        QThreadPool.globalInstance().waitForDone()
    QCoreApplication.processEvents()


def draw_page(workspace: Path, pdf: Path, target: Path) -> None:
    """Draw the printed page of table 1."""
    import main
    from gui import pdf_pages

    main.run(["--workspace", str(workspace), "export", str(pdf), "--project", "1"])
    pdf_pages.draw_page(pdf.read_bytes(), 0, PAGE_SCALE).save(str(target))


if __name__ == "__main__":
    README_PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="jibiao-pictures-") as name:
        make_all(Path(name))
