"""审核设置: kept in the workspace, handed on as a file.

They are no content of any table: a plain write, neither undoable nor in the history.
"""

from pathlib import Path
from typing import Final

from core.audit import settings_json
from core.audit.settings import DEFAULTS, AuditSettings
from core.domain.errors import KnownError
from core.ports import Reader, Workspace
from core.services.exporting import replacing

KEY: Final = "audit"
_LARGEST: Final = 1_000_000  # bytes; the whole of all lists is a hundredth of that


def of_reader(reader: Reader) -> AuditSettings:
    """The workspace's settings; the defaults if nothing was ever set.

    Raises:
        KnownError: A newer program wrote them, or they are damaged.
    """
    text = reader.setting(KEY)
    return DEFAULTS if text is None else settings_json.loads(text)


def load(workspace: Workspace) -> AuditSettings:
    """The workspace's settings; raises as :func:`of_reader`."""
    with workspace.read() as reader:
        return of_reader(reader)


def save(workspace: Workspace, settings: AuditSettings) -> None:
    """Keep the settings; the defaults are kept as nothing.

    Raises:
        KnownError: The workspace cannot be written, or a newer program wrote the settings that are there.
    """
    with workspace.read() as reader:
        present = reader.setting(KEY)
    if present is not None and settings_json.is_newer(present):
        raise KnownError("这个工作区的审核设置是更新版本的程序写的，不能用本程序修改。请升级程序。")
    with workspace.write() as writer:
        writer.put_setting(KEY, None if settings == DEFAULTS else settings_json.dumps(settings))


def write_file(settings: AuditSettings, path: Path) -> None:
    """Write the settings to a file that other workspaces can take over; raises KnownError if that cannot be."""
    with replacing(path) as file:
        file.write(settings_json.dumps(settings).encode("utf-8"))


def read_file(path: Path) -> AuditSettings:
    """Settings from such a file.

    Raises:
        KnownError: It cannot be read, or holds something else; the sentence names the file.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise ValueError("too large")
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise KnownError(f"无法读取“{path.name}”。请检查文件是否还在、有没有读取的权限。") from error
    except ValueError as error:
        raise KnownError(f"“{path.name}”不是审核设置文件。") from error
    try:
        return settings_json.loads(text)
    except KnownError as error:
        raise KnownError(f"“{path.name}”没有导入。{error.sentence}") from error
