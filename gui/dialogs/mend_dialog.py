"""Fixes before they are made: what stands there, what will, for one finding or for all of its kind."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QRadioButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from core.domain.edits import ChangeSet
from core.services.mending import Mending, Step
from gui.style import button_box, heading, note, resize, tool_tip

_COLUMNS: Final = ("表", "位置", "现在", "改为")
_CONTEXT: Final = 8  # characters shown before the first difference
_VISIBLE_SPACE: Final = str.maketrans({" ": "·", "\u3000": "□", "\t": "→", "\n": "↵", "\r": "↵", "\u00a0": "·"})


class MendDialog(QDialog):
    """Shows a proposal for each reach that is offered; nothing is written here.

    Args:
        parent: The window.
        title: What is found, the rule's words.
        offers: ``(words, make)``: what a choice says, and what works out its proposal when it is first chosen.
    """

    def __init__(self, parent: QWidget, title: str, offers: Sequence[tuple[str, Callable[[], Mending]]]) -> None:
        super().__init__(parent)
        self.setObjectName("mendDialog")
        self.setWindowTitle("修正")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        resize(self, 54, 24)
        self._offers = [make for _, make in offers]
        self._made: dict[int, Mending] = {}
        self._choice = QButtonGroup(self)
        self._steps = self._make_steps()
        self._note = note("", self)
        self._note.setObjectName("mendNote")
        self._buttons = button_box(QDialogButtonBox.StandardButton.Cancel, self)
        self._go = self._buttons.addButton("修正", QDialogButtonBox.ButtonRole.AcceptRole)
        self._go.setObjectName("mendButton")
        self._go.setDefault(True)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(heading(title, self, 1.1))
        for number, (words, _) in enumerate(offers):
            button = QRadioButton(words, self)
            button.setChecked(number == 0)
            self._choice.addButton(button, number)
            layout.addWidget(button)
        layout.addWidget(self._steps, 1)
        layout.addWidget(self._note)
        layout.addWidget(self._buttons)
        self._choice.idToggled.connect(lambda number, on: self._show(number) if on else None)
        self._show(0)
        self._go.setFocus()

    @property
    def change(self) -> ChangeSet:
        """What was agreed to."""
        return self._made[self._choice.checkedId()].change

    def _make_steps(self) -> QTreeWidget:
        steps = QTreeWidget(self)
        steps.setObjectName("mendSteps")
        steps.setAccessibleName("将要做的修正")
        steps.setHeaderLabels(_COLUMNS)
        steps.setRootIsDecorated(False)
        steps.setAlternatingRowColors(True)
        header = steps.header()
        header.setStretchLastSection(False)
        for column in range(len(_COLUMNS)):  # before and after are always both in sight
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        return steps

    def _show(self, number: int) -> None:
        if number not in self._made:
            self._made[number] = self._offers[number]()
        mending = self._made[number]
        self._steps.clear()
        self._steps.addTopLevelItems([_item(step) for step in mending.steps])
        self._go.setEnabled(bool(mending.change))
        said = [
            f"共 {len(mending.steps)} 处，一步完成，可以一次撤销。" if mending.steps else "没有可以自动完成的修正。"
        ]
        if any(_is_about_space(step) for step in mending.steps):
            said.append("空格显示为“·”，全角空格为“□”，制表符为“→”，换行为“↵”。")
        if mending.locked:
            said.append(f"{len(mending.locked)} 张已定稿的表不改：{'、'.join(mending.locked[:3])}。")
        self._note.setText("".join(said))


def _item(step: Step) -> QTreeWidgetItem:
    before, after = _from_first_difference(step.before, step.after)
    if _is_about_space(step):
        before, after = before.translate(_VISIBLE_SPACE), after.translate(_VISIBLE_SPACE)
    item = QTreeWidgetItem([step.table, step.finding.place, before, after])
    for column, text in enumerate((step.table, step.finding.place, step.before, step.after)):
        item.setToolTip(column, tool_tip(text))
        item.setTextAlignment(column, Qt.AlignmentFlag.AlignTop)
    return item


def _from_first_difference(before: str, after: str) -> tuple[str, str]:
    """Both texts from a little before the place where they part, so that the difference is seen in a long text."""
    parted = (place for place, pair in enumerate(zip(before, after, strict=False)) if pair[0] != pair[1])
    common = next(parted, min(len(before), len(after)))
    start = max(common - _CONTEXT, 0)
    mark = "…" if start else ""
    return mark + before[start:], mark + after[start:]


def _is_about_space(step: Step) -> bool:
    return "".join(step.before.split()) == "".join(step.after.split())
