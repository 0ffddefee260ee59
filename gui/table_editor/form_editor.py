"""The form above the grid: Table A of the official form (form.md section 2), each cell a field."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from core.audit.findings import UNIT_CODE, UNIT_NAME, Finding, Level
from core.domain.amounts import parse_amount, print_amount, without_currency_unit
from core.domain.records import AMOUNT_FIELDS, LABELS, BudgetUnit, Project
from core.layout.form import TABLE_A_WIDTHS
from core.services import intents
from gui.icons import icon
from gui.style import em, plain_label, tool_tip
from gui.table_editor import marks, numbering
from gui.table_editor.clipboard import Block, in_line
from gui.table_editor.current_table import CurrentTable
from gui.table_editor.form_fields import Field, LineField, TextField
from gui.table_editor.grid_keys import changes_text
from gui.table_editor.notice import Notice
from gui.table_editor.rescue import rescue, why_table_left
from gui.table_editor.target_field import TargetField

CURRENCY_UNIT: Final = "单位：万元"
UNREADABLE: Final = "这里读不成金额，已按原样保留。请填数字，单位是万元。"
WITHOUT_UNIT: Final = "本表的金额都以万元为单位：“{before}”写作“{after}”（可撤销）。"
RESPELLED: Final = "已按表格的写法：“{before}”改写为“{after}”（可撤销）。"
SEVERAL_CELLS: Final = "“{field}”只填一格，剪贴板里有 {rows} 行 {columns} 列，没有粘贴。"
AMOUNTS_TOGETHER: Final = "三项金额排成一行或一列，可以一起粘贴到“预算数”。"
AMOUNTS_PASTED: Final = "已粘贴到预算数、财政资金、其他资金三格（可撤销）。"
UNIT_COLUMNS: Final = (UNIT_CODE, UNIT_NAME)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a field stands in Table A, and what is printed before it."""

    object_name: str
    label: str
    label_at: tuple[int, int, int] | None  # row, column, rows; None: the label is another field's
    row: int
    column: int
    columns: int
    kind: type[Field] = LineField


_PLACES: Final = {
    "name": _Place("projectName", "项目名称", (0, 0, 1), 0, 1, 6),
    "budget": _Place("budget", "预算数", (1, 1, 1), 1, 2, 1),
    "fiscal_funds": _Place("fiscalFunds", "其中：\n财政资金", (1, 3, 1), 1, 4, 1),
    "other_funds": _Place("otherFunds", "其他资金", (1, 5, 1), 1, 6, 1),
    "purpose": _Place("purpose", "预算规模及\n资金用途", (1, 0, 2), 2, 1, 6, TextField),
    "target": _Place("target", "绩效目标", (3, 0, 1), 3, 1, 6, TargetField),
}


_FOCUS_WIDTH: Final = 2  # device-independent pixels


class _FieldCell(QWidget):
    """A cell with a field; framed in the palette's highlight, as the grid's are, while the field has the focus."""

    def __init__(self, parent: QWidget, field: Field) -> None:
        super().__init__(parent)
        self._field = field
        field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the focus."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The frame, within the gap around the field."""
        if self._field.hasFocus():
            with QPainter(self) as painter:
                painter.setPen(QPen(self.palette().highlight(), _FOCUS_WIDTH))
                painter.drawRect(self.rect().adjusted(1, 1, -1, -1))


