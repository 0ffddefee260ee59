"""审核设置 of a workspace: kept in its file, obeyed by every audit, handed on as a file."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.audit import settings_json
from core.audit.findings import Level
from core.audit.settings import DEFAULTS, AuditSettings
from core.catalogue.changes import ListChange
from core.domain.errors import KnownError
from core.ports import Workspace
from core.services import audit_settings, auditing, editing
from core.services.auditing import LiveAudit
from db.store import FileStore
from tests.benchmarks.workload import bring_in
from tests.reference import reference_tables

SETTINGS = AuditSettings(
    switched={"V09": True, "N05": False},
    levels={"V03": Level.ERROR},
    word_changes={"vague": ListChange(("改观",), ("合格",))},
)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """The fourteen tables in a file."""
    opened = FileStore().create(tmp_path / "示例.jxdb")
    editing.apply(opened, bring_in(iter(reference_tables())))
    yield opened
    opened.close()


def test_settings_are_there_when_the_workspace_is_opened_again(workspace: Workspace) -> None:
    assert audit_settings.load(workspace) == DEFAULTS
    audit_settings.save(workspace, SETTINGS)
    again = FileStore().open(workspace.path)
    assert audit_settings.load(again) == SETTINGS
    again.close()


def test_every_audit_obeys_them(workspace: Workspace) -> None:
    audit_settings.save(workspace, SETTINGS)
    result = auditing.audit(workspace)
    rules = [finding.rule for finding in result.findings]
    assert rules.count("V09") == 32
    assert "N05" not in rules
    assert result.has_errors


def test_the_defaults_leave_nothing_behind(workspace: Workspace) -> None:
    audit_settings.save(workspace, SETTINGS)
    audit_settings.save(workspace, DEFAULTS)
    with workspace.read() as reader:
        assert reader.setting(audit_settings.KEY) is None


def test_a_department_hands_its_rules_on_as_a_file(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "审核设置.json"
    audit_settings.write_file(SETTINGS, path)
    assert audit_settings.read_file(path) == SETTINGS
    path.write_text("\ufeff" + path.read_text(encoding="utf-8"), encoding="utf-8")  # saved again with Notepad
    assert audit_settings.read_file(path) == SETTINGS


def test_a_word_that_no_file_can_hold_is_refused_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "审核设置.json"
    text = settings_json.dumps(AuditSettings(word_changes={"vague": ListChange(("改观",))}))
    path.write_text(text.replace("改观", "\\ud800"), encoding="utf-8")
    with pytest.raises(KnownError, match=r"“审核设置\.json”没有导入。.*控制字符"):
        audit_settings.read_file(path)


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"[1, 2]", b"0" * 1_000_001, b"[" * 200_000])
def test_another_file_is_refused_by_name(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "别的文件.json"
    path.write_bytes(content)
    with pytest.raises(KnownError, match=r"“别的文件\.json”.*审核设置"):
        audit_settings.read_file(path)
    with pytest.raises(KnownError, match="没有了"):
        audit_settings.read_file(tmp_path / "没有了.json")


def test_the_live_audit_takes_settings_over_at_once(workspace: Workspace) -> None:
    live = LiveAudit(workspace)
    live.adopt(auditing.full_pass(workspace))
    assert [finding.level for finding in live.findings_of("p13") if finding.rule == "V03"] == [Level.WARNING]
    live.change_settings(SETTINGS)
    assert [finding.level for finding in live.findings_of("p13") if finding.rule == "V03"] == [Level.ERROR]
    audit_settings.save(workspace, SETTINGS)
    live.adopt(auditing.full_pass(workspace, settings=SETTINGS))
    assert live.all_findings() == auditing.audit(workspace).findings


def test_settings_of_a_newer_program_are_not_written_over(workspace: Workspace) -> None:
    newer = settings_json.dumps(SETTINGS).replace('"version": 1', '"version": 2')
    with workspace.write() as writer:
        writer.put_setting(audit_settings.KEY, newer)
    with pytest.raises(KnownError, match="更新版本"):
        audit_settings.save(workspace, DEFAULTS)
    with workspace.read() as reader:
        assert reader.setting(audit_settings.KEY) == newer
