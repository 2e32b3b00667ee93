"""Sixty files that are not what they say, or say more than they should: name, bytes."""

import struct
import zlib
from io import BytesIO

from PIL import Image

PLACE = b"35.6895N 139.6917E SECRET-PLACE"


def picture(kind, size=(40, 30), **how):
    """A small picture; ``exif`` and such as Pillow takes them."""
    out = BytesIO()
    Image.new("RGB", size, (200, 180, 160)).save(out, kind, **how)
    return out.getvalue()


def gps_exif(turn=6):
    exif = Image.Exif()
    exif[0x0112] = turn
    exif[0x010F] = "SECRET-CAMERA"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (35.0, 41.0, 22.2)
    exif[0x8825] = {1: "N", 2: (35.0, 41.0, 22.2)}
    return exif.tobytes()


def segment(marker, body):
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(body) + 2) + body


def with_segment(marker, body):
    """A JPEG with one more segment behind its head."""
    good = picture("JPEG")
    return good[:2] + segment(marker, body) + good[2:]


def chunk(name, body):
    crc = struct.pack(">I", zlib.crc32(name + body))
    return struct.pack(">I", len(body)) + name + body + crc


def with_chunk(name, body):
    """A PNG with one more chunk behind its head."""
    good = picture("PNG")
    return good[:33] + chunk(name, body) + good[33:]


def pdf(*objects, trailer=b""):
    """A one-page PDF with these objects as well."""
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
        *objects,
    ]
    body, places = b"%PDF-1.7\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(body)
    body += b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1) + table
    body += b"trailer << /Size %d /Root 1 0 R %s >>\n" % (len(parts) + 1, trailer)
    return body + b"startxref\n%d\n%%%%EOF\n" % start


def packed(content):
    data = zlib.compress(content)
    return b"<< /Type /ObjStm /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (
        len(data),
        data,
    )


