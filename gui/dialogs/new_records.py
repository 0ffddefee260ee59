"""The small dialogs for a new year, unit or project, and for a unit's code and name."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from core.catalogue.schemes import DEFAULT_SCHEME, schemes
from core.domain.records import BudgetUnit, BudgetYear
from gui.project_tree_nodes import Node
from gui.style import button_box, em, note

FIRST_YEAR, LAST_YEAR = 1990, 2100


class _FormDialog(QDialog):
    """Labelled fields above 确定 and 取消; 确定 waits until ``_problem`` finds nothing missing.

    What is missing is said once something was typed, not to somebody who has just come.
    """

    def __init__(self, parent: QWidget, title: str, hint: str = "") -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(em(self, 26))
        self._fields = QFormLayout()
        self._fields.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._note = note(hint, self)
        self._hint = hint
        self._is_typed_in = False
        self._buttons = button_box(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, self)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addLayout(self._fields)
        layout.addWidget(self._note)
        layout.addWidget(self._buttons)

    def _add(self, label: str, field: QWidget, name: str) -> None:
        field.setObjectName(name)
        field.setAccessibleName(label)
        self._fields.addRow(f"{label}：", field)

    def _problem(self) -> str:
        return ""

    def _typed(self) -> None:
        self._is_typed_in = True
        self._check()

    def _check(self) -> None:
        problem = self._problem()
        self._note.setText(problem if problem and self._is_typed_in else self._hint)
        self._buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(not problem)


class YearDialog(_FormDialog):
    """Which year, and which scheme of categories is in force in it."""

    def __init__(self, parent: QWidget, proposed: int, taken: Collection[int]) -> None:
        super().__init__(parent, "新建年度", "指标体系规定一级、二级指标可以有哪些。")
        self._taken = taken
        self._year = _year_box(self, proposed)
        self._scheme = QComboBox(self)
        for scheme_id, known in schemes().items():
            self._scheme.addItem(known.title, scheme_id)
        self._scheme.setCurrentIndex(self._scheme.findData(DEFAULT_SCHEME))
        self._add("年度", self._year, "newYear")
        self._add("指标体系", self._scheme, "newYearScheme")
        self._year.valueChanged.connect(self._typed)
        self._year.selectAll()
        self._check()

    @property
    def year(self) -> int:
        """The year chosen."""
        return self._year.value()

    @property
    def scheme(self) -> str:
        """The id of the scheme chosen."""
        return str(self._scheme.currentData())

    def _problem(self) -> str:
        return f"{self.year} 年度已经有了。" if self.year in self._taken else ""


class UnitDialog(_FormDialog):
    """Code and name of a 预算单位, and the year of a new one: one of ``years``, or if there is none a new one.

    Args:
        parent: The window.
        years: Among which there is a choice.
        current: The year proposed; ``None`` for the first, or if there is none for ``new_year``.
        unit: The unit to be changed; ``None`` for a new one.
        new_year: What is proposed where there is no year yet.
    """

    def __init__(
        self,
        parent: QWidget,
        years: Sequence[BudgetYear],
        current: Node | None,
        unit: BudgetUnit | None = None,
        new_year: int = FIRST_YEAR,
    ) -> None:
        super().__init__(parent, "修改单位" if unit else "新建单位", "单位代码一般是六位数字，如 319101。")
        self._year = _year_choice(self, years, current) if years else _year_box(self, new_year)
        self._code = QLineEdit(unit.code if unit else "", self)
        self._name = QLineEdit(unit.name if unit else "", self)
        self._add("年度", self._year, "unitYear")
        self._add("单位代码", self._code, "unitCode")
        self._add("单位名称", self._name, "unitName")
        self._code.textChanged.connect(self._typed)
        self._name.textChanged.connect(self._typed)
        self._code.setFocus()
        self._check()

    @property
    def year(self) -> BudgetYear:
        """The year chosen."""
        if isinstance(self._year, QSpinBox):
            return BudgetYear(self._year.value(), DEFAULT_SCHEME)
        year: BudgetYear = self._year.currentData()
        return year

    @property
    def code(self) -> str:
        """The code, without white space at its ends."""
        return self._code.text().strip()

    @property
    def name(self) -> str:
        """The name, without white space at its ends."""
        return self._name.text().strip()

    def _problem(self) -> str:
        return "" if self.code or self.name else "请填写单位代码和名称。"


class ProjectDialog(_FormDialog):
    """Name of a new project and its unit."""

    def __init__(self, parent: QWidget, units: Sequence[Node], current: Node | None) -> None:
        super().__init__(parent, "新建项目", "其余各栏在表单中填写。")
        self._unit = QComboBox(self)
        self._unit.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for unit in units:
            self._unit.addItem(f"{unit.parent.title} {unit.title}" if unit.parent else unit.title, unit)
        if current:
            self._unit.setCurrentIndex(units.index(current))
        self._name = QLineEdit(self)
        self._add("预算单位", self._unit, "projectUnit")
        self._add("项目名称", self._name, "newProjectName")
        self._name.textChanged.connect(self._typed)
        self._name.setFocus()
        self._check()

    @property
    def unit(self) -> Node:
        """The unit chosen."""
        unit: Node = self._unit.currentData()
        return unit

    @property
    def name(self) -> str:
        """The name, without white space at its ends."""
        return self._name.text().strip()

    def _problem(self) -> str:
        return "" if self.name else "请填写项目名称。"


def _year_box(parent: QWidget, proposed: int) -> QSpinBox:
    box = QSpinBox(parent)
    box.setRange(FIRST_YEAR, LAST_YEAR)
    box.setValue(proposed)
    return box


def _year_choice(parent: QWidget, years: Sequence[BudgetYear], current: Node | None) -> QComboBox:
    box = QComboBox(parent)
    for year in years:
        box.addItem(f"{year.year} 年度", year)
    if current:
        box.setCurrentIndex(years.index(current.line))
    box.setEnabled(len(years) > 1)
    return box
