"""One relay for one key (THREATS.md 75): between all processes of a user on one machine.

The lock is the operating system's: it ends with its process, however that ends, and no clock can break it.
Between machines nothing holds but the chain itself: a nonce is used once, and a contract takes a text once.
"""

from __future__ import annotations

from pathlib import Path

from filelock import FileLock, Timeout

from ledger import safefile
from ledger.errors import ServiceDown


class Lease:
    """The right to send with a key on a chain, held until it is let go or the process ends.

    Args:
        folder: Where all relays of this user on this machine look; made if it is not there.
        genesis: First block of the chain.
        payer: The account, lower case.

    Raises:
        ServiceDown: ``PAYER_TAKEN``, ``LEASE_UNUSABLE``.
    """

    def __init__(self, folder: Path, genesis: str, payer: str) -> None:
        path = folder / f"{genesis[2:18]}-{payer[2:]}.lock"
        # Let go by whichever thread ends the server.
        self._lock = FileLock(path, thread_local=False)
        try:
            safefile.private_folder(folder)
            self._lock.acquire(timeout=0)
        except Timeout as error:
            raise ServiceDown("PAYER_TAKEN", payer=payer) from error
        except OSError as error:
            reason = error.strerror or str(error)
            raise ServiceDown("LEASE_UNUSABLE", path=str(path), reason=reason) from error

    def end(self) -> None:
        """Let another have it."""
        self._lock.release()
