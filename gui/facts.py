"""What is the case in the window, by which actions are possible or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gui.actions import Needs

if TYPE_CHECKING:
    from gui.main_window import MainWindow


def facts_of(window: MainWindow) -> frozenset[Needs]:
    """All needs of actions that are met now."""
    bench, session = window.workbench, window.session
    if bench is None or session is None:
        return frozenset({Needs.NOTHING})
    node = bench.tree.current_node()
    facts = {
        Needs.NOTHING: True,
        Needs.WORKSPACE: True,
        Needs.NODE: bench.tree.working_node() is not None,
        Needs.LINE: node is not None,
        Needs.MOVABLE: node is not None and node.kind != "year",
        Needs.TABLE: bench.project_id is not None,
        Needs.FINDINGS: bool(bench.findings.shown_findings()),
        Needs.UNDO: session.undo_stack.canUndo(),
        Needs.REDO: session.undo_stack.canRedo(),
        **window.rooms["audit"].facts(),  # type: ignore[attr-defined]
    }
    return frozenset(need for need, met in facts.items() if met)
