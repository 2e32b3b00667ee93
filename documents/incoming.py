"""Papers that come in: what is taken, by its content and not by its name, and what is cut off it.

PDF, JPEG and PNG only. A picture loses everything but the picture and how it is turned:
place, camera, comments and whatever was hung behind it. A PDF that does something (scripts,
programs, files inside), or that nobody can open, is not taken.
"""

import re
import struct
import zlib
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, UnidentifiedImageError

from rules.refusals import Refusal, refuse

MIB = 1024 * 1024
LARGEST = 10 * MIB  # of one file
MOST_PIXELS = 60_000_000  # of one picture: a sheet of A3 at 400 dpi
MOST_INFLATED = 200 * MIB  # of the objects of one PDF
TYPES = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png"}
TAKEN = "PDF・JPEG・PNGのファイルにしてください。"

PNG_HEAD = b"\x89PNG\r\n\x1a\n"
PNG_KEPT = {
    *(b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP"),
    *(b"pHYs", b"bKGD", b"sBIT"),
}
JPEG_ALONE = {0x01, *range(0xD0, 0xD9)}  # markers without a length
JPEG_KEPT = {0xE0, 0xE2, 0xEE}  # JFIF, the colours, Adobe's transform; not EXIF, XMP, IPTC
START_OF_SCAN, END_OF_IMAGE, EXIF, COMMENT = 0xDA, 0xD9, 0xE1, 0xFE
ORIENTATION = 0x0112
# What a PDF may not hold: names of things that run, start programs, or carry files.
ACTIVE = re.compile(
    rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|SubmitForm|ImportData)\b"
)
STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)


@dataclass(frozen=True)
class Taken:
    """A file as it is kept."""

    kind: str
    content: bytes


class NotTaken(Exception):
    """Why a file is not taken: a sentence for the person who sent it (E-41)."""

    def __init__(self, why: str, remedy: str = TAKEN):
        super().__init__(why)
        self.why, self.remedy = why, remedy

    def refusal(self, name: str) -> Refusal:
        return refuse("E-41", field="files", name=name, why=self.why, remedy=self.remedy)


def take_in(content: bytes) -> Taken:
    """The file as it may be kept, or ``NotTaken``; ``content`` are its bytes as they came."""
    if not content:
        raise NotTaken("中身がありません")
    if len(content) > LARGEST:
        smaller = "解像度を下げるか、分けてください。"
        raise NotTaken(f"{LARGEST // MIB}MBより大きいファイルです", smaller)
    if content.startswith(b"%PDF-"):
        return Taken("pdf", checked_pdf(content))
    if content.startswith(b"\xff\xd8\xff"):
        return Taken("jpg", checked_picture(stripped_jpeg(content), "JPEG"))
    if content.startswith(PNG_HEAD):
        return Taken("png", checked_picture(stripped_png(content), "PNG"))
    raise NotTaken("PDF・JPEG・PNGのどれでもありません")


# ---- PDF ----------------------------------------------------------------------------


def checked_pdf(content: bytes) -> bytes:
    """The PDF, if it ends, is open to read, and does nothing of its own."""
    if b"%%EOF" not in content[-2048:] or b"startxref" not in content:
        raise NotTaken("PDFが途中で終わっています", "もう一度、送り元から受け取ってください。")
    if re.search(rb"/Encrypt\b", content):
        raise NotTaken("パスワードのかかったPDFです", "パスワードを外したものを送ってください。")
    for part in (content, *inflated(content)):
        if ACTIVE.search(unescaped(part)):
            why = "プログラムや別のファイルを含むPDFです"
            raise NotTaken(why, "印刷してスキャンしたものにしてください。")
    return content


def unescaped(part: bytes) -> bytes:
    """Names with their #xx written out, so that /J#61vaScript is seen."""
    return re.sub(rb"#([0-9A-Fa-f]{2})", lambda found: bytes([int(found[1], 16)]), part)


def inflated(content: bytes) -> list[bytes]:
    """The packed objects, as far as they can be unpacked; a bomb is not taken."""
    found, left = [], MOST_INFLATED
    for match in STREAM.finditer(content):
        packer = zlib.decompressobj()
        try:
            part = packer.decompress(match[1], left + 1)
        except zlib.error:
            continue
        left -= len(part)
        if left < 0:
            raise NotTaken("開くと大きくなりすぎるPDFです", "分けて送ってください。")
        if b"/Type" in part or b"/S" in part:  # objects, not pictures
            found.append(part)
    return found


# ---- pictures ------------------------------------------------------------------------


def checked_picture(content: bytes, kind: str) -> bytes:
    """The picture, if it can be drawn and is no larger than a sheet can be."""
    try:
        with Image.open(BytesIO(content), formats=[kind]) as picture:
            width, height = picture.size
            if width * height > MOST_PIXELS:
                raise NotTaken("大きすぎる画像です", "小さくしてください。")
            picture.load()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise NotTaken("画像がこわれていて開けません", "撮りなおしてください。") from None
    return content


def stripped_png(content: bytes) -> bytes:
    """Its chunks of the picture alone, up to IEND: no text, no time, no EXIF, nothing behind."""
    kept, at = [PNG_HEAD], len(PNG_HEAD)
    while at + 12 <= len(content):
        (length,) = struct.unpack(">I", content[at : at + 4])
        name, end = content[at + 4 : at + 8], at + 12 + length
        if end > len(content):
            break
        if name in PNG_KEPT:
            kept.append(content[at:end])
        at = end
        if name == b"IEND":
            return b"".join(kept)
    raise NotTaken("画像がこわれていて開けません", "撮りなおしてください。")


def stripped_jpeg(content: bytes) -> bytes:
    """Its segments of the picture alone, up to the end of the image; only how it is turned
    stays of EXIF."""
    kept, at, turn = [], 2, 1
    while at + 4 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker in JPEG_ALONE:
            at += 2
            continue
        (length,) = struct.unpack(">H", content[at + 2 : at + 4])
        end = at + 2 + length
        segment = content[at:end]
        if marker == EXIF:
            turn = orientation_of(segment[4:]) or turn
        if marker == START_OF_SCAN:
            return b"".join([b"\xff\xd8", turned(turn), *kept, until_end(content, at)])
        is_about = 0xE0 <= marker <= 0xEF or marker == COMMENT
        if not is_about or marker in JPEG_KEPT:
            kept.append(segment)
        at = end
    raise NotTaken("画像がこわれていて開けません", "撮りなおしてください。")


def until_end(content: bytes, at: int) -> bytes:
    """The scans from here to the first end of the image; later scans bring no words along."""
    end = content.find(b"\xff\xd9", at)
    if end < 0:
        raise NotTaken("画像が途中で終わっています", "もう一度、送り元から受け取ってください。")
    return content[at : end + 2]


def orientation_of(exif: bytes) -> int:
    """How the camera was held (1 to 8), or 0."""
    if not exif.startswith(b"Exif\0\0"):
        return 0
    try:
        turn = Image.Exif()
        turn.load(exif)
        found = turn.get(ORIENTATION, 0)
    except (SyntaxError, ValueError, struct.error, OSError):
        return 0
    return found if isinstance(found, int) and 1 <= found <= 8 else 0


def turned(turn: int) -> bytes:
    """An EXIF segment that says how the picture is turned, and nothing else."""
    if turn == 1:
        return b""
    entry = struct.pack(">HHIHH", ORIENTATION, 3, 1, turn, 0)
    tiff = b"MM\0*" + struct.pack(">IH", 8, 1) + entry + struct.pack(">I", 0)
    body = b"Exif\0\0" + tiff
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body
