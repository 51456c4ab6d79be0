"""Files that a command writes piece by piece: whole under their name, or not there."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from ledger.errors import BadInput, ServiceDown


@contextmanager
def new_file(path: Path) -> Iterator[BinaryIO]:
    """Write a file beside; it gets its name once all is on disk. After an error nothing is left.

    Args:
        path: Its name; nothing may be there.

    Raises:
        BadInput: ``FILE_EXISTS``.
        ServiceDown: ``FILE_UNWRITABLE``.
    """
    if path.exists():
        raise BadInput("FILE_EXISTS", path=str(path))
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        with part.open("xb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        # A link, not a rename: what somebody put there meanwhile is not replaced.
        os.link(part, path) if hasattr(os, "link") else part.rename(path)
    except FileExistsError as error:
        raise BadInput("FILE_EXISTS", path=str(path)) from error
    except OSError as error:
        raise ServiceDown("FILE_UNWRITABLE", path=str(path), reason=error.strerror or str(error)) from error
    finally:
        with suppress(OSError):
            part.unlink()
