"""The commands as data: name, help, arguments."""

import argparse
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from core.cli.parsing import ChineseParser

_DESCRIPTION: Final = "绩表：离线填报、审核、打印、签署和共享项目绩效目标表。不写命令时打开窗口。"
_EPILOG: Final = (
    "退出码：0 完成；1 有错误级审核结果、差异或文件问题；2 命令的写法不对；"
    "3 办不到（标准错误上有一句说明，什么都没有改动）。标准输出总是 UTF-8 编码。"
)


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a command: its names, and what argparse is to do with it."""

    names: tuple[str, ...]
    options: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Command:
    """One command, as the help shows it; ``core.cli.handlers`` does it."""

    name: str
    help: str
    arguments: tuple[Argument, ...] = ()


def _argument(*names: str, **options: Any) -> Argument:
    return Argument(names, options)


def _file(text: str) -> Path:
    if not text.strip():
        raise argparse.ArgumentTypeError("文件名是空的")
    return Path(text)


def _named(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError("要写一个文件名或校验码，这里是空的")
    return text


def _year(text: str) -> int:
    if not re.fullmatch(r"[12]\d{3}", text, re.ASCII):
        raise argparse.ArgumentTypeError(f"年度要写成四位数字，如 2025，而不是“{text}”")
    return int(text)


def _number(text: str) -> int:
    if not re.fullmatch(r"[1-9]\d{0,8}", text, re.ASCII):
        raise argparse.ArgumentTypeError(f"序号要写成从 1 起的整数，而不是“{text}”")
    return int(text)


_WORKSPACE: Final = _argument(
    "--workspace",
    type=_file,
    metavar="文件",
    # Not set where it is not given, so that a command's parser does not forget what stood before the command.
    default=argparse.SUPPRESS,
    help="工作区文件（.jxdb）；不写时用用户数据文件夹中的工作区。写在命令之前或之后都可以",
)
_YEAR: Final = _argument("--year", type=_year, metavar="年度", help="只要这个年度，如 2025")
_SELECT: Final = (
    _YEAR,
    _argument("--unit", metavar="单位代码", help="只要这个预算单位"),
    _argument("--project", type=_number, metavar="序号", help="只要这个序号的表（公开顺序，在一个年度内跨单位连续）"),
)
_JSON: Final = _argument("--json", action="store_true", help="输出 JSON，供程序读取")

COMMANDS: Final = (
    Command("sample", "加入十四张示例表（2025 年度）"),
    Command(
        "import",
        "导入 Excel、Word、文本或 JSON 文件中的表",
        (
            _argument(
                "files",
                nargs="+",
                type=_file,
                metavar="文件",
                help=".xlsx、.docx、.txt、.csv 或本程序导出的 .json，可以写多个；.xls、.et、.doc 等要装有 LibreOffice",
            ),
            _argument(
                "--year",
                type=_year,
                metavar="年度",
                help="导入到这个年度；不写时取文件里写明的年度（可以有几个）或文中出现最多的年度，没有则取今年",
            ),
            _argument(
                "--on-conflict",
                choices=("stop", "skip", "replace"),
                default="stop",
                metavar="办法",
                help="表已存在（年度、单位、项目名称都相同）时：stop 该文件整个不导入（默认）、skip 跳过、replace 替换",
            ),
        ),
    ),
    Command("list", "列出全部表：年度、单位、序号、名称、预算数、状态、审核结果", (_JSON,)),
    Command("audit", "审核；有错误级结果时退出码为 1", (_JSON, *_SELECT)),
    Command(
        "export",
        "导出为 .pdf、.docx、.xlsx 或 .json",
        (
            _argument(
                "out", type=_file, metavar="文件", help="要写的文件，格式由后缀决定；已存在的在新文件完整后才被替换"
            ),
            *_SELECT,
            _argument(
                "--edition",
                choices=("publication", "signature"),
                default="publication",
                metavar="版式",
                help="publication 公开版（默认）、signature 签字版",
            ),
        ),
    ),
    Command(
        "verify",
        "核对文件或校验码与工作区是否一致；不一致时退出码为 1",
        (
            _argument(
                "copy",
                nargs="+",
                type=_named,
                metavar="文件|校验码",
                help="导出的文件（.xlsx、.docx、.pdf、.json），或印在表上的 16 位校验码",
            ),
        ),
    ),
    Command(
        "backup",
        "备份工作区",
        (_argument("out", type=_file, metavar="文件", help="备份写到哪里"),),
    ),
    Command(
        "restore",
        "从备份恢复工作区；现有内容另存在旁边",
        (_argument("file", type=_file, metavar="文件", help="备份文件"),),
    ),
    Command("check", "检查工作区文件是否完好"),
    Command("self-test", "在临时文件夹里把全部工作做一遍，检查程序本身"),
)


def parse(argv: Sequence[str], program: str) -> argparse.Namespace:
    """Read the command line.

    Args:
        argv: The arguments, without the program's name.
        program: The program's name, for the help.

    Returns:
        ``workspace`` (a path or None), ``command`` (its name, or None for the window) and the command's arguments.

    Raises:
        UsageError: It cannot be meant.
        SystemExit: Help was asked for and printed.
    """
    parser = ChineseParser(program, _DESCRIPTION, _EPILOG)
    parser.set_defaults(workspace=None, command=None)
    _add(parser, _WORKSPACE)
    subparsers = parser.add_subparsers(
        title="命令", metavar="命令", prog=program, description=f"用“{program} 命令 --help”显示一个命令的用法。"
    )
    for command in COMMANDS:
        subparser = subparsers.add_parser(command.name, help=command.help, description=command.help)
        subparser.set_defaults(command=command.name)
        for argument in (*command.arguments, _WORKSPACE):
            _add(subparser, argument)
    return parser.parse_args(argv)


def _add(parser: ChineseParser, argument: Argument) -> None:
    group = parser.options if argument.names[0].startswith("-") else parser.positionals
    group.add_argument(*argument.names, **argument.options)
