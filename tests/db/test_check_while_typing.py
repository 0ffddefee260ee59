"""Looking a file over while somebody types: no false alarm, the typing does not wait, and it can be given up."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from core.domain.errors import Cancelled
from core.services import editing, intents
from db.connecting import connect_raw
from db.health import faults, faults_of_copy
from db.workspace import FileWorkspace
from tests.reference import reference_tables


def test_an_edit_between_two_steps_of_the_check_is_no_damage(published: FileWorkspace) -> None:
    project = reference_tables()[0].project
    typed = 0

    def type_on(_statement: str) -> None:
        nonlocal typed, project
        with published.read() as reader:
            table = reader.table(project.id)
        assert table is not None
        typed += 1
        editing.apply(published, intents.set_form_field(table.project, "name", f"名称{typed}"))

    with closing(connect_raw(published.path)) as connection:
        connection.set_trace_callback(type_on)  # called before each statement of the check
        found = faults(connection)
        connection.set_trace_callback(None)
    assert typed > 3
    assert found == ()


def test_a_copy_tells_of_the_same_damage(published: FileWorkspace) -> None:
    published.close()
    with closing(sqlite3.connect(published.path)) as connection, connection:
        connection.execute("UPDATE project SET name = '暗中改动' WHERE id = ?", (reference_tables()[0].project.id,))
    with closing(connect_raw(published.path)) as connection:
        assert len(faults(connection)) == 1
        assert faults_of_copy(connection) == faults(connection)


def test_the_check_can_be_given_up_at_any_time(published: FileWorkspace) -> None:
    looks = 0

    def count() -> None:
        nonlocal looks
        looks += 1

    assert published.check(count) == ()
    assert looks > 3
    for allowed in range(looks):
        left = iter(range(allowed))

        def give_up(left: Iterator[int] = left) -> None:
            if next(left, None) is None:
                raise Cancelled

        with pytest.raises(Cancelled):
            published.check(give_up)
    assert published.check() == ()
