"""A JPEG or PNG becomes the same picture without what a camera or a program wrote beside it, or a refusal.

Where it was taken, when, by whom and with what stands in blocks of its own. They are left out block by block and the
picture itself is not touched: nothing is decoded here, so that no picture can burst, and none loses quality. How to
turn it upright, its colours and its resolution stay.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

from mist_dash.core.errors import Refused

MOST_PIXELS = 50_000_000  # what a good camera makes; a small file can claim a billion, and burst whoever opens it
PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
KEPT_IN_PNG = frozenset(
    {
        b"IHDR",
        b"PLTE",
        b"IDAT",
        b"IEND",
        b"tRNS",
        b"cHRM",
        b"gAMA",
        b"iCCP",
        b"sBIT",
        b"sRGB",
        b"cICP",
        b"bKGD",
        b"pHYs",
        b"acTL",
        b"fcTL",
        b"fdAT",
    }
)
SIZES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})  # the segments of a JPEG that tell its size
SCAN, END, EXIF, COMMENT = 0xDA, 0xD9, 0xE1, 0xFE
KEPT_IN_JPEG = {0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}  # colours; every other block of a program is left out
_AFTER_SCAN = re.compile(rb"\xff+([^\x00\xd0-\xd8\xff])")
_ORIENTATION = re.compile(
    rb"(?:\x01\x12\x00\x03\x00\x00\x00\x01\x00(.))|(?:\x12\x01\x03\x00\x01\x00\x00\x00(.)\x00)", re.S
)
DAMAGED = "This picture is damaged, or has parts missing"
REMEDY = "Open it, save it again as PNG or JPEG, and send that."


def bare_png(data: bytes) -> bytes:
    """The PNG without texts, times, camera data and whatever follows its end. Raises Refused when it is none."""
    out, place = [PNG], len(PNG)
    while place < len(data):
        length, kind = struct.unpack_from(">I4s", data, place) if place + 12 <= len(data) else (0, b"")
        end = place + 12 + length
        if not kind or end > len(data) or (place == len(PNG)) != (kind == b"IHDR"):
            break
        if kind == b"IHDR":
            _check_size(*struct.unpack_from(">II", data, place + 8))
        if kind in KEPT_IN_PNG:
            out.append(data[place:end])
        if kind == b"IEND":
            return b"".join(out)
        place = end
    raise Refused(DAMAGED, remedy=REMEDY)


def bare_jpeg(data: bytes) -> bytes:
    """The JPEG without camera data, comments and whatever follows its end. Raises Refused when it is none."""
    out = [b"\xff\xd8"]
    for marker, content in _segments(data):
        if marker in SIZES and len(content) >= 7:
            _check_size(*struct.unpack_from(">HH", content, 3))
        if marker == END:
            return b"".join([*out, b"\xff\xd9"])
        out.append(_kept(marker, content))
    raise Refused(DAMAGED, remedy=REMEDY)


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """(marker, content) of each segment; a scan comes with the compressed picture that follows it."""
    place = 2
    while found := _AFTER_SCAN.match(data, place):
        marker, place = found[1][0], found.end()
        if marker == END:
            yield END, b""
            return
        (length,) = struct.unpack_from(">H", data, place) if place + 2 <= len(data) else (0,)
        end = place + length
        if length < 2 or end > len(data):
            return
        if marker == SCAN:
            following = _AFTER_SCAN.search(data, end)
            end = following.start() if following else len(data)
        yield marker, data[place:end]
        place = end


def _kept(marker: int, content: bytes) -> bytes:
    """The segment as it stays: whole, in part, or not at all. `content` begins with its length."""
    inside = content[2:]
    if marker == EXIF:
        return _upright(inside)
    if marker == 0xE0:  # the picture may have a small copy of itself, from before it was cut
        return (
            b"\xff\xe0\x00\x10" + inside[:12] + b"\0\0" if inside.startswith(b"JFIF\0") and len(inside) >= 12 else b""
        )
    if 0xE0 <= marker <= 0xEF:
        sign = KEPT_IN_JPEG.get(marker)
        return b"\xff" + bytes([marker]) + content if sign and inside.startswith(sign) else b""
    return b"" if marker == COMMENT else b"\xff" + bytes([marker]) + content


def _upright(exif: bytes) -> bytes:
    """Of what the camera wrote, only how to turn the picture; nothing when it stands upright already."""
    found = _ORIENTATION.search(exif) if exif.startswith(b"Exif\0\0") else None
    turn = ((found[1] or found[2])[0] if found else 1) or 1
    if not 1 < turn <= 8:
        return b""
    only = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01" + bytes([0, turn, 0, 0]) + bytes(4)
    return b"\xff\xe1" + struct.pack(">H", len(only) + 2) + only


def _check_size(high_or_wide: int, wide_or_high: int) -> None:
    if not 0 < high_or_wide * wide_or_high <= MOST_PIXELS:
        raise Refused("This picture has more than 50 million dots, or none", remedy="Make it smaller, and send that.")
