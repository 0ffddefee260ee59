"""查找和替换 over the whole workspace: a list that jumps, and a replacement that is seen before it is made."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from core.domain.edits import ChangeSet
from core.domain.errors import KnownError
from core.services import replacing
from core.services.editing import Applied
from core.services.replacing import Hit, Query
from gui import background, long_change
from gui.project_tree import Scope
from gui.session import Session
from gui.style import button_box, leave_enter_alone, note, resize
from gui.text_table import TextTable, TextTableModel

_HEADERS: Final = ("表", "位置", "内容", "替换后")
_WIDTHS: Final = (14, 8.5, 0, 0)
_AFTER: Final = len(_HEADERS) - 1
_BEGIN: Final = "输入要找的文字，按回车查找；找到的逐条列在上面，按回车转到那一格。"
_SETTLED_AFTER_MS: Final = 200  # several changes in a row are one reason to look again
_NAMED_AT_MOST: Final = 3  # locked tables and units that a message names


class FindDialog(QDialog):
    """Stays open beside the window while one works.

    Signals:
        chosen: A :class:`Hit` to go to.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget, session: Session) -> None:
        super().__init__(parent)
        self.setObjectName("findDialog")
        resize(self, 52, 34)
        self._session = session
        self._task: background.Task | None = None
        self._query: Query | None = None  # of the hits that are shown
        self._outcome = ""  # what was said of them
        self._listed: frozenset[tuple[str, str]] = frozenset()  # kind and id of the records that the list speaks of
        self._replaced_in: frozenset[tuple[str, str]] = frozenset()  # those of the last replacement
        self._is_stale = False
        self._settled = QTimer(self, singleShot=True, interval=_SETTLED_AFTER_MS)
        self._settled.timeout.connect(self._look_again)
        self._scopes: Sequence[Scope] = ()
        self._text = self._field("findText", "查找内容")
        self._replacement = self._field("replacement", "替换为")
        self._scope = QComboBox(self)
        self._scope.setObjectName("findScope")
        self._scope.setAccessibleName("查找范围")
        self._scope.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._case = QCheckBox("区分大小写(&C)", self)
        self._whole = QCheckBox("整格匹配(&W)", self)
        self._regex = QCheckBox("正则表达式(&E)", self)
        self._after: Callable[[str], str] = str  # what becomes of a text
        self._model = TextTableModel(_HEADERS, self._texts, may_tick=lambda hit: not hit.is_locked)
        self._view = TextTable(self, "查找结果", self._model, _WIDTHS)
        self._view.setObjectName("findResults")
        self._note = note(_BEGIN, self)
        self._note.setObjectName("findNote")
        self._find = QPushButton("查找(&F)", self)
        self._replace = QPushButton("替换选中的(&R)", self)
        self._lay_out()
        self._find.clicked.connect(lambda _checked: self._start())
        self._replace.clicked.connect(lambda _checked: self._perform())
        self._replacement.textChanged.connect(self._preview)
        self._view.opened.connect(self.chosen)
        for option in (self._case, self._whole, self._regex):
            option.toggled.connect(lambda _on: self._ask_otherwise())
        self._scope.activated.connect(lambda _index: self._ask_otherwise())
        self._model.dataChanged.connect(self._count)
        session.changed.connect(self._follow)
        self.show_mode(replacing_too=False)

    def begin(self, scopes: Sequence[Scope], proposal: str, *, replacing_too: bool) -> None:
        """Come to the front.

        Args:
            scopes: What may be searched, the whole workspace last.
            proposal: What to look for if nothing was looked for yet.
            replacing_too: Whether to offer a replacement.
        """
        self._scopes = scopes
        chosen = self._scope.currentIndex()
        was_everything = chosen in (-1, self._scope.count() - 1)
        self._scope.clear()
        self._scope.addItems([scope.words(self) for scope in scopes])
        self._scope.setCurrentIndex(len(scopes) - 1 if was_everything else min(chosen, len(scopes) - 1))
        if proposal and not self._text.text():
            self._text.setText(proposal)
        self.show_mode(replacing_too=replacing_too)
        self.show()
        self.activateWindow()
        self._text.setFocus()
        self._text.selectAll()
        self._look_again()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter searches, from fields and options."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif isinstance(button := self.focusWidget(), QPushButton):
            button.click()
        else:
            self._start()

    def show_mode(self, *, replacing_too: bool) -> None:
        """Only find, or replace too."""
        self.setWindowTitle("查找和替换" if replacing_too else "查找")
        self._form.setRowVisible(self._replacement, replacing_too)
        self._replace.setVisible(replacing_too)
        self._view.setColumnHidden(_AFTER, not replacing_too)
        self._model.allow_ticks(replacing_too)
        self._is_replacing = replacing_too
        self._preview()

    # Inside -------------------------------------------------------------------------------------------------------

    def _field(self, name: str, label: str) -> QLineEdit:
        field = QLineEdit(self)
        field.setObjectName(name)
        field.setAccessibleName(label)
        return field

    def _lay_out(self) -> None:
        self._form = QFormLayout()
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._form.addRow("查找内容：", self._text)
        self._form.addRow("替换为：", self._replacement)
        self._form.addRow("范围：", self._scope)
        options = QHBoxLayout()
        for option in (self._case, self._whole, self._regex):
            options.addWidget(option)
        options.addStretch()
        buttons = button_box(QDialogButtonBox.StandardButton.Close, self)
        buttons.addButton(self._find, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(self._replace, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.close)
        leave_enter_alone(buttons)  # Enter searches in the fields and jumps in the list
        layout = QVBoxLayout(self)
        layout.addLayout(self._form)
        layout.addLayout(options)
        layout.addWidget(self._view, 1)
        layout.addWidget(self._note)
        layout.addWidget(buttons)

    def _start(self, done: str = "") -> None:
        """Search; ``done`` is said before the outcome."""
        if not self._session.settle():
            self._note.setText(self._session.last_refusal)
            return
        query = self._asked()
        self._begin_search()
        if not done:
            self._replaced_in = frozenset()
        self._find.setEnabled(False)
        work = partial(replacing.find, self._session.workspace, query)
        self._task = background.run(self, "查找", work, partial(self._found, query, done), self._refuse)
        self._task.ended.connect(partial(self._find.setEnabled, True))

    def _asked(self) -> Query:
        return Query(
            self._text.text().rstrip("\r\n"),  # which come with a copied cell
            self._scopes[self._scope.currentIndex()].selection,
            self._case.isChecked(),
            self._whole.isChecked(),
            self._regex.isChecked(),
        )

    def _ask_otherwise(self) -> None:
        """An option was changed: what is listed is what it finds, and nothing else is replaced."""
        if self._query is not None:
            self._renew_list(self._asked())

    def _begin_search(self) -> None:
        self._settled.stop()
        self._is_stale = False
        if self._task is not None:
            self._task.abandon()

    def _follow(self, applied: Applied) -> None:
        """Some of what is listed was changed, replaced again or taken back: it is looked up anew."""
        if applied.change.touched() & self._listed:
            self._is_stale = True
            self._settled.start()

    def _look_again(self) -> None:
        if self._is_stale and self._query is not None and self.isVisible():
            self._renew_list(self._query)

    def _renew_list(self, query: Query) -> None:
        """Search in the background; line, ticks and focus stay where they are."""
        self._begin_search()
        self._replace.setEnabled(False)
        work = partial(replacing.find, self._session.workspace, query)
        self._task = background.start(self, work, partial(self._found_again, query), self._refuse)

    def _found_again(self, query: Query, hits: Sequence[Hit]) -> None:
        line = self._view.currentIndex().row()
        unticked = {_key(hit) for hit, tick in zip(self._model.items, self._model.ticks, strict=True) if not tick}
        self._list(query, "", hits)
        self._model.tick([row for row, hit in enumerate(hits) if _key(hit) in unticked], Qt.CheckState.Unchecked)
        if hits:
            self._view.selectRow(min(max(line, 0), len(hits) - 1))

    def _found(self, query: Query, done: str, hits: Sequence[Hit]) -> None:
        self._list(query, done, hits)
        if hits and not done:
            self._view.setFocus()

    def _list(self, query: Query, done: str, hits: Sequence[Hit]) -> None:
        self._task = None
        self._query = query
        self._after = str  # until a replacement is shown
        tables_of = {("project", hit.project_id) for hit in hits}  # whose state says what is locked
        self._listed = frozenset(tables_of) | {(hit.kind, hit.record_id) for hit in hits} | self._replaced_in
        self._model.show(hits)
        tables = len({hit.project_id for hit in hits} - {""})
        where = f"在 {tables} 张表中找到" if tables else "找到"
        outcome = f"{where} {len(hits)} 处，按回车转到。" if hits else f"没有找到“{query.text}”。"
        self._outcome = done or outcome
        self._note.setText(self._outcome)
        if self._is_replacing:
            self._preview()

    def _preview(self) -> None:
        """Show what would become of each cell."""
        query = self._query
        if not self._is_replacing or query is None or not self._model.items:
            self._count()
            return
        replacement = self._replacement.text()
        try:
            pattern = replacing.compiled(query)
            pattern.replaced(replacement, self._model.item(0).text)
        except KnownError as error:
            self._refuse(error)
            return
        self._after = lambda text: pattern.replaced(replacement, text)
        self._note.setText(self._outcome)  # no longer that what was typed so far, a mere backslash, says nothing
        self._model.renew()
        self._count()

    def _count(self) -> None:
        count = len(self._model.ticked())
        self._replace.setText(f"替换选中的 {count} 处(&R)" if count else "替换选中的(&R)")
        self._replace.setEnabled(bool(count))

    def _perform(self) -> None:
        assert self._query is not None
        if not self._session.settle():
            self._note.setText(self._session.last_refusal)
            return
        hits = self._model.ticked()
        work = partial(replacing.replace_in, self._session.workspace, self._query, self._replacement.text(), hits)
        results: list[replacing.Replaced] = []

        def make() -> ChangeSet:
            results.append(work())
            return results[0].change

        long_change.commit(self, "替换", self._session, make, lambda _change: self._replaced(results[0]), self._refuse)

    def _replaced(self, result: replacing.Replaced) -> None:
        self._replaced_in = result.change.touched()
        parts = [f"已替换 {result.cells} 处，可以撤销"]
        if result.locked:
            names = "、".join(f"“{name}”" for name in result.locked[:_NAMED_AT_MOST])
            more = " 等" if len(result.locked) > _NAMED_AT_MOST else ""
            parts.append(f"{names}{more} {len(result.locked)} 个已锁定，没有替换")
        if result.moved_on:
            parts.append(f"{result.moved_on} 处内容已变，没有替换")
        self._start("；".join(parts) + "。")

    def _texts(self, hit: Hit) -> tuple[str, ...]:
        """A line of the list; what becomes of a text is made when it is seen: of all of them it takes too long."""
        return f"{hit.year} {hit.label}", hit.place, hit.excerpt, self._what_becomes_of(hit)

    def _what_becomes_of(self, hit: Hit) -> str:
        if hit.is_locked:
            return "（已锁定，不替换）"
        try:
            return hit.excerpt_of(self._after(hit.text))
        except KnownError as error:
            return f"（{error.sentence}）"

    def _refuse(self, error: KnownError) -> None:
        self._replace.setEnabled(False)
        self._note.setText(error.sentence)


def _key(hit: Hit) -> tuple[str, str, str | None]:
    return hit.kind, hit.record_id, hit.column
