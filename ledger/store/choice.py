"""Which store a data folder uses: ``store.json``."""

from __future__ import annotations

from pathlib import Path

from ledger import safefile
from ledger.core import strictjson
from ledger.errors import BadInput, ServiceDown
from ledger.store.replicas import check_variable

EMBEDDED = "embedded"
"""The folder's own store; anything else is the multiaddr of a Kubo node's API."""

_MAX_BYTES = 4096


class StoreChoice:
    """The file that names the store in use.

    Args:
        path: ``store.json`` in the data folder. While it is absent the embedded store is used.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def address(self) -> str:
        """``embedded``, or the multiaddr of a Kubo node's API.

        Raises:
            ServiceDown: ``STORE_CHOICE_CORRUPT``.
        """
        return self._read()[0]

    def secret_env(self) -> str | None:
        """Environment variable with the secret that the node asks for.

        Raises:
            ServiceDown: ``STORE_CHOICE_CORRUPT``.
        """
        return self._read()[1]

    def _read(self) -> tuple[str, str | None]:
        try:
            found = strictjson.loads(self._path.read_bytes(), max_bytes=_MAX_BYTES)
        except FileNotFoundError:
            return EMBEDDED, None
        except (OSError, BadInput) as error:
            raise ServiceDown("STORE_CHOICE_CORRUPT", path=str(self._path)) from error
        match found:
            case {"version": 1, "address": str(address), **rest} if not rest:
                return address, None
            case {"version": 1, "address": str(address), "secret_env": str(variable), **rest} if not rest:
                return address, variable
        raise ServiceDown("STORE_CHOICE_CORRUPT", path=str(self._path))

    def use(self, address: str, secret_env: str | None = None) -> None:
        """Use a store from now on.

        Args:
            address: ``embedded`` or a multiaddr; whether a node answers there was seen by the caller.
            secret_env: Name of an environment variable; the secret itself is never written down.

        Raises:
            BadInput: ``SECRET_VARIABLE``.
            ServiceDown: ``FILE_UNWRITABLE``.
        """
        document: dict[str, object] = {"version": 1, "address": address}
        if check_variable(secret_env) is not None:
            document["secret_env"] = secret_env
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            safefile.write(self._path, strictjson.canonical(document))
        except OSError as error:
            reason = error.strerror or str(error)
            raise ServiceDown("FILE_UNWRITABLE", path=str(self._path), reason=reason) from error
