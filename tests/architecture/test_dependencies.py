"""What the project stands on: pinned, locked, explained."""

import re

from tests.architecture.house import PROJECT, locked, pins, pyproject

RUN = pyproject()["project"]["dependencies"]
DEV = pyproject()["dependency-groups"]["dev"]
LOCKS = ("run.lock.txt", "dev.lock.txt")


def test_every_dependency_is_pinned_exactly() -> None:
    assert len(pins(RUN)) == len(RUN)
    assert len(pins(DEV)) == len(DEV)


def test_locks_hold_the_pins_with_hashes() -> None:
    run, dev = (locked(name) for name in LOCKS)
    assert {name: run[name][0] for name in pins(RUN)} == pins(RUN)
    assert {name: dev[name][0] for name in pins(DEV)} == pins(DEV)
    assert all(hashes for lock in (run, dev) for _, hashes in lock.values())


def test_the_run_time_lock_is_part_of_the_development_lock() -> None:
    run, dev = (locked(name) for name in LOCKS)
    assert run.items() <= dev.items()


def test_locks_name_no_index() -> None:
    for name in LOCKS:
        text = (PROJECT / "packaging" / name).read_text(encoding="utf-8")
        assert not re.search(r"://|--(?:find-links|index-url|extra-index-url|trusted-host)|@ file", text)


def test_every_dependency_has_its_reason() -> None:
    guide = (PROJECT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    reasons = dict(re.findall(r"^\| `([\w.-]+)` \| ([^|]+) \|$", guide, re.MULTILINE))
    names = [requirement.partition("==")[0] for requirement in RUN + DEV]
    assert [name for name in names if not reasons.get(name, "").strip()] == []
