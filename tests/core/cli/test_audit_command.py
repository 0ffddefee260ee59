"""audit: what the rules find, and exit code 1 for an error."""

from contextlib import closing
from pathlib import Path

from core.audit.findings import Level
from core.audit.settings import AuditSettings
from core.services import accepting, audit_settings, auditing, editing, intents
from db.store import FileStore
from tests.core.cli.conftest import Program

KEYS = ["rule", "level", "year", "unit_code", "number", "row", "column", "message", "accepted"]


def test_the_publication_has_findings_but_no_error(sample: Program) -> None:
    outcome = sample("audit", "--json")

    assert outcome.code == 0
    assert [list(finding) for finding in outcome.json] == [KEYS] * len(outcome.json)
    assert {finding["level"] for finding in outcome.json} == {"warning", "hint"}
    percentage = next(finding for finding in outcome.json if finding["rule"] == "V03")
    assert {key: percentage[key] for key in KEYS if key != "message"} == {
        "rule": "V03",
        "level": "warning",
        "year": 2025,
        "unit_code": "319202",
        "number": 13,
        "row": 2,
        "column": "value",
        "accepted": False,
    }


def test_an_error_is_exit_code_1(sample: Program, workspace: Path) -> None:
    opened = FileStore().open(workspace)
    with opened.read() as reader:
        table = next(reader.tables())
    editing.apply(opened, intents.set_form_field(table.project, "budget", "1"))
    opened.close()

    assert sample("audit").code == 1
    findings = sample("audit", "--json", "--project", 1).json
    assert ("B02", "error") in [(finding["rule"], finding["level"]) for finding in findings]
    assert sample("audit", "--project", 2).code == 0
    assert sample("list", "--json").json[0]["findings"]["error"] >= 1


def test_the_list_counts_what_the_audit_finds(sample: Program) -> None:
    findings = sample("audit", "--json").json

    for line in sample("list", "--json").json:
        levels = [finding["level"] for finding in findings if finding["number"] == line["number"]]
        assert line["findings"] == {level: levels.count(level) for level in ("error", "warning", "hint")}


def test_findings_for_the_eye_name_table_row_and_column(sample: Program) -> None:
    lines = sample("audit", "--unit", "319202", "--year", "2025").out.splitlines()

    assert any("319202 第 13 号表 第 2 行 指标值" in line for line in lines)
    assert not any("319101" in line for line in lines[:-1])
    assert lines[-1].startswith("审核了 6 张表：错误 0 个")


def test_an_accepted_warning_is_told_and_counts_no_more(sample: Program, workspace: Path) -> None:
    with closing(FileStore().open(workspace)) as opened:
        accepted = [finding for finding in auditing.audit(opened).findings if finding.rule == "V03"]
        editing.apply(opened, accepting.accept(opened, accepted, "合同已写明"))

    assert [f["rule"] for f in sample("audit", "--json").json if f["accepted"]] == ["V03"]
    assert sample("list", "--json").json[12]["findings"]["warning"] == 1
    assert sample("audit").out.splitlines()[-1].endswith("；已接受的警告 1 个。")


def test_the_settings_of_the_workspace_are_obeyed(sample: Program, workspace: Path) -> None:
    with closing(FileStore().open(workspace)) as opened:
        audit_settings.save(opened, AuditSettings(switched={"P05": False}, levels={"V03": Level.ERROR}))

    outcome = sample("audit", "--json")
    assert outcome.code == 1
    assert {f["rule"] for f in outcome.json if f["level"] == "error"} == {"V03"}
    assert "P05" not in {f["rule"] for f in outcome.json}


def test_settings_of_a_newer_program_are_refused_in_a_sentence(sample: Program, workspace: Path) -> None:
    with closing(FileStore().open(workspace)) as opened, opened.write() as writer:
        writer.put_setting(audit_settings.KEY, '{"format": "jibiao-audit-settings", "version": 99}')

    outcome = sample("audit")
    assert outcome.code == 3
    assert "更新版本的程序" in outcome.err
