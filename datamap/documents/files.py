"""Files → text: everything that can be wrong with a file before its first character is understood."""

from __future__ import annotations

import errno
import os
from hashlib import file_digest, sha256
from pathlib import Path

from datamap.documents.lines import Lines
from datamap.errors import MapError, Problem, Where

LIMIT = 32 * 2**20
"""Bytes that a file of text may have."""

_BOMS = ((b"\xff\xfe\x00\x00", "UTF-32"), (b"\x00\x00\xfe\xff", "UTF-32"), (b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"))
_BINARIES = (
    (b"PK\x03\x04", "a zip archive or an Office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"PAR1", "a Parquet table"),
    (b"SQLite format 3", "a database"),
    (b"\x7fELF", "a program"),
)


def content(path: str | os.PathLike[str], limit: int = LIMIT) -> tuple[str, str]:
    """The text of a file and the SHA-256 of its bytes. A byte-order mark is accepted and not part of the text.

    Raises:
        MapError: there is no such file, it cannot be read, is larger than `limit` bytes, or is no UTF-8 text.
    """
    file = os.fspath(path)
    data = _bytes(file, limit)
    return decoded(data, file), sha256(data).hexdigest()


def digest_of(path: str | os.PathLike[str]) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal; the file may be of any size.

    Raises:
        OSError: it cannot be read.
    """
    with open(path, "rb") as stream:
        return file_digest(stream, "sha256").hexdigest()


def refuse(file: str, wrong: str, hint: str) -> MapError:
    """The error that a file as a whole is no good."""
    return MapError(Problem((), wrong, hint, Where(file)))


def _bytes(file: str, limit: int) -> bytes:
    try:
        if Path(file).is_dir():
            raise refuse(file, "this is a directory", "name a file")
        with open(file, "rb") as stream:
            data = stream.read(limit + 1)
    except FileNotFoundError:
        raise refuse(file, "there is no such file", _near(file)) from None
    except PermissionError:
        raise refuse(file, "no permission to read this file", "ask for it, or name another") from None
    except (OSError, ValueError) as error:
        too_long = getattr(error, "errno", None) == errno.ENAMETOOLONG
        said = "its name is too long" if too_long else getattr(error, "strerror", None) or str(error)
        raise refuse(file, f"the file cannot be read: {said}", "name another file") from None
    if len(data) > limit:
        hint = "keep large parts outside the map, as in `transfers: {table: transfers.csv}`, or split it with `include:`"
        raise refuse(file, f"the file is larger than {limit // 2**20} MB", hint)
    return data


def _near(file: str) -> str:
    from difflib import get_close_matches

    try:
        beside = [path.name for path in Path(file).absolute().parent.iterdir()]
    except (OSError, ValueError):
        return "check the path; its folder does not exist"
    near = get_close_matches(Path(file).name, beside, n=2, cutoff=0.7)
    return f"did you mean {' or '.join(near)}?" if near else "check the path"


def decoded(data: bytes, file: str) -> str:
    """UTF-8 bytes as text, without a byte-order mark.

    Raises:
        MapError: they are UTF-16, binary, or not UTF-8; the first wrong byte is named.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            raise refuse(file, f"this is {name} text", "save it as UTF-8")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _not_utf8(data, error.start + (3 if data.startswith(b"\xef\xbb\xbf") else 0), file) from None
    at = text.find("\0")
    if at >= 0:
        raise _binary(data, file) or _zero(text, at, file)
    return text


def _not_utf8(data: bytes, at: int, file: str) -> MapError:
    binary = _binary(data, file)
    if binary:
        return binary
    before = data[:at].decode("utf-8", "replace").removeprefix("\ufeff")
    rest = data[at : at + 200].decode("utf-8", "replace")
    lines = Lines(before + rest, file)
    hint = "save the file as UTF-8"
    if not 0x80 <= data[at] < 0xA0:
        hint += f" (in Latin-1 the byte would be `{bytes([data[at]]).decode('latin-1')}`)"
    return MapError(lines.problem(len(before), f"byte 0x{data[at]:02x} (number {at + 1} of the file) is not UTF-8", hint))


def _binary(data: bytes, file: str) -> MapError | None:
    for magic, name in _BINARIES:
        if data.startswith(magic):
            return refuse(file, f"this is {name}, not text", "name a text file")
    head = data[:1000]
    if len(head) > 3 and head.count(0) > len(head) // 4 and (not head[::2].count(0) or not head[1::2].count(0)):
        return refuse(file, "this looks like UTF-16 text", "save it as UTF-8")
    if sum(byte < 9 or (13 < byte < 32 and byte != 27) for byte in head) > max(3, len(head) // 10):
        return refuse(file, "this is a binary file, not text", "name a text file")
    return None


def _zero(text: str, at: int, file: str) -> MapError:
    return MapError(Lines(text, file).problem(at, "a zero byte stands in this text", "remove it"))
