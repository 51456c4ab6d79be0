"""Files that a user names: plain errors, one pass, constant memory."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ledger.core.hashing import digest
from ledger.errors import BadInput
from ledger.store import files
from ledger.store.files import check_size, digest_file, open_file

ROOT = Path(__file__).parents[3]

NOBODY = 65_534


def code_of(path: Path) -> str:
    with pytest.raises(BadInput) as caught:
        digest_file(path)
    assert caught.value.exit == 65
    return caught.value.code


@pytest.mark.parametrize("size", [1, 262_144, 262_145, files.PIECE, files.PIECE + 1, 3 * files.PIECE + 7])
def test_digest(tmp_path: Path, size: int) -> None:
    data = hashlib.shake_256(b"files").digest(size)
    path = tmp_path / "连城 一家.wav"
    path.write_bytes(data)
    seen: list[tuple[int, int]] = []
    found = digest_file(path, lambda done, total: seen.append((done, total)))
    assert found == digest(data) == digest_file(path)
    assert seen[-1] == (size, size) and seen == sorted(seen)


def test_plain_errors(tmp_path: Path) -> None:
    (tmp_path / "empty.wav").touch()
    assert code_of(tmp_path / "empty.wav") == "FILE_EMPTY"
    assert code_of(tmp_path / "none.wav") == "FILE_NOT_FOUND"
    assert code_of(tmp_path / "empty.wav" / "x") == "FILE_NOT_FOUND"
    assert code_of(tmp_path / "a\0b") == "FILE_NOT_FOUND"
    assert code_of(tmp_path) == "FILE_IS_DIRECTORY"
    assert code_of(tmp_path / ("x" * 300)) == "FILE_UNREADABLE"


@pytest.mark.skipif(os.name == "nt", reason="POSIX")
def test_t50_pipes_and_devices_are_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert code_of(tmp_path / "pipe") == "FILE_NOT_REGULAR"
    assert code_of(Path("/dev/zero")) == "FILE_NOT_REGULAR"


@contextmanager
def as_nobody() -> Iterator[None]:
    """Without the rights of root, who reads everything."""
    rights = os.geteuid()
    if rights == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(rights)


@pytest.mark.skipif(os.name == "nt", reason="POSIX")
def test_no_permission(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(b"x")
    path.chmod(0)
    with as_nobody():
        assert code_of(path) == "FILE_UNREADABLE"


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="Linux")
def test_a_disk_that_fails_while_reading() -> None:
    # The first page of a process's memory can't be read: a real EIO from the kernel in the middle of a read.
    with (
        Path("/proc/self/mem").open("rb") as broken,
        pytest.raises(BadInput) as caught,
        open_file(Path(__file__)),
    ):
        broken.read(1)
    assert caught.value.code == "FILE_UNREADABLE"


def test_a_file_that_is_written_to_meanwhile(tmp_path: Path) -> None:
    path = tmp_path / "take.wav"
    path.write_bytes(bytes(3 * files.PIECE))

    def meddle(done: int, total: int) -> None:
        with path.open("ab") as out:
            out.write(b"more")

    with pytest.raises(BadInput) as caught:
        digest_file(path, meddle)
    assert caught.value.code == "FILE_CHANGED"


def test_more_than_a_store_holds(tmp_path: Path) -> None:
    path = tmp_path / "sparse"
    with path.open("wb") as out:
        out.truncate((64 << 30) + 1)
    with open_file(path) as source, pytest.raises(BadInput) as caught:
        check_size(path, source)
    assert caught.value.code == "FILE_TOO_LARGE"


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="Linux")
def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "sparse"
    with path.open("wb") as out:
        out.truncate(300_000_000)
    # VmHWM, since ru_maxrss starts at what the parent had when it forked.
    program = (
        "import sys; from pathlib import Path; from ledger.store.files import digest_file\n"
        "digest_file(Path(sys.argv[1])); print(Path('/proc/self/status').read_text())"
    )
    command = [sys.executable, "-c", program, str(path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True)
    found = re.search(r"VmHWM:\s+(\d+) kB", done.stdout)
    assert found and int(found[1]) * 1024 < 100_000_000
