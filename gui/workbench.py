"""One open workspace on the screen: tree, table editor, findings and preview, side by side."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QByteArray, QSettings, Qt, QTimer, Signal
from PySide6.QtWidgets import QSplitter, QTableView, QVBoxLayout, QWidget

from core.audit.findings import Finding
from core.domain.edits import Edit, SetField
from core.domain.records import kind_of
from core.services.editing import Applied
from gui.findings_filters import Reach
from gui.findings_panel import FindingsPanel
from gui.live_findings import LiveFindings
from gui.opening_page import column_sizes
from gui.preview import PreviewView
from gui.project_tree import ProjectTree
from gui.session import Session
from gui.style import em
from gui.table_editor import TableEditor
from gui.table_editor.form_editor import FormEditor

PANELS = ("tree", "findings", "preview")
_GIVES_WAY = {"tree": "preview", "preview": "tree"}
_LOWEST_FOR_FINDINGS_EM = 32
"""Height of a screen below which the findings do not fit under the table; the tree counts them all the same."""
_ALL_AFTER_MS = 300
_MANY_AFTER_MS = 2000
"""How long the hands rest before the findings of all tables are listed anew; many of them take a fifth of a second."""
_MANY_FINDINGS = 5000
_LOOKED_AT = 1000
"""How many edits of a change are tried before one of them is shown."""


def hidden_at_first(screen_em: float) -> tuple[str, ...]:
    """The panels that are not shown until they are asked for, on a screen of this height in em."""
    return ("preview",) if screen_em >= _LOWEST_FOR_FINDINGS_EM else ("preview", "findings")


class Workbench(QWidget):
    """Puts the panels together and connects them; knows nothing of files, menus and windows.

    Signals:
        table_changed: Id of the project now shown, or ``None``.
        panel_toggled: ``(panel, shown)``.
    """

    table_changed = Signal(object)
    panel_toggled = Signal(str, bool)

    def __init__(self, session: Session, tree: ProjectTree, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.project_id: str | None = None
        self._last_edits: tuple[Edit, ...] = ()
        self._tree_gave_way = False  # to the preview, and comes back when that is closed
        self._is_to_go = False  # to the last change, as soon as the tree shows it
        self._home: dict[str, str] = {}  # indicator id → project id, of every table that was shown
        self.tree = tree
        self.editor = TableEditor(session, self)
        self.findings = FindingsPanel(session, self)
        self.preview = PreviewView(session, self)
        self.live = LiveFindings(session, self)
        grid: QTableView | None = self.editor.findChild(QTableView, "indicatorGrid")
        form: FormEditor | None = self.editor.findChild(FormEditor)
        assert grid is not None
        assert form is not None
        self.grid = grid
        self._panels = dict(zip(PANELS, (self.tree, self.findings, self.preview), strict=True))
        self._panes: dict[str, tuple[QWidget, Callable[[], object]]] = {
            "tree": (self.tree, self.tree.view.setFocus),
            "form": (form, partial(self.editor.go_to, None, "name")),
            "begin": (self.editor.empty_page.offers, self.editor.empty_page.take_focus),
            "grid": (self.grid, self.grid.setFocus),
            "findings": (self.findings, self.findings.setFocus),
            "preview": (self.preview, self.preview.focus_pages),
        }
        self._list_all = QTimer(self, singleShot=True)
        self._lay_out()
        self._connect()

    def show_table(self, project_id: str | None) -> None:
        """Show a table in every panel."""
        if project_id == self.project_id:
            return
        self.session.settle()
        self.project_id = project_id
        self.editor.show_table(project_id)
        if self.preview.isVisible():
            self.preview.show_table(project_id)
        self._show_findings(project_id)
        self.table_changed.emit(project_id)

    def show_panel(self, panel: str, shown: bool) -> None:
        """Show or hide the tree, the findings or the preview.

        Where the screen is too narrow for tree and preview beside the table, the one shown last replaces the other.
        """
        self._panels[panel].setVisible(shown)
        if panel == "preview":
            self.preview.show_table(self.project_id if shown else None)
        self.panel_toggled.emit(panel, shown)
        other = _GIVES_WAY.get(panel)
        if shown and other and self.is_shown(other) and not self._is_wide_enough():
            self.show_panel(other, False)
            self._tree_gave_way = other == "tree"
        elif panel == "preview" and not shown and self._tree_gave_way:
            self._tree_gave_way = False
            self.show_panel("tree", True)

    def is_shown(self, panel: str) -> bool:
        """Whether a panel is shown."""
        return not self._panels[panel].isHidden()

    def go_to_last_change(self) -> None:
        """Show where the last change was made, so that nothing is undone out of sight; of many tables the one shown."""
        self._is_to_go = self.tree.model.is_behind
        edits = () if self._is_to_go else self._last_edits[:_LOOKED_AT]
        places = [(kind, found) for kind, found in map(self._place_of, edits) if found]
        # A table says more than the year it came with, and the one that the eyes are on more than any other.
        places.sort(key=lambda place: (place[0] != "project", place[1] != self.project_id))
        place = next((place for place in places if self.tree.model.find(*place)), None)
        if place is not None:
            self.tree.select(*place)
            self.editor.show_change(self._last_edits)

    def step_pane(self, step: int) -> None:
        """Move the keyboard on (1) or back (-1) among tree, form, grid, findings and preview, if they are shown."""
        shown = [pane for pane, (widget, _) in self._panes.items() if widget.isVisible()]
        focused = self.window().focusWidget()
        here = next((pane for pane in shown if _holds(self._panes[pane][0], focused)), None)
        before_first = -1 if step > 0 else 0
        start = before_first if here is None else shown.index(here)
        _, go_to = self._panes[shown[(start + step) % len(shown)]]
        go_to()

    def step_finding(self, step: int) -> None:
        """Go to the next or previous finding in the order of the panel, round and round."""
        finding = self.findings.step(step)
        if finding:
            self._go_to_finding(finding)

    def go_to_gravest(self, project_id: str) -> None:
        """Go to the gravest of a table's findings, or to the table if none is open."""
        self.tree.select_project(project_id)
        still_open = [finding for finding in self.live.of(project_id) if not finding.accepted]
        gravest = min(still_open, key=lambda finding: finding.level.rank, default=None)
        if gravest is not None:
            self.findings.set_current_finding(gravest)
            self._go_to_finding(gravest)

    def save_layout(self, settings: QSettings) -> None:
        """Remember sizes, panels, what is expanded and which table is shown; a tree that gave way as shown."""
        for splitter in (self._columns, self._rows):
            settings.setValue(f"workbench/{splitter.objectName()}", splitter.saveState())
        for panel in PANELS:
            is_wanted = self.is_shown(panel) or (panel == "tree" and self._tree_gave_way)
            settings.setValue(f"workbench/{panel}", "shown" if is_wanted else "hidden")
        self.tree.save_layout(settings, self.project_id)

    def restore_layout(self, settings: QSettings) -> None:
        """Bring back what was remembered, and show the table that the tree's cursor is on."""
        for splitter in (self._columns, self._rows):
            state = settings.value(f"workbench/{splitter.objectName()}")
            if isinstance(state, QByteArray):
                splitter.restoreState(state)
        for panel in PANELS:
            usual = "hidden" if panel in self._hidden_at_first() else "shown"
            self.show_panel(panel, settings.value(f"workbench/{panel}", usual) == "shown")
        node = self.tree.current_node()
        self.show_table(node.line.id if node and node.kind == "project" else None)

    def take_focus(self) -> None:
        """Move the keyboard to the tree, or where there is no table yet to the ways to begin."""
        pane = "tree" if self.editor.empty_page.offers.isHidden() else "begin"
        self._panes[pane][1]()

    # Inside -------------------------------------------------------------------------------------------------------

    def _is_wide_enough(self) -> bool:
        return self._columns.minimumSizeHint().width() <= self.screen().availableSize().width()

    def _hidden_at_first(self) -> tuple[str, ...]:
        return hidden_at_first(self.screen().availableSize().height() / em(self))

    def _lay_out(self) -> None:
        self._rows = QSplitter(Qt.Orientation.Vertical, self)
        self._rows.setObjectName("rows")
        self._columns = QSplitter(Qt.Orientation.Horizontal, self)
        self._columns.setObjectName("columns")
        inside: dict[QSplitter, tuple[tuple[QWidget, int], ...]] = {
            self._rows: ((self.editor, 4), (self.findings, 1)),
            self._columns: ((self.tree, 0), (self._rows, 1), (self.preview, 0)),
        }
        for splitter, widgets in inside.items():
            for widget, stretch in widgets:
                splitter.addWidget(widget)
                splitter.setStretchFactor(splitter.count() - 1, stretch)
        self._columns.setSizes(column_sizes(self))
        self._rows.setSizes([em(self, 32), em(self, 9)])
        for splitter in (self._rows, self._columns):
            splitter.setChildrenCollapsible(False)
        for panel in self._hidden_at_first():  # from the start: with all of them a small window would have to grow
            self._panels[panel].hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._columns)

    def _connect(self) -> None:
        self.tree.table_chosen.connect(self.show_table)
        self.tree.model.caught_up.connect(self._tree_caught_up)
        self.tree.model.modelReset.connect(self._tell_empty)
        self._tell_empty()
        self.session.changed.connect(self._follow)
        self.live.updated.connect(self._findings_updated)
        self.findings.finding_chosen.connect(self._go_to_finding)
        self.live.progressed.connect(self.findings.show_progress)
        self.findings.cancel_asked.connect(self.live.cancel)
        self.findings.reach_changed.connect(self._change_reach)
        self._list_all.timeout.connect(self._show_all_findings)

    def _follow(self, applied: Applied) -> None:
        self._last_edits = applied.change.edits
        table = self.editor.current_table()
        if table:
            self._home.update((row.id, table.project.id) for row in table.indicators)

    def _tell_empty(self) -> None:
        has_tables = any(next(year.projects(), None) for year in self.tree.model.years())
        self.editor.empty_page.tell(has_tables=has_tables)

    def _tree_caught_up(self) -> None:
        if self._is_to_go:
            self.go_to_last_change()

    def _place_of(self, edit: Edit) -> tuple[str, str | None]:
        """Kind and id of the line of the tree under which an edit was made."""
        if not isinstance(edit, SetField):
            record = edit.record
            home = getattr(record, "project_id", None)
            return ("project", home) if home is not None else (kind_of(record), record.id)
        return ("project", self._home.get(edit.id)) if edit.kind == "indicator" else (edit.kind, edit.id)

    def _findings_updated(self) -> None:
        self.tree.set_finding_counts(self.live.counts())
        self._show_findings(self.project_id)

    def _show_findings(self, project_id: str | None) -> None:
        findings = self.live.of(project_id)
        self.editor.set_findings(finding for finding in findings if not finding.accepted)
        if self.findings.reach is Reach.TABLE:
            self.findings.show_findings(findings, has_table=project_id is not None)
        else:
            many = len(self.findings.model.findings()) > _MANY_FINDINGS
            self._list_all.start(_MANY_AFTER_MS if many else _ALL_AFTER_MS)

    def _change_reach(self) -> None:
        self._list_all.stop()
        if self.findings.reach is Reach.WORKSPACE:
            self._show_all_findings()
        else:
            self.findings.show_findings(self.live.of(self.project_id), has_table=self.project_id is not None)

    def _show_all_findings(self) -> None:
        if self.findings.reach is Reach.WORKSPACE:
            self.findings.show_findings(self.live.all())

    def _go_to_finding(self, finding: Finding) -> None:
        self.tree.select_project(finding.project_id)
        self.editor.go_to(finding.row, finding.column)


def _holds(widget: QWidget, focused: QWidget | None) -> bool:
    return focused is not None and (widget is focused or widget.isAncestorOf(focused))
