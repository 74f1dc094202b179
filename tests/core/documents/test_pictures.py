"""Pictures keep what is to be seen, dot for dot, and lose what was written beside it. Pillow is the second opinion."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ExifTags, Image, ImageChops, ImageCms, ImageOps
from PIL.PngImagePlugin import PngInfo

from mist_dash.core.documents import pictures, read_in_child
from mist_dash.core.documents.opening import open_document
from mist_dash.core.errors import Refused
from tests.core.documents import files

SECRET = b"Quincy Marmalade"
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def told(orientation: int = 1) -> bytes:
    """What a phone writes into a picture: who, where, and how to turn it."""
    exif = Image.Exif()
    exif[ExifTags.Base.Artist] = SECRET.decode()
    exif[ExifTags.Base.Orientation] = orientation
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (51.0, 30.0, 12.25)
    return exif.tobytes()


def jpeg(**more: object) -> bytes:
    return files.picture("jpeg", exif=told(6), comment=SECRET, icc_profile=PROFILE, xmp=b"<x>%s</x>" % SECRET, **more)


def png() -> bytes:
    text = PngInfo()
    text.add_text("Author", SECRET.decode())
    text.add_itxt("XML:com.adobe.xmp", SECRET.decode(), zip=True)
    return files.picture("png", pnginfo=text, exif=told(), icc_profile=PROFILE, dpi=(200, 200))


def opened(data: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture


@pytest.mark.parametrize(
    "data",
    [jpeg(), jpeg(progressive=True), jpeg() + SECRET + jpeg(), png(), png() + SECRET],
    ids=["jpeg", "progressive", "two in one", "png", "png with a tail"],
)
def test_the_picture_stays_dot_for_dot_and_nobody_is_named_in_it(data: bytes) -> None:
    bare = open_document(data).bare
    before, after = opened(data), opened(bare)
    assert ImageChops.difference(before, after).getbbox() is None and before.size == after.size
    assert SECRET in data and SECRET not in bare and not after.getexif().get_ifd(ExifTags.IFD.GPSInfo)
    assert not after.getexif().get(ExifTags.Base.Artist) and "Author" not in after.info and "xmp" not in after.info
    assert after.info.get("icc_profile") == PROFILE and after.info.get("dpi") == before.info.get("dpi")


@pytest.mark.parametrize("turn", range(1, 9))
def test_a_picture_taken_on_its_side_still_stands_upright(turn: int) -> None:
    data = files.picture("jpeg", exif=told(turn))
    before, after = (ImageOps.exif_transpose(opened(one)) for one in (data, pictures.bare_jpeg(data)))
    assert before.size == after.size and ImageChops.difference(before, after).getbbox() is None


def test_a_small_copy_from_before_the_picture_was_cut_goes(cut: bytes = SECRET * 3) -> None:
    plain = files.picture("jpeg")
    head = plain[4 + 2 :]
    length = 16 + len(cut)
    with_thumbnail = plain[:4] + struct.pack(">H", length) + head[:12] + bytes([4, 4]) + cut + head[14:]
    assert opened(with_thumbnail).size == (24, 16)
    bare = pictures.bare_jpeg(with_thumbnail)
    assert SECRET not in bare and bare == pictures.bare_jpeg(plain)


def test_what_is_bare_stays_as_it_is() -> None:
    for data, bare in ((jpeg(), pictures.bare_jpeg), (png(), pictures.bare_png)):
        assert bare(bare(data)) == bare(data)


def huge(wide: int, high: int) -> bytes:
    """A PNG of a few bytes that claims to be huge."""
    head = b"IHDR" + struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0)
    return pictures.PNG + struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head)) + png()[33:]


@pytest.mark.parametrize("data", [huge(60_000, 60_000), huge(0, 5), huge(2**31 - 1, 2**31 - 1)])
def test_a_picture_that_would_burst_whoever_opens_it_is_refused(data: bytes) -> None:
    with pytest.raises(Refused, match="50 million"):
        open_document(data)


def test_a_jpeg_that_claims_to_be_huge_is_refused() -> None:
    data = files.picture("jpeg")
    size = data.index(b"\xff\xc0") + 5
    with pytest.raises(Refused, match="50 million"):
        open_document(data[:size] + struct.pack(">HH", 60_000, 60_000) + data[size + 4 :])


@pytest.mark.parametrize(
    "data", [jpeg()[:-40], jpeg()[:300], png()[:-12], png()[:60], pictures.PNG, b"\xff\xd8\xff"], ids=range(6)
)  # a picture's bytes hold the time it was made, and are no name for a test
def test_half_a_picture_is_refused_with_a_remedy(data: bytes) -> None:
    with pytest.raises(Refused, match="damaged") as refused:
        open_document(data)
    assert refused.value.remedy


@given(st.sampled_from([jpeg(), png()]), st.integers(0, 2000), st.binary(max_size=6))
def test_any_bytes_at_all_are_a_picture_or_a_refusal(data: bytes, place: int, other: bytes) -> None:
    try:
        assert open_document(data[:place] + other + data[place + len(other) :]).kind in ("jpeg", "png")
    except Refused as refused:
        assert refused.remedy


def test_the_child_process_hands_back_the_bare_picture() -> None:
    assert read_in_child(jpeg()) == open_document(jpeg())
