"""From older schemas to the present one, a step at a time.

Each step is a frozen module here: once released it is never changed, and it uses no present table or class,
only SQL of its own. It names ``source`` and ``target`` and does its work in ``migrate(connection)``, inside a
transaction that :mod:`db.migrations.runner` begins and ends.
"""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from db.format import SchemaVersion


@dataclass(frozen=True, slots=True)
class Migration:
    """One step from a released schema to the next."""

    source: SchemaVersion
    target: SchemaVersion
    migrate: Callable[[sqlite3.Connection], None]


Migrations: TypeAlias = tuple[Migration, ...]

MIGRATIONS: Migrations = ()
"""All steps, oldest first. Schema 1.0 is the first release, so there are none yet."""
