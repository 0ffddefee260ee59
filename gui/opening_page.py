"""What stands in the window while a workspace is being opened: a word, and its tree as soon as that can be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSettings, Qt
from PySide6.QtWidgets import QSplitter, QWidget

from gui.parting import part_with
from gui.style import em, plain_label

if TYPE_CHECKING:  # loaded after the first paint
    from core.ports import Outline
    from gui.project_tree import ProjectTree
    from gui.project_tree_nodes import Forest

LAYOUT_KEY = "workbench/columns"
TREE_KEY = "workbench/tree"
_TREE, _TABLE, _PREVIEW = 23, 46, 26  # em, their usual widths
_SIDE_SHARE = 0.24  # of a wide screen, for what stands beside the table
_MOST_WIDENED = 1.8


def column_sizes(widget: QWidget) -> list[int]:
    """The usual widths of tree, table and preview, in pixels."""
    screen = widget.screen().availableSize().width() / em(widget)
    return [em(widget, side_width(_TREE, screen)), em(widget, _TABLE), em(widget, side_width(_PREVIEW, screen))]


def side_width(usual: float, screen: float) -> float:
    """The width of tree or preview: the usual one, more on a wide screen, where it would cut names for nothing (em)."""
    return max(usual, min(usual * _MOST_WIDENED, screen * _SIDE_SHARE))


class OpeningPage(QSplitter):
    """Divided as the workbench will be, so that the tree stays where it is when that takes it over."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setChildrenCollapsible(False)
        self._label = plain_label("", self)
        self._label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._tree: ProjectTree | None = None
        self._forest: Forest | None = None

    @property
    def has_tree(self) -> bool:
        """Whether the tree stands here."""
        return self._tree is not None

    def name(self, workspace: str) -> None:
        """Say what is being opened."""
        self._label.setText(f"正在打开“{workspace}”…")

    def make_tree(self, settings: QSettings) -> None:
        """Make the tree, empty for a moment, and show it unless it was hidden."""
        from gui.project_tree import ProjectTree

        self.drop_tree()
        self._tree = ProjectTree(parent=self)
        self._tree.setVisible(settings.value(TREE_KEY) != "hidden")
        self.insertWidget(0, self._tree)
        self.addWidget(QWidget(self))  # where the preview will be, for the same widths
        self.widget(2).hide()
        self.setStretchFactor(1, 1)
        self.setSizes(column_sizes(self))
        state = settings.value(LAYOUT_KEY)
        if isinstance(state, QByteArray):
            self.restoreState(state)
            self.widget(2).hide()

    def grow(self, outline: Outline) -> None:
        """Make the lines of the tree ready."""
        from gui.project_tree_nodes import Forest

        self._forest = Forest(outline)

    def fill_tree(self, settings: QSettings) -> None:
        """Show the lines, as they were left."""
        if self._tree and self._forest:
            self._tree.show_forest(self._forest)
            self._tree.restore_layout(settings)
            self._forest = None

    def take_tree(self) -> ProjectTree | None:
        """Hand the tree over; the page is as it was before it was shown."""
        tree, self._tree, self._forest = self._tree, None, None
        if tree:
            self.widget(2).deleteLater()
            tree.setParent(None)
        return tree

    def drop_tree(self) -> None:
        """Let go of a tree that nobody takes."""
        tree = self.take_tree()
        if tree:
            part_with([tree], tree.model.lines())