def wide(width, height):
    """A PNG that says it is so large, and has next to nothing in it."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 1000)
    good = b"\x89PNG\r\n\x1a\n"
    return good + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


JPEG, PNG, PDF = picture("JPEG"), picture("PNG"), pdf()
REFUSED = {
    "empty.pdf": b"",
    "one byte.pdf": b"%",
    "only a head.pdf": b"%PDF-1.7\n",
    "cut in the middle.pdf": PDF[: len(PDF) // 2],
    "no end.pdf": PDF.replace(b"%%EOF", b""),
    "no table.pdf": PDF.replace(b"startxref", b"startxxxx"),
    "head not first.pdf": b"\n\nGIF89a" + PDF,
    "locked.pdf": pdf(trailer=b"/Encrypt 4 0 R"),
    "javascript.pdf": pdf(b"<< /S /JavaScript /JS (app.alert(1)) >>"),
    "js only.pdf": pdf(b"<< /JS (app.alert(1)) >>"),
    "hidden name.pdf": pdf(b"<< /S /J#61vaScript >>"),
    "launch.pdf": pdf(b"<< /S /Launch /F (cmd.exe) >>"),
    "file inside.pdf": pdf(b"<< /Type /EmbeddedFile >>"),
    "names of files.pdf": pdf(b"<< /Names << /EmbeddedFiles 5 0 R >> >>"),
    "rich media.pdf": pdf(b"<< /Subtype /RichMedia >>"),
    "xfa.pdf": pdf(b"<< /AcroForm << /XFA 5 0 R >> >>"),
    "submits.pdf": pdf(b"<< /S /SubmitForm /F (http://example.com) >>"),
    "imports.pdf": pdf(b"<< /S /ImportData >>"),
    "packed javascript.pdf": pdf(packed(b"<< /Type /Action /S /JavaScript /JS (x) >>")),
    "packed launch.pdf": pdf(packed(b"<< /Type /Action /S /Launch >>")),
    "bomb.pdf": pdf(packed(b"\0" * (201 * 1024 * 1024))),
    "too large.pdf": PDF + b"\n" * (10 * 1024 * 1024),
    "too large.jpg": JPEG + b"\0" * (10 * 1024 * 1024),
    "cut.jpg": JPEG[:200],
    "head only.jpg": b"\xff\xd8\xff\xe0",
    "no end.jpg": JPEG[:-2].replace(b"\xff\xd9", b"\xff\x00"),
    "noise.jpg": b"\xff\xd8\xff" + bytes(range(256)) * 8,
    "length lies.jpg": JPEG[:4] + b"\xff\xff" + JPEG[6:],
    "cut.png": PNG[:60],
    "head only.png": b"\x89PNG\r\n\x1a\n",
    "no end.png": PNG[:-12],
    "bad sum.png": PNG[:40] + b"\0\0\0\0" + PNG[44:],
    "length lies.png": PNG[:33] + b"\xff\xff\xff\xff" + PNG[37:],
    "huge.png": wide(60_000, 60_000),
    "wide.png": wide(2_000_000_000, 2),
    "nothing in it.png": wide(100, 0),
    "page.html": b"<!doctype html><script>alert(1)</script>",
    "page as pdf.pdf": b"<html><script>alert(1)</script></html>",
    "drawing.svg": b"<svg xmlns='http://www.w3.org/2000/svg'><script>x</script></svg>",
    "drawing as png.png": b"<?xml version='1.0'?><svg onload='alert(1)'/>",
    "archive.zip": b"PK\x03\x04" + b"\0" * 60,
    "sheet.docm": b"PK\x03\x04word/vbaProject.bin",
    "sheet as pdf.pdf": b"PK\x03\x04" + b"\0" * 60,
    "old.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 60,
    "program.exe": b"MZ\x90\x00" + b"\0" * 60,
    "receipt.pdf.exe": b"MZ\x90\x00" + b"\0" * 60,
    "program as jpg.jpg": b"\x7fELF" + b"\0" * 60,
    "script.sh": b"#!/bin/sh\nrm -rf ~\n",
    "phone.heic": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
    "moving.gif": b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00;",
    "scan.tif": b"II*\x00\x08\x00\x00\x00",
    "picture.bmp": b"BM" + b"\0" * 60,
    "picture.webp": b"RIFF\x24\0\0\0WEBPVP8 ",
    "mail.eml": b"From: a@example.com\r\n\r\nhello",
    "words.txt": "ただの文です。".encode(),
    "link.url": b"[InternetShortcut]\r\nURL=http://example.com",
}
# Taken, but made harmless: what must be gone afterwards.
MADE_HARMLESS = {
    "where it was taken.jpg": (picture("JPEG", exif=gps_exif()), b"SECRET-CAMERA"),
    "xmp.jpg": (with_segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + PLACE), PLACE),
    "iptc.jpg": (with_segment(0xED, b"Photoshop 3.0\0" + PLACE), PLACE),
    "comment.jpg": (with_segment(0xFE, PLACE), PLACE),
    "page behind.jpg": (JPEG + b"<script>" + PLACE, PLACE),
    "archive behind.jpg": (JPEG + b"PK\x03\x04" + PLACE, PLACE),
    "second picture.jpg": (JPEG + with_segment(0xFE, PLACE), PLACE),
    "text.png": (with_chunk(b"tEXt", b"Comment\0" + PLACE), PLACE),
    "packed text.png": (with_chunk(b"zTXt", b"Comment\0\0" + zlib.compress(PLACE)), b"Comment"),
    "international.png": (with_chunk(b"iTXt", b"Comment\0\0\0\0\0" + PLACE), PLACE),
    "exif.png": (with_chunk(b"eXIf", b"MM\0*" + PLACE), PLACE),
    "own chunk.png": (with_chunk(b"prVt", PLACE), PLACE),
    "page behind.png": (PNG + b"<script>" + PLACE, PLACE),
}
