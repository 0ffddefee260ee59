"""Reading the command line with argparse, in Chinese to the last word."""

import argparse
import re
from collections.abc import Iterable
from typing import Final, NoReturn

from core.domain.errors import UsageError

# argparse's own messages (Python 3.11 to 3.13), which it offers no way to put in another language.
_MESSAGES: Final = (
    (r"the following arguments are required: (.+)", r"缺少参数：\1"),
    (r"unrecognized arguments: (.+)", r"不认识的参数：\1"),
    (r"argument (\S+): expected one argument", r"参数 \1 后面要写一个值"),
    (r"argument (\S+): expected at least one argument", r"参数 \1 后面至少要写一个值"),
    (r"argument (\S+): ignored explicit argument '(.+)'", r"参数 \1 后面不能写值：\2"),
    (r"argument 命令: invalid choice: '(.+?)' \(choose from .*\)", r"没有名为“\1”的命令"),
    (r"argument (\S+): invalid choice: '(.+?)' \(choose from (.+)\)", r"参数 \1 不能是“\2”，只能是 \3 之一"),
    (r"argument (\S+): (.+)", r"参数 \1：\2"),
)


class ChineseHelp(argparse.HelpFormatter):
    """argparse's help, begun with the Chinese word for usage."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        """Begin with 用法."""
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


class ChineseParser(argparse.ArgumentParser):
    """An argument parser that speaks Chinese and answers wrong usage with UsageError.

    Attributes:
        positionals: Where arguments without a dash belong; argparse's own groups have English titles.
        options: Where arguments with a dash belong.
    """

    def __init__(self, prog: str, description: str, epilog: str | None = None) -> None:
        super().__init__(
            prog=prog,
            description=description,
            epilog=epilog,
            formatter_class=ChineseHelp,
            add_help=False,
            allow_abbrev=False,
        )
        self.positionals = self.add_argument_group("参数")
        self.options = self.add_argument_group("选项")
        self.options.add_argument("-h", "--help", action="help", help="显示帮助")

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the command line."""
        raise UsageError(f"{_in_chinese(message)}。请用 {self.prog} --help 查看用法。")


def _in_chinese(message: str) -> str:
    for pattern, chinese in _MESSAGES:
        match = re.fullmatch(pattern, message, re.DOTALL)
        if match:
            return match.expand(chinese).replace("'", "").replace(", ", "、")
    return "命令的写法不对"
