"""The colour space that an archived PDF names as its output intent: sRGB as an ICC profile, made here.

After ICC.1:2022 (version 4 profiles) and IEC 61966-2-1: three matrix columns adapted to D50, and one curve.
"""

import struct
from typing import Final

NAME: Final = "sRGB IEC61966-2.1"

_D50: Final = (0.9642, 1.0, 0.8249)
_COLUMNS: Final = {  # of the matrix from linear sRGB to XYZ, adapted to D50
    b"rXYZ": (0.43607, 0.22249, 0.01392),
    b"gXYZ": (0.38515, 0.71687, 0.09708),
    b"bXYZ": (0.14307, 0.06061, 0.71410),
}
_ADAPTATION: Final = (1.04788, 0.02292, -0.05022, 0.02959, 0.99048, -0.01707, -0.00925, 0.01508, 0.75168)  # D65 to D50
_CURVE: Final = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)  # g, a, b, c, d of the function of type 3
_HEADER_SIZE: Final = 128
_TAG_ENTRY_SIZE: Final = 12


def srgb_profile() -> bytes:
    """The profile; always the same bytes."""
    curve = b"para" + struct.pack(">4xHxx", 3) + _fixed(_CURVE)
    tags = {
        b"desc": _text(NAME),
        b"cprt": _text("No copyright, use freely"),
        b"wtpt": _xyz(_D50),
        b"chad": b"sf32" + bytes(4) + _fixed(_ADAPTATION),
        **{tag: _xyz(column) for tag, column in _COLUMNS.items()},
        **dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve),
    }
    offset = _HEADER_SIZE + 4 + _TAG_ENTRY_SIZE * len(tags)
    table, data = struct.pack(">L", len(tags)), b""
    for tag, content in tags.items():
        table += struct.pack(">4sLL", tag, offset + len(data), len(content))
        data += content + bytes(-len(content) % 4)
    return _header(offset + len(data)) + table + data


def _header(size: int) -> bytes:
    made = struct.pack(">6H", 2025, 1, 1, 0, 0, 0)  # a fixed day: the same tables give the same bytes
    return (
        struct.pack(">L4sL4s4s4s", size, bytes(4), 0x04400000, b"mntr", b"RGB ", b"XYZ ")
        + made
        + struct.pack(">4s4sL4s4sQL", b"acsp", bytes(4), 0, bytes(4), bytes(4), 0, 0)
        + _fixed(_D50)
        + bytes(48)
    )


def _xyz(values: tuple[float, ...]) -> bytes:
    return b"XYZ " + bytes(4) + _fixed(values)


def _text(text: str) -> bytes:
    encoded = text.encode("utf-16-be")
    return b"mluc" + struct.pack(">4xLL4sLL", 1, 12, b"enUS", len(encoded), 28) + encoded


def _fixed(values: tuple[float, ...]) -> bytes:
    """Numbers as s15Fixed16."""
    return struct.pack(f">{len(values)}l", *(round(value * 0x10000) for value in values))
