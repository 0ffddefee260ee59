"""The log and the crash reports: written down when they can be, silent when they cannot."""

import logging
from pathlib import Path

import pytest

from core import diagnostics, places


def test_what_the_program_does_is_logged_as_long_as_it_runs() -> None:
    log = logging.getLogger("core.sample")

    with diagnostics.log_kept():
        log.info("导入 14 张表")
    log.info("afterwards")

    text = places.log_file().read_text(encoding="utf-8")
    assert "导入 14 张表" in text
    assert "afterwards" not in text


def test_the_log_does_not_grow_without_end() -> None:
    log = logging.getLogger("core.sample")

    with diagnostics.log_kept():
        for _ in range(60):
            log.info("x" * 100_000)

    files = list(places.log_file().parent.iterdir())
    assert 1 < len(files) <= 4
    assert sum(file.stat().st_size for file in files) < 5_000_000


@pytest.mark.expects_log("^CRITICAL core.diagnostics: crash")
def test_a_report_holds_the_way_but_not_the_content() -> None:
    content = "".join(["某项目", "的内容"])
    try:
        len(content) / 0
    except ZeroDivisionError as error:
        sentence = diagnostics.crash_sentence(error)

    (report,) = places.crash_folder().iterdir()
    text = report.read_text(encoding="utf-8")
    assert str(report) in sentence
    assert "ZeroDivisionError" in text
    assert "Python 3" in text
    assert content not in text


@pytest.mark.expects_log("^CRITICAL core.diagnostics: crash")
def test_a_report_quotes_no_content_though_messages_and_causes_do() -> None:
    content = "".join(["某项目", "的内容"])
    try:
        try:
            int(content)
        except ValueError as error:
            {"内容": 1}[content] = {}[content]
            raise AssertionError from error
    except KeyError as error:
        diagnostics.crash_sentence(error)

    (report,) = places.crash_folder().iterdir()
    text = report.read_text(encoding="utf-8")
    assert content not in text
    assert text.index("builtins.ValueError") < text.index("which led to") < text.index("builtins.KeyError")
    assert "int(content)" in text


@pytest.mark.expects_log("^CRITICAL core.diagnostics: crash")
def test_a_report_that_cannot_be_written_is_no_second_fault(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for variable in ("XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(variable, str(tmp_path / "file"))

    assert "意外" in diagnostics.crash_sentence(ValueError("x"))
