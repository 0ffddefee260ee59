"""The printed page beside the form: the very PDF that goes to paper, drawn anew after each edit."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QSettings, QSizeF, Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from core.domain.errors import KnownError
from core.layout.form import Edition
from core.ports import Progress
from core.services.editing import Applied
from gui import background
from gui.icons import icon
from gui.page_area import ZOOM_STEP, PageArea
from gui.page_strip import PageStrip
from gui.session import Session
from gui.style import em, plain_label

DEBOUNCE_MS = 50
_AT_ONCE = 6  # small pictures drawn in one go, so that what is looked at never waits long
_EDITION_KEY = "preview/edition"


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A document with the pictures of the pages that are looked at."""

    pdf: bytes
    sizes: tuple[QSizeF, ...]
    images: dict[int, QImage]


class PreviewView(QWidget):
    """Shows one table as it will be printed; follows every change of the workspace."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("previewView")
        self.setAccessibleName("打印预览")
        self._session = session
        self._project_id: str | None = None
        self._pdf = b""
        self._task: background.Task | None = None
        self._pictures: background.Task | None = None
        self._small_pictures: background.Task | None = None
        self._debounce = QTimer(self, singleShot=True, interval=DEBOUNCE_MS)
        self._debounce.timeout.connect(self._draw)
        self._lay_out()
        self._pages.view_changed.connect(self._draw_missing_pages)
        self._strip.page_chosen.connect(self._pages.go_to_page)
        self._strip.verticalScrollBar().valueChanged.connect(self._draw_small_pictures)
        session.changed.connect(self._follow)
        self._show_note()

    def show_table(self, project_id: str | None) -> None:
        """Show a table from its first page, or nothing."""
        if project_id == self._project_id:
            return
        self._project_id = project_id
        self._pages.show_note("")
        self._draw()

    def refresh(self) -> None:
        """Draw the table anew, since something outside the tables has changed that it is drawn by."""
        if self._project_id is not None:
            self._draw()

    def focus_pages(self) -> None:
        """Move the keyboard to the pages."""
        self._pages.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @property
    def edition(self) -> Edition:
        """The edition that is shown, and printed."""
        return Edition(self._edition.currentData())

    # Inside -------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._pages = PageArea(self)
        self._pages.setObjectName("previewPages")
        self._pages.setAccessibleName("打印预览的各页")
        self._strip = PageStrip(self)
        self._strip.setObjectName("previewStrip")
        self._strip.setAccessibleName("各页的缩略图")
        self._strip.hide()
        self._edition = QComboBox(self)
        self._edition.setObjectName("previewEdition")
        self._edition.setAccessibleName("版式")
        self._edition.setToolTip("公开版不带签字栏；打印时用这里选的版式")
        for edition in (Edition.SIGNATURE, Edition.PUBLICATION):
            self._edition.addItem(edition.label, edition.value)
        self._edition.setCurrentIndex(self._edition.findData(chosen_edition().value))
        self._edition.currentIndexChanged.connect(self._choose_edition)
        self._place = plain_label("", self)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, em(self, 0.25), 0)
        row.addWidget(self._edition)
        row.addStretch()
        row.addWidget(self._place)
        row.addStretch()
        for name, text, action in (
            ("zoom-out", "缩小", lambda: self._pages.zoom_by(1 / ZOOM_STEP)),
            ("zoom-in", "放大", lambda: self._pages.zoom_by(ZOOM_STEP)),
            ("fit-width", "适合宽度", self._pages.fit_width),
        ):
            row.addWidget(self._button(name, text, action))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(row)
        columns = QHBoxLayout()
        columns.setSpacing(0)
        columns.addWidget(self._strip)
        columns.addWidget(self._pages)
        layout.addLayout(columns)

    def _button(self, name: str, text: str, action: Callable[[], None]) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icon(name))
        button.setToolTip(text)
        button.setAccessibleName(text)
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda _checked: action())
        return button

    def _choose_edition(self) -> None:
        QSettings().setValue(_EDITION_KEY, self.edition.value)
        self._draw()

    def _follow(self, _applied: Applied) -> None:
        if self._project_id is not None:
            self._debounce.start()

    def _draw(self) -> None:
        """Lay the table out anew, in the background; whatever was under way for an older state is dropped."""
        self._debounce.stop()
        self._drop_tasks()
        if self._project_id is None:
            self._show_note()
            return
        project_id, edition, workspace = self._project_id, self.edition, self._session.workspace
        wanted, scale = self._pages.visible_pages() or [0], self._pages.image_scale()
        knows_scale = self._pages.page_count() > 0

        def work(progress: Progress) -> _Drawn:
            from core.services.printing import tables_pdf
            from gui import pdf_pages

            pdf = tables_pdf(workspace, [project_id], edition, progress)
            if not pdf:
                return _Drawn(b"", (), {})
            sizes = pdf_pages.page_sizes(pdf)
            pages = [page for page in wanted if page < len(sizes)] if knows_scale else []
            return _Drawn(pdf, sizes, {page: pdf_pages.draw_page(pdf, page, scale) for page in pages})

        self._task = background.start(self, work, self._show, self._fail)

    def _show(self, drawn: _Drawn) -> None:
        self._task = None
        self._pdf = drawn.pdf
        if not drawn.pdf:
            self._show_note()
            return
        self._strip.set_pages(drawn.sizes)
        self._strip.setVisible(len(drawn.sizes) > 1)
        self._pages.set_pages(drawn.sizes, drawn.images)

    def _drop_tasks(self) -> None:
        for task in (self._task, self._pictures, self._small_pictures):
            if task is not None:
                task.abandon()  # it may be past its last look at whether it was cancelled
        self._task = self._pictures = self._small_pictures = None

    def _fail(self, error: KnownError) -> None:
        self._drop_tasks()
        self._show_note(error.sentence)

    def _show_note(self, sentence: str = "在左边选一个项目，这里显示打印出来的样子。") -> None:
        self._pdf = b""
        self._strip.hide()
        self._pages.show_note(sentence)

    def _draw_missing_pages(self) -> None:
        """Fetch the pictures of pages that came into view or changed their size."""
        count = self._pages.page_count()
        self._place.setText(f"第 {self._pages.current_page() + 1} 页 共 {count} 页" if count else "")
        self._strip.show_current(self._pages.current_page())
        if self._pictures is not None or not self._pdf:
            return
        missing = self._pages.missing_images()
        if not missing:
            self._draw_small_pictures()
            return
        pdf, scale = self._pdf, self._pages.image_scale()

        def work(_progress: Progress) -> dict[int, QImage]:
            from gui import pdf_pages

            return {page: pdf_pages.draw_page(pdf, page, scale) for page in missing}

        self._pictures = background.start(self, work, self._put_pictures, self._fail)

    def _put_pictures(self, images: dict[int, QImage]) -> None:
        self._pictures = None
        for page, image in images.items():
            self._pages.set_image(page, image)
        self._draw_missing_pages()  # the view may have moved on meanwhile

    def _draw_small_pictures(self) -> None:
        """Fetch some of the small pictures, once the pages themselves are there."""
        missing = self._strip.next_missing(_AT_ONCE) if self._strip.isVisible() else []
        if not missing or self._small_pictures is not None or self._pictures is not None or not self._pdf:
            return
        pdf, scale = self._pdf, self._strip.picture_scale()

        def work(progress: Progress) -> dict[int, QImage]:
            from gui import pdf_pages

            images = {}
            for done, page in enumerate(missing):
                progress(done, len(missing))
                images[page] = pdf_pages.draw_page(pdf, page, scale)
            return images

        self._small_pictures = background.start(self, work, self._put_small_pictures, self._fail)

    def _put_small_pictures(self, images: dict[int, QImage]) -> None:
        self._small_pictures = None
        for page, image in images.items():
            self._strip.set_image(page, image)
        self._draw_small_pictures()


def chosen_edition() -> Edition:
    """The edition chosen last; the 签字版 at first, since it is the one that is printed."""
    try:
        return Edition(QSettings().value(_EDITION_KEY, Edition.SIGNATURE.value))
    except ValueError:
        return Edition.SIGNATURE
