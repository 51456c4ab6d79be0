"""The embedded chain's state file: whole at whatever step a save is cut off."""

from __future__ import annotations

import gzip
import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ledger import safefile
from ledger.chain.statefile import StateFile
from ledger.errors import ServiceDown
from ledger.text import hint_of, message_of

ONE, TWO, THREE = (("0x" + gzip.compress(f'{{"block":{n}}}'.encode()).hex(), f"0x{n}") for n in (1, 2, 3))


def saved(folder: Path, *states: tuple[str, str]) -> StateFile:
    file = StateFile(folder)
    for dump, head in states:
        file.save(dump, head)
    return file


def code_of(file: StateFile) -> str | None:
    try:
        file.verify()
    except ServiceDown as error:
        assert message_of(error, "zh") and hint_of(error, "en")
        return error.code
    return None


def test_saves_whole_states(tmp_path: Path) -> None:
    file = saved(tmp_path, ONE, TWO)
    assert code_of(file) is None
    assert file.path.read_bytes() == b'{"block":2}'
    assert (tmp_path / "state.previous.json").read_bytes() == b'{"block":1}'
    assert file.is_of("0x2") and not file.is_of("0x1")
    assert not list(tmp_path.glob("*.part"))


def test_nothing_there_or_damaged(tmp_path: Path) -> None:
    assert code_of(StateFile(tmp_path)) == "STATE_MISSING"
    file = saved(tmp_path, ONE, TWO)
    whole = file.path.read_bytes()
    for damaged in [whole[:length] for length in range(len(whole))] + [
        whole.replace(b"2", b"3"),
        whole + b" ",
    ]:
        file.path.write_bytes(damaged)
        assert code_of(file) == "STATE_CORRUPT"
    file.path.write_bytes((tmp_path / "state.previous.json").read_bytes())
    assert code_of(file) is None, "the remedy that the hint names must work"
    (tmp_path / "state.sums").write_bytes(b"[")
    assert code_of(file) == "STATE_CORRUPT"


@pytest.mark.parametrize("times", [1, 2, 3])
def test_cut_off_between_the_files(tmp_path: Path, times: int) -> None:
    file = saved(tmp_path, ONE)
    for _ in range(times):  # digests written, state not: the state is still the old one
        before = file.path.read_bytes()
        saved(tmp_path, TWO)
        file.path.write_bytes(before)
        assert code_of(file) is None
    saved(tmp_path, THREE)
    assert code_of(file) is None and file.path.read_bytes() == b'{"block":3}'


@contextmanager
def full_disk() -> Iterator[None]:
    """No file may grow at all, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


def test_full_disk_keeps_what_is_there(tmp_path: Path) -> None:
    file = saved(tmp_path, ONE)
    with full_disk(), pytest.raises(ServiceDown) as caught:
        file.save(*TWO)
    assert caught.value.code == "STATE_NOT_SAVED" and hint_of(caught.value, "zh")
    assert code_of(file) is None and file.path.read_bytes() == b'{"block":1}'
    assert not file.is_of("0x2")
    assert not list(tmp_path.glob("*.part")) and not list(tmp_path.glob(".*"))
    saved(tmp_path, TWO)
    assert code_of(file) is None and file.is_of("0x2")


@pytest.mark.parametrize("dump", ["", "0x", "0xzz", "0x1f8b", "0x" + gzip.compress(b"x", mtime=0)[:-4].hex()])
def test_dump_that_is_none(tmp_path: Path, dump: str) -> None:
    file = saved(tmp_path, ONE)
    with pytest.raises(ServiceDown) as caught:
        file.save(dump, "0x2")
    assert caught.value.code == "STATE_NOT_SAVED"
    assert code_of(file) is None and file.path.read_bytes() == b'{"block":1}'


def test_safe_write_follows_no_link(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("untouched")
    (tmp_path / "file").symlink_to(victim)
    safefile.write(tmp_path / "file", b"new")
    assert victim.read_text() == "untouched" and (tmp_path / "file").read_bytes() == b"new"