class FormEditor(QWidget):
    """Six fields; each commits by itself when it is left."""

    def __init__(self, current: CurrentTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("formEditor")
        self.setAccessibleName("项目绩效目标表的表头")
        self._current = current
        self._notice: Notice | None = None
        self._fields: dict[str, Field] = {}
        self._marks: dict[str, QLabel] = {}
        self._findings: dict[str, tuple[Finding, ...]] = {}
        self._shown: tuple[BudgetUnit, Project] | None = None
        self._unit = plain_label("", self)
        self._unit.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._unit_mark = plain_label("", self)
        self._frame = QFrame(self)
        self._lay_out()
        self._colour_rules()
        for renewed in (current.chosen, current.refreshed):  # what kept a text from being written may be gone
            renewed.connect(self._hide_notice)
        current.chosen.connect(self._start_over)
        current.refreshed.connect(self._refresh)
        current.noted.connect(self._show_marks)
        self._start_over()

    def field(self, name: str) -> Field:
        """The field of a column of ``Project``."""
        return self._fields[name]

    def go_to(self, name: str) -> None:
        """Put the cursor into a field."""
        field = self._fields.get(name)
        if field is not None:
            field.setFocus(Qt.FocusReason.OtherFocusReason)
            field.selectAll()

    def commit(self) -> bool:
        """Commit every field under edit; False if one was refused."""
        refused = [name for name in self._fields if not self._commit(name)]
        return not refused

    def renumber(self) -> bool:
        """Number the paragraphs of 绩效目标 in order, committed at once; False if that was refused."""
        field = self._fields["target"]
        if field.isReadOnly():
            self._say_at(field, self._current.lock_reason())
            return False
        if isinstance(field, TargetField):
            field.renumber()
        return self._commit("target")

    def give_up(self) -> None:
        """Show again what is committed, whatever was typed."""
        for field in self._fields.values():
            field.restore()

    def set_findings(self, findings: Iterable[Finding]) -> None:
        """Mark the fields with these findings; those with a row are the grid's."""
        found: dict[str, tuple[Finding, ...]] = {}
        for finding in findings:
            if finding.row is None and finding.column is not None:
                found[finding.column] = (*found.get(finding.column, ()), finding)
        self._findings = found
        self._show_marks()

    def changeEvent(self, event: QEvent) -> None:
        """The rules follow the palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_frame"):
            self._colour_rules()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """No sentence lies over the field that somebody types into, and none about what he types anew."""
        composes = event.type() == QEvent.Type.InputMethod
        if composes or (isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and changes_text(event)):
            assert isinstance(watched, QWidget)
            if self._notice is not None and self._notice.is_in_the_way(self._in_window(watched)):
                self._notice.dismiss()
        return super().eventFilter(watched, event)

    # Inside

    def _lay_out(self) -> None:
        caption = QHBoxLayout()
        caption.addWidget(self._unit)
        caption.addWidget(self._unit_mark)
        caption.addStretch(1)
        caption.addWidget(plain_label(CURRENCY_UNIT, self))
        grid = QGridLayout(self._frame)
        grid.setSpacing(1)
        grid.setContentsMargins(1, 1, 1, 1)
        for column, width in enumerate(TABLE_A_WIDTHS):
            grid.setColumnStretch(column, round(width))
        for name, place in _PLACES.items():
            self._add(grid, name, place)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(em(self, 0.2))
        layout.addLayout(caption)
        layout.addWidget(self._frame)
        order = [self._fields[name] for name in _PLACES]
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    def _add(self, grid: QGridLayout, name: str, place: _Place) -> None:
        field = place.kind(self._frame)
        field.setObjectName(place.object_name)
        field.setAccessibleName(LABELS["project"][name])
        if isinstance(field, LineField) and name in AMOUNT_FIELDS:
            field.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            field.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)
        if isinstance(field, LineField):
            field.block_pasted.connect(lambda block: self._paste_block(name, block))
        field.installEventFilter(self)
        field.left.connect(lambda: self._commit(name))
        field.refused_typing.connect(lambda: self._say_at(field, self._current.lock_reason()))
        label = plain_label(place.label, self._frame)
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        label.setBuddy(field)
        mark = plain_label("", self._frame)
        self._fields[name], self._marks[name] = field, mark
        if place.label_at is not None:
            row, column, rows = place.label_at
            below = self._count_of(field) if isinstance(field, TargetField) else None
            grid.addWidget(_label_cell(self._frame, label, below), row, column, rows, 1)
        cell = _FieldCell(self._frame, field)
        _fill(cell, QPalette.ColorRole.Base, field, mark)
        grid.addWidget(cell, place.row, place.column, 1, place.columns)

    def _count_of(self, field: TargetField) -> QLabel:
        count = plain_label("", self._frame)
        count.setObjectName("targetLength")
        count.setAlignment(Qt.AlignmentFlag.AlignCenter)
        count.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        count.setToolTip("不计序号和空格")
        field.textChanged.connect(lambda: count.setText(f"{numbering.length(field.typed())} 字"))
        return count

    def _colour_rules(self) -> None:
        palette = self._frame.palette()
        palette.setColor(QPalette.ColorRole.Window, marks.rule_colour(self.palette()))
        self._frame.setPalette(palette)
        self._frame.setAutoFillBackground(True)

    def _start_over(self) -> None:
        self._keep_typed()
        self._shown = None
        self._findings = {}
        for field in self._fields.values():
            field.show_committed("")
            field.restore()
        self._refresh()

    def _keep_typed(self) -> None:
        """The fields are about to show another table, or none: what could not be written is kept for the hands."""
        under_edit = [field for field in self._fields.values() if self._shown is not None and field.is_under_edit()]
        if under_edit:
            names = "、".join(field.accessibleName() for field in under_edit)
            typed = "\n".join(field.typed() for field in under_edit)
            self._say_at(under_edit[0], rescue(names, typed, why_table_left(self._current)), lasting=True)

    def _refresh(self) -> None:
        table = self._current.table
        if table is None or self._shown == (table.unit, table.project):
            return  # an edit of the grid
        self._shown = (table.unit, table.project)
        self._unit.setText(f"{table.unit.code}{table.unit.name}")
        locked = bool(self._current.lock_reason())
        for name, field in self._fields.items():
            field.show_committed(_shown(table.project, name))
            field.setReadOnly(locked)
        self._show_marks()

    def _commit(self, name: str) -> bool:
        field, table = self._fields[name], self._current.table
        field.finish_composition()
        if table is None or not field.is_under_edit():
            return True
        typed = field.typed()
        text = without_currency_unit(typed) if name in AMOUNT_FIELDS else typed
        change = intents.set_form_field(table.project, name, text)
        if not self._current.perform(change):
            self._say_refusal(name)
            return False
        field.restore()
        before, after = typed.strip(), field.typed().strip()
        if text != typed:
            self._say_at(field, WITHOUT_UNIT.format(before=before, after=after))
        elif change and name in AMOUNT_FIELDS and not _is_only_padded(before, after):
            self._say_at(field, RESPELLED.format(before=before, after=after))
        else:
            self._hide_notice()
        return True

    def _paste_block(self, name: str, block: Block) -> None:
        """Several cells are pasted into a field of one line: three amounts at 预算数 fill all three, else none fits."""
        field, table = self._fields[name], self._current.table
        amounts = _three_amounts(block) if name == AMOUNT_FIELDS[0] else None
        if table is None or amounts is None:
            word, hint = LABELS["project"][name], AMOUNTS_TOGETHER if name in AMOUNT_FIELDS else ""
            self._say_at(field, SEVERAL_CELLS.format(field=word, rows=len(block.rows), columns=block.width) + hint)
        elif self._current.perform(intents.set_amounts(table.project, amounts, "粘贴金额")):
            for amount in amounts:
                self._fields[amount].restore()
            self._say_at(field, AMOUNTS_PASTED)
        else:
            self._say_refusal(name)

    def _show_marks(self) -> None:
        for name, label in self._marks.items():
            found = self._findings.get(name, ())
            words = marks.sentences(found)
            level = marks.gravest(found)
            if not found and self._shown is not None and _is_unreadable(self._shown[1], name):
                level, words = Level.ERROR, UNREADABLE
            note = self._current.note(None, name)
            words = "\n".join(part for part in (words, marks.note_words(note)) if part)
            _show_mark(label, level.value if level else "note" if note else "", words)
            self._fields[name].setToolTip(tool_tip(words))
            self._fields[name].setAccessibleDescription(words)
        found = tuple(finding for column in UNIT_COLUMNS for finding in self._findings.get(column, ()))
        level = marks.gravest(found)
        _show_mark(self._unit_mark, level.value if level else "", marks.sentences(found))

    def _hide_notice(self) -> None:
        if self._notice is not None:
            self._notice.dismiss()

    def _say_refusal(self, name: str) -> None:
        if self._current.table is not None:  # else it was said what became of the text, see _keep_typed
            label, word = self._current.table.label, LABELS["project"][name]
            self._say_at(self._fields[name], f"“{label}” {word}：{self._current.session.last_refusal}")

    def _say_at(self, field: Field, sentence: str, *, lasting: bool = False) -> None:
        if self._notice is None:
            self._notice = Notice(self.window())
        cell = field.parentWidget()
        assert cell is not None
        self._notice.say(sentence, self._in_window(cell), above=True, lasting=lasting)  # the hands go on below

    def _in_window(self, field: QWidget) -> QRect:
        return QRect(field.mapTo(self.window(), QPoint(0, 0)), field.size())


def _shown(project: Project, name: str) -> str:
    value = getattr(project, name)
    return print_amount(value) if name in AMOUNT_FIELDS else str(value)


def _label_cell(parent: QWidget, label: QLabel, below: QLabel | None) -> QWidget:
    """A cell with a label, and something small under it."""
    if below is None:
        return _cell(parent, QPalette.ColorRole.AlternateBase, label)
    both = QWidget(parent)
    layout = QVBoxLayout(both)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addStretch(1)
    layout.addWidget(label)
    layout.addWidget(below)
    layout.addStretch(1)
    return _cell(parent, QPalette.ColorRole.AlternateBase, both)


def _cell(parent: QWidget, role: QPalette.ColorRole, *content: QWidget) -> QWidget:
    cell = QWidget(parent)
    _fill(cell, role, *content)
    return cell


def _fill(cell: QWidget, role: QPalette.ColorRole, *content: QWidget) -> None:
    """Make a cell of the form: one ground, what it holds in a row."""
    cell.setAutoFillBackground(True)
    cell.setBackgroundRole(role)
    layout = QHBoxLayout(cell)
    gap = em(cell, 0.2)
    layout.setContentsMargins(gap, gap, gap, gap)
    layout.setSpacing(gap)
    for widget in content:
        layout.addWidget(widget)


def _three_amounts(block: Block) -> dict[str, str] | None:
    """The amounts of the form from a row or a column of three cells, each an amount in 万元 or blank."""
    cells = [without_currency_unit(text) for text in in_line(block) or ()]
    if len(cells) != len(AMOUNT_FIELDS) or any(isinstance(parse_amount(text), str) for text in cells):
        return None
    return dict(zip(AMOUNT_FIELDS, cells, strict=True))


def _is_only_padded(before: str, after: str) -> bool:
    """Whether an amount got nothing but the two decimals with which the form prints all of them."""
    return after.startswith(before) and after.removeprefix(before).strip("0") in ("", ".")


def _is_unreadable(project: Project, name: str) -> bool:
    return name in AMOUNT_FIELDS and isinstance(getattr(project, name), str)


def _show_mark(label: QLabel, mark: str, sentences: str) -> None:
    """Show an icon beside a field: the level of a finding, or a note; ``""`` for none."""
    size = label.fontMetrics().height()
    label.setVisible(bool(mark))
    label.setToolTip(tool_tip(sentences))
    if mark:
        label.setPixmap(icon(mark).pixmap(QSize(size, size), label.devicePixelRatioF()))
