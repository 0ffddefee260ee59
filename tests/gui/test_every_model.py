"""Every item model of the window keeps Qt's rules; none is forgotten."""

import importlib
import pkgutil
from collections.abc import Callable

import pytest
from PySide6.QtCore import QAbstractItemModel, QModelIndex
from PySide6.QtWidgets import QTreeView

import gui
from core.importing.reading import propose
from core.services.side_by_side import side_by_side
from gui.dialogs.budget_table import BudgetModel
from gui.dialogs.library_dialog import _RowsModel
from gui.dialogs.side_by_side_view import SideBySideModel
from gui.findings_model import FindingsModel
from gui.outline_model import OutlineModel
from gui.project_tree_model import ProjectTreeModel
from gui.project_tree_nodes import Forest
from gui.source_table import SourceModel
from gui.table_editor.grid_model import IndicatorModel
from gui.text_table import TextTableModel
from tests.reference import DOCX_FILE


def _tables(hands):
    with hands.window.session.workspace.read() as reader:
        return list(reader.tables())


def _texts_of(kind: type[TextTableModel]) -> Callable[..., QAbstractItemModel]:
    def made(hands):
        model = kind(("表", "单位"), lambda table: (table.label, table.unit.name), (1,), can_tick=True)
        model.show(_tables(hands))
        return model

    return made


def _findings(hands):
    model = FindingsModel()
    model.show(hands.window.workbench.live.all())
    return model


def _budgets(hands):
    model = BudgetModel()
    model.show(_tables(hands))
    return model


def _source(_hands):
    model = SourceModel()
    model.show(propose(DOCX_FILE).tables[0].source)
    return model


def _outline(hands):
    model = OutlineModel()
    model.show_forest(Forest(hands.outline()))
    return model


def _sides(hands):
    model = SideBySideModel()
    model.show(side_by_side(_tables(hands)[:2]))
    return model


MODELS: dict[type[QAbstractItemModel], Callable[..., QAbstractItemModel]] = {
    BudgetModel: _budgets,
    FindingsModel: _findings,
    IndicatorModel: lambda hands: hands.window.workbench.grid.model(),
    OutlineModel: _outline,
    ProjectTreeModel: lambda hands: hands.window.findChild(QTreeView, "projectTree").model(),
    SourceModel: _source,
    SideBySideModel: _sides,
    TextTableModel: _texts_of(TextTableModel),
    _RowsModel: _texts_of(_RowsModel),
}


def _subclasses(kind: type) -> set[type]:
    return {kind, *(deeper for sub in kind.__subclasses__() for deeper in _subclasses(sub))}


def test_no_model_is_forgotten():
    for module in pkgutil.walk_packages(gui.__path__, "gui."):
        importlib.import_module(module.name)
    ours = {kind for kind in _subclasses(QAbstractItemModel) if kind.__module__.startswith("gui.")}
    assert ours == set(MODELS)


@pytest.mark.parametrize("kind", MODELS, ids=lambda kind: kind.__name__)
def test_the_model_keeps_qts_rules(hands, qtmodeltester, kind):
    model = MODELS[kind](hands)
    assert type(model) is kind
    assert model.rowCount(QModelIndex()) > 0
    qtmodeltester.check(model)
