"""The virtual environment ``.venv`` in the project folder: made, filled from a lock file, proven whole by a stamp.

One environment serves both locks. ``dev.lock.txt`` holds all of ``run.lock.txt`` in the same versions, so that
``test`` after ``run`` only adds to what is there, and ``run`` after ``test`` finds all that it needs. An
environment that no stamp vouches for (half made, for another Python, moved, an older lock) is made anew.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from telling import PreparationError, tell

PROJECT: Final = Path(__file__).resolve().parent.parent
RUN: Final = PROJECT / "packaging" / "run.lock.txt"
DEV: Final = PROJECT / "packaging" / "dev.lock.txt"

_FOLDER: Final = PROJECT / ".venv"
_UNWANTED_VARIABLES: Final = (
    "PYTHONDONTWRITEBYTECODE",  # would compile the whole project at every start
    "PYTHONHOME",
    "PYTHONPATH",
    "__PYVENV_LAUNCHER__",
)


@dataclass(frozen=True, slots=True)
class Environment:
    """A whole virtual environment."""

    folder: Path

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return self.script("python")

    def script(self, name: str) -> Path:
        """A program in it."""
        return self.folder / "Scripts" / f"{name}.exe" if os.name == "nt" else self.folder / "bin" / name


def provide(lock: Path) -> Environment:
    """Answer an environment that holds the lock's packages, making or filling it first if need be.

    Raises:
        PreparationError: Python lacks ``venv``, or the packages could not be had.
    """
    ready = Environment(_FOLDER)
    if _is_proven(ready, lock) or (lock == RUN and _is_proven(ready, DEV)):
        return ready
    if not _is_proven(ready, RUN):
        _make(ready)
    _install(ready, lock)
    _stamp_file(lock).write_text(_stamp(lock), encoding="utf-8")
    return ready


def clean_variables() -> dict[str, str]:
    """The environment variables for whatever is run."""
    return {name: value for name, value in os.environ.items() if name not in _UNWANTED_VARIABLES}


def _is_proven(ready: Environment, lock: Path) -> bool:
    try:
        return ready.python.exists() and _stamp_file(lock).read_text(encoding="utf-8") == _stamp(lock)
    except OSError:
        return False


def _stamp(lock: Path) -> str:
    """What an environment was made of: the lock's content, this Python, this place (its scripts hold the path)."""
    digest = hashlib.sha256(lock.read_bytes().replace(b"\r\n", b"\n"))
    digest.update(repr((sys.version, sys.base_prefix, str(_FOLDER))).encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def _stamp_file(lock: Path) -> Path:
    return _FOLDER / f"{lock.name}.stamp"


def _make(ready: Environment) -> None:
    if importlib.util.find_spec("ensurepip") is None:
        raise PreparationError(
            "这个 Python 缺少 venv 模块，请先安装它（Debian 系统：apt-get install python3-venv）。",
            "This Python lacks the venv module; install it first (on Debian: apt-get install python3-venv).",
        )
    try:
        for lock in (RUN, DEV):
            _stamp_file(lock).unlink(missing_ok=True)
        if ready.folder.is_dir():
            shutil.rmtree(ready.folder)
        tell("正在准备运行环境 .venv …", "Making the virtual environment .venv …")
        venv.EnvBuilder(with_pip=True, symlinks=os.name != "nt").create(ready.folder)
    except (OSError, subprocess.CalledProcessError) as error:
        raise PreparationError(
            f"无法建立运行环境 {ready.folder}：{error}。如果程序正开着，请先关闭。",
            f"The virtual environment {ready.folder} could not be made: {error}. Close the program if it is open.",
        ) from error


def _install(ready: Environment, lock: Path) -> None:
    tell(
        "正在安装锁定版本的组件，第一次需要一两分钟 …",
        "Installing the locked packages; the first time takes a minute or two …",
    )
    options = ["--require-hashes", "--only-binary", ":all:", "--no-deps", "--quiet", "--disable-pip-version-check"]
    code = subprocess.call(
        [str(ready.python), "-m", "pip", "install", *options, "-r", str(lock)],
        cwd=PROJECT,
        env={**clean_variables(), "PIP_USER": "0", "PIP_NO_INPUT": "1"},
    )
    if code != 0:
        raise PreparationError(
            "组件安装失败，原因见上；请检查网络或软件源（PIP_INDEX_URL），再运行一次。",
            "The packages could not be installed, see above; check the network or index (PIP_INDEX_URL), run again.",
        )
