#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""make_testdata.py FOLDER: the files of tests/data/source, byte for byte the same each time.

In:  nothing.     Out: one small file a row of FILES: each format that is read, and each kind of damage.
The standard library has no zstd, so its frames are put together by hand (RFC 8878: raw and RLE blocks).
"""
import gzip
import io
import os
import struct
import sys
import tarfile
import zipfile
import zlib

A = b'{"Records":[{"eventID":"a"}]}\n'
B = b'{"Records":[{"eventID":"b"}]}\n'
TIME = (2026, 1, 1, 0, 0, 0)


def gz(data):
    return gzip.compress(data, 9, mtime=0)


def flip(data, at):
    at %= len(data)
    return data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1:]


def zst_block(data, last, rle=0):
    size = rle or len(data)
    return struct.pack("<I", (size << 3) | ((1 if rle else 0) << 1) | last)[:3] + data


def zst(data):
    """One frame: single segment, content size in one byte, one raw block."""
    return b"\x28\xb5\x2f\xfd\x20" + bytes([len(data)]) + zst_block(data, 1)


def zst_window(log):
    """A frame without a content size that asks for a window of 2^log bytes."""
    return b"\x28\xb5\x2f\xfd\x00" + bytes([(log - 10) << 3]) + zst_block(A, 1)


def zst_skip(data):
    return struct.pack("<II", 0x184D2A53, len(data)) + data


def tar(members, fmt=tarfile.USTAR_FORMAT):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=fmt) as t:
        for name, data in members:
            info = tarfile.TarInfo(name)
            if data is None:
                info.type = tarfile.DIRTYPE
            elif isinstance(data, str):
                info.type, info.linkname = tarfile.SYMTYPE, data
            else:
                info.size = len(data)
            t.addfile(info, io.BytesIO(data) if isinstance(data, bytes) else None)
    return out.getvalue()


def zipped(members, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as z:
        for name, data in members:
            info = zipfile.ZipInfo(name, TIME)
            info.compress_type = method
            z.writestr(info, data)
    return out.getvalue()


def zip_local(name, data, flags=0, method=0):
    """A lone local entry (APPNOTE.TXT 4.3.7), for what the library would not write."""
    return struct.pack("<IHHHHHIIIHH", 0x04034B50, 20, flags, method, 0, 0x21, zlib.crc32(data), len(data), len(data),
                       len(name), 0) + name + data


def nest(depth):
    data = A
    for i in range(depth):
        data = tar([("in%d" % i, data)])
    return data


def wrap(depth):
    data = A
    for _ in range(depth):
        data = gz(data)
    return data


FILES = {
    "plain.json": A,
    "empty.json": b"",
    "one.json.gz": gz(A),
    "several.json.gz": gz(A) + gz(b"") + gz(B),
    "padded.json.gz": gz(A) + bytes(512),
    "empty.json.gz": gz(b""),
    "cut.json.gz": gz(A + B)[:-12],
    "cut-trailer.json.gz": gz(A)[:-3],
    "cut-second.json.gz": gz(A) + gz(B)[:5],
    "crc.json.gz": flip(gz(A), -8) + gz(B),
    "length.json.gz": flip(gz(A), -4) + gz(B),
    "damaged.json.gz": gz(A)[:10] + b"\xff" * 20,
    "garbage.json.gz": gz(A) + b"garbage",
    "almost.json.gz": gz(A) + b"\x1fgarbage",
    "misnamed.txt": gz(A),
    "one.json.zst": zst(A),
    "several.json.zst": zst(A) + zst_skip(b"left out") + zst(B),
    "skip-first.json.zst": zst_skip(b"left out") + zst(A),
    "cut.json.zst": zst(A)[:-10],
    "garbage.json.zst": zst(A) + b"garbage",
    "damaged.json.zst": zst(A) + zst(B)[:4] + b"\x28" + zst(B)[5:],
    "window27.json.zst": zst_window(27),
    "window28.json.zst": zst_window(28),
    "two.tar": tar([("d", None), ("d/a.json", A), ("d/b.json.gz", gz(B)), ("d/l", "a.json")]),
    "two.tar.gz": gz(tar([("a.json", A), ("b.json.zst", zst(B))])),
    "pax.tar": tar([("é" * 80 + "/a.json", A)], tarfile.PAX_FORMAT),
    "gnu.tar": tar([("n" * 120, A)], tarfile.GNU_FORMAT),
    "no-end.tar": tar([("a.json", A), ("b.json", B)])[:512 * 2],
    "cut.tar": tar([("a.json", A), ("b.json", B * 40)])[:512 * 4 - 100],
    "names.tar": tar([("/abs/a.json", A), ("../../up/./b.json", B)]),
    "checksum.tar": flip(tar([("a.json", A)]), 150),
    "two.zip": zipped([("a.json", A), ("b.json.gz", gz(B)), ("empty", b"")]),
    "stored.zip": zipped([("a.json", A)], zipfile.ZIP_STORED),
    "empty.zip": zipped([]),
    "up.zip": zipped([("../../etc/a.json", A)]),
    "cut.zip": zipped([("a.json", A), ("b.json", bytes(range(256)) * 8)])[:150],
    "crc.zip": zip_local(b"a.json", A)[:14] + b"\0\0\0\0" + zip_local(b"a.json", A)[18:] + zipped([("b.json", B)]),
    "encrypted.zip": zip_local(b"secret.json", bytes(12) + A, flags=1) + zipped([("b.json", B)]),
    "method.zip": zip_local(b"lzma.json", b"\x09\x14\x05\x00\x5d\xff\xff\xff\xff" + A, method=14) + zipped([("b.json", B)]),
    "nest2.tar": nest(2),
    "nest3.tar": nest(3),
    "layers3.gz": wrap(3),
    "layers4.gz": wrap(4),
}


def main(folder):
    os.makedirs(folder, exist_ok=True)
    for name, data in FILES.items():
        with open(os.path.join(folder, name), "wb") as file:
            file.write(data)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
