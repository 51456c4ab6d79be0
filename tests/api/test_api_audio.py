"""Audio over HTTP: only what was allowed, only verified bytes, ranges to the letter of RFC 9110."""

from __future__ import annotations

import hashlib
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from api.audio import span_of
from ledger.core.hashing import FileDigest, digest
from ledger.errors import UsageError
from tests.api.conftest import Ledger

pytestmark = [pytest.mark.anyio, pytest.mark.anvil]

CHUNK = 262_144
MUSIC = b"RIFF\0\0\0\0WAVE" + hashlib.shake_256(b"audio").digest(3 * CHUNK)
ASSET = "0x" + "11" * 32


@pytest.fixture(scope="module")
def music(ledger: Ledger, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FileDigest]:
    path = tmp_path_factory.mktemp("music") / "song.wav"
    path.write_bytes(MUSIC)
    found = digest(MUSIC)
    ledger.home.store.put_file(path, found.cid)
    ledger.home.depot.published.allow(found.cid, ASSET)
    yield found
    ledger.home.depot.published.forbid(found.cid)


async def test_whole(client: httpx.AsyncClient, music: FileDigest) -> None:
    answer = await client.get(f"/v1/audio/{music.cid}")
    assert answer.status_code == 200 and answer.content == MUSIC
    assert answer.headers["etag"] == f'"{music.cid}"'
    assert answer.headers["accept-ranges"] == "bytes"
    assert answer.headers["content-type"] == "audio/wav"
    assert answer.headers["content-length"] == str(len(MUSIC))
    head = await client.head(f"/v1/audio/{music.cid}", headers={"Range": "bytes=0-1"})
    assert head.status_code == 200 and head.content == b""
    assert head.headers["content-length"] == str(len(MUSIC))
    same = await client.get(f"/v1/audio/{music.cid}", headers={"If-None-Match": f'W/"{music.cid}"'})
    assert same.status_code == 304 and same.content == b""


@pytest.mark.parametrize(
    ("header", "start", "stop"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=5-", 5, len(MUSIC)),
        ("bytes=-7", len(MUSIC) - 7, len(MUSIC)),
        (f"bytes=-{10**12}", 0, len(MUSIC)),
        (f"bytes={CHUNK - 1}-{CHUNK}", CHUNK - 1, CHUNK + 1),
        (f"bytes={len(MUSIC) - 1}-{10**15}", len(MUSIC) - 1, len(MUSIC)),
    ],
)
async def test_range(
    client: httpx.AsyncClient, music: FileDigest, header: str, start: int, stop: int
) -> None:
    answer = await client.get(f"/v1/audio/{music.cid}", headers={"Range": header})
    assert answer.status_code == 206 and answer.content == MUSIC[start:stop]
    assert answer.headers["content-range"] == f"bytes {start}-{stop - 1}/{len(MUSIC)}"


@pytest.mark.parametrize(
    "header", ["bytes=0-1,3-4", "items=0-1", "bytes=", "bytes=-", "bytes=5-4", "bytes=a-b"]
)
async def test_ranges_that_are_ignored(client: httpx.AsyncClient, music: FileDigest, header: str) -> None:
    answer = await client.get(f"/v1/audio/{music.cid}", headers={"Range": header})
    assert answer.status_code == 200 and answer.content == MUSIC


@pytest.mark.parametrize("header", [f"bytes={len(MUSIC)}-", "bytes=-0", f"bytes={10**17}-"])
async def test_ranges_beyond(client: httpx.AsyncClient, music: FileDigest, header: str) -> None:
    answer = await client.get(f"/v1/audio/{music.cid}", headers={"Range": header})
    assert answer.status_code == 416 and answer.json()["code"] == "BAD_RANGE"
    assert answer.headers["content-range"] == f"bytes */{len(MUSIC)}"
    with pytest.raises(UsageError):
        span_of("bytes=-0", 5)


async def test_if_range(client: httpx.AsyncClient, music: FileDigest) -> None:
    for validator, status in (
        (f'"{music.cid}"', 206),
        (f'W/"{music.cid}"', 200),
        ('"other"', 200),
        ("Sat, 28 Nov 2026 08:00:00 GMT", 200),
    ):
        headers = {"Range": "bytes=0-1", "If-Range": validator}
        answer = await client.get(f"/v1/audio/{music.cid}", headers=headers)
        assert answer.status_code == status


async def test_only_what_was_allowed(client: httpx.AsyncClient, ledger: Ledger, music: FileDigest) -> None:
    ledger.home.store.put_block(b"not public")
    hidden = digest(b"not public").cid
    for cid, status in ((hidden, 404), (digest(b"never").cid, 404), ("nonsense", 422)):
        assert (await client.get(f"/v1/audio/{cid}")).status_code == status
    ledger.home.depot.published.forbid(music.cid)
    assert (await client.get(f"/v1/audio/{music.cid}")).status_code == 404
    ledger.home.depot.published.allow(music.cid, ASSET)


async def test_t51_an_address_is_never_fetched(client: httpx.AsyncClient) -> None:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        listening.settimeout(0.2)
        port = listening.getsockname()[1]
        for given in (
            f"http:%2F%2F127.0.0.1:{port}%2Fa",
            f"ipfs:%2F%2F127.0.0.1:{port}",
            f"127.0.0.1:{port}",
        ):
            assert (await client.get(f"/v1/audio/{given}")).status_code in (404, 422)
        with pytest.raises(TimeoutError):
            listening.accept()


async def test_t57_a_damaged_file_is_no_half_file(
    client: httpx.AsyncClient, ledger: Ledger, music: FileDigest
) -> None:
    blocks = ledger.home.folder / "store" / "blocks"
    first, last = (next(blocks.rglob(digest(part).cid)) for part in (MUSIC[:CHUNK], MUSIC[3 * CHUNK :]))
    good = first.read_bytes()
    first.write_bytes(b"\0" + good[1:])
    assert (await client.get(f"/v1/audio/{music.cid}")).status_code == 503
    first.write_bytes(good)
    tail = last.read_bytes()
    last.write_bytes(b"\0" + tail[1:])
    answer = await client.get(f"/v1/audio/{music.cid}", headers={"Range": "bytes=0-9"})
    assert answer.status_code == 206 and answer.content == MUSIC[:10]  # the damage lies elsewhere
    answer = await client.get(f"/v1/audio/{music.cid}", headers={"Range": "bytes=-1"})
    assert answer.status_code == 503
    last.write_bytes(tail)


def test_memory_does_not_grow_with_the_file(ledger: Ledger, tmp_path: Path) -> None:
    if not Path("/proc/self/status").exists():
        pytest.skip("Linux")
    path = tmp_path / "zeros.wav"
    with path.open("wb") as out:
        out.truncate(200_000_000)
    from ledger.store.files import digest_file

    cid = digest_file(path).cid
    ledger.home.store.put_file(path, cid)
    program = (
        "import sys; from pathlib import Path; from ledger.store.embedded import EmbeddedStore\n"
        "n = sum(map(len, EmbeddedStore(Path(sys.argv[1])).read(sys.argv[2], 5, 199_999_995)))\n"
        "marks = Path('/proc/self/status').read_text().split('VmHWM:')[1].split()\n"
        "print(n, marks[0])"
    )
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", program, str(ledger.home.folder / "store"), cid]
    done = subprocess.run(command, cwd=root, capture_output=True, check=True, text=True)
    size, peak = map(int, done.stdout.split())
    assert size == 199_999_990 and peak * 1024 < 100_000_000
