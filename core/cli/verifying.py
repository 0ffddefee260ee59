"""The command that compares a copy with the workspace."""

from argparse import Namespace
from pathlib import Path

from core.cli.program import Context, Exit, opened
from core.domain.errors import KnownError, UsageError
from core.reach import is_there
from core.services.verifying import read_code, verify_code, verify_file


def verify(context: Context, arguments: Namespace) -> Exit:
    """Say 一致, or each difference."""
    copy = " ".join(arguments.copy)  # a code is printed in four groups
    path, code = Path(copy), read_code(copy)
    if code is None and not is_there(path):
        if len(arguments.copy) > 1:
            raise UsageError(f"“{copy}”不是 16 位校验码，也找不到这个文件；一次核对一个文件或校验码。")
        raise KnownError(f"“{copy}”不是 16 位校验码，也找不到这个文件。")
    with opened(context) as workspace:
        verified = verify_file(workspace, path) if code is None or is_there(path) else verify_code(workspace, code)
    for sentence in verified.differences:
        context.say(sentence)
    if not verified.differences:
        for label in verified.tables:
            context.say(f"一致：{label}")
    for note in verified.notes:
        context.say(note)
    return Exit.FOUND if verified.differences else Exit.DONE
