"""What right click and the menu key offer on the tree and in the grid: groups of actions, by what they apply to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from core.domain.records import State
from gui.project_tree_nodes import Node


@dataclass(frozen=True, slots=True)
class Submenu:
    """Actions of one kind behind one line.

    Attributes:
        title: With its access key.
        names: Ids of the actions.
    """

    title: str
    names: tuple[str, ...]


Group: TypeAlias = tuple[str | Submenu, ...]

TREE: Final[tuple[Group, ...]] = (
    ("new_project", "new_from_template", "new_unit", "new_year"),
    ("duplicate", "roll_over"),
    ("finalise", "sign", "unlock", Submenu("标记(&K)", ("tag_to_review", "tag_returned", "untag"))),
    ("overview", "side_by_side", "history"),
    ("export", "print", "send_back"),
    ("rename", "delete", "node_up", "node_down"),
)
GRID: Final[tuple[Group, ...]] = (
    ("cut", "copy", "paste", "clear"),
    ("insert_rows", "delete_rows", "rows_up", "rows_down"),
    ("fill_down", "fill_right", "sort_rows"),
    ("library", "note", "history"),
)
"""Of a locked table too: there the cell itself says why it takes nothing."""
FINDINGS: Final = ("fix_finding", "accept_finding", "withdraw_acceptance")
"""What the findings panel offers too, beside its filters and in its menu; there only what is possible."""


def _holds(*states: State) -> Callable[[Node], bool]:
    """Whether there is a project in one of these states, at or below a line of the tree."""
    return lambda node: any(project.state in states for project in node.projects())


def _is(*kinds: str) -> Callable[[Node], bool]:
    return lambda node: node.kind in kinds


def _has_projects(node: Node) -> bool:
    return next(node.projects(), None) is not None


def _has_neighbour(step: int) -> Callable[[Node], bool]:
    def holds(node: Node) -> bool:
        siblings = node.parent.children if node.parent else [node]
        return 0 <= siblings.index(node) + step < len(siblings)

    return holds


APPLIES: Final[Mapping[str, Callable[[Node], bool]]] = {
    "new_unit": _is("year", "unit"),
    "new_year": _is("year"),
    "duplicate": _is("project"),
    "roll_over": _has_projects,
    "finalise": _holds(State.DRAFT),
    "sign": _holds(State.FINAL),
    "unlock": _holds(State.FINAL, State.SIGNED),
    "tag_to_review": _has_projects,
    "tag_returned": _has_projects,
    "untag": lambda node: any(project.tag for project in node.projects()),
    "overview": _is("year", "unit"),
    "side_by_side": _is("project"),
    "history": _is("project"),
    "print": _has_projects,
    "send_back": _has_projects,
    "rename": _is("unit", "project"),
    "node_up": _has_neighbour(-1),
    "node_down": _has_neighbour(1),
}
"""To which lines of the tree an action applies; one that is not here, to each."""
_ON_NO_LINE: Final = ("new_project", "new_unit", "new_year", "overview", "export")


def applies(name: str, node: Node | None) -> bool:
    """Whether an action is offered on a line of the tree; ``None`` is the empty space below the lines."""
    if node is None:
        return name in _ON_NO_LINE
    return name not in APPLIES or APPLIES[name](node)
