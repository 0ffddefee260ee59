"""从模板新建: choose what to start from, the unit and the new name."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from core.domain.errors import KnownError
from core.services import templates
from core.services.templates import TEMPLATE, Source, Template
from gui import background, messages
from gui.icons import icon
from gui.pinyin import found
from gui.project_tree_nodes import Node
from gui.session import Session
from gui.style import button_box, em, leave_enter_alone, note, resize
from gui.text_table import TextTable, TextTableModel

_HEADERS: Final = ("来源", "名称")
_WIDTHS: Final = (6, 0)
_BRINGS: Final = "模板带来资金用途、绩效目标和全部指标；金额留空。"
_KEPT: Final = "模板随工作区保存；同名的模板会被替换。金额不存入模板。"


class TemplateDialog(QDialog):
    """Asks; the window writes.

    Signals:
        begun: The unit's :class:`Node`, the :class:`Template` and the new name.
    """

    begun = Signal(object, object, str)

    def __init__(self, parent: QWidget, session: Session, units: Sequence[Node], current: Node | None) -> None:
        super().__init__(parent)
        self.setObjectName("templateDialog")
        self.setWindowTitle("从模板新建项目")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        resize(self, 40, 32)
        self._session = session
        self._sources: Sequence[Source] = ()
        self._search = QLineEdit(self)
        self._search.setObjectName("templateSearch")
        self._search.setAccessibleName("查找模板")
        self._search.setPlaceholderText("查找：名称或拼音首字母")
        self._search.setClearButtonEnabled(True)
        self._search.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self._model = TextTableModel(_HEADERS, lambda source: (source.kind, source.name))
        self._view = TextTable(self, "模板", self._model, _WIDTHS)
        self._view.setObjectName("templateTable")
        self._view.setSelectionMode(TextTable.SelectionMode.SingleSelection)
        self._unit = QComboBox(self)
        self._unit.setObjectName("templateUnit")
        self._unit.setAccessibleName("预算单位")
        self._unit.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for unit in units:
            self._unit.addItem(f"{unit.parent.title} {unit.title}" if unit.parent else unit.title, unit)
        if current is not None and current in units:
            self._unit.setCurrentIndex(list(units).index(current))
        self._name = QLineEdit(self)
        self._name.setObjectName("templateName")
        self._name.setAccessibleName("项目名称")
        self._note = note(_BRINGS, self)
        self._lay_out()
        self._search.textChanged.connect(self._filter)
        self._search.returnPressed.connect(self._view.setFocus)
        self._view.current_changed.connect(self._look)
        self._view.opened.connect(lambda _source: self._name.setFocus())
        self._name.textChanged.connect(lambda _text: self._check())
        self._load()
        self._search.setFocus()

    def _lay_out(self) -> None:
        fields = QFormLayout()
        fields.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        fields.addRow("预算单位：", self._unit)
        fields.addRow("项目名称：", self._name)
        buttons = button_box(QDialogButtonBox.StandardButton.Cancel, self)
        self._go = buttons.addButton("新建", QDialogButtonBox.ButtonRole.AcceptRole)
        self._rename = QPushButton("重命名模板…", self)
        self._forget = QPushButton("删除模板…", self)
        for button in (self._rename, self._forget):
            buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        leave_enter_alone(buttons)  # Enter goes from the search to the list to the name, and there makes it
        self._name.returnPressed.connect(self._begin)
        self._rename.clicked.connect(lambda _checked: self._ask_name())
        self._forget.clicked.connect(lambda _checked: self._ask_forget())
        buttons.accepted.connect(self._begin)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self._search)
        layout.addWidget(self._view, 1)
        layout.addLayout(fields)
        layout.addWidget(self._note)
        layout.addWidget(buttons)

    def _load(self) -> None:
        workspace = self._session.workspace
        background.start(self, lambda _progress: templates.sources(workspace), self._show)

    def _show(self, sources: Sequence[Source]) -> None:
        self._sources = sources
        self._filter(self._search.text())

    def _filter(self, query: str) -> None:
        self._model.show([source for source in self._sources if found(query, source.name, source.kind)])

    def _look(self, source: Source | None) -> None:
        for button in (self._rename, self._forget):
            button.setVisible(source is not None and source.kind == TEMPLATE)
        self._check()

    def _check(self) -> None:
        self._go.setEnabled(self._view.current_item() is not None and bool(self._name.text().strip()))

    def _begin(self) -> None:
        source = self._view.current_item()
        if source is None or not self._name.text().strip():
            return
        try:
            template: Template = templates.read_template(self._session.workspace, source)
        except KnownError as error:
            self._note.setText(error.sentence)
            return
        self.accept()
        self.begun.emit(self._unit.currentData(), template, self._name.text().strip())

    def _ask_name(self) -> None:
        name = self._view.current_item().name
        dialog = KeepTemplateDialog(self, name, "重命名模板", "从它新建过的表不变。")
        dialog.named.connect(lambda new: self._change(partial(templates.rename, self._session.workspace, name, new)))
        dialog.open()

    def _ask_forget(self) -> None:
        name = self._view.current_item().name
        forget = partial(templates.forget, self._session.workspace, name)
        question = f"删除模板“{name}”吗？从它新建过的表不受影响；模板的删除不能撤销。"
        messages.ask(self, question, "删除", lambda: self._change(forget))

    def _change(self, act: Callable[[], None]) -> None:
        try:
            act()
        except KnownError as error:
            self._note.setText(error.sentence)
        else:
            self._note.setText(_BRINGS)
        self._load()


class KeepTemplateDialog(QDialog):
    """Asks for the name of a template.

    Signals:
        named: The name.
    """

    named = Signal(str)

    def __init__(self, parent: QWidget, proposed: str, title: str = "存为模板", words: str = _KEPT) -> None:
        super().__init__(parent)
        self.setObjectName("keepTemplateDialog")
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(em(self, 26))
        name = QLineEdit(proposed, self)
        name.setObjectName("keptName")
        name.setAccessibleName("模板名称")
        name.selectAll()
        fields = QFormLayout()
        fields.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        fields.addRow("模板名称：", name)
        buttons = button_box(QDialogButtonBox.StandardButton.Cancel, self)
        keep = buttons.addButton("保存", QDialogButtonBox.ButtonRole.AcceptRole)
        name.textChanged.connect(lambda text: keep.setEnabled(bool(text.strip())))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.accepted.connect(lambda: self.named.emit(name.text().strip()))
        layout = QVBoxLayout(self)
        layout.addLayout(fields)
        layout.addWidget(note(words, self))
        layout.addWidget(buttons)
