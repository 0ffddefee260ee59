"""The preview: the printed page beside the form, after every edit, at the same place."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, QSettings, Qt, QThreadPool
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QMessageBox, QToolButton
from pytestqt.qtbot import QtBot

from core.domain.edits import ChangeSet, Insert
from core.domain.errors import Cancelled
from core.domain.records import Indicator, TargetTable, new_id
from core.layout.form import Edition
from core.services import intents
from core.services.printing import tables_pdf
from db.store import FileStore
from gui import pdf_pages, printing
from gui.page_area import PageArea
from gui.page_strip import PageStrip
from gui.preview import PreviewView, chosen_edition
from gui.print_job import chosen_pages
from gui.session import Session


@pytest.fixture
def session(qapp: QApplication, sample: Path) -> Iterator[Session]:
    workspace = FileStore().open(sample)
    yield Session(workspace)
    QThreadPool.globalInstance().waitForDone()
    workspace.close()


@pytest.fixture
def tables(session: Session) -> list[TargetTable]:
    with session.workspace.read() as reader:
        return list(reader.tables())


@pytest.fixture
def preview(qtbot: QtBot, session: Session) -> PreviewView:
    view = PreviewView(session)
    view.resize(500, 600)
    qtbot.addWidget(view)
    view.show()
    return view


def pages(preview: PreviewView) -> PageArea:
    return preview.findChild(PageArea, "previewPages")


def dark_dots(preview: PreviewView) -> int:
    image = pages(preview).viewport().grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    return sum(
        image.pixelColor(x, y).value() < 100 for x in range(0, image.width(), 2) for y in range(0, image.height(), 2)
    )


def wait_until_drawn(qtbot: QtBot, preview: PreviewView) -> None:
    qtbot.waitUntil(lambda: pages(preview).page_count() > 0 and not pages(preview).missing_images())


def wait_for_a_change(qtbot: QtBot, preview: PreviewView, before: QImage) -> None:
    qtbot.waitUntil(lambda: pages(preview).viewport().grab().toImage() != before)


def test_it_shows_the_pages_of_the_table_chosen(qtbot: QtBot, preview: PreviewView, tables: list[TargetTable]) -> None:
    assert pages(preview).page_count() == 0
    preview.show_table(tables[0].project.id)
    wait_until_drawn(qtbot, preview)
    assert pages(preview).page_count() == 1
    assert dark_dots(preview) > 500
    preview.show_table(None)
    assert pages(preview).page_count() == 0


def test_it_follows_an_edit_and_keeps_its_place(
    qtbot: QtBot, preview: PreviewView, session: Session, tables: list[TargetTable]
) -> None:
    preview.show_table(tables[2].project.id)
    wait_until_drawn(qtbot, preview)
    bar = pages(preview).verticalScrollBar()
    bar.setValue(60)
    before = pages(preview).viewport().grab().toImage()
    session.perform(intents.set_form_field(tables[2].project, "purpose", "改过的用途" * 40))
    wait_for_a_change(qtbot, preview, before)
    wait_until_drawn(qtbot, preview)
    assert bar.value() == 60


def test_a_table_that_is_deleted_leaves_the_preview(
    qtbot: QtBot, preview: PreviewView, session: Session, tables: list[TargetTable]
) -> None:
    preview.show_table(tables[0].project.id)
    wait_until_drawn(qtbot, preview)
    session.perform(intents.remove_tables(tables[:1]))
    qtbot.waitUntil(lambda: pages(preview).page_count() == 0)


def test_the_edition_can_be_chosen_and_is_remembered(
    qtbot: QtBot, preview: PreviewView, tables: list[TargetTable]
) -> None:
    preview.show_table(tables[0].project.id)
    wait_until_drawn(qtbot, preview)
    before = pages(preview).viewport().grab().toImage()
    assert chosen_edition() is Edition.SIGNATURE
    box = preview.findChild(QComboBox, "previewEdition")
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Down)
    wait_for_a_change(qtbot, preview, before)
    assert chosen_edition() is Edition.PUBLICATION


def test_an_edition_that_no_longer_exists_falls_back(preview: PreviewView) -> None:
    QSettings().setValue("preview/edition", "draft")
    assert chosen_edition() is Edition.SIGNATURE


def test_pages_fit_the_width_until_they_are_zoomed(
    qtbot: QtBot, preview: PreviewView, tables: list[TargetTable]
) -> None:
    preview.show_table(tables[0].project.id)
    wait_until_drawn(qtbot, preview)
    area = pages(preview)
    narrow = area.zoom()
    preview.resize(800, 600)
    assert area.zoom() > narrow
    fitting = area.zoom()
    wheel(area, steps=2)
    assert not area.fits_width
    assert area.zoom() == pytest.approx(fitting * 1.15**2)
    wait_until_drawn(qtbot, preview)
    QTest.keyClick(area, Qt.Key.Key_Minus)
    assert area.zoom() == pytest.approx(fitting * 1.15)
    button = next(button for button in preview.findChildren(QToolButton) if button.toolTip() == "适合宽度")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert area.fits_width


def test_zooming_with_the_wheel_keeps_what_is_under_the_mouse(
    qtbot: QtBot, preview: PreviewView, tables: list[TargetTable]
) -> None:
    preview.show_table(tables[0].project.id)
    wait_until_drawn(qtbot, preview)
    area = pages(preview)
    area.verticalScrollBar().setValue(100)
    before = (area.verticalScrollBar().value() + 200) / area.zoom()
    wheel(area, steps=4, at=QPointF(200, 200))
    after = (area.verticalScrollBar().value() + 200) / area.zoom()
    assert after == pytest.approx(before, abs=12)


def wheel(area: PageArea, steps: int, at: QPointF | None = None) -> None:
    place = at or QPointF(50, 50)
    event = QWheelEvent(
        place,
        area.viewport().mapToGlobal(place),
        QPoint(0, 0),
        QPoint(0, 120 * steps),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(area.viewport(), event)


def test_pages_of_a_pdf_are_drawn_dark_on_white(session: Session, tables: list[TargetTable]) -> None:
    pdf = tables_pdf(session.workspace, [tables[0].project.id], Edition.SIGNATURE)
    (size,) = pdf_pages.page_sizes(pdf)
    image = pdf_pages.draw_page(pdf, 0, 2.0, grey=True)
    assert (image.width(), image.height()) == (round(size.width() * 2 + 0.49), round(size.height() * 2 + 0.49))
    assert image.pixelColor(2, 2) == QColor(Qt.GlobalColor.white)


def file_printer(path: Path) -> QPrinter:
    printer = printing.remembered_printer()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    return printer


def test_what_is_printed_looks_like_the_pdf(session: Session, tables: list[TargetTable], tmp_path: Path) -> None:
    pdf = tables_pdf(session.workspace, [table.project.id for table in tables[:2]], Edition.SIGNATURE)
    told: list[tuple[int, int]] = []
    printer = file_printer(tmp_path / "paper.pdf")
    printing.paint_pages(printer, pdf, [0, 1], lambda done, total: told.append((done, total)))
    assert told == [(0, 2), (1, 2), (2, 2)]
    paper = (tmp_path / "paper.pdf").read_bytes()
    assert len(pdf_pages.page_sizes(paper)) == 2
    for page in (0, 1):
        wanted, printed = (pdf_pages.draw_page(content, page, 2.0, grey=True) for content in (pdf, paper))
        assert mean_difference(wanted, printed) < 3


def mean_difference(one: QImage, other: QImage) -> float:
    """Of the darkness of places of half a centimetre: thin rules come out differently on the way through pixels."""
    coarse = [
        image.scaled(42, 59, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
        for image in (one, other)
    ]
    darkness = [[image.pixelColor(x, y).value() for x in range(42) for y in range(59)] for image in coarse]
    return sum(abs(a - b) for a, b in zip(*darkness, strict=True)) / len(darkness[0])


def test_a_range_of_pages_can_be_printed_last_page_first(tmp_path: Path) -> None:
    printer = file_printer(tmp_path / "paper.pdf")
    assert chosen_pages(printer, 4) == [0, 1, 2, 3]
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(2, 3)
    assert chosen_pages(printer, 4) == [1, 2]
    printer.setPageOrder(QPrinter.PageOrder.LastPageFirst)
    assert chosen_pages(printer, 4) == [2, 1]


def test_printing_can_be_cancelled(session: Session, tables: list[TargetTable], tmp_path: Path) -> None:
    pdf = tables_pdf(session.workspace, [tables[0].project.id], Edition.SIGNATURE)

    def cancel(done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        printing.paint_pages(file_printer(tmp_path / "paper.pdf"), pdf, [0], cancel)


def test_the_setup_of_the_printer_is_remembered(qapp: QApplication) -> None:
    printer = printing.remembered_printer()
    assert printer.colorMode() is QPrinter.ColorMode.GrayScale
    assert printer.fullPage()
    printer.setColorMode(QPrinter.ColorMode.Color)
    printing.remember(printer)
    assert printing.remembered_printer().colorMode() is QPrinter.ColorMode.Color


@pytest.fixture
def long_table(session: Session, tables: list[TargetTable]) -> TargetTable:
    """A table of several pages."""
    project_id = tables[0].project.id
    rows = [Indicator(new_id(), project_id, 10**6 + number, "效益指标", name=f"第{number}项") for number in range(80)]
    session.perform(ChangeSet("加行", tuple(Insert(row) for row in rows)))
    return tables[0]


def strip(preview: PreviewView) -> PageStrip:
    return preview.findChild(PageStrip, "previewStrip")


def pictures(preview: PreviewView) -> list[QImage]:
    shown = strip(preview)
    return [shown.item(row).icon().pixmap(shown.iconSize()).toImage() for row in range(shown.count())]


def has_ink(image: QImage) -> bool:
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    return any(grey.pixelColor(x, y).value() < 200 for x in range(grey.width()) for y in range(grey.height()))


def test_a_document_of_one_page_needs_no_thumbnails(
    qtbot: QtBot, preview: PreviewView, tables: list[TargetTable]
) -> None:
    preview.show_table(tables[1].project.id)
    wait_until_drawn(qtbot, preview)
    assert not strip(preview).isVisible()


def test_thumbnails_show_all_pages_and_lead_to_them(
    qtbot: QtBot, preview: PreviewView, long_table: TargetTable
) -> None:
    preview.show_table(long_table.project.id)
    wait_until_drawn(qtbot, preview)
    shown, area = strip(preview), pages(preview)
    assert shown.isVisible()
    assert shown.count() == area.page_count() >= 3
    assert [shown.item(row).text() for row in range(3)] == ["1", "2", "3"]
    qtbot.waitUntil(lambda: all(map(has_ink, pictures(preview))))
    QTest.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=shown.visualItemRect(shown.item(1)).center())
    assert area.current_page() == 1
    shown.setFocus()
    QTest.keyClick(shown, Qt.Key.Key_Down)
    assert area.current_page() == 2
    area.verticalScrollBar().setValue(0)
    qtbot.waitUntil(lambda: shown.currentRow() == 0)


def test_thumbnails_follow_an_edit(
    qtbot: QtBot, preview: PreviewView, session: Session, long_table: TargetTable
) -> None:
    preview.show_table(long_table.project.id)
    wait_until_drawn(qtbot, preview)
    qtbot.waitUntil(lambda: all(map(has_ink, pictures(preview))))
    count, before = strip(preview).count(), pictures(preview)[0]
    session.undo()
    qtbot.waitUntil(lambda: not strip(preview).isVisible())
    session.redo()
    qtbot.waitUntil(lambda: strip(preview).count() == count and all(map(has_ink, pictures(preview))))
    project = long_table.project
    session.perform(intents.set_form_field(project, "purpose", "改过的用途" * 60))
    qtbot.waitUntil(lambda: pictures(preview)[0] != before)


def test_rules_are_fine_in_small_pictures(session: Session, tables: list[TargetTable]) -> None:
    pdf = tables_pdf(session.workspace, [tables[0].project.id], Edition.SIGNATURE)
    small, large = (pdf_pages.draw_page(pdf, 0, scale, grey=True) for scale in (0.5, 4.0))
    (size,) = pdf_pages.page_sizes(pdf)
    assert abs(small.width() - size.width() * 0.5) <= 1
    assert ink(small) == pytest.approx(ink(large), rel=0.15)


def ink(image: QImage) -> float:
    """The mean darkness."""
    dots = [255 - image.pixelColor(x, y).value() for x in range(image.width()) for y in range(0, image.height(), 3)]
    return sum(dots) / len(dots)


def test_characters_without_a_glyph_are_named_before_printing(
    qtbot: QtBot, preview: PreviewView, session: Session, tables: list[TargetTable]
) -> None:
    session.perform(intents.set_form_field(tables[0].project, "target", "一\U00030001二"))
    printing.print_tables(preview, session, [tables[0].project.id])

    def boxes() -> list[QMessageBox]:
        return [w for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox) and w.isVisible()]

    qtbot.waitUntil(lambda: bool(boxes()))
    (box,) = boxes()
    assert f"{tables[0].label} 绩效目标：“\U00030001”（U+30001）" in box.text()
    assert "照样打印" in [button.text() for button in box.buttons()]
    box.reject()


def test_a_picture_of_an_older_state_is_never_shown(
    qtbot: QtBot, preview: PreviewView, session: Session, tables: list[TargetTable], monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a slow machine the pictures of the old page may come after the new page."""
    preview.show_table(tables[2].project.id)
    wait_until_drawn(qtbot, preview)
    drawing, new_page_shown = threading.Event(), threading.Event()
    draw = pdf_pages.draw_page

    def draw_slowly(pdf: bytes, *arguments: Any, **options: Any) -> QImage:
        image = draw(pdf, *arguments, **options)
        if not drawing.is_set():
            drawing.set()
            new_page_shown.wait(5)
            image.fill(QColor("red"))
        return image

    monkeypatch.setattr(pdf_pages, "draw_page", draw_slowly)
    pages(preview).zoom_by(1.3)
    qtbot.waitUntil(drawing.is_set)
    assert session.perform(intents.set_cells(tables[2], {(0, "description"): "新内容"}))
    wait_until_drawn_anew = pages(preview).viewport().grab().toImage()
    wait_for_a_change(qtbot, preview, wait_until_drawn_anew)
    new_page_shown.set()
    QThreadPool.globalInstance().waitForDone()
    qtbot.wait(50)
    shown = pages(preview).viewport().grab().toImage()
    red = QColor("red").rgb()
    assert not any(shown.pixel(x, y) == red for x in range(0, shown.width(), 4) for y in range(0, shown.height(), 4))
