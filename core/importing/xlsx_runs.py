"""The text of a cell or a shared string of a workbook, as events: its runs, each with its look."""

from core.importing.runs import Run, raised


def is_on(attributes: dict[str, str], name: str = "val") -> bool:
    """Whether an element or attribute that switches something says so; an element without the attribute does."""
    return attributes.get(name, "1") in ("1", "true")


class RunsReader:
    """Takes the events within a text.

    Attributes:
        runs: Those of the text that is read, or was read last.
    """

    def __init__(self) -> None:
        self.runs: list[Run] = []
        self._collects = self._in_reading_aid = False
        self._is_struck = self._is_raised = False

    def begin(self) -> None:
        """The next text."""
        self.runs = []
        self._collects = self._is_struck = self._is_raised = False

    def start(self, element: str, attributes: dict[str, str]) -> None:
        """An element within it; ``v`` is the value of a cell."""
        if element in ("v", "t"):
            self._collects = not self._in_reading_aid
        elif element == "strike":
            self._is_struck = is_on(attributes)
        elif element == "vertAlign":
            self._is_raised = attributes.get("val") == "superscript"
        elif element == "rPh":  # how a name is read aloud, beside the text
            self._in_reading_aid = True

    def end(self, element: str) -> None:
        """The end of one."""
        if element in ("v", "t"):
            self._collects = False
        elif element == "r":
            self._is_struck = self._is_raised = False
        elif element == "rPh":
            self._in_reading_aid = False

    def data(self, text: str) -> int:
        """Some of its text; how many characters of it count."""
        if not self._collects:
            return 0
        self.runs.append((raised(text) if self._is_raised else text, self._is_struck))
        return len(text)
