"""One file a table: names that Windows takes, all of them or none."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.errors import Cancelled, KnownError
from core.domain.selection import Selection
from core.importing.reading import propose
from core.services import rolling
from core.services.export_each import export_each, new_folder
from core.services.file_names import distinct_names, safe_name
from core.services.sample import add_sample
from db.store import FileStore


@pytest.fixture
def workspace(tmp_path: Path):
    opened = FileStore().create(tmp_path / "工作区.jxdb")
    add_sample(opened)
    yield opened
    opened.close()


@pytest.mark.parametrize("suffix", [".xlsx", ".docx"])
def test_every_table_is_a_file_that_comes_back(workspace, tmp_path: Path, suffix: str) -> None:
    exported = export_each(workspace, tmp_path, "319202", suffix, Selection(unit_code="319202"))
    assert exported.folder == tmp_path / "319202"
    assert sorted(exported.folder.iterdir()) == sorted(exported.files)
    assert exported.files[0].name == f"319202天津市便民专线服务中心 9.天津市便民热线信息服务平台软件维护项目{suffix}"
    assert [propose(file).tables[0].number for file in exported.files] == [9, 10, 11, 12, 13, 14]


def test_of_several_years_each_file_names_its_own(workspace, tmp_path: Path) -> None:
    copies = rolling.plan(workspace, Selection(unit_code="319202", number=9), 2026)
    rolling.roll(workspace, copies, rolling.Choice(copies.proposed))
    exported = export_each(workspace, tmp_path, "全部", ".json", Selection(unit_code="319202"))
    named = [file.name for file in exported.files if "软件维护项目" in file.name]
    assert sorted(named) == [
        "2025年 319202天津市便民专线服务中心 9.天津市便民热线信息服务平台软件维护项目.json",
        "2026年 319202天津市便民专线服务中心 1.天津市便民热线信息服务平台软件维护项目.json",
    ]


def test_a_folder_that_is_there_stays_as_it_is(workspace, tmp_path: Path) -> None:
    (tmp_path / "全部").mkdir()
    exported = export_each(workspace, tmp_path, "全部", ".json", Selection(number=3))
    assert exported.folder.name == "全部(2)"
    assert list((tmp_path / "全部").iterdir()) == []


def test_a_place_where_the_system_does_not_let_us_look_is_told(tmp_path: Path) -> None:
    """Here a name that is too long, as a folder that was closed to us."""
    with pytest.raises(KnownError, match="全全"), new_folder(tmp_path, "全" * 300):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_cancelled_export_leaves_nothing(workspace, tmp_path: Path) -> None:
    before = set(tmp_path.iterdir())

    def cancel(done: int, _total: int) -> None:
        if done == 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        export_each(workspace, tmp_path, "全部", ".pdf", edition="signature", progress=cancel)
    assert {path for path in tmp_path.iterdir() if not path.name.startswith("工作区")} == {
        path for path in before if not path.name.startswith("工作区")
    }


def test_a_missing_folder_and_an_empty_selection(workspace, tmp_path: Path) -> None:
    with pytest.raises(KnownError, match="找不到文件夹"):
        export_each(workspace, tmp_path / "没有", "全部", ".pdf")
    with pytest.raises(KnownError, match="没有符合条件"):
        export_each(workspace, tmp_path, "全部", ".pdf", Selection(year=1999))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("1.a/b\\c:d*e?f", "1.a b c d e f"),
        ("尾点. .", "尾点"),
        ("CON", "CON_"),
        ("nul.项目", "nul.项目_"),
        ("com¹", "com¹_"),
        ("content", "content"),
        (" \n\t", "未命名"),
        ("..", "未命名"),
        ("项目\u202efdp\u200b.表", "项目fdp.表"),
        ("\ud800", "未命名"),
    ],
)
def test_names_that_windows_would_not_take(text: str, name: str) -> None:
    assert safe_name(text) == name


@given(st.lists(st.text(max_size=120), max_size=8))
def test_any_names_become_legal_and_different(texts: list[str]) -> None:
    names = list(distinct_names([*texts, "甲" * 100, "甲" * 101, "A", "a"]))
    assert len({name.casefold() for name in names}) == len(texts) + 4
    for name in names:
        assert 0 < len(name) <= 81
        assert len(name.encode()) <= 220
        assert not re.search(r'[\\/:*?"<>|\x00-\x1f]', name)
        assert name == name.strip(" ").rstrip(".")
