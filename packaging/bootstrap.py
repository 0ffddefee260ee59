"""From a fresh clone to the running program: ``python3 packaging/bootstrap.py COMMAND [-- ARGUMENTS]``.

Commands: ``run`` ``test`` ``lint`` ``bench`` ``build``. Needs nothing but Python's standard library. This file
keeps to syntax that any Python 3 can read, so that an unsuitable one gets a sentence, not a syntax error.
"""

import sys

OLDEST = (3, 11)
NEWEST = (3, 13)

USAGE = """\
用法 Usage: python3 packaging/bootstrap.py COMMAND [-- ARGUMENTS]

  run     打开绩表；参数交给程序                        open the program; arguments are handed to it
  test    运行测试；参数交给 pytest                     run the tests; arguments are handed to pytest
  lint    检查格式、类型和分层                          check style, types and layers
  bench   运行性能测试；参数为其名称                    run the benchmarks, or those named
  build   生成可独立运行的程序文件夹 dist/jibiao        build the stand-alone program folder dist/jibiao

例 Examples: run -- --workspace x.jxdb list      test -- -k foo
"""


def main(arguments):
    """Carry out one command and answer its exit code; 2 means wrong usage, 3 that it could not be begun."""
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        found = "{}.{}".format(*sys.version_info[:2])
        sys.stderr.write("绩表需要 Python 3.11、3.12 或 3.13，当前是 " + found + "，请换用其中一个版本再运行。\n")
        sys.stderr.write("Jibiao needs Python 3.11, 3.12 or 3.13; this is " + found + ".\n")
        return 3
    import commands  # only now: no older Python can read it

    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # a console that lacks Chinese characters still gets the rest

    name, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    if name in ("", "-h", "--help"):
        (sys.stdout if name else sys.stderr).write(USAGE)
        return 0 if name else 2
    if name not in commands.COMMANDS:
        sys.stderr.write(USAGE)
        return 2
    return commands.carry_out(name, rest[1:] if rest[:1] == ["--"] else rest)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
