"""kill -9 at random moments of a busy session: nothing acknowledged is lost, no file is damaged."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.skipif(os.name == "nt", reason="forks a session that is ready to work")
@pytest.mark.parametrize(("journal_mode", "long"), [("WAL", 1000), ("DELETE", 250)], ids=["WAL", "DELETE"])
def test_a_busy_session_is_killed(tmp_path: Path, is_long: bool, journal_mode: str, long: int) -> None:
    rounds = long if is_long else 12
    command = [sys.executable, "-m", "tests.crash.busy_session", str(tmp_path), str(rounds), "1", journal_mode]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr
    assert f"{rounds} rounds" in done.stdout
    print(done.stdout)  # noqa: T201
