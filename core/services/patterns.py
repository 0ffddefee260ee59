"""What texts are searched for: a plain text or a regular expression, which never holds up the program.

A badly written expression such as ``(a|aa)+$`` can take years over forty letters, and Python's own ``re`` can neither
be stopped nor lets anything else run meanwhile. The ``regex`` package can and does.
"""

from collections.abc import Callable
from typing import Any, Final, TypeVar

from core.domain.errors import KnownError

LIMIT_S: Final = 0.2
"""For one text; a text of a table takes a well written expression some millionths of that."""

T = TypeVar("T")


class Pattern:
    """A compiled search.

    Args:
        text: As typed, not blank.
        match_case: Whether ``OA`` and ``oa`` differ.
        whole: Whether it must be all of a text.
        is_regex: Whether ``text`` is a regular expression.

    Raises:
        KnownError: It is blank, or no regular expression.
    """

    def __init__(self, text: str, *, match_case: bool, whole: bool, is_regex: bool) -> None:
        import regex  # here, since most starts of the program never search

        if not text:
            raise KnownError("请输入要查找的内容。")
        self._text, self._whole, self._is_regex = text, whole, is_regex
        self._error: type[Exception] = regex.error
        source = text if is_regex else regex.escape(text)
        try:
            self._compiled: Any = regex.compile(source, 0 if match_case else regex.IGNORECASE)
        except regex.error as error:
            is_within = error.pos is not None and error.pos < len(text)
            place = f"第 {error.pos + 1} 个字符处" if is_within else "结尾处"
            raise KnownError(f"“{text}”不是正确的正则表达式，{place}有误。不用正则表达式时请取消勾选。") from error

    def found(self, text: str) -> int | None:
        """Where the first find begins; what is found is never nothing.

        Raises:
            KnownError: It takes too long.
        """
        if self._whole:
            return 0 if self._in_time(self._compiled.fullmatch, text) else None
        finds = self._in_time(lambda *a, **k: list(self._compiled.finditer(*a, **k)), text)
        return next((match.start() for match in finds if match.group()), None)

    def replaced(self, replacement: str, text: str) -> str:
        r"""What becomes of a text.

        Args:
            replacement: What comes in the place of each find; ``\1`` stands for a regular expression's first group.
            text: All of the text, in which something is found.

        Raises:
            KnownError: The replacement of a regular expression is wrong, or it takes too long.
        """
        if not self._is_regex and self._whole:
            return replacement
        if not self._is_regex:
            return str(self._in_time(self._compiled.sub, lambda _match: replacement, text))
        try:
            if self._whole:
                match = self._in_time(self._compiled.fullmatch, text)
                return str(match.expand(replacement)) if match else text
            return str(self._in_time(self._compiled.sub, replacement, text))
        except (self._error, IndexError) as error:
            raise KnownError(f"“{replacement}”不能用来替换：反斜杠后面要写正则表达式中有的组号，如 \\1。") from error

    def _in_time(self, work: Callable[..., T], *arguments: object) -> T:
        try:
            return work(*arguments, timeout=LIMIT_S, concurrent=True)
        except TimeoutError as error:
            raise KnownError(
                f"正则表达式“{self._text}”查得太慢，已停止。请写得简单些，不要在重复里再套重复。"
            ) from error
