"""How SQLite is set up under a workspace."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, inspect
from sqlalchemy.exc import IntegrityError

from db.engine import make_engine, set_journal_mode, writing
from db.schema import metadata
from db.workspace import FileWorkspace


@pytest.fixture(params=["WAL", "DELETE"])
def engine(workspace: FileWorkspace, request: pytest.FixtureRequest) -> Iterator[Engine]:
    workspace.close()
    set_journal_mode(workspace.path, request.param)
    engine = make_engine(workspace.path, request.param)
    yield engine
    engine.dispose()


def test_every_commit_reaches_the_disk_and_every_row_has_its_parent(engine: Engine) -> None:
    with engine.connect() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("synchronous", "foreign_keys")
        }
    assert pragmas == {"synchronous": 3, "foreign_keys": 1}  # 3 is EXTRA
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO budget_unit VALUES ('u', 'nowhere', 1, '1', '局')")


def test_a_transaction_takes_changes_of_tables_back_too(engine: Engine) -> None:
    """Python's own transactions would leave the table there."""

    def break_off() -> None:
        with writing(engine).begin() as connection:
            connection.exec_driver_sql("CREATE TABLE half (id TEXT)")
            connection.exec_driver_sql("PRAGMA user_version = 999999")
            raise ZeroDivisionError

    before = version(engine)
    with pytest.raises(ZeroDivisionError):
        break_off()
    assert set(inspect(engine).get_table_names()) == set(metadata.tables)
    assert version(engine) == before


def test_a_workspace_on_a_local_disk_keeps_a_log_while_it_is_open(published: FileWorkspace) -> None:
    assert Path(f"{published.path}-wal").stat().st_size > 0
    published.rest()
    assert Path(f"{published.path}-wal").stat().st_size == 0


def version(engine: Engine) -> object:
    with engine.connect() as connection:
        return connection.exec_driver_sql("PRAGMA user_version").scalar()
