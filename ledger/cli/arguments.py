"""Words and paths of a command line as its system gave them: bytes that are no text, other systems."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ledger import papers
from ledger.cli.speech import Speech, t
from ledger.cli.streams import charset, spelled, surroundings
from ledger.errors import BadInput, UsageError
from ledger.filenames import seen_from_linux, windows_fault, windows_path_fault

_NEW_FILES = ("out", "share")
"""Parameters that name a file to be made, which may go to somebody with Windows."""


def settled(values: Mapping[str, Any], speech: Speech) -> dict[str, Any]:
    """The arguments of a command, each text decoded and each path that of the file that is meant.

    Raises:
        UsageError: ``ARGUMENT_ENCODING``.
        BadInput: ``WINDOWS_PATH``, ``FILE_NAME_WINDOWS``.
    """
    found = {name: _settled(value) for name, value in values.items()}
    for name in _NEW_FILES:
        made = found.get(name)
        if isinstance(made, Path) and windows_fault(made.name):
            speech.note(t("not_on_windows", name=made.name))
    return found


def _settled(value: Any) -> Any:
    if isinstance(value, list):
        return [_settled(each) for each in value]
    if isinstance(value, Path):
        return path_of(value)
    return decoded(value, surroundings()) if isinstance(value, str) else value


def decoded(value: str, environment: Mapping[str, str]) -> str:
    """A word whose bytes were not in the encoding that Python took, read in the one that the locale names.

    The name of a file that is there stays as it is: its bytes are its name.

    Raises:
        UsageError: ``ARGUMENT_ENCODING``.
    """
    if spelled(value) == value or os.path.lexists(value):
        return value
    named = charset(environment)
    try:
        return os.fsencode(value).decode(named or "utf-8")
    except UnicodeDecodeError as error:
        raise UsageError("ARGUMENT_ENCODING", value=spelled(value), encoding=named or "utf-8") from error


def path_of(path: Path, *, windows: bool = os.name == "nt") -> Path:
    """The path of the file that is meant: also where a Mac decomposed the letters of its name.

    Args:
        path: As typed.
        windows: Whether this system is Windows, which opens devices and streams for some names.

    Raises:
        BadInput: ``WINDOWS_PATH``, ``FILE_NAME_WINDOWS``.
    """
    if windows:
        fault = windows_path_fault(str(path))
        if fault is not None:
            raise BadInput("FILE_NAME_WINDOWS", name=fault[0], path=str(path))
        return path
    here = None if os.path.exists(path) else seen_from_linux(str(path))
    if here is not None:
        raise BadInput("WINDOWS_PATH", path=str(path), here=here)
    return papers.meant(path)
