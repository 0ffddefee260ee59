"""Runs the program with a filter of the kernel's (seccomp) that kills it at the first socket of whichever kind.

    python tests/privacy/without_sockets.py ARGUMENTS OF THE PROGRAM…
    python tests/privacy/without_sockets.py --try-one

Not even a local socket is let through, so nothing in the program can reach a network, another program, or a name
service, whatever it imports. The filter is inherited by children and cannot be taken off. Exits with 77 where the
kernel takes no such filter. See https://docs.kernel.org/userspace-api/seccomp_filter.html.
"""

import ctypes
import platform
import sys
from pathlib import Path
from typing import Final

NOT_HERE: Final = 77

_SOCKET_CALLS: Final = {"x86_64": (0xC000003E, (41, 53)), "aarch64": (0xC00000B7, (198, 199))}
"""By machine: the audit architecture, and the numbers of socket and socketpair."""

_PR_SET_NO_NEW_PRIVS: Final = 38
_PR_SET_SECCOMP: Final = 22
_SECCOMP_MODE_FILTER: Final = 2
_KILL: Final = 0x80000000
_ALLOW: Final = 0x7FFF0000
_LOAD, _JUMP_IF_EQUAL, _RETURN = 0x20, 0x15, 0x06


class _Instruction(ctypes.Structure):
    _fields_ = (("code", ctypes.c_ushort), ("jt", ctypes.c_ubyte), ("jf", ctypes.c_ubyte), ("k", ctypes.c_uint))


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.POINTER(_Instruction)))


def forbid_sockets() -> bool:
    """Put the filter on; False where that cannot be done."""
    known = _SOCKET_CALLS.get(platform.machine())
    if sys.platform != "linux" or known is None:
        return False
    architecture, (socket_call, pair_call) = known
    instructions = (
        (_LOAD, 0, 0, 4),  # the architecture
        (_JUMP_IF_EQUAL, 1, 0, architecture),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, 0),  # the number of the call
        (_JUMP_IF_EQUAL, 1, 0, socket_call),
        (_JUMP_IF_EQUAL, 0, 1, pair_call),
        (_RETURN, 0, 0, _KILL),
        (_RETURN, 0, 0, _ALLOW),
    )
    code = (_Instruction * len(instructions))(*(_Instruction(*one) for one in instructions))
    program = _Program(len(instructions), code)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        return False
    return libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(program)) == 0


def main() -> int:
    """Forbid, then run."""
    if not forbid_sockets():
        return NOT_HERE
    if sys.argv[1:] == ["--try-one"]:
        import socket

        socket.socket()
        return 0
    sys.path.insert(0, str(Path(__file__).parents[2]))
    import main as program

    return program.run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
