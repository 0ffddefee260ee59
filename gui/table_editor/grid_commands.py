"""What the grid's commands do with the selection; each is one gesture, one undo step."""

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from core.catalogue.schemes import scheme
from core.domain.edits import ChangeSet
from core.domain.errors import KnownError
from core.domain.records import INDICATOR_COLUMNS, TargetTable
from core.domain.values import normalise_value
from core.services import intents
from gui import long_change
from gui.long_change import LARGE
from gui.table_editor import clipboard, clipboard_mime
from gui.table_editor.clipboard import Block, Placed
from gui.table_editor.current_table import CurrentTable
from gui.table_editor.grid_cursor import Cell
from gui.table_editor.grid_model import COLUMN_COUNT, HEADINGS, RESPELLING, IndicatorModel
from gui.table_editor.grid_view import IndicatorGrid

SCATTERED: Final = "选中的单元格不是一个矩形，不能一起复制。请选连续的一块。"
RESPELLED: Final = "{count} 格指标值已改写（如 {before} → {after}），Ctrl+Z 可撤销。"
NOTHING_TO_PASTE: Final = "剪贴板里没有文字，没有可以粘贴的内容。"

Respelled = dict[tuple[int, str], tuple[str, str]]
"""Cells, ``(row from 0, column name)``, with their text as pasted and as the form spells it."""


Area = tuple[int, int, int, int]
"""First row, first column, rows and columns of a selection."""
_MANY_CELLS: Final = 2_000  # what so many mean takes some hundredths of a second to find out


class _Plan(NamedTuple):
    """What pasting a block comes to."""

    placed: Placed
    respelled: Respelled
    change: ChangeSet


