"""打印设置 of a workspace: signature block, head line, how tables are put on pages, fonts."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QFrame,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from core.domain.errors import KnownError
from core.ports import Workspace
from core.services.print_settings import (
    DEFAULTS,
    MAX_LABELS,
    MAX_LINE_LENGTH,
    PrintSettings,
    SignatureLabel,
    keep_print_settings,
)
from gui import messages
from gui.dialogs.files import ask_open
from gui.style import button_box, em, note, resize

_FONTS = "TrueType 字体 (*.ttf *.ttc *.TTF *.TTC)"
_ITEM_FLAGS = (
    Qt.ItemFlag.ItemIsEnabled
    | Qt.ItemFlag.ItemIsSelectable
    | Qt.ItemFlag.ItemIsEditable
    | Qt.ItemFlag.ItemIsUserCheckable
    | Qt.ItemFlag.ItemIsDragEnabled
)
_NEW_LABEL = "新栏目"


class PrintSettingsDialog(QDialog):
    """Shows the settings, and keeps them when 确定 is pressed and they can be printed with.

    Signals:
        kept: The workspace has other settings now.
    """

    kept = Signal()

    def __init__(self, parent: QWidget, workspace: Workspace, settings: PrintSettings) -> None:
        super().__init__(parent)
        self.setObjectName("printSettingsDialog")
        self.setWindowTitle("打印设置")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workspace = workspace
        layout = QVBoxLayout(self)
        groups = self._groups()
        layout.addWidget(groups)
        layout.addWidget(note("这些设置保存在工作区里，预览、打印和导出都按它们来。", self))
        layout.addWidget(self._buttons())
        self._show(settings)
        self._labels.setFocus()
        self.setMinimumWidth(em(self, 32))
        inside = groups.widget().heightForWidth(em(self, 30))  # Qt's own guess leaves out that the notes wrap
        resize(self, 34, inside / em(self) + 7)

    def settings(self) -> PrintSettings:
        """What the dialog shows."""
        items = [self._labels.item(row) for row in range(self._labels.count())]
        return PrintSettings(
            labels=tuple(SignatureLabel(item.text().strip(), item.checkState() is _CHECKED) for item in items),
            header_line=self._header_line.text().strip(),
            cover_title=self._cover_title.text().strip(),
            one_a_page=self._one_a_page.isChecked(),
            fit_on_one_page=self._fit_on_one_page.isChecked(),
            merge_all_categories=self._merge_all.isChecked(),
            song_file=self._song_file.text().strip(),
            hei_file=self._hei_file.text().strip(),
        )

    def accept(self) -> None:
        """Keep the settings; what cannot be printed with is refused with a sentence, and the dialog stays."""
        try:
            keep_print_settings(self._workspace, self.settings())
        except KnownError as error:
            messages.show_error(self, error)
            return
        self.kept.emit()
        super().accept()

    # Inside -------------------------------------------------------------------------------------------------------

    def _groups(self) -> QScrollArea:
        """All settings, one group below the other; a low screen shows a part of them."""
        area = QScrollArea(self)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget(area)
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(0, 0, 0, 0)
        for group in (self._signature_group(), self._page_group(), self._font_group()):
            layout.addWidget(group)
        area.setWidget(inside)
        return area

    def _signature_group(self) -> QGroupBox:
        group = QGroupBox("签字栏（签字版）", self)
        self._labels = QListWidget(group)
        self._labels.setObjectName("signatureLabels")
        self._labels.setAccessibleName("签字栏的栏目")
        self._labels.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self._labels.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self._labels.setMinimumHeight(em(self, 8))
        self._labels.currentRowChanged.connect(self._update_buttons)
        self._labels.model().rowsInserted.connect(self._update_buttons)
        self._labels.model().rowsRemoved.connect(self._update_buttons)
        self._add = _button("添加(&A)", "signatureAdd", self._add_label)
        self._remove = _button("删除(&D)", "signatureRemove", self._remove_label)
        self._up = _button("上移(&U)", "signatureUp", lambda: self._move_label(-1))
        self._down = _button("下移(&W)", "signatureDown", lambda: self._move_label(1))
        column = QVBoxLayout()
        for button in (self._add, self._remove, self._up, self._down):
            column.addWidget(button)
        column.addStretch()
        row = QHBoxLayout()
        row.addWidget(self._labels)
        row.addLayout(column)
        layout = QVBoxLayout(group)
        layout.addWidget(note("打勾的印在表下，两个一行；双击或按 F2 改字。以“日期”结尾的后面印“年 月 日”。", group))
        layout.addLayout(row)
        return group

    def _page_group(self) -> QGroupBox:
        group = QGroupBox("页面", self)
        form = QFormLayout(group)
        self._header_line = _line_edit("页眉", "headerLine", "印在每页上方，例如单位名称、附件号；空着就不印")
        self._cover_title = _line_edit("封面标题", "coverTitle", "空着就印“某某年度项目绩效目标表”")
        for field in (self._header_line, self._cover_title):
            field.setMaxLength(MAX_LINE_LENGTH)
        self._one_a_page = QCheckBox("公开版的每张表都从新的一页开始(&N)", group)
        self._fit_on_one_page = QCheckBox("一页排不下时把字缩小到小五号、再到 8 磅，能排进一页就排进一页(&F)", group)
        self._merge_all = QCheckBox("相邻且相同的一级指标都合并（公开样式只合并产出指标）(&M)", group)
        form.addRow("页眉(&H)：", self._header_line)
        form.addRow("封面标题(&T)：", self._cover_title)
        for name, box in (
            ("oneAPage", self._one_a_page),
            ("fitOnOnePage", self._fit_on_one_page),
            ("mergeAllCategories", self._merge_all),
        ):
            box.setObjectName(name)
            form.addRow(box)
        return group

    def _font_group(self) -> QGroupBox:
        group = QGroupBox("字体", self)
        form = QFormLayout(group)
        self._song_file = _line_edit("正文字体文件", "songFile", "空着就用自带的宋体")
        self._hei_file = _line_edit("标题字体文件", "heiFile", "空着就用自带的黑体")
        for label, field, name in (
            ("正文(&S)：", self._song_file, "songFileChoose"),
            ("标题(&B)：", self._hei_file, "heiFileChoose"),
        ):
            row = QHBoxLayout()
            row.addWidget(field)
            row.addWidget(_button("选择…", name, partial(self._choose_font, field)))
            form.addRow(label, row)
            title = form.labelForField(row)
            assert isinstance(title, QLabel)
            title.setBuddy(field)
        hint = "可用本机的宋体、仿宋、黑体（simsun.ttc、simfang.ttf、simhei.ttf）；换一台电脑可能找不到。"
        form.addRow(note(hint, group))
        return group

    def _buttons(self) -> QDialogButtonBox:
        standard = QDialogButtonBox.StandardButton
        buttons = button_box(standard.Ok | standard.Cancel | standard.RestoreDefaults, self)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        buttons.button(standard.RestoreDefaults).clicked.connect(lambda _checked: self._show(DEFAULTS))
        return buttons

    def _show(self, settings: PrintSettings) -> None:
        self._labels.clear()
        for label in settings.labels:
            self._labels.addItem(_item(label))
        self._labels.setCurrentRow(0)
        self._header_line.setText(settings.header_line)
        self._cover_title.setText(settings.cover_title)
        self._one_a_page.setChecked(settings.one_a_page)
        self._fit_on_one_page.setChecked(settings.fit_on_one_page)
        self._merge_all.setChecked(settings.merge_all_categories)
        self._song_file.setText(settings.song_file)
        self._hei_file.setText(settings.hei_file)
        self._update_buttons()

    def _update_buttons(self) -> None:
        row, count = self._labels.currentRow(), self._labels.count()
        self._add.setEnabled(count < MAX_LABELS)
        self._remove.setEnabled(row >= 0)
        self._up.setEnabled(row > 0)
        self._down.setEnabled(0 <= row < count - 1)

    def _add_label(self) -> None:
        item = _item(SignatureLabel(_NEW_LABEL))
        self._labels.insertItem(self._labels.currentRow() + 1, item)
        self._labels.setCurrentItem(item)
        self._labels.editItem(item)

    def _remove_label(self) -> None:
        self._labels.takeItem(self._labels.currentRow())

    def _move_label(self, step: int) -> None:
        row = self._labels.currentRow()
        item = self._labels.takeItem(row)
        self._labels.insertItem(row + step, item)
        self._labels.setCurrentItem(item)
        self._update_buttons()

    def _choose_font(self, field: QLineEdit) -> None:
        folder = Path(field.text()).parent if field.text() else Path.home()
        ask_open(self, "选择字体文件", _FONTS, folder, lambda path: field.setText(str(path)))


_CHECKED = Qt.CheckState.Checked


def _item(label: SignatureLabel) -> QListWidgetItem:
    item = QListWidgetItem(label.text)
    item.setFlags(_ITEM_FLAGS)
    item.setCheckState(_CHECKED if label.on else Qt.CheckState.Unchecked)
    return item


def _line_edit(name: str, object_name: str, placeholder: str) -> QLineEdit:
    field = QLineEdit()
    field.setObjectName(object_name)
    field.setAccessibleName(name)
    field.setPlaceholderText(placeholder)
    return field


def _button(text: str, object_name: str, clicked: Callable[[], None]) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(object_name)
    button.setAutoDefault(False)
    button.clicked.connect(lambda _checked: clicked())
    return button
