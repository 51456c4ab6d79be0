"""Sealing files and opening sealed ones, in constant memory.

One thread reads ahead, one encrypts or decrypts, one writes. What is read of a sealed file is written only
after its tag was right, and gets its name only after the last one was (THREATS 69).
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from ledger.core import sealed
from ledger.core.sealed import CHUNK_BITS, HEADER_BYTES, TAG_BYTES, Header, Secrets
from ledger.errors import BadInput
from ledger.ports import Progress
from ledger.store.files import open_file
from ledger.store.fresh import Fresh, fresh

Crypt = Callable[[int, memoryview, memoryview], None]
"""Called with the number of a chunk, its bytes, and where the result goes."""


class Source(Protocol):
    """What can be read from."""

    def readinto(self, buffer: memoryview, /) -> int | None:
        """Fill a buffer as far as possible; 0 at the end."""
        ...


class Pieces:
    """Bytes that come in pieces, from a store for one, as a Source."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._left = pieces, memoryview(b"")

    def readinto(self, buffer: memoryview, /) -> int:
        """As ``Source.readinto``."""
        while not self._left:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._left = memoryview(piece)
        count = min(len(buffer), len(self._left))
        buffer[:count], self._left = self._left[:count], self._left[count:]
        return count


Keep = Callable[[Header, bytes], None]
"""Called with the header and the content key of a sealed file before it gets its name."""


def seal_file(
    path: Path,
    target: Path,
    work: str,
    keep: Keep,
    progress: Progress | None = None,
    *,
    chunk_bits: int = CHUNK_BITS,
) -> None:
    """Encrypt a file under a key that is drawn for it.

    Args:
        path: A regular file.
        target: The sealed file; there must be none of that name.
        work: Asset id.
        keep: Gets the content key, 32 bytes, which nothing else holds; if it fails there is no sealed file.
        progress: Called with (bytes done, bytes in all).
        chunk_bits: Binary logarithm of the bytes in a chunk.

    Raises:
        BadInput: ``FILE_…``, ``FILE_EXISTS``, ``SEALED_HEADER``.
        ServiceDown: ``FILE_UNWRITABLE``.
    """
    with fresh(target, private=False) as out, open_file(path) as source:
        key, header = _draw(work, os.fstat(source.fileno()).st_size, chunk_bits)
        try:
            _encrypt(header, key, source.raw, out, progress)
        except _Short as error:
            raise BadInput("FILE_CHANGED", path=str(path)) from error
        keep(header, key)


def reseal(
    header: Header, key: bytes, source: Source, target: Path, keep: Keep, progress: Progress | None = None
) -> None:
    """Encrypt what is in a sealed file under a new key; its plaintext never lies on the disk.

    Args:
        header: Of the sealed file.
        key: Its content key.
        source: What follows its header.
        target: The new sealed file.
        keep: As for ``seal_file``.
        progress: As for ``seal_file``.

    Raises:
        BadInput: As ``decrypt``.
        ServiceDown: ``FILE_UNWRITABLE``.
    """
    pieces = plain_pieces(header, key, source)
    with fresh(target, private=False) as out:
        new_key, new = _draw(header.work, header.size, header.chunk_bits)
        _encrypt(new, new_key, Pieces(pieces), out, progress)
        next(pieces, None)  # which looks whether anything follows the last chunk
        keep(new, new_key)


def _draw(work: str, size: int, chunk_bits: int) -> tuple[bytes, Header]:
    key = secrets.token_bytes(sealed.KEY_BYTES)
    return key, sealed.new_header(key, work, size, secrets.token_bytes(32), chunk_bits)


def _encrypt(header: Header, key: bytes, source: Source, out: Fresh, progress: Progress | None) -> None:
    out.reserve(header.sealed_size)
    out.write(memoryview(header.to_bytes())).result()
    chunks = _Chunks(header, source, opening=False)
    chunks.pump(_encrypting(header, sealed.secrets_of(key, header)), out, progress)


def plain_pieces(header: Header, key: bytes, source: Source) -> Iterator[bytes]:
    """The plaintext chunk by chunk, each after its tag was right; whether all came is known at the end alone.

    Raises:
        BadInput: As ``decrypt``.
    """
    crypt = _decrypting(header, sealed.secrets_of(key, header))
    chunks = _Chunks(header, source, opening=True)
    for index in range(header.chunks):
        plain = memoryview(bytearray(header.plain_bytes(index)))
        with _told_short(header):
            crypt(index, chunks.read(index), plain)
        yield bytes(plain)
    _check_end(header, source)


@contextmanager
def open_sealed(path: Path) -> Iterator[tuple[Header, Source]]:
    """The header of a sealed file and what follows it.

    Raises:
        BadInput: ``FILE_…``, ``SEALED_…``.
    """
    with open_file(path) as source:
        header = read_header(source.raw)
        sealed.check_length(header, os.fstat(source.fileno()).st_size)
        yield header, source.raw