class GridCommands:
    """The commands, by the names of :data:`gui.table_editor.grid_keys.KEYS`; each first commits an open editor."""

    def __init__(self, current: CurrentTable, model: IndicatorModel, grid: IndicatorGrid) -> None:
        self._current = current
        self._model = model
        self._grid = grid

    def run(self, name: str) -> None:
        """Run the command of a key."""
        commands: dict[str, Callable[[], object]] = {
            "insert_rows": self.insert_rows,
            "delete_rows": self.delete_rows,
            "move_up": lambda: self.move_rows(-1),
            "move_down": lambda: self.move_rows(1),
            "copy": self.copy,
            "cut": self.cut,
            "paste": self.paste,
            "clear": self.clear,
            "fill_down": self.fill_down,
            "fill_right": self.fill_right,
        }
        commands[name]()

    def insert_rows(self) -> bool:
        """Insert as many empty rows as are selected, before them."""
        table = self._writable()
        if table is None:
            return False
        rows = self._selected_rows() or [0]
        cell = self._grid.cell() or (0, 0)
        index = min(rows[0], len(table.indicators))
        if not self._perform(intents.insert_rows(table, index, len(rows))):
            return False
        self._grid.select_block(index, cell[1], index + len(rows) - 1, cell[1])
        return True

    def delete_rows(self) -> bool:
        """Delete the rows that have a selected cell."""
        table = self._writable()
        if table is None:
            return False
        rows = [row for row in self._selected_rows() if row < len(table.indicators)]
        column = (self._grid.cell() or (0, 0))[1]
        if not rows or not self._perform(intents.delete_rows(table, rows)):
            return False
        self._grid.go_to((min(rows[0], self._model.rowCount() - 1), column))
        return True

    def move_rows(self, step: int) -> bool:
        """Move the rows that have a selected cell up (-1) or down (1)."""
        table = self._writable()
        if table is None:
            return False
        rows = [row for row in self._selected_rows() if row < len(table.indicators)]
        moved = self._perform(intents.move_rows(table, rows, step))
        self._grid.scrollTo(self._grid.currentIndex())
        return moved

    def sort_rows(self) -> bool:
        """Sort the rows into the order of the year's scheme; rows of one 二级指标 keep their order."""
        table = self._writable()
        if table is None:
            return False
        order_of = scheme(table.year.scheme).order_of
        return self._perform(intents.sort_rows(table, lambda row: order_of(row.category, row.subcategory)))

    def copy(self) -> bool:
        """Put the selected block on the clipboard."""
        self._grid.commit_editor()
        cells = self._grid.selected_cells()
        rows, columns = sorted({row for row, _ in cells}), sorted({column for _, column in cells})
        if not cells:
            return False
        if len(cells) != len(rows) * len(columns):
            self._grid.say(SCATTERED)
            return False
        clipboard_mime.put_on_clipboard([self._model.text(row, column) for column in columns] for row in rows)
        return True

    def cut(self) -> bool:
        """Copy the selected block and clear it."""
        return self._writable() is not None and self.copy() and self._put("", "剪切")

    def clear(self) -> bool:
        """Empty the selected cells."""
        return self._writable() is not None and self._put("", "清除")

    def paste(self) -> bool:
        """Lay the clipboard's block at the selection; rows past the end are added. Says what found no place.

        Returns:
            False if nothing was pasted. True if something was or, of a large block, is on its way.
        """
        table = self._writable()
        if table is None:
            return False
        block = clipboard_mime.block_on_clipboard()
        if block is None:
            self._grid.say(NOTHING_TO_PASTE)
            return False
        area = self._selected_area()
        if max(len(block.rows) * block.width, area[2] * area[3]) > _MANY_CELLS:
            self._paste_beside(table, block, area)
            return True
        plan = _planned(table, block, area)
        return self._write_block(plan.change, lambda: self._show_pasted(plan)) and bool(plan.placed.texts)

    def _paste_beside(self, table: TargetTable, block: Block, area: Area) -> None:
        """Find out beside the window, too, what a very large block means."""
        plans: list[_Plan] = []

        def make() -> ChangeSet:
            plans.append(_planned(table, block, area))
            return plans[0].change

        self._write_beside("粘贴", make, lambda: self._show_pasted(plans[0]))

    def _write_block(self, change: ChangeSet, done: Callable[[], None]) -> bool:
        """Write a block: a small one now, a large one beside the window, which shows progress and takes no typing.

        Args:
            change: What is to be written.
            done: Called once it is committed, which for a large one is after this has returned; not if it is refused
                or cancelled. Why it is refused is said at the grid.

        Returns:
            False if it was refused. True if it is committed or, of a large one, on its way.
        """
        if len(change.edits) > LARGE:
            self._write_beside(change.operation, lambda: change, done)
            return True
        if not self._perform(change):
            return False
        done()
        return True

    def _write_beside(self, title: str, make: Callable[[], ChangeSet], done: Callable[[], None]) -> None:
        def refused(error: KnownError) -> None:
            self._grid.say(error.sentence)

        session = self._current.session
        long_change.commit(self._grid, title, session, make, lambda _change: done(), refused, at_once=True)

    def _show_pasted(self, plan: _Plan) -> None:
        """Select what was pasted, say what found no place, and bring 指标值 into the form's spelling.

        The spelling is a step of its own that can be undone alone.
        """
        placed, respelled = plan.placed, plan.respelled
        if placed.texts:
            (top, left), (bottom, right) = min(placed.texts), max(placed.texts)
            self._grid.select_block(top, left, bottom, right)
        if placed.left_out:
            self._grid.say(placed.left_out)
        rows = self._current.rows
        still = [
            cell for cell, (pasted, _) in respelled.items() if cell[0] < len(rows) and rows[cell[0]].value == pasted
        ]
        if still and self._current.table is not None:  # a second program may have been at the rows meanwhile
            before, after = respelled[still[0]]
            sentence = RESPELLED.format(count=len(still), before=before, after=after)
            texts = {cell: respelled[cell][1] for cell in still}
            change = intents.set_cells(self._current.table, texts, RESPELLING)
            self._write_block(change, lambda: self._grid.say(f"{placed.left_out}\n{sentence}".strip(), above=True))

    def fill_down(self) -> bool:
        """Fill the selection with its first row; a single row takes the cells above it (Ctrl+D)."""
        return self._fill("向下填充", lambda cell, top, _left: (top, cell[1]), (1, 0))

    def fill_right(self) -> bool:
        """Fill the selection with its first column; a single column takes the cells on its left (Ctrl+R)."""
        return self._fill("向右填充", lambda cell, _top, left: (cell[0], left), (0, 1))

    def _fill(self, operation: str, source_of: Callable[[Cell, int, int], Cell], step: Cell) -> bool:
        if self._writable() is None:
            return False
        cells = self._grid.selected_cells()
        if not cells:
            return False
        top, left = min(row for row, _ in cells), min(column for _, column in cells)
        extent = len({(row * step[0], column * step[1]) for row, column in cells})
        if extent == 1:  # nothing to fill inside: take from before it
            top, left = top - step[0], left - step[1]
        if top < 0 or left < 0:
            return False
        texts = {
            (row, INDICATOR_COLUMNS[column]): self._model.text(*source_of((row, column), top, left))
            for row, column in cells
        }
        return self._perform_put(texts, operation)

    def _put(self, text: str, operation: str) -> bool:
        cells = {
            (row, INDICATOR_COLUMNS[column]): text
            for row, column in self._grid.selected_cells()
            if row < self._model.indicator_count
        }
        return self._perform_put(cells, operation) if cells else True

    def _writable(self) -> TargetTable | None:
        """The table, after an open editor was committed; ``None`` if it takes no edit, which is said."""
        if not self._grid.commit_editor():
            return None
        reason = self._current.lock_reason()
        if reason:
            self._grid.say(reason)
            return None
        return self._current.table

    def _perform(self, change: ChangeSet) -> bool:
        return self._said(self._current.perform(change))

    def _perform_put(self, texts: dict[tuple[int, str], str], operation: str) -> bool:
        return self._said(self._current.put(texts, operation))

    def _said(self, done: bool) -> bool:
        if not done:
            self._grid.say_refusal()
        return done

    def _selected_rows(self) -> list[int]:
        return sorted({row for row, _ in self._grid.selected_cells()})

    def _selected_area(self) -> Area:
        cells = self._grid.selected_cells() or [(0, 0)]
        rows, columns = [row for row, _ in cells], [column for _, column in cells]
        return min(rows), min(columns), max(rows) - min(rows) + 1, max(columns) - min(columns) + 1


def _planned(table: TargetTable, block: Block, area: Area) -> _Plan:
    placed = clipboard.place(block, area, COLUMN_COUNT, HEADINGS)
    texts = {(row, INDICATOR_COLUMNS[column]): text for (row, column), text in placed.texts.items()}
    return _Plan(placed, _respelled(table, texts), intents.set_cells(table, texts, "粘贴"))


def _respelled(table: TargetTable, texts: Mapping[tuple[int, str], str]) -> Respelled:
    """Of the texts about to be pasted those 指标值 that are new to their cells and not in the form's spelling."""
    normal = {
        (row, column): (text, normalise_value(text)[0])
        for (row, column), text in texts.items()
        if column == "value" and (row >= len(table.indicators) or table.indicators[row].value != text)
    }
    return {cell: (before, after) for cell, (before, after) in normal.items() if before != after}
