"""Names of files on other people's systems: what Windows can't open, what a Mac spells otherwise."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 255
"""Bytes of a name on Linux; letters of UTF-16 on Windows and a Mac."""

_LONG_PATH = 248
"""Letters from which Windows wants the long form; a folder must leave room for a name of 8.3 letters."""

# Windows opens a device for these, whatever ending follows and in whatever case; 0 to 3 may be superscript.
_DEVICE = re.compile(
    r"(con|prn|aux|nul|conin\$|conout\$|com[0-9\u00b9\u00b2\u00b3]|lpt[0-9\u00b9\u00b2\u00b3]) *(\..*)?\Z",
    re.IGNORECASE | re.DOTALL,
)
_FORBIDDEN = re.compile(r'[<>:"|?*\x00-\x1f]')
_DRIVE = re.compile(r"[A-Za-z]:")


def windows_fault(name: str) -> str | None:
    """Why Windows can't make, or would open something else for, a name without its folder.

    Returns:
        ``device`` (CON, NUL, COM1 …), ``end`` (a dot or space there is dropped in silence), ``letter`` (one
        that it forbids; after a colon it would open a stream within the file), ``long``; None if it can.

    Source: Microsoft, "Naming Files, Paths, and Namespaces".
    """
    if _DEVICE.match(name):
        return "device"
    if name.endswith((".", " ")):
        return "end"
    if _FORBIDDEN.search(name):
        return "letter"
    return "long" if len(name.encode("utf-16-le", "surrogatepass")) > 2 * LONGEST else None


def windows_path_fault(path: str) -> tuple[str, str] | None:
    """The first part of a path that Windows can't have, and why (``windows_fault``); None if all are good.

    ``.`` and ``..``, a drive (``C:``) and the server of a share are no names.
    """
    rest = path.replace("/", "\\")
    rest = rest.removeprefix("\\\\?\\")
    rest = rest[2:] if _DRIVE.match(rest) else rest
    for part in rest.split("\\"):
        fault = None if part in ("", ".", "..") else windows_fault(part)
        if fault is not None:
            return part, fault
    return None


def windows_long(path: str) -> str:
    r"""An absolute path as Windows opens it, however long it is: from 248 letters on with ``\\?\``.

    Args:
        path: Absolute, with backslashes and without ``..``, as ``os.path.abspath`` gives it there.
    """
    if len(path) < _LONG_PATH or path.startswith("\\\\?\\"):
        return path
    return f"\\\\?\\UNC\\{path[2:]}" if path.startswith("\\\\") else f"\\\\?\\{path}"


def seen_from_linux(path: str) -> str | None:
    r"""Where WSL has a path with a Windows drive: ``C:\music\a.wav`` is ``/mnt/c/music/a.wav``."""
    if not _DRIVE.match(path) or path[2:3] not in ("\\", "/"):
        return None
    return f"/mnt/{path[0].lower()}{path[2:]}".replace("\\", "/")


def is_plain(name: str) -> bool:
    """Whether a name that came from elsewhere may be looked for in a folder: it leads nowhere else.

    No path, no device, nothing that two systems would read as two names.
    """
    return (
        bool(name) and name not in (".", "..") and not re.search(r"[/\\]", name) and not windows_fault(name)
    )


def same_name(one: str, other: str) -> bool:
    """Whether two names are one to a reader: a Mac may decompose letters that are typed composed."""
    return unicodedata.normalize("NFC", one) == unicodedata.normalize("NFC", other)
