"""SQLite's own connection to a workspace file."""

import os
import sqlite3
from pathlib import Path
from urllib.parse import quote


def connect_raw(path: Path, mode: str = "rw", busy_milliseconds: int = 1000) -> sqlite3.Connection:
    """A plain connection without implicit transactions; never makes a file.

    ``immutable`` takes no lock and sees the one file alone, without a log that lies beside it.
    """
    return sqlite3.connect(
        _uri(path, "mode=ro&immutable=1" if mode == "immutable" else f"mode={mode}"),
        timeout=busy_milliseconds / 1000,
        isolation_level=None,
        check_same_thread=False,
        uri=True,
    )


def _uri(path: Path, query: str) -> str:
    # A share has to be file:////server/share/…; Path.as_uri() would make the server an authority, which SQLite refuses.
    place = quote(os.fsencode(path.absolute().as_posix()))
    return f"file://{place if place.startswith('/') else '/' + place}?{query}"
