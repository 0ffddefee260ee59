"""House rules that no other tool checks."""

import re
from pathlib import Path

import pytest

from tests.architecture.house import PROJECT, documents, modules, own_texts

MOST_LINES = 700
MIRRORED = ("core", "db", "gui", "packaging")


def test_no_module_is_longer_than_anyone_reads() -> None:
    lengths = {str(path.relative_to(PROJECT)): len(path.read_bytes().splitlines()) for path in modules()}
    assert {name: length for name, length in lengths.items() if length > MOST_LINES} == {}


def test_packaging_is_no_package() -> None:
    # It would shadow the PyPI distribution of that name for every tool that is started in the project folder.
    assert not list((PROJECT / "packaging").rglob("__init__.py"))


def test_tests_mirror_the_tree() -> None:
    tests = PROJECT / "tests"
    folders = {path.parent.relative_to(tests) for room in MIRRORED for path in (tests / room).rglob("test_*.py")}
    assert [str(folder) for folder in folders if not (PROJECT / folder).is_dir()] == []


def test_nothing_names_a_place_on_somebodys_machine() -> None:
    private = re.compile(r"(?<![\w.])/(?:work|root|opt)/\w")
    here = Path(__file__)
    found = [
        f"{path.relative_to(PROJECT)}: {match.group()}"
        for path in own_texts()
        if path != here and (match := private.search(path.read_text(encoding="utf-8")))
    ]
    assert found == []


@pytest.mark.parametrize("document", documents(), ids=lambda path: str(path.relative_to(PROJECT)))
def test_links_lead_somewhere(document: Path) -> None:
    text = re.sub(r"```.*?```|`[^`\n]*`", "", document.read_text(encoding="utf-8"), flags=re.DOTALL)
    targets = [target.partition("#")[0] for target in re.findall(r"\]\(<?([^)>\s]+)>?\)", text)]
    relative = [target for target in targets if target and not re.match(r"[a-z]+:", target)]
    assert [target for target in relative if not (document.parent / target).exists()] == []


def test_documents_that_comments_refer_to_exist() -> None:
    names = {path.name for path in documents()}
    mentioned = {
        f"{path.relative_to(PROJECT)}: {name}"
        for path in modules()
        for name in re.findall(r"\b[\w-]+\.md\b", path.read_text(encoding="utf-8"))
        if name not in names
    }
    assert mentioned == set()


def test_work_is_put_off_in_the_one_way_that_loses_no_exception() -> None:
    """See ``gui.soon``."""
    users = [path for path in modules() if "QTimer.singleShot(" in path.read_text(encoding="utf-8")]
    assert [str(path.relative_to(PROJECT)) for path in users if "tests" not in path.parts] == ["gui/soon.py"]
