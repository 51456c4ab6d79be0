"""The standard streams as they are found: closed, in another encoding, on a full disk, read by nobody."""

from __future__ import annotations

import codecs
import errno
import io
import os
import re
import sys
from collections.abc import Mapping
from typing import TextIO, cast

VISIBLE = "songdeed.visible"
"""Error handler of the streams: what a terminal has no letter for is spelled out, never lost or fatal."""

_PLAIN = {
    "–": "-", "—": "-", "−": "-", "…": "...", "“": '"', "”": '"', "‘": "'", "’": "'", "«": '"', "»": '"',
    "✓": "v", "·": ".", "→": "->", "×": "x", "≤": "<=", "≥": ">=", "：": ":", "，": ",", "。": ".",
    "（": "(", "）": ")", "；": ";", "、": ",", "？": "?",
}  # fmt: skip
_BYTE = re.compile("[\udc80-\udcff]")
_NO_READER = {errno.EPIPE, errno.EINVAL} if os.name == "nt" else {errno.EPIPE}


def spelled(value: str) -> str:
    """Bytes of a name or word that were no text, as Python keeps them (PEP 383), made visible: ``\\xc1``."""
    return _BYTE.sub(lambda found: f"\\x{ord(found[0]) - 0xDC00:02x}", value)


def _visible(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    letters = error.object[error.start : error.end]
    return "".join(_PLAIN.get(letter) or _number(letter) for letter in letters), error.end


def _number(letter: str) -> str:
    code = ord(letter)
    return (
        spelled(letter) if _BYTE.match(letter) else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
    )


codecs.register_error(VISIBLE, _visible)


def charset(environment: Mapping[str, str]) -> str | None:
    """The encoding that the locale names, if it names one that is known and not UTF-8.

    Python takes UTF-8 where the C library lacks the locale; but the terminal is as its owner says it is.
    """
    found = next((value for name in ("LC_ALL", "LC_CTYPE", "LANG") if (value := environment.get(name))), "")
    named = found.partition(".")[2].partition("@")[0]
    try:
        codec = codecs.lookup(named).name if named else ""
    except LookupError:
        return None
    return None if codec in ("", "utf-8", "ascii") else codec


def surroundings() -> Mapping[str, str]:
    """The environment as the user set it: in a locale that is not there Python writes LC_CTYPE (PEP 538)."""
    written = sys.flags.utf8_mode and os.environ.get("LC_CTYPE") in ("C.UTF-8", "C.utf8", "UTF-8")
    return {name: value for name, value in os.environ.items() if not (written and name == "LC_CTYPE")}


def decided(environment: Mapping[str, str]) -> bool:
    """Whether the user told Python itself which encoding to take."""
    return bool(environment.get("PYTHONIOENCODING") or environment.get("PYTHONUTF8") == "1")


def fitting(value: str, stream: TextIO | None = None) -> str:
    """Text as a stream can take it, for libraries that write past its error handler."""
    name = getattr(stream or sys.stdout, "encoding", None) or "utf-8"
    return value.encode(name, VISIBLE).decode(name)


class Drain(io.RawIOBase):
    """Bytes on their way out. What nobody takes is dropped: the work goes on and its exit code is told.

    ``lost``: why the rest was dropped; None while all is well.
    """

    def __init__(self, raw: io.RawIOBase) -> None:
        super().__init__()
        self._raw = raw
        self.lost: OSError | None = None

    def writable(self) -> bool:
        """Yes."""
        return True

    def fileno(self) -> int:
        """That of what is wrapped."""
        return self._raw.fileno()

    def isatty(self) -> bool:
        """As what is wrapped."""
        return self._raw.isatty()

    def write(self, data: object) -> int | None:
        """Write, or drop."""
        if self.lost is None:
            try:
                return self._raw.write(data)  # type: ignore[arg-type]
            except OSError as error:
                self.lost = error
        return len(cast(bytes, data))


def settle(environment: Mapping[str, str]) -> None:
    """Make the streams of this process fit to be used."""
    named = None if decided(environment) else charset(environment)
    if sys.stdin is None:  # the lowest free numbers are taken, so that no other file becomes a stream
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115
    elif isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(encoding=named, errors="surrogateescape")
    for name in ("stdout", "stderr"):
        setattr(sys, name, _outward(getattr(sys, name), named, always=name == "stderr"))


def _outward(stream: TextIO | None, named: str | None, *, always: bool) -> TextIO:
    if stream is None:
        return open(os.devnull, "w", encoding="utf-8")
    buffer = getattr(stream, "buffer", None)
    raw = getattr(buffer, "raw", buffer)  # with python -u the two are one
    if not isinstance(raw, io.RawIOBase):
        return stream
    lines = always or raw is buffer or raw.isatty()
    encoding = named or stream.encoding
    return io.TextIOWrapper(io.BufferedWriter(Drain(raw)), encoding, VISIBLE, line_buffering=lines)


def lost(stream: TextIO) -> OSError | None:
    """Why something written to a settled stream is not where it should be; None too where nobody wants it."""
    stream.flush()
    drain = getattr(getattr(stream, "buffer", None), "raw", None)
    error = drain.lost if isinstance(drain, Drain) else None
    return None if error is None or error.errno in _NO_READER else error
