"""Lines of the tree dragged or stepped to another place, as changes."""

from typing import Final

from PySide6.QtCore import QMimeData

from core.domain.edits import ChangeSet
from core.services import intents
from gui.project_tree_nodes import Node

LINE_TYPE: Final = "application/x-jibiao-line"


def as_mime(node: Node | None) -> QMimeData:
    """A line as it is dragged: kind and id."""
    data = QMimeData()
    data.setData(LINE_TYPE, "/".join(node.key if node else ("", "")).encode())
    return data


def dragged(data: QMimeData) -> tuple[str, str]:
    """Kind and id of the line that is dragged; ``("", "")`` if it is none."""
    kind, _, record_id = bytes(data.data(LINE_TYPE).data()).decode().partition("/")
    return kind, record_id


def can_be_dropped(node: Node, target: Node | None, row: int) -> bool:
    """Whether a line may come below ``target``: between its siblings; a project also into another unit of its year."""
    if node.parent is target:
        return row >= 0
    year = node.parent.parent if node.kind == "project" and node.parent is not None else None
    return year is not None and target in year.children


def dropped(node: Node, target: Node, row: int) -> ChangeSet:
    """The change that brings a line before the one at ``row`` below ``target``, or to the end (-1)."""
    return move_among_siblings(node, row) if target is node.parent else _move_to_unit(node, target, row)


def move_among_siblings(node: Node, place: int) -> ChangeSet:
    """The change that brings a unit or project before the sibling that is now at ``place``."""
    siblings = node.parent.children if node.parent else []
    others = [sibling for sibling in siblings if sibling is not node]
    before = sum(1 for sibling in siblings[:place] if sibling is not node)
    order = [sibling.line.id for sibling in (*others[:before], node, *others[before:])]
    positions = [(sibling.line.id, sibling.position) for sibling in siblings]
    return intents.reposition(node.kind, positions, order, f"移动{'项目' if node.kind == 'project' else '单位'}")


def _move_to_unit(node: Node, unit: Node, row: int) -> ChangeSet:
    siblings = [(project.line.id, project.position) for project in unit.children]
    place = row if row >= 0 else len(siblings)
    return intents.move_to_unit(node.project, unit.line.id, siblings, place, "移到另一单位")
