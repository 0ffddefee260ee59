"""从模板新建, 存为模板, and 复制项目."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.domain.errors import KnownError
from core.services import templates
from gui import messages

if TYPE_CHECKING:
    from core.domain.edits import ChangeSet
    from core.services.templates import Template
    from gui.main_window import MainWindow
    from gui.project_tree_nodes import Node


class TemplateController:
    """New tables out of others."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def begin(self) -> None:
        """Ask for a template and begin a table from it."""
        from gui.dialogs.template_dialog import TemplateDialog

        session, bench = self._window.session, self._window.workbench
        if session is None or bench is None:
            return
        units = [unit for year in bench.tree.model.years() for unit in year.children]
        if not units:
            messages.show_sentence(self._window, "还没有预算单位。请先新建单位，或导入文件。")
            return
        node = bench.tree.working_node()
        current = next((step for step in node.path() if step.kind == "unit"), None) if node else None
        dialog = TemplateDialog(self._window, session, units, current)
        dialog.begun.connect(self._begin)
        dialog.open()

    def keep(self) -> None:
        """Keep the table shown as a template."""
        from gui.dialogs.template_dialog import KeepTemplateDialog

        bench = self._window.workbench
        table = bench.editor.current_table() if bench else None
        if table is None:
            return
        dialog = KeepTemplateDialog(self._window, table.project.name)
        dialog.named.connect(lambda name: self._keep(templates.template_of(table, name)))
        dialog.open()

    def duplicate(self) -> None:
        """Copy the table shown right behind itself."""
        session, bench = self._window.session, self._window.workbench
        table = bench.editor.current_table() if bench else None
        if session is None or table is None:
            return
        with session.workspace.read() as reader:
            units = [unit for year in reader.outline() for unit in year.units]
        unit = next(unit for unit in units if unit.unit.id == table.unit.id)
        self._perform(templates.duplicate(table, unit))

    def _begin(self, unit: Node, template: Template, name: str) -> None:
        last = unit.children[-1].position if unit.children else None
        self._perform(templates.start_from(template, unit.line.id, last, name))

    def _keep(self, template: Template) -> None:
        session = self._window.session
        if session is None:
            return
        try:
            templates.keep(session.workspace, template)
        except KnownError as error:
            messages.show_error(self._window, error)
        else:
            self._window.status.showMessage(f"已存为模板“{template.name}”。")

    def _perform(self, wanted: ChangeSet) -> None:
        session, bench = self._window.session, self._window.workbench
        if session is None or bench is None:
            return
        if session.perform(wanted):
            bench.go_to_last_change()
        else:
            messages.show_sentence(self._window, session.last_refusal)
