"""The clerk of ``test_workspace_machine.py``, beside whom another process edits, and who backs up and restores."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule, run_state_machine_as_test
from PySide6.QtWidgets import QApplication

from core.domain.edits import ChangeSet, SetField
from db.backup_folder import folder_beside
from gui.session import Session
from tests.property.test_workspace_machine import WorkspaceMachine, pick
from tests.property.workspace_model import Saved

OTHER = Path(__file__).with_name("other_process.py")


class Other:
    """The other process."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def set_tag(self, path: Path, id_: str, old: str, new: str) -> str:
        """Have it change a project's tag; the sentence of its refusal, or nothing."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"path": str(path), "id": id_, "old": old, "new": new}) + "\n")
        self._process.stdin.flush()
        return self._process.stdout.readline().rstrip("\n")


@pytest.fixture(scope="module")
def other() -> Iterator[Other]:
    command = [sys.executable, str(OTHER)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONUTF8": "1"}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=environment
    ) as process:
        yield Other(process)
        assert process.stdin is not None
        process.stdin.close()


class TwoProcesses(WorkspaceMachine):
    """Undo and redo are refused here if what they would take back has changed in the other process."""

    other: Other

    def __init__(self) -> None:
        super().__init__()
        self.saved: list[tuple[Path, Saved]] = []

    def teardown(self) -> None:
        shutil.rmtree(folder_beside(self.path), ignore_errors=True)
        super().teardown()

    @rule()
    def undo(self) -> None:
        step = self.session.next_step(undoing=True)
        stands = bool(self.model.done) and self.model.stands(self.model.done[-1].inverse())
        if self.undone():
            assert stands
            self.model.undo()
        else:
            assert not stands or self.may_be_refused(step, undoing=True)

    @rule()
    def redo(self) -> None:
        step = self.session.next_step(undoing=False)
        stands = bool(self.model.undone) and self.model.stands(self.model.undone[-1])
        if self.session.redo():
            assert stands
            self.model.redo()
        else:
            assert not stands or self.may_be_refused(step, undoing=False)

    @precondition(lambda self: self.has_tables())
    @rule(choice=pick, new=st.sampled_from(["待核", "退回", ""]))
    def the_other_process_edits(self, choice: int, new: str) -> None:
        project = self.some_table(choice).project
        assert self.other.set_tag(self.path, project.id, project.tag, new) == ""
        self.model.carry_out(ChangeSet("别的程序", (SetField("project", project.id, "tag", project.tag, new),)))
        self.session.catch_up()

    @precondition(lambda self: self.has_tables())
    @rule(choice=pick)
    def the_other_process_builds_on_what_has_changed(self, choice: int) -> None:
        project = self.some_table(choice).project
        assert "已在别处改动" in self.other.set_tag(self.path, project.id, f"{project.tag}旧", "新")

    @precondition(lambda self: len(self.saved) < 5)
    @rule()
    def back_up(self) -> None:
        saved = self.session.workspace.auto_backup("测试")
        assert saved is not None
        self.saved.append((saved, self.model.save()))

    @precondition(lambda self: self.saved)
    @rule(choice=pick)
    def restore(self, choice: int) -> None:
        backup, state = self.saved[choice % len(self.saved)]
        self.session.workspace.close()
        self.store.restore(backup, self.path)
        for aside in self.path.parent.glob("* 恢复前 *"):
            aside.unlink()
        self.session = Session(self.store.open(self.path))
        self.model.go_back_to(state)


def test_two_processes_backups_and_restoring(qapp: QApplication, other: Other, is_long: bool) -> None:
    examples, steps = (100, 100) if is_long else (8, 25)
    TwoProcesses.other = other
    run_state_machine_as_test(
        TwoProcesses,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        ),
    )
