"""What bad disks, sticks pulled out too early and other programs do to a file, at random."""

from collections.abc import Callable
from random import Random
from typing import Final

PAGE: Final = 4096
_SECTOR: Final = 512


def flip_a_bit(content: bytearray, random: Random) -> None:
    content[random.randrange(len(content))] ^= 1 << random.randrange(8)


def change_a_byte(content: bytearray, random: Random) -> None:
    content[random.randrange(len(content))] = random.randrange(256)


def change_a_byte_of_the_header(content: bytearray, random: Random) -> None:
    content[random.randrange(100)] = random.randrange(256)


def zero_a_sector(content: bytearray, random: Random) -> None:
    start = random.randrange(len(content) // _SECTOR) * _SECTOR
    content[start : start + _SECTOR] = bytes(_SECTOR)


def scramble_a_page(content: bytearray, random: Random) -> None:
    start = random.randrange(len(content) // PAGE) * PAGE
    content[start : start + PAGE] = random.randbytes(PAGE)


def swap_two_pages(content: bytearray, random: Random) -> None:
    first, second = (random.randrange(1, len(content) // PAGE) * PAGE for _ in range(2))
    one, other = content[first : first + PAGE], content[second : second + PAGE]
    content[first : first + PAGE], content[second : second + PAGE] = other, one


def cut_off_the_end(content: bytearray, random: Random) -> None:
    del content[random.randrange(len(content)) :]


def sprinkle(content: bytearray, random: Random) -> None:
    for _ in range(random.randrange(2, 200)):
        change_a_byte(content, random)


def overwrite_the_end_with_zeros(content: bytearray, random: Random) -> None:
    start = random.randrange(len(content))
    content[start:] = bytes(len(content) - start)


KINDS: Final[tuple[Callable[[bytearray, Random], None], ...]] = (
    flip_a_bit,
    change_a_byte,
    change_a_byte_of_the_header,
    zero_a_sector,
    scramble_a_page,
    swap_two_pages,
    cut_off_the_end,
    sprinkle,
    overwrite_the_end_with_zeros,
)


def corrupted(content: bytes, seed: int) -> tuple[bytes, str]:
    """A damaged copy, and what was done to it; the same for the same seed."""
    kind = KINDS[seed % len(KINDS)]
    damaged = bytearray(content)
    kind(damaged, Random(seed))
    return bytes(damaged), kind.__name__
