"""Every action of the window, once, as data: menus, toolbar and the table of shortcuts are all built from here."""

from collections.abc import Iterator, Mapping
from typing import Final

from gui.actions import Entry, Spec
from gui.menus import audit_menu, edit_menu, file_menu, help_menu, project_menu, table_menu, view_menu

MENUS: Final[Mapping[str, tuple[Entry, ...]]] = {
    "文件(&F)": file_menu.MENU,
    "编辑(&E)": edit_menu.MENU,
    "项目(&J)": project_menu.MENU,
    "表格(&T)": table_menu.MENU,
    "查看(&V)": view_menu.MENU,
    "审核(&A)": audit_menu.MENU,
    "帮助(&H)": help_menu.MENU,
}

TOOLBAR: Final = (
    ("new_project", "import", "export", "print"),
    ("undo", "redo"),
    ("insert_rows", "delete_rows", "rows_up", "rows_down"),
    ("show_tree", "show_findings", "show_preview"),
)
BEGINNING: Final = ("import", "new_project", "new_year", "open_sample")
"""What a workspace without tables offers in their place."""

WRITING: Final = frozenset(
    {
        *("import", "import_folder", "restore", "replace"),
        *("new_project", "new_from_template", "new_unit", "new_year", "roll_over", "duplicate", "keep_template"),
        *("rename", "delete", "node_up", "node_down", "tag_to_review", "tag_returned", "untag", "note"),
        *("fix_finding", "accept_finding", "withdraw_acceptance", "finalise", "sign", "unlock", "convert_scheme"),
    }
)
"""Actions of no use in a workspace that can only be read. Those of the grid and the form are not among them: there the
place itself says why it takes nothing."""


def specs() -> Iterator[Spec]:
    """All actions, in the order of the menus."""
    for entries in MENUS.values():
        yield from (entry for entry in entries if isinstance(entry, Spec))
