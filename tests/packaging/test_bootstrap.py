"""The bootstrap, run for real on a small project of its own, in a folder with spaces and Chinese characters."""

import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

PACKAGING = Path(__file__).parents[2] / "packaging"
MAIN = "import os, sys, sample; print(sample.WORD, sys.argv[1:], os.getcwd(), 'PYTHONDONTWRITEBYTECODE' in os.environ)"


class Clone:
    """A project with one dependency, whose wheel lies in a folder; there is no network and no system package tool."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "带 空格 的文件夹" / "项目"
        self.wheels = folder / "wheels"
        self.wheels.mkdir()
        shutil.copytree(PACKAGING, self.folder / "packaging", ignore=shutil.ignore_patterns("__pycache__"))
        (self.folder / "main.py").write_text(MAIN, encoding="utf-8")
        wheel = self.wheels / "sample-1.0-py3-none-any.whl"
        with zipfile.ZipFile(wheel, "w") as archive:
            archive.writestr("sample.py", "WORD = 'here'")
            archive.writestr("sample-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: sample\nVersion: 1.0\n")
            archive.writestr(
                "sample-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
            )
            archive.writestr("sample-1.0.dist-info/RECORD", "")
        self.digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
        self.lock(self.digest)

    def lock(self, digest: str) -> None:
        """Write the run-time lock."""
        lock = self.folder / "packaging" / "run.lock.txt"
        lock.write_text(f"sample==1.0 \\\n    --hash=sha256:{digest}\n", encoding="utf-8")

    def bootstrap(self, *arguments: str, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
        """Run ``bootstrap.py`` as a user without UTF-8 in the locale would."""
        settings = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(self.wheels), "PIP_CONFIG_FILE": os.devnull}
        variables = {**os.environ, **settings, "PATH": "", "LC_ALL": "C", "PYTHONDONTWRITEBYTECODE": "1"}
        command = [sys.executable, self.folder / "packaging" / "bootstrap.py", *arguments]
        return subprocess.run(
            command, cwd=folder or self.folder, env=variables, capture_output=True, encoding="utf-8", check=False
        )


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    return Clone(tmp_path)


def test_the_first_run_sets_up_and_the_second_only_runs(clone: Clone, tmp_path: Path) -> None:
    first = clone.bootstrap("run", "--", "--workspace", "甲 乙.jxdb", "list", folder=tmp_path)
    assert first.returncode == 0, first.stderr
    assert first.stdout == f"here ['--workspace', '甲 乙.jxdb', 'list'] {tmp_path} False\n"

    second = clone.bootstrap("run", "list", folder=tmp_path)
    assert second.stdout == f"here ['list'] {tmp_path} False\n"
    assert second.stderr == ""


def test_an_environment_that_is_not_whole_is_made_anew(clone: Clone) -> None:
    environment = clone.folder / ".venv"
    environment.mkdir()
    (environment / "left by an interrupted installation").touch()
    assert clone.bootstrap("run").stdout.startswith("here")
    assert not (environment / "left by an interrupted installation").exists()


def test_a_package_with_another_content_is_refused_and_nothing_is_taken_for_done(clone: Clone) -> None:
    clone.lock("0" * 64)
    refused = clone.bootstrap("run")
    assert refused.returncode == 3
    assert refused.stdout == ""
    assert "组件安装失败" in refused.stderr
    clone.lock(clone.digest)
    assert clone.bootstrap("run").stdout.startswith("here")


@pytest.mark.parametrize("version", [(3, 9, 18), (3, 10, 13), (3, 14, 0)])
def test_other_pythons_are_refused_in_one_sentence(version: tuple[int, int, int]) -> None:
    script = PACKAGING / "bootstrap.py"
    program = f"import runpy, sys; sys.version_info = {version}; runpy.run_path({str(script)!r}, run_name='__main__')"
    refused = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=False)
    assert refused.returncode == 3
    chinese, english = refused.stderr.splitlines()
    assert chinese.startswith("绩表需要 Python 3.11、3.12 或 3.13")
    assert english.startswith("Jibiao needs Python 3.11, 3.12 or 3.13")


def test_wrong_usage_shows_the_commands(clone: Clone) -> None:
    for arguments in ([], ["deploy"]):
        answer = clone.bootstrap(*arguments)
        assert answer.returncode == 2
        assert all(f"\n  {command} " in answer.stderr for command in ("run", "test", "lint", "bench", "build"))
