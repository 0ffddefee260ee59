"""What ``bootstrap.py`` can do: each command prepares what it needs, then runs one or more programs."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

import environment
import system_packages
from environment import PROJECT, Environment
from telling import PreparationError, tell

COULD_NOT: Final = 3
BENCHMARKS: Final = PROJECT / "tests" / "benchmarks"
# A worker for each core, up to four; more would only disturb tests that wait for windows and other programs.
_ON_ALL_CORES: Final = ("-n", "auto", "--maxprocesses", "4", "--dist", "worksteal")


def carry_out(name: str, arguments: Sequence[str]) -> int:
    """Prepare and run one of :data:`COMMANDS`; the exit code of what was run, or 3 if it could not be begun."""
    try:
        return COMMANDS[name](list(arguments))
    except PreparationError as error:
        tell(error.chinese, error.english)
        return COULD_NOT
    except KeyboardInterrupt:
        return 128 + signal.SIGINT


def run(arguments: list[str]) -> int:
    """Run the program in the caller's folder, so that relative paths mean what they say."""
    venv = _prepare("run", environment.RUN)
    return _call([venv.python, PROJECT / "main.py", *arguments], folder=None)


def test(arguments: list[str]) -> int:
    """Run the test suite on all cores (``-n 0``: one after another), without a screen unless the caller names one.

    The caller's arguments come last, and so prevail.
    """
    venv = _prepare("test", environment.DEV)
    return _call([venv.python, "-m", "pytest", *_ON_ALL_CORES, *arguments], _without_screen())


def lint(arguments: list[str]) -> int:
    """Run every check, whether or not an earlier one failed; arguments are not taken."""
    if arguments:
        raise PreparationError("lint 不接受参数。", "lint takes no arguments.")
    venv = _prepare("lint", environment.DEV)
    checks = {
        "ruff check": [venv.python, "-m", "ruff", "check", "."],
        "ruff format": [venv.python, "-m", "ruff", "format", "--check", "."],
        "mypy": [venv.python, "-m", "mypy"],
        "import-linter": [venv.script("lint-imports")],
    }
    failed = []
    for name, command in checks.items():
        print(f"== {name}", flush=True)
        if _call(command) != 0:
            failed.append(name)
    print(f"lint: {', '.join(failed)} failed" if failed else "lint: all clean")
    return 1 if failed else 0


def bench(arguments: list[str]) -> int:
    """Run the benchmarks, or only those named (``bench -- pdf``), one after another."""
    files = {path.stem.removeprefix("bench_"): path for path in sorted(BENCHMARKS.glob("bench_*.py"))}
    unknown = [name for name in arguments if name not in files]
    if unknown:
        there = " ".join(files)
        raise PreparationError(f"没有这个性能测试；可选：{there}。", f"No such benchmark; there are: {there}.")
    venv = _prepare("test", environment.DEV)
    failed = []
    for name in arguments or files:
        print(f"== {name}", flush=True)
        if _call([venv.python, "-m", f"tests.benchmarks.bench_{name}"], _without_screen()) != 0:
            failed.append(name)
    return 1 if failed else 0


def build(arguments: list[str]) -> int:
    """Build the program folder and let the built program test itself."""
    venv = _prepare("build", environment.DEV)
    spec = PROJECT / "packaging" / "jibiao.spec"
    places = ["--distpath", PROJECT / "dist", "--workpath", PROJECT / "build"]
    code = _call([venv.python, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", *places, spec, *arguments])
    if code != 0:
        return code
    program = PROJECT / "dist" / "jibiao" / ("jibiao.exe" if os.name == "nt" else "jibiao")
    return _call([program, "self-test"], _without_screen())


COMMANDS: Final[Mapping[str, Callable[[list[str]], int]]] = {
    "run": run,
    "test": test,
    "lint": lint,
    "bench": bench,
    "build": build,
}


def _prepare(need: str, lock: Path) -> Environment:
    system_packages.provide(need)
    return environment.provide(lock)


def _without_screen() -> dict[str, str]:
    return {"QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}


def _call(
    command: Sequence[str | Path], variables: Mapping[str, str] | None = None, folder: Path | None = PROJECT
) -> int:
    """Run a program to its end. Ctrl+C reaches it by itself, so this side only waits for it."""
    process = subprocess.Popen(
        [str(part) for part in command], cwd=folder, env={**environment.clean_variables(), **(variables or {})}
    )
    while True:
        try:
            code = process.wait()
        except KeyboardInterrupt:
            continue
        if code < 0:
            print(f"{command[0]}: signal {-code}", file=sys.stderr)
            return 128 - code
        return code
