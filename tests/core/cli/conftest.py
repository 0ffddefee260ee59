"""The program, run in this process as a user runs it."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import main
from core.domain.edits import ChangeSet
from core.domain.records import TargetTable
from core.services import editing
from db.store import FileStore


@dataclass(frozen=True)
class Outcome:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        assert self.code in (0, 1), self.err
        return json.loads(self.out)

    @property
    def sentence(self) -> str:
        """The one sentence that a command that could not says; nothing else may have been said."""
        assert self.out == ""
        assert self.err.endswith("。\n")
        assert self.err.count("\n") == 1
        return self.err.strip()


Program = Callable[..., Outcome]


def edit(path: Path, intent: Callable[[TargetTable], ChangeSet]) -> None:
    """Change the first table, as the window does it."""
    workspace = FileStore().open(path)
    with workspace.read() as reader:
        table = next(reader.tables())
    editing.apply(workspace, intent(table))
    workspace.close()


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """Where the workspace is to be: a folder with a space and Chinese characters in its name."""
    folder = tmp_path / "绩效 目标"
    folder.mkdir()
    return folder / "工作区.jxdb"


@pytest.fixture
def program(workspace: Path, capsys: pytest.CaptureFixture[str]) -> Program:
    """Run the program on the workspace: ``program("list", "--json")``."""

    def run(*arguments: object) -> Outcome:
        code = main.run(["--workspace", str(workspace), *map(str, arguments)])
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        return Outcome(code, captured.out, captured.err)

    return run


@pytest.fixture
def sample(program: Program) -> Program:
    """The program, the fourteen tables in its workspace."""
    assert program("sample").code == 0
    return program
