"""Wrong usage is exit code 2 with a Chinese sentence; help is Chinese to the last word."""

import re
from pathlib import Path

import pytest

import main
from core.cli.commands import COMMANDS
from tests.core.cli.conftest import Program

NAMES = [command.name for command in COMMANDS]


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["list", "--nonsense"],
        ["list", "extra"],
        ["list", "--json=1"],
        ["import"],
        ["export"],
        ["export", "all.zip"],
        ["export", "all"],
        ["export", "a.pdf", "--edition", "draft"],
        ["export", "a.pdf", "--year", "25"],
        ["export", "a.pdf", "--year"],
        ["audit", "--project", "0"],
        ["audit", "--project", "eins"],
        ["audit", "--unit"],
        ["import", "a.docx", "--on-conflict", "merge"],
        ["import", "a.docx", "--year", "二〇二五"],
        ["verify"],
        ["backup"],
        ["restore"],
        ["check", "--js"],
        ["--workspace"],
        ["--workspace", "", "list"],
        ["backup", " "],
        ["--work", "x", "list"],
    ],
)
def test_wrong_usage(program: Program, workspace: Path, arguments: list[str]) -> None:
    outcome = program(*arguments)

    assert outcome.code == 2
    assert re.search(r"[\u4e00-\u9fff]", outcome.sentence)
    assert not re.search(r"argument|required|invalid|usage|error", outcome.err)
    assert not workspace.exists()


@pytest.mark.parametrize("arguments", [[], *([name] for name in NAMES)], ids=["program", *NAMES])
def test_help_is_chinese(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main.run([*arguments, "--help"]) == 0

    text = capsys.readouterr().out
    assert text.startswith("用法：main.py")
    for english in ("usage", "options", "positional", "arguments", "show this", "choices", "default"):
        assert english not in text


def test_the_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    main.run(["-h"])

    text = capsys.readouterr().out
    assert all(re.search(rf"^ +{command.name} +\S", text, re.MULTILINE) for command in COMMANDS)
    for name in ("sample", "import", "list", "audit", "export", "verify", "backup", "restore", "check", "self-test"):
        assert name in NAMES


def test_the_workspace_may_be_named_after_the_command(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.run(["sample", "--workspace", str(workspace)]) == 0

    assert workspace.exists()
    assert main.run(["list", "--json", f"--workspace={workspace}"]) == 0
