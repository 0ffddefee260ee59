"""How a workspace file says what it is: the mark of the program and the version of its schema."""

from typing import Final, NamedTuple


class SchemaVersion(NamedTuple):
    """Major: older programs must not touch the file. Minor: additions with defaults that they may ignore."""

    major: int
    minor: int

    @classmethod
    def unpack(cls, number: int) -> "SchemaVersion":
        """Read it from the file's ``user_version``."""
        return cls(*divmod(number, _MINORS))

    def pack(self) -> int:
        """As the file's ``user_version`` holds it."""
        return self.major * _MINORS + self.minor

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}"


_MINORS = 1000

SCHEMA_VERSION: Final = SchemaVersion(1, 0)
APPLICATION_ID: Final = 0x4A584442  # "JXDB", in the file's header: this SQLite file is a workspace of ours
