"""The automatic backups: what their names say, which are kept for how long, and the second place."""

import os
import time
from collections.abc import Iterable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from core.domain.errors import KnownError
from core.ports import SECOND_BACKUP_PLACE, Backup
from core.services import editing, intents, reverting
from db.backup_folder import NEWEST_KEPT, backups_in, folder_beside, folder_in, mirror, superseded
from db.store import FileStore
from db.workspace import FileWorkspace

NOW = datetime(2025, 11, 20, 17, 0).astimezone()
DAY = timedelta(days=1)


def made_at(moments: Iterable[datetime]) -> list[Backup]:
    return [Backup(Path(f"{at:%Y-%m-%d %H%M%S} 打开时.jxdb"), at, "打开时", 1) for at in moments]


def kept(backups: list[Backup], now: datetime = NOW) -> list[datetime]:
    gone = superseded(backups, now)
    return sorted((one.at for one in backups if one not in gone), reverse=True)


def test_the_last_ten_are_kept_however_close_they_are() -> None:
    moments = [NOW - timedelta(minutes=number) for number in range(25)]
    assert kept(made_at(moments)) == moments[:10]


def test_one_a_day_is_kept_for_thirty_days_the_newest_of_the_day() -> None:
    moments = [NOW - timedelta(days=day, hours=hour) for day in range(40) for hour in (0, 3)]
    days = [NOW - timedelta(days=day) for day in range(30)]
    assert set(days) <= set(kept(made_at(moments)))
    assert not {NOW - timedelta(days=day, hours=3) for day in range(5, 30)} & set(kept(made_at(moments)))


def test_one_a_month_is_kept_for_good() -> None:
    moments = [
        datetime(year, month, day, 9).astimezone() for year in (2023, 2024) for month in range(1, 13) for day in (3, 28)
    ]
    recent = [NOW - timedelta(minutes=number) for number in range(12)]
    left = kept(made_at([*moments, *recent]))
    assert [at for at in left if at.year < 2025] == [at for at in sorted(moments, reverse=True) if at.day == 28]


def test_a_backup_from_the_future_stays() -> None:
    future = NOW + 400 * DAY
    assert future in kept(made_at([future, *(NOW - timedelta(minutes=number) for number in range(30))]))


def test_automatic_backups_say_when_and_why_and_the_schedule_is_kept(published: FileWorkspace) -> None:
    made = [published.auto_backup("导入前") for _ in range(NEWEST_KEPT + 3)]
    backups = published.backups()
    assert [one.path for one in backups] == made[: -NEWEST_KEPT - 1 : -1]
    assert {one.reason for one in backups} == {"导入前"}
    assert {one.path.parent for one in backups} == {published.path.with_name("绩效 目标.备份")}
    assert all(timedelta(0) <= editing.local_now() - one.at < timedelta(minutes=5) for one in backups)


def test_on_opening_a_backup_is_made_of_what_the_last_does_not_hold(published: FileWorkspace) -> None:
    def on_opening() -> Path | None:
        return published.auto_backup("打开时", if_changed=True)

    assert on_opening()
    assert on_opening() is None
    with published.read() as reader:
        project = next(reader.tables()).project
    step = intents.set_form_field(project, "purpose", "改过")
    editing.apply(published, step)
    assert on_opening()
    reverting.undo(published, step)
    assert on_opening()
    assert on_opening() is None
    choose_second_place(published, published.path.parent)  # settings are worth a backup, too
    last = on_opening()
    assert last
    last.write_bytes(b"no workspace any more")
    assert on_opening()


def test_a_backup_is_known_to_lack_its_second_place_until_it_has_one(published: FileWorkspace) -> None:
    assert not published.is_mirror_behind
    published.auto_backup("导入前")
    assert published.is_mirror_behind
    published.mirror_backups()
    assert not published.is_mirror_behind


def test_a_backup_folder_that_cannot_be_made(published: FileWorkspace) -> None:
    folder_beside(published.path).write_text("一个文件占着这个名字", "utf-8")
    with pytest.raises(KnownError, match=r"无法建立备份文件夹“绩效 目标\.备份”"):
        published.auto_backup("导入前")


def test_what_a_crash_left_half_written_is_no_backup_and_goes(published: FileWorkspace) -> None:
    saved = published.auto_backup("导入前")
    assert saved is not None
    old, young = saved.with_name(".abc.jxdb"), saved.with_name(".def.jxdb-journal")
    for left in (old, young):
        left.write_bytes(b"half")
    os.utime(old, (time.time() - 7200,) * 2)
    (saved.parent / "别人的.jxdb").write_bytes(b"not ours")
    assert [one.path for one in published.backups()] == [saved]
    published.auto_backup("导入前")
    assert not old.exists()
    assert young.exists()  # somebody may be writing it
    assert (saved.parent / "别人的.jxdb").exists()


def choose_second_place(workspace: FileWorkspace, place: Path) -> None:
    with workspace.write() as writer:
        writer.put_setting(SECOND_BACKUP_PLACE, str(place))


def test_the_second_place_is_brought_up_to_date(published: FileWorkspace, tmp_path: Path) -> None:
    place = tmp_path / "U盘"
    place.mkdir()
    first = published.auto_backup("导入前")
    published.mirror_backups()
    assert list(place.iterdir()) == []  # none was chosen
    choose_second_place(published, place)
    published.mirror_backups()
    second = published.auto_backup("导入前")
    published.mirror_backups()
    assert first is not None
    assert second is not None
    copies = backups_in(folder_in(place, published.path))
    assert [one.path.name for one in copies] == [second.name, first.name]
    assert copies[1].path.read_bytes() == first.read_bytes()


def test_what_only_the_second_place_has_is_listed_too(published: FileWorkspace, tmp_path: Path) -> None:
    saved = published.auto_backup("导入前")
    choose_second_place(published, tmp_path)
    published.mirror_backups()
    assert saved is not None
    saved.unlink()
    (copy,) = published.backups()
    assert copy.path.is_relative_to(tmp_path / folder_in(tmp_path, published.path).name)
    with closing(FileStore().open(copy.path)) as opened, opened.read() as reader:
        assert len(list(reader.tables())) == 14


def test_a_second_place_that_is_not_there(published: FileWorkspace, tmp_path: Path) -> None:
    choose_second_place(published, tmp_path / "拔掉的U盘")
    with pytest.raises(KnownError, match=r"第二备份位置“.*拔掉的U盘”现在找不到"):
        published.mirror_backups()
    assert published.backups() == ()


def test_workspaces_of_one_name_do_not_mix(tmp_path: Path) -> None:
    folders = []
    for name in ("甲", "乙"):
        (tmp_path / name).mkdir()
        with closing(FileStore().create(tmp_path / name / "绩效.jxdb")) as workspace:
            editing.apply(workspace, intents.add_year(2025, "2015"))
            workspace.auto_backup("打开时")
            mirror(workspace.path, tmp_path, NOW)
            folders.append(folder_in(tmp_path, workspace.path))
    assert folders[0] != folders[1]
    assert [len(backups_in(folder)) for folder in folders] == [1, 1]
