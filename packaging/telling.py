"""How the bootstrap speaks: one plain sentence, in Chinese and in English, on standard error."""

import sys


class PreparationError(Exception):
    """Something that the caller has to mend first; both sentences say what."""

    def __init__(self, chinese: str, english: str) -> None:
        super().__init__(english)
        self.chinese = chinese
        self.english = english


def tell(chinese: str, english: str) -> None:
    """Print a sentence in both languages."""
    print(f"{chinese}\n{english}", file=sys.stderr, flush=True)