def read_header(source: Source) -> Header:
    """The header with which a sealed file begins.

    Raises:
        BadInput: ``SEALED_…``.
    """
    buffer = memoryview(bytearray(HEADER_BYTES))
    return sealed.parse(bytes(buffer[: _fill(source, buffer)]))


def decrypt(
    header: Header, key: bytes, source: Source, target: Path, progress: Progress | None = None
) -> None:
    """Write the plaintext of a sealed file whose header was read.

    Args:
        header: Its header.
        key: Its content key.
        source: What follows the header.
        target: The file to make; there must be none of that name.
        progress: Called with (bytes done, bytes in all).

    Raises:
        BadInput: ``SEALED_KEY``, ``SEALED_DAMAGED``, ``SEALED_SHORT``, ``SEALED_LONG``, ``FILE_EXISTS``;
            there is no file then.
        ServiceDown: ``FILE_UNWRITABLE``.
    """
    found = sealed.secrets_of(key, header)
    with fresh(target, private=True) as out:
        out.reserve(header.size)
        with _told_short(header):
            _Chunks(header, source, opening=True).pump(_decrypting(header, found), out, progress)
        _check_end(header, source)


@contextmanager
def _told_short(header: Header) -> Iterator[None]:
    try:
        yield
    except _Short as error:
        raise BadInput("SEALED_SHORT", given=error.given, wanted=header.sealed_size) from error


def _check_end(header: Header, source: Source) -> None:
    if _fill(source, memoryview(bytearray(1))):
        raise BadInput("SEALED_LONG", given=header.sealed_size + 1, wanted=header.sealed_size)


class _Short(Exception):
    """The source ended before its time, after so many bytes of sealed file."""

    def __init__(self, given: int) -> None:
        super().__init__(given)
        self.given = given


class _Chunks:
    """The chunks of one file on their way.

    Args:
        header: Of the file.
        source: Where they come from.
        opening: Whether they have tags there, or get them.
    """

    def __init__(self, header: Header, source: Source, *, opening: bool) -> None:
        self._header, self._source = header, source
        self._overhead, self._gain = (TAG_BYTES, -TAG_BYTES) if opening else (0, TAG_BYTES)
        room = (1 << header.chunk_bits) + TAG_BYTES
        self._in, self._out = ([memoryview(bytearray(room)) for _ in range(2)] for _ in range(2))

    def pump(self, crypt: Crypt, out: Fresh, progress: Progress | None) -> None:
        """Bring all chunks through ``crypt``."""
        header, total = self._header, self._header.chunks
        written: list[Future[None] | None] = [None, None]
        with ThreadPoolExecutor(1) as reader:
            coming = reader.submit(self.read, 0)
            for index in range(total):
                chunk = coming.result()
                if index + 1 < total:
                    coming = reader.submit(self.read, index + 1)
                if (before := written[index % 2]) is not None:
                    before.result()
                result = self._out[index % 2][: len(chunk) + self._gain]
                crypt(index, chunk, result)
                written[index % 2] = out.write(result)
                if progress:
                    progress(min(index + 1 << header.chunk_bits, header.size), header.size)
        for last in written:
            if last is not None:
                last.result()

    def read(self, index: int) -> memoryview:
        """The bytes of a chunk there; good until the one after the next is read."""
        wanted = self._header.plain_bytes(index) + self._overhead
        chunk = self._in[index % 2][:wanted]
        count = _fill(self._source, chunk)
        if count < wanted:
            raise _Short(HEADER_BYTES + index * ((1 << self._header.chunk_bits) + TAG_BYTES) + count)
        return chunk


def _encrypting(header: Header, found: Secrets) -> Crypt:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    cipher, bound, last = ChaCha20Poly1305(found.key), header.to_bytes(), header.chunks - 1

    def crypt(index: int, chunk: memoryview, result: memoryview) -> None:
        cipher.encrypt_into(found.nonce(index, index == last), chunk, bound, result)

    return crypt


def _decrypting(header: Header, found: Secrets) -> Crypt:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    cipher, bound, last = ChaCha20Poly1305(found.key), header.to_bytes(), header.chunks - 1

    def crypt(index: int, chunk: memoryview, result: memoryview) -> None:
        try:
            cipher.decrypt_into(found.nonce(index, index == last), chunk, bound, result)
        except InvalidTag as error:
            raise BadInput("SEALED_DAMAGED", chunk=index + 1, chunks=header.chunks) from error

    return crypt


def _fill(source: Source, buffer: memoryview) -> int:
    """Bytes read; fewer than the buffer takes only at the end."""
    at = 0
    while at < len(buffer) and (count := source.readinto(buffer[at:])):
        at += count
    return at
