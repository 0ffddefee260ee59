"""A first look at a workspace: its tree, some hundred milliseconds before SQLAlchemy is loaded and the file is open.

What is out of the ordinary in any way is left to :meth:`db.store.FileStore.open`, which follows at once and whose
word counts (resources/docs/adr/0014).
"""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from core.domain.errors import KnownError
from core.ports import Outline
from db.connecting import connect_raw
from db.disks import is_local
from db.format import SCHEMA_VERSION
from db.inspection import behind_links, has_log, inspect
from db.outline import read_outline

_SENSELESS: Final = (ValueError, LookupError, TypeError, ArithmeticError)
"""Said of damaged content: of a schema that is no UTF-8, of columns that hold something else."""


def first_look(path: Path) -> Outline | None:
    """What the tree shows of a file, or ``None`` where that cannot be had at once and without any trace.

    Takes no lock and makes no file, not even for a moment; so it looks only where no log lies beside the file. Should
    somebody begin to write in just these milliseconds, it may see a mixture of old and new, which opening the file
    replaces. On shares and sticks it does not look, since these can be slow.
    """
    try:
        path = behind_links(path)
        if not is_local(path.parent) or has_log(path):
            return None
        inspect(path)
        with closing(connect_raw(path, "immutable")) as connection:
            if connection.execute("PRAGMA user_version").fetchone()[0] != SCHEMA_VERSION.pack():
                return None
            return read_outline(connection.execute)
    except (KnownError, OSError, sqlite3.Error, *_SENSELESS):
        return None
